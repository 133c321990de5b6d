"""Record -> rows: how a parsed report is laid down in the base tables, and the keys of its records.

Keys are derived from the report's key and the printed order, so that the same report gives the same keys whenever it is
ingested: `TMAG06-3fa9c2d1.A3` is the third action mention (D is a decision, R a RAID item, K a key discussion item).
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeVar

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
    Columns,
    RowValues,
)
from kb.records import ActionMention, Decision, DiscussionItem, ParsedReport, Problem, RaidItem, ReportSection, Source
from kb.schema import (
    ActionMentionRow,
    AttendeeRow,
    Base,
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

Letter = Literal["A", "D", "R", "K", "S", "P"]
Row = tuple[type[Base], RowValues]
Record = TypeVar("Record", ActionMention, Decision, RaidItem, DiscussionItem)
Part = TypeVar("Part", ReportSection, Problem)

_PARENTS_FIRST: tuple[type[Base], ...] = (
    ReportRow,
    AttendeeRow,
    ReportSectionRow,
    ActionMentionRow,
    MentionOwnerRow,
    DecisionRow,
    RaidItemRow,
    DiscussionItemRow,
    SourceBoxRow,
    CrossReferenceRow,
    ProblemRow,
)


def record_key(report_id: str, letter: Letter, position: int) -> str:
    """Key of the `position`-th (1-based) A mention, D decision, R RAID item, K discussion item, S section or P problem."""
    return f"{report_id}.{letter}{position}"


def rows_of(reports: Sequence[ParsedReport]) -> Mapping[type[Base], Sequence[RowValues]]:
    """All rows of some reports by their table, parents before children. Revision and standing are the store's to set."""
    tables: dict[type[Base], list[RowValues]] = {row_class: [] for row_class in _PARENTS_FIRST}
    for parsed in reports:
        for row_class, values in _report_rows(parsed):
            tables[row_class].append(values)
    return tables


def _report_rows(parsed: ParsedReport) -> Iterator[Row]:
    report = parsed.report
    report_id = report.report_id
    standing: RowValues = {"revision": 1, "is_current": False, "duplicate_of": None}
    yield ReportRow, {"report_id": report_id} | standing | REPORT.lay_down(report) | MEETING.lay_down(report.meeting)
    for n, attendee in enumerate(report.attendees, 1):
        yield AttendeeRow, {"report_id": report_id, "position": n} | ATTENDEE.lay_down(attendee)
    yield from _part_rows(ReportSectionRow, report_id, "S", SECTION, parsed.sections)
    yield from _record_rows(ActionMentionRow, "mention_id", report_id, "A", MENTION, parsed.actions)
    yield from _owner_rows(report_id, parsed.actions)
    yield from _record_rows(DecisionRow, "decision_id", report_id, "D", DECISION, parsed.decisions)
    yield from _record_rows(RaidItemRow, "raid_id", report_id, "R", RAID_ITEM, parsed.raid_items)
    yield from _record_rows(DiscussionItemRow, "item_id", report_id, "K", DISCUSSION_ITEM, parsed.discussion_items)
    yield from _part_rows(ProblemRow, report_id, "P", PROBLEM, parsed.problems)


def _record_rows(
    row_class: type[Base],
    key_column: str,
    report_id: str,
    letter: Letter,
    columns: Columns[Record],
    records: Sequence[Record],
) -> Iterator[Row]:
    for n, record in enumerate(records, 1):
        key = record_key(report_id, letter, n)
        own: RowValues = {key_column: key, "report_id": report_id, "position": n}
        extra: RowValues = {"extra": json.dumps(record.extra, ensure_ascii=False)}
        yield row_class, own | columns.lay_down(record) | extra | _place(record.source)
        yield from _box_rows(report_id, key, record.source)
        for place, reference in enumerate(record.references, 1):
            yield CrossReferenceRow, _child(report_id, key, place) | REFERENCE.lay_down(reference)


def _part_rows(
    row_class: type[Base], report_id: str, letter: Letter, columns: Columns[Part], parts: Sequence[Part]
) -> Iterator[Row]:
    for n, part in enumerate(parts, 1):
        own: RowValues = {"report_id": report_id, "position": n}
        yield row_class, own | columns.lay_down(part) | _place(part.source)
        yield from _box_rows(report_id, record_key(report_id, letter, n), part.source)


def _owner_rows(report_id: str, mentions: Sequence[ActionMention]) -> Iterator[Row]:
    for n, mention in enumerate(mentions, 1):
        for place, party in enumerate(mention.owners, 1):
            key = record_key(report_id, "A", n)
            yield MentionOwnerRow, {"mention_id": key, "position": place} | OWNER.lay_down(party)


def _box_rows(report_id: str, key: str, source: Source | None) -> Iterator[Row]:
    for place, box in enumerate(source.boxes if source else (), 1):
        yield SourceBoxRow, _child(report_id, key, place) | BOX.lay_down(box)


def _child(report_id: str, key: str, place: int) -> RowValues:
    return {"record_id": key, "position": place, "report_id": report_id}


def _place(source: Source | None) -> RowValues:
    if source is None:
        return {"page": None, "table_no": None, "row_no": None}
    return {"page": source.page, "table_no": source.table, "row_no": source.row}
