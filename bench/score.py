"""Scores the parser against golden JSON beside PDFs: record F1 and equal fields, by layout.

    python -m bench.score FOLDER [--show N] [--layout NAME]

FOLDER holds PDFs with a JSON of the same name beside each, in one folder per layout. A record counts as found when a
record of the same kind has the same ref (where the golden one has a ref) and nearly the same text; fields are then
compared up to white space.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from ingest.parse import parse_document
from ingest.pdf import read_document
from ingest.template import load_templates
from kb.errors import ReportRejectedError
from tests.golden import golden_of

_NEAR = 0.75
HEADER_FIELDS = (
    "group", "meeting_number", "issue_date", "meeting_date", "start_time", "end_time", "venue", "classification", "title",
    "raid_none_raised", "version",
)  # fmt: skip
KINDS: Mapping[str, tuple[str, ...]] = {
    "actions": ("ref", "area", "text", "owner", "due_raw", "due_date", "update", "status_raw", "page"),
    "decisions": ("ref", "area", "text", "page"),
    "raid": ("ref", "kind", "area", "text", "page"),
    "discussion": ("area", "text", "action_refs", "page"),
    "attendees": ("name", "role", "apologies"),
}
Golden = dict[str, Any]  # JSON as read


@dataclass(slots=True)
class Score:
    """Counts of one layout. rows: golden records found with every field equal; wrong: by kind and field, for reading.

    misread: golden or found records that do not agree; flagged: those with a problem on their page.
    """

    files: int = 0
    pages: int = 0
    seconds: float = 0.0
    truth: int = 0
    found: int = 0
    matched: int = 0
    rows: int = 0
    headers: int = 0
    headers_right: int = 0
    misread: int = 0
    flagged: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Of records: twice the matched by all golden and all found."""
        return 2 * self.matched / (self.truth + self.found) if self.truth + self.found else 1.0

    @property
    def rows_equal(self) -> float:
        """Which part of the matched records has every field equal."""
        return self.rows / self.matched if self.matched else 1.0


def same(left: object, right: object) -> bool:
    """Equal up to white space."""
    if isinstance(left, str) and isinstance(right, str):
        return " ".join(left.split()) == " ".join(right.split())
    return left == right


def match(truth: Sequence[Golden], found: Sequence[Golden]) -> list[tuple[Golden, Golden]]:
    """Pairs of a golden and a found record, each used once."""
    pairs: list[tuple[Golden, Golden]] = []
    free = list(found)
    for golden in truth:
        best = max(free, key=lambda other: _likeness(golden, other), default=None)
        if best is not None and _likeness(golden, best) >= _NEAR:
            pairs.append((golden, best))
            free.remove(best)
    return pairs


def _likeness(golden: Golden, other: Golden) -> float:
    if golden.get("ref") and golden.get("ref") != other.get("ref"):
        return 0.0
    left, right = (str(record.get("text", record.get("name", ""))) for record in (golden, other))
    if left == right:
        return 1.0 + (golden.get("area") == other.get("area"))
    return SequenceMatcher(None, left.split(), right.split()).ratio()


def compare(truth: Golden, found: Golden, score: Score, name: str, doubted: Container[int] = ()) -> None:
    """Adds one report to a score. doubted: the pages with problems."""

    def misread(*records: Golden) -> None:
        score.misread += 1
        score.flagged += any(record.get("page") in doubted for record in records)

    for header in HEADER_FIELDS:
        if header in truth:
            score.headers += 1
            if same(truth[header], found[header]):
                score.headers_right += 1
            else:
                score.wrong.append(f"{name} header.{header}: {truth[header]!r} != {found[header]!r}")
    for kind, fields in KINDS.items():
        pairs = match(truth.get(kind, []), found[kind])
        score.truth += len(truth.get(kind, []))
        score.found += len(found[kind])
        score.matched += len(pairs)
        taken = {id(golden) for golden, _ in pairs}
        for golden in truth.get(kind, []):
            if id(golden) not in taken:
                misread(golden)
                score.wrong.append(
                    f"{name} {kind} missing: {golden.get('ref', '')} {str(golden.get('text', golden.get('name')))[:90]!r}"
                )
        used = {id(other) for _, other in pairs}
        for other in found[kind]:
            if id(other) not in used:
                misread(other)
                score.wrong.append(
                    f"{name} {kind} invented: {other.get('ref', '')} {str(other.get('text', other.get('name')))[:90]!r}"
                )
        for golden, other in pairs:
            bad = [f for f in fields if f in golden and not same(golden[f], other[f])]
            score.rows += not bad
            if bad:
                misread(golden, other)
            for wrong in bad:
                score.wrong.append(f"{name} {kind}.{wrong}: {str(golden[wrong])[:3000]!r} != {str(other[wrong])[:3000]!r}")


def score_folder(folder: Path, only: str = "") -> dict[str, Score]:
    """The scores of all layouts of a folder."""
    templates = load_templates()
    scores: dict[str, Score] = defaultdict(Score)
    for path in sorted(folder.rglob("*.json")):
        pdf = path.with_suffix(".pdf")
        if not pdf.exists():
            continue
        truth = json.loads(path.read_text("utf-8"))
        layout = str(truth.get("layout", path.parent.name))
        if only and only not in layout:
            continue
        score = scores[layout]
        score.files += 1
        started = time.process_time()
        try:
            document = read_document(pdf)
            reports = parse_document(document, templates)
        except ReportRejectedError as error:
            score.wrong.append(f"{pdf.parent.name}/{pdf.name} rejected: {error}")
            score.truth += sum(len(truth.get(kind, [])) for kind in KINDS)
            continue
        score.seconds += time.process_time() - started
        score.pages += len(document.pages)
        boxes = [
            (found.source.page, *(box.page for box in found.source.boxes)) for found in reports[0].problems if found.source
        ]
        doubted = {page for pages in boxes for page in pages}
        compare(truth, golden_of(reports[0], layout), score, f"{pdf.parent.name}/{pdf.name}", doubted)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many differences for each layout")
    parser.add_argument("--layout", default="", help="only layouts whose name holds this")
    wanted = parser.parse_args()
    print(f"{'layout':24} files pages  ms/page  records     F1  rows equal  header  misread flagged")
    for layout, score in sorted(score_folder(wanted.folder, wanted.layout).items()):
        speed = 1000 * score.seconds / score.pages if score.pages else 0
        header = score.headers_right / score.headers if score.headers else 1.0
        counts = f"{score.files:5} {score.pages:5} {speed:8.1f} {score.truth:8}"
        figures = f"{score.f1:6.3f} {score.rows_equal:11.3f} {header:7.3f} {score.misread:8} {score.flagged:7}"
        print(f"{layout:24} {counts} {figures}")
        for line in score.wrong[: wanted.show]:
            print("     ", line)


if __name__ == "__main__":
    main()
