"""Rows -> record: a report read back from the base tables, field for field as it was parsed. The inverse of `kb.rows`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kb.columns import (
    ATTENDEE,
    BOX,
    DECISION,
    DISCUSSION_ITEM,
    MEETING,
    MENTION,
    OWNER,
    PROBLEM,
    RAID_ITEM,
    REFERENCE,
    REPORT,
    SECTION,
)
from kb.records import CrossReference, ParsedReport, Party, Report, Source
from kb.rows import Letter, record_key
from kb.schema import (
    ActionMentionRow,
    AttendeeRow,
    CrossReferenceRow,
    DecisionRow,
    DiscussionItemRow,
    MentionOwnerRow,
    ProblemRow,
    RaidItemRow,
    ReportRow,
    ReportSectionRow,
    SourceBoxRow,
)

KeyedRow = TypeVar("KeyedRow", SourceBoxRow, CrossReferenceRow, MentionOwnerRow)
RecordRow = ActionMentionRow | DecisionRow | RaidItemRow | DiscussionItemRow
PartRow = ReportSectionRow | ProblemRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRows:
    """All rows of one report as read from the tables, each in printed order."""

    report: ReportRow
    attendees: Sequence[AttendeeRow]
    sections: Sequence[ReportSectionRow]
    mentions: Sequence[ActionMentionRow]
    owners: Sequence[MentionOwnerRow]
    decisions: Sequence[DecisionRow]
    raid_items: Sequence[RaidItemRow]
    discussion_items: Sequence[DiscussionItemRow]
    boxes: Sequence[SourceBoxRow]
    references: Sequence[CrossReferenceRow]
    problems: Sequence[ProblemRow]


def parsed_report(rows: ReportRows) -> ParsedReport:
    """The inverse of `rows_of`, for one report."""
    report_id = rows.report.report_id
    boxes = _grouped(rows.boxes, key=lambda row: row.record_id)
    references = _grouped(rows.references)
    owners = _grouped(rows.owners)
