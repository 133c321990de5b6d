"""Reads all kept originals again with today's parser and templates; says what changed. Keys stay the same."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.pipeline import Progress, replies_for
from ingest.template import load_templates
from ingest.workers.discover import FoundFile
from ingest.workers.limits import Limits
from ingest.workers.task import Reply
from kb.differences import Difference, list_differences
from kb.errors import FileUnreadableError, ReportRejectedError
from kb.knowledge_base import KnowledgeBase
from kb.library import Kept
from kb.records import ParsedReport


class ReparseKind(StrEnum):
    """What today's parser makes of a report that was taken in before."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reparsed:
    """One report read again. differences: what it now says otherwise. found, remedy: why it was not read."""

    kind: ReparseKind
    file_name: str
    sha256: str
    report_id: str = ""
    differences: tuple[Difference, ...] = ()
    code: str = ""
    found: str = ""
    remedy: str = ""


def reparse_originals(
    kb: KnowledgeBase,
    *,
    jobs: int | None = None,
    dry_run: bool = False,
    templates: Path | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Reparsed]:
    """Every original read again, in the order of the hashes; what changed is laid down anew, file by file.

    An original that is missing, damaged, or rejected by today's parser keeps its old reading. dry_run: say what would
    change, and change nothing.
    """
    load_templates(templates)
    hashes = sorted(kb.store.known_files().union(kb.library.list_hashes()))
    before = {sha256: kb.store.list_reports_of_file(sha256) for sha256 in hashes}
    kept = {sha256: kb.library.check(sha256) for sha256 in hashes}
    files = [
        FoundFile(path=kb.library.find(sha256), file_name=_file_name(sha256, before[sha256]), sha256=sha256)
        for sha256 in hashes
        if kept[sha256] is Kept.WHOLE
    ]
    began = time.monotonic()
    with replies_for(files, jobs=jobs, templates=templates, limits=limits or Limits()) as replies:
        for done, sha256 in enumerate(hashes, start=1):
            name = _file_name(sha256, before[sha256])
            reply = next(replies) if kept[sha256] is Kept.WHOLE else _lost(name, kept[sha256])
            results = tuple(_compare(name, sha256, before[sha256], reply))
            changed = any(result.kind in {ReparseKind.CHANGED, ReparseKind.ADDED, ReparseKind.GONE} for result in results)
            if changed and not dry_run and not isinstance(reply, ReportRejectedError):
                kb.replace(reply)
            if on_progress:
                on_progress(Progress(done=done, total=len(hashes), seconds=time.monotonic() - began))
            yield from results


def _lost(file_name: str, how: Kept) -> ReportRejectedError:
    found = f"its original in the library is {how}, so that it was not read again; its records stay as they are"
    return FileUnreadableError(file_name, found, "put the file back with `kb ingest FILE`, or from a backup")


def _compare(name: str, sha256: str, before: Sequence[ParsedReport], reply: Reply) -> Iterator[Reparsed]:
    if isinstance(reply, ReportRejectedError):
        yield Reparsed(
            kind=ReparseKind.REJECTED, file_name=name, sha256=sha256, code=reply.code, found=reply.found, remedy=reply.remedy
        )
        return
    old = {parsed.report.report_id: parsed for parsed in before}
    new = {parsed.report.report_id: parsed for parsed in reply}
    for report_id, parsed in new.items():
        if report_id not in old:
            yield Reparsed(kind=ReparseKind.ADDED, file_name=name, sha256=sha256, report_id=report_id)
            continue
        differences = list_differences(old[report_id], parsed)
        same = parsed == old[report_id]
        kind = ReparseKind.UNCHANGED if same else ReparseKind.CHANGED
        yield Reparsed(kind=kind, file_name=name, sha256=sha256, report_id=report_id, differences=differences)
    for report_id in old.keys() - new.keys():
        yield Reparsed(kind=ReparseKind.GONE, file_name=name, sha256=sha256, report_id=report_id)


def _file_name(sha256: str, before: Sequence[ParsedReport]) -> str:
    """An original that no record knows (a crash left it) is called by its hash."""
    return before[0].report.file_name if before else f"{sha256[:12]}.pdf"
