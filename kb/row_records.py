"""Rows -> record: a report read back from the base tables, field for field as it was parsed. The inverse of `kb.rows`."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

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
from kb.rows import record_key
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

KeyedRow = TypeVar("KeyedRow", SourceBoxRow, CrossReferenceRow)
Extra = tuple[tuple[str, str], ...]


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
    """The inverse of `rows_of`."""
    boxes = _grouped(rows.boxes)
    references = _grouped(rows.references)
    owners: dict[str, list[Party]] = {}
    for owner in rows.owners:
        owners.setdefault(owner.mention_id, []).append(Party(name=owner.party, kind=PartyKind(owner.party_kind)))

    def source(key: str, row: "PlacedRow") -> Source:
        return Source(page=row.page or 1, table=row.table_no, row=row.row_no, boxes=tuple(map(_box, boxes.get(key, ()))))

    def cited(key: str) -> tuple[CrossReference, ...]:
        return tuple(map(_reference, references.get(key, ())))

    report_id = rows.report.report_id
    return ParsedReport(
        report=_report(rows.report, rows.attendees),
        sections=tuple(
            ReportSection(
                kind=SectionKind(row.section),
                state=SectionState(row.state),
                heading=row.heading,
                text=row.text,
                source=None if row.page is None else source(record_key(report_id, "S", row.position), row),
            )
            for row in rows.sections
        ),
        actions=tuple(
            ActionMention(
                ref=row.ref,
                ref_raw=row.ref_raw,
                origin=Origin(row.origin),
                area=row.area,
                text=row.text,
                owner_raw=row.owner_raw,
                owners=tuple(owners.get(row.mention_id, ())),
                due_raw=row.due_raw,
                due_date=row.due_date,
                due_kind=DueKind(row.due_kind),
                update_raw=row.update_raw,
                status_raw=row.status_raw,
                status=Status(row.status),
                status_rule=row.status_rule,
                status_strength=Strength(row.status_strength),
                references=cited(row.mention_id),
                extra=_extra(row.extra),
                source=source(row.mention_id, row),
            )
            for row in rows.mentions
        ),
        decisions=tuple(
            Decision(
                ref=row.ref,
                ref_raw=row.ref_raw,
                origin=Origin(row.origin),
                area=row.area,
                text=row.text,
                verb=row.verb,
                references=cited(row.decision_id),
                extra=_extra(row.extra),
                source=source(row.decision_id, row),
            )
            for row in rows.decisions
        ),
        raid_items=tuple(
            RaidItem(
                ref=row.ref,
                ref_raw=row.ref_raw,
                kind=RaidKind(row.kind),
                area=row.area,
                text=row.text,
                references=cited(row.raid_id),
                extra=_extra(row.extra),
                source=source(row.raid_id, row),
            )
            for row in rows.raid_items
        ),
        discussion_items=tuple(
            DiscussionItem(
                area=row.area,
                text=row.text,
                references=cited(row.item_id),
                extra=_extra(row.extra),
                source=source(row.item_id, row),
            )
            for row in rows.discussion_items
        ),
        problems=tuple(
            Problem(
                severity=Severity(row.severity),
                code=row.code,
                message=row.message,
                source=None if row.page is None else source(record_key(report_id, "P", row.position), row),
            )
            for row in rows.problems
        ),
    )


PlacedRow = ReportSectionRow | ActionMentionRow | DecisionRow | RaidItemRow | DiscussionItemRow | ProblemRow


def _report(row: ReportRow, attendees: Sequence[AttendeeRow]) -> Report:
    return Report(
        meeting=Meeting(
            key=row.meeting,
            group_code=row.group_code,
            group_name=row.group_name,
            number=row.number,
            sub=row.sub,
            extraordinary=row.extraordinary,
            number_raw=row.number_raw,
            meeting_date=row.meeting_date,
            start_time=row.start_time,
            end_time=row.end_time,
            venue=row.venue,
            classification=row.classification,
        ),
        title=row.title,
        issue_date=row.issue_date,
        version=row.version,
        file_name=row.file_name,
        sha256=row.sha256,
        part=row.part,
        first_page=row.first_page,
        pages=row.pages,
        content_hash=row.content_hash,
        template=row.template,
        is_synthetic=row.is_synthetic,
        attendees=tuple(Attendee(name=each.name, role=each.role, apologies=each.apologies) for each in attendees),
    )


def _grouped(rows: Iterable[KeyedRow]) -> dict[str, list[KeyedRow]]:
    groups: dict[str, list[KeyedRow]] = {}
    for row in rows:
        groups.setdefault(row.record_id, []).append(row)
    return groups


def _box(row: SourceBoxRow) -> Box:
    return Box(page=row.page, x0=row.x0, top=row.top, x1=row.x1, bottom=row.bottom)


def _reference(row: CrossReferenceRow) -> CrossReference:
    return CrossReference(raw=row.raw, kind=ReferenceKind(row.kind), target=row.target)


def _extra(text: str) -> Extra:
    return tuple((str(name), str(value)) for name, value in json.loads(text))
