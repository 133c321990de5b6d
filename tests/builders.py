"""Small reports built by hand, for tests that need records and no PDF."""

import hashlib
from datetime import date, time
from pathlib import Path

from kb.records import (
    ActionMention,
    Attendee,
    Box,
    CrossReference,
    Decision,
    DiscussionItem,
    DueKind,
    Meeting,
    Origin,
    ParsedReport,
    Party,
    PartyKind,
    Problem,
    RaidItem,
    RaidKind,
    ReferenceKind,
    Report,
    ReportSection,
    SectionKind,
    SectionState,
    Severity,
    Source,
    Status,
    Strength,
)


def source(page: int = 1, row: int = 1) -> Source:
    """A place with one box."""
    return Source(
        page=page, table=1, row=row, boxes=(Box(page=page, x0=50, top=100.5 * row, x1=500, bottom=100.5 * row + 40),)
    )


def meeting(group: str = "TMAG", number: int = 6, held: date | None = date(2022, 6, 15)) -> Meeting:
    """A meeting of a group."""
    return Meeting(
        key=f"{group}{number:02}",
        group_code=group,
        group_name="Testing and Migration Advisory Group",
        number=number,
        number_raw=f"{group} {number:03}",
        meeting_date=held,
        start_time=time(10),
        end_time=time(12),
        venue="Virtual – MS Teams",
        classification="Public",
    )


def action(ref: str = "TMAG06-01", text: str = "Provide further detail", **facts: object) -> ActionMention:
    """A row of an actions table."""
    given = {
        "area": "Data quality",
        "owner_raw": "Programme (PMO)",
        "owners": (
            Party(name="Programme", kind=PartyKind.ORGANISATION),
            Party(name="PMO", kind=PartyKind.TEAM),
        ),
        "due_raw": "22/06/2022",
        "due_date": date(2022, 6, 22),
        "due_kind": DueKind.DATE,
        "source": source(),
        "origin": Origin.TABLE,
    }
    return ActionMention(ref=ref, ref_raw=ref, text=text, **(given | facts))  # type: ignore[arg-type]  # facts are typed by the record


def full_report(
    content: bytes = b"bytes of a file", issued: date | None = date(2022, 6, 17), **changes: object
) -> ParsedReport:
    """A report that uses every part of the record types once."""
    given = {
        "meeting": meeting(),
        "title": "Testing and Migration Advisory Group Headline Report",
        "issue_date": issued,
        "version": "v1.0",
        "file_name": "TMAG 006 Headline Report.pdf",
        "sha256": hashlib.sha256(content).hexdigest(),
        "pages": 3,
        "content_hash": hashlib.sha256(content).hexdigest()[:16],
        "template": "headline",
        "attendees": (Attendee(name="A. Chair", role="Chair"), Attendee(name="B. Absent", apologies=True)),
    }
    reference = CrossReference(raw="TMAG 05-1", kind=ReferenceKind.ACTION, target="TMAG05-01")
    return ParsedReport(
        report=Report(**(given | changes)),  # type: ignore[arg-type]  # changes are typed by the record
        sections=(
            ReportSection(kind=SectionKind.ACTIONS, state=SectionState.ITEMS, heading="Actions", source=source()),
            ReportSection(kind=SectionKind.RAID, state=SectionState.ITEMS, heading="RAID Items"),
            ReportSection(kind=SectionKind.OTHER, state=SectionState.ITEMS, heading="Thanks", text="To all.\n• and more"),
            ReportSection(kind=SectionKind.ATTENDEES, state=SectionState.ABSENT),
        ),
        actions=(
            action(references=(reference,), extra=(("Priority", "High"),)),
            action(
                "TMAG05-01",
                "The action still stands.",
                origin=Origin.DISCUSSION,
                status=Status.OPEN,
                status_rule="still stands",
                status_strength=Strength.STATED,
                source=Source(page=2),
            ),
        ),
        decisions=(
            Decision(
                ref="TMAG06-D1", ref_raw="D1", origin=Origin.TABLE, text="Plan approved", verb="approved", source=source(2)
            ),
        ),
        raid_items=(
            RaidItem(ref="R044", ref_raw="R044", kind=RaidKind.RISK, area="Data", text="Data is late", source=source(2, 2)),
        ),
        discussion_items=(
            DiscussionItem(
                area="Test stubs",
                text="First paragraph.\n• a bullet\nLast <b>one</b>.",
                references=(reference,),
                source=source(2, 3),
            ),
        ),
        problems=(
            Problem(severity=Severity.WARNING, code="due-before-meeting", message="a doubt", source=source()),
            Problem(severity=Severity.INFO, code="note", message="of the whole"),
        ),
    )


def original(folder: Path, content: bytes = b"bytes of a file") -> Path:
    """A file with the bytes that `full_report` says it came from."""
    path = folder / f"{hashlib.sha256(content).hexdigest()[:6]}.pdf"
    path.write_bytes(content)
    return path
