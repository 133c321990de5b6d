"""Takes files into the knowledge base: discover, hash, skip what is known, read in worker processes, add, report outcomes.

paths ─► found files ─► known? ─► unchanged
                          └────► worker pool ─► KnowledgeBase, a few files per transaction ─► an Outcome per report
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.template import load_templates
from ingest.workers.discover import FoundFile, find_files
from ingest.workers.limits import Limits
from ingest.workers.pool import ReaderPool, Replies
from ingest.workers.task import Reply, Task
from kb.errors import FileUnreadableError, ReportRejectedError
from kb.knowledge_base import KnowledgeBase
from kb.library import Kept
from kb.records import ParsedReport, Severity
from kb.store import Added

TOGETHER = 16  # files that are written in one transaction, at most
PATIENCE = 0.25  # seconds that a file which has been read waits for the next one


class OutcomeKind(StrEnum):
    """What became of a report, or of a file that holds none."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one report of a file, or of the file.

    code, found, remedy: of a rejection (`encrypted`, what was found, what to do). note: what else there is to say, as a
    sentence. problems: how many doubts were noted. partial: whether content is known to be missing
    (a problem of severity error).
    """

    kind: OutcomeKind
    file_name: str
    path: Path
    sha256: str = ""
    report_id: str = ""
    meeting: str = ""
    part: int = 1
    problems: int = 0
    partial: bool = False
    code: str = ""
    found: str = ""
    remedy: str = ""
    note: str = ""

    @property
    def message(self) -> str:
        """One line for a person."""
        if self.kind is OutcomeKind.REJECTED:
            return f"{self.file_name}: {self.found}; {self.remedy}"
        doubts = f"{self.problems} problem{'s' * (self.problems != 1)}{', partial' * self.partial}" if self.problems else ""
        return f"{self.file_name}: " + "; ".join(part for part in (self.report_id, self.note, doubts) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is. seconds: since it began; rate: files per second; remaining: seconds to go, None while unknown."""

    done: int
    total: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def remaining(self) -> float | None:
        return (self.total - self.done) / self.rate if self.done and self.rate else None


def ingest_paths(
    kb: KnowledgeBase,
    paths: Sequence[Path],
    *,
    jobs: int | None = None,
    dry_run: bool = False,
    templates: Path | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[Outcome]:
    """Take in all reports under `paths`; outcomes come file by file, in an order that depends on the files' names only.

    jobs: worker processes, None for one per core. templates: a folder of report families besides the packaged ones.
    dry_run: say what would become of each file, and change nothing. Raises `TemplateInvalidError` before any file is read.
    """
    load_templates(templates)
    limits = limits or Limits()
    files = find_files(paths, file_bytes=limits.file_bytes)
    known = kb.store.known_files()
    new: dict[str, FoundFile] = {}
    for file in files:
        if not file.refusal and file.sha256 not in known:
            new.setdefault(file.sha256, file)
    with replies_for(list(new.values()), jobs=jobs, templates=templates, limits=limits) as replies:
        readings = _readings(files, new, replies)
        batches = iter([list(readings)]) if dry_run else _batches(readings, replies)
        done, began = 0, time.monotonic()
        for batch in batches:
            for outcomes in _foresee(kb, batch) if dry_run else _take_in(kb, batch):
                yield from outcomes
                done += 1
                if on_progress:
                    on_progress(Progress(done=done, total=len(files), seconds=time.monotonic() - began))


@contextmanager
def replies_for(
    files: Sequence[FoundFile], *, jobs: int | None, templates: Path | None, limits: Limits
) -> Iterator[Replies]:
    """Replies for files, in their order, from as many workers as are of use; the workers end on leaving."""
    tasks = [Task(path=file.path, file_name=file.file_name) for file in files]
    with ReaderPool(jobs=min(jobs or _cores(), max(1, len(tasks))), limits=limits, templates=templates) as pool:
        yield pool.read_all(tasks)


Reading = Reply | str  # what a file says, why it cannot be taken in, or in words why it need not be read
Batch = Sequence[tuple[FoundFile, Reading]]


def _readings(
    files: Sequence[FoundFile], new: Mapping[str, FoundFile], replies: Iterator[Reply]
) -> Iterator[tuple[FoundFile, Reading]]:
    """A reading of every file, in their order; `new` are those that the workers read."""
    refused: dict[str, ReportRejectedError] = {}
    for file in files:
        if file.refusal:
            yield file, file.refusal
        elif file.sha256 not in new:
            yield file, "already in the knowledge base"
        elif file.sha256 in refused:
            yield file, refused[file.sha256]
        elif new[file.sha256] is not file:
            yield file, f"the same bytes as {new[file.sha256].file_name}"
        else:
            reply = next(replies)
            if isinstance(reply, ReportRejectedError):
                refused[file.sha256] = reply
            elif any(parsed.report.sha256 != file.sha256 for parsed in reply):
                reply = FileUnreadableError(file.file_name, "it changed while it was read", "run the same command again")
            yield file, reply


def _batches(readings: Iterator[tuple[FoundFile, Reading]], replies: Replies) -> Iterator[Batch]:
    """Files that are written together: what became of an action is then derived once for all of them.

    None waits long for company: while a slow file is being read, those before it are taken in.
    """
    batch: list[tuple[FoundFile, Reading]] = []
    for each in readings:
        batch.append(each)
        if len(batch) == TOGETHER or not replies.comes_within(PATIENCE):
            yield batch
            batch = []
    if batch:
        yield batch


def _take_in(kb: KnowledgeBase, batch: Batch) -> Iterator[list[Outcome]]:
    kept = [(file, _keep(kb, file, reading)) for file, reading in batch]
    return _outcomes(kept, kb.add_kept(_reports_in(kept)))


def _keep(kb: KnowledgeBase, file: FoundFile, reading: Reading) -> Reading:
    """Keep the original of what was read; of a file that need not be read too, should it have been lost."""
    if isinstance(reading, ReportRejectedError):
        return reading
    try:
        if isinstance(reading, str):
            return _put_back_note(reading, kb.put_back(file.sha256, file.path), "has been")
        kb.keep_original(reading, file.path)
    except (FileNotFoundError, PermissionError):
        if file.path.exists() and os.access(file.path, os.R_OK):
            raise  # the knowledge base's own directory is at fault, not this file
        return FileUnreadableError(file.file_name, "it went away while it was read", "run the same command again")
    return reading


def _put_back_note(note: str, before: Kept, tense: str) -> str:
    return note if before is Kept.WHOLE else f"{note}; its original was {before} and {tense} put back"


def _foresee(kb: KnowledgeBase, batch: Batch) -> Iterator[list[Outcome]]:
    known = kb.store.known_files()
    told = [
        (file, _put_back_note(reading, kb.library.check(file.sha256), "would be"))
        if isinstance(reading, str) and file.sha256 in known
        else (file, reading)
        for file, reading in batch
    ]
    return _outcomes(told, kb.preview(_reports_in(batch)))


def _reports_in(batch: Batch) -> list[ParsedReport]:
    return [parsed for _, reading in batch if isinstance(reading, tuple) for parsed in reading]


def _outcomes(batch: Batch, added: Iterable[Added]) -> Iterator[list[Outcome]]:
    """What became of each file; `added` are the results of all their reports."""
    results = iter(added)
    for file, reading in batch:
        if isinstance(reading, tuple):
            yield [_taken(file, parsed, next(results)) for parsed in reading]
        else:
            yield [_left_out(file, reading)]


def _taken(file: FoundFile, parsed: ParsedReport, added: Added) -> Outcome:
    return Outcome(
        kind=OutcomeKind(added.change.value),
        file_name=file.file_name,
        path=file.path,
        sha256=file.sha256,
        report_id=added.report_id,
        meeting=parsed.report.meeting.key,
        part=parsed.report.part,
        problems=len(parsed.problems),
        partial=any(problem.severity is Severity.ERROR for problem in parsed.problems),
        note=added.note,
    )


def _left_out(file: FoundFile, reason: ReportRejectedError | str) -> Outcome:
    if isinstance(reason, str):
        return Outcome(kind=OutcomeKind.UNCHANGED, file_name=file.file_name, path=file.path, sha256=file.sha256, note=reason)
    return Outcome(
        kind=OutcomeKind.REJECTED,
        file_name=file.file_name,
        path=file.path,
        sha256=file.sha256,
        code=reason.code,
        found=reason.found,
        remedy=reason.remedy,
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
