"""What the parser of today finds in the sample reports: `python -m tests.golden` writes it anew; review it like code.

Beside `X.pdf` stand `X.json`, what the report says (written by hand or by the generator, never by the parser), and
`X.parsed.json`, what the parser finds, with its problems.
"""

import json
import sys
from pathlib import Path
from typing import Any

from ingest.parse import parse_document
from ingest.pdf import read_document
from ingest.template import load_templates
from kb.records import Origin, ParsedReport, ReferenceKind, SectionKind, SectionState

FOLDER = Path(__file__).parent / "reports"


def golden_of(parsed: ParsedReport, layout: str = "") -> dict[str, Any]:
    """A parsed report in the plain form of the golden files: what is printed, without places on the page."""
    report, meeting = parsed.report, parsed.report.meeting
    states = {section.kind: section.state for section in parsed.sections}
    return {
        "file": report.file_name,
        "layout": layout,
        "group": meeting.group_code,
        "meeting": meeting.key,
        "meeting_number": meeting.number_raw,
        "issue_date": _iso(report.issue_date),
        "version": report.version,
        "meeting_date": _iso(meeting.meeting_date),
        "start_time": meeting.start_time.strftime("%H:%M") if meeting.start_time else None,
        "end_time": meeting.end_time.strftime("%H:%M") if meeting.end_time else None,
        "venue": meeting.venue,
        "classification": meeting.classification,
        "title": report.title,
        "attendees": [{"name": who.name, "role": who.role, "apologies": who.apologies} for who in report.attendees],
        "actions": [
            {
                "ref": action.ref,
                "ref_raw": action.ref_raw,
                "area": action.area,
                "text": action.text,
                "owner": action.owner_raw,
                "due_raw": action.due_raw,
                "due_date": _iso(action.due_date),
                "update": action.update_raw,
                "status_raw": action.status_raw,
                "page": action.source.page,
            }
            for action in parsed.actions
            if action.origin is Origin.TABLE
        ],
        "decisions": [
            {"ref": decision.ref, "area": decision.area, "text": decision.text, "page": decision.source.page}
            for decision in parsed.decisions
            if decision.origin is Origin.TABLE
        ],
        "decision_statements": [
            {"verb": decision.verb, "text": decision.text, "page": decision.source.page}
            for decision in parsed.decisions
            if decision.origin is Origin.DISCUSSION
        ],
        "raid": [
            {"ref": item.ref, "kind": item.kind.value, "area": item.area, "text": item.text, "page": item.source.page}
            for item in parsed.raid_items
        ],
        "raid_none_raised": states.get(SectionKind.RAID) is SectionState.NONE_RAISED,
        "discussion": [
            {
                "area": item.area,
                "text": item.text,
                "action_refs": [found.target for found in item.references if found.kind is ReferenceKind.ACTION],
                "page": item.source.page,
            }
            for item in parsed.discussion_items
        ],
        "problems": [{"code": found.code, "message": found.message} for found in parsed.problems],
        "pages": report.pages,
    }


def golden_path(pdf: Path) -> Path:
    """Where what the parser finds in a sample is kept."""
    return pdf.with_suffix(".parsed.json")


def read_golden(pdf: Path) -> list[dict[str, Any]]:
    """What the parser of today finds in a sample: one entry for each report in the file."""
    return [golden_of(parsed, pdf.stem) for parsed in parse_document(read_document(pdf), load_templates())]


def main() -> None:
    for pdf in sorted(FOLDER.rglob("*.pdf")):
        golden_path(pdf).write_text(json.dumps(read_golden(pdf), ensure_ascii=False, indent=1) + "\n", "utf-8")
        sys.stdout.write(f"{golden_path(pdf).relative_to(FOLDER)}\n")


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


if __name__ == "__main__":
    main()
