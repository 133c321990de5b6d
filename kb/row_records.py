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
from kb.records import ParsedReport, Source
from kb.rows import Letter, record_key
from kb.schema import (
    ActionMentionRow,
    AttendeeRow,
    CrossReferenceRow,
    DecisionRow,
    DiscussionItemRow,
    MentionOwnerRow,
    PartRow,
    ProblemRow,
    RaidItemRow,
    RecordRow,
    ReportRow,
    ReportSectionRow,
    SourceBoxRow,
)

KeyedRow = TypeVar("KeyedRow", SourceBoxRow, CrossReferenceRow)


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
    boxes, references = _grouped(rows.boxes), _grouped(rows.references)
    owners: dict[str, list[MentionOwnerRow]] = {}
    for owner in rows.owners:
        owners.setdefault(owner.mention_id, []).append(owner)

    def source(key: str, row: RecordRow | PartRow) -> Source:
        shown = tuple(map(BOX.build, boxes.get(key, ())))
        return Source(page=row.page or 1, table=row.table_no, row=row.row_no, boxes=shown)

    def apart(key: str, row: RecordRow) -> dict[str, object]:
        cited = tuple(map(REFERENCE.build, references.get(key, ())))
        return {"references": cited, "extra": _extra(row.extra), "source": source(key, row)}

    def part_source(letter: Letter, row: PartRow) -> Source | None:
        return None if row.page is None else source(record_key(report_id, letter, row.position), row)

    return ParsedReport(
        report=REPORT.build(
            rows.report, meeting=MEETING.build(rows.report), attendees=tuple(map(ATTENDEE.build, rows.attendees))
        ),
        sections=tuple(SECTION.build(row, source=part_source("S", row)) for row in rows.sections),
        actions=tuple(
            MENTION.build(row, owners=tuple(map(OWNER.build, owners.get(row.mention_id, ()))), **apart(row.mention_id, row))
            for row in rows.mentions
        ),
        decisions=tuple(DECISION.build(row, **apart(row.decision_id, row)) for row in rows.decisions),
        raid_items=tuple(RAID_ITEM.build(row, **apart(row.raid_id, row)) for row in rows.raid_items),
        discussion_items=tuple(DISCUSSION_ITEM.build(row, **apart(row.item_id, row)) for row in rows.discussion_items),
        problems=tuple(PROBLEM.build(row, source=part_source("P", row)) for row in rows.problems),
    )


def _grouped(rows: Iterable[KeyedRow]) -> dict[str, list[KeyedRow]]:
    groups: dict[str, list[KeyedRow]] = {}
    for row in rows:
        groups.setdefault(row.record_id, []).append(row)
    return groups


def _extra(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in json.loads(text))
