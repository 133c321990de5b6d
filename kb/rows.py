"""Record -> rows: how a parsed report is laid down in the base tables, and the keys of its records.

Keys are derived from the report's key and the printed order, so that the same report gives the same keys whenever it is
ingested: `TMAG06-3fa9c2d1.A3` is the third action mention (D is a decision, R a RAID item, K a key discussion item).
"""

import json
from collections.abc import Iterable, Sequence
from typing import Literal

from kb.records import (
    ActionMention,
    CrossReference,
    Decision,
    DiscussionItem,
    ParsedReport,
    Problem,
    RaidItem,
    Report,
    ReportSection,
    Source,
)
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


def record_key(report_id: str, letter: Letter, position: int) -> str:
    """Key of the `position`-th (1-based) A mention, D decision, R RAID item, K discussion item, S section or P problem."""
    return f"{report_id}.{letter}{position}"


def rows_of(parsed: ParsedReport) -> list[Base]:
    """All rows of a report, parents before children. revision and is_current are the store's to set."""
    rows: list[Base] = [_report_row(parsed.report)]
    report_id = parsed.report.report_id
    rows += [
        AttendeeRow(report_id=report_id, position=n, name=each.name, role=each.role, apologies=each.apologies)
        for n, each in enumerate(parsed.report.attendees, 1)
    ]
    for n, section in enumerate(parsed.sections, 1):
        rows += _section_rows(report_id, n, section)
    for n, mention in enumerate(parsed.actions, 1):
        rows += _mention_rows(report_id, n, mention)
    for n, decision in enumerate(parsed.decisions, 1):
        rows += _decision_rows(report_id, n, decision)
    for n, raid in enumerate(parsed.raid_items, 1):
        rows += _raid_rows(report_id, n, raid)
    for n, item in enumerate(parsed.discussion_items, 1):
        rows += _discussion_rows(report_id, n, item)
    for n, problem in enumerate(parsed.problems, 1):
        rows += _problem_rows(report_id, n, problem)
    return rows


def _report_row(report: Report) -> ReportRow:
    meeting = report.meeting
    return ReportRow(
        report_id=report.report_id,
        sha256=report.sha256,
        part=report.part,
        first_page=report.first_page,
        file_name=report.file_name,
        pages=report.pages,
        title=report.title,
        issue_date=report.issue_date,
        version=report.version,
        content_hash=report.content_hash,
        template=report.template,
        is_synthetic=report.is_synthetic,
        meeting=meeting.key,
        group_code=meeting.group_code,
        group_name=meeting.group_name,
        number=meeting.number,
        sub=meeting.sub,
        extraordinary=meeting.extraordinary,
        number_raw=meeting.number_raw,
        meeting_date=meeting.meeting_date,
        start_time=meeting.start_time,
        end_time=meeting.end_time,
        venue=meeting.venue,
        classification=meeting.classification,
        revision=1,
        is_current=False,
        duplicate_of=None,
    )


def _section_rows(report_id: str, position: int, section: ReportSection) -> Iterable[Base]:
    source = section.source
    yield ReportSectionRow(
        report_id=report_id,
        position=position,
        section=section.kind,
        state=section.state,
        heading=section.heading,
        text=section.text,
        page=source.page if source else None,
        table_no=source.table if source else None,
        row_no=source.row if source else None,
    )
    if source:
        yield from _box_rows(report_id, record_key(report_id, "S", position), source)


def _problem_rows(report_id: str, position: int, problem: Problem) -> Iterable[Base]:
    source = problem.source
    yield ProblemRow(
        report_id=report_id,
        position=position,
        severity=problem.severity,
        code=problem.code,
        message=problem.message,
        page=source.page if source else None,
        table_no=source.table if source else None,
        row_no=source.row if source else None,
    )
    if source:
        yield from _box_rows(report_id, record_key(report_id, "P", position), source)


def _mention_rows(report_id: str, position: int, mention: ActionMention) -> Iterable[Base]:
    key = record_key(report_id, "A", position)
    yield ActionMentionRow(
        mention_id=key,
        report_id=report_id,
        position=position,
        ref=mention.ref,
        ref_raw=mention.ref_raw,
        origin=mention.origin,
        area=mention.area,
        text=mention.text,
        owner_raw=mention.owner_raw,
        due_raw=mention.due_raw,
        due_date=mention.due_date,
        due_kind=mention.due_kind,
        update_raw=mention.update_raw,
        status_raw=mention.status_raw,
        status=mention.status,
        status_rule=mention.status_rule,
        status_strength=mention.status_strength,
        extra=json.dumps(mention.extra, ensure_ascii=False),
        page=mention.source.page,
        table_no=mention.source.table,
        row_no=mention.source.row,
    )
    for n, party in enumerate(mention.owners, 1):
        yield MentionOwnerRow(mention_id=key, position=n, party=party.name, party_kind=party.kind)
    yield from _place_rows(report_id, key, mention.source, mention.references)


def _decision_rows(report_id: str, position: int, decision: Decision) -> Iterable[Base]:
    key = record_key(report_id, "D", position)
    yield DecisionRow(
        decision_id=key,
        report_id=report_id,
        position=position,
        ref=decision.ref,
        ref_raw=decision.ref_raw,
        origin=decision.origin,
        area=decision.area,
        text=decision.text,
        verb=decision.verb,
        extra=json.dumps(decision.extra, ensure_ascii=False),
        page=decision.source.page,
        table_no=decision.source.table,
        row_no=decision.source.row,
    )
    yield from _place_rows(report_id, key, decision.source, decision.references)


def _raid_rows(report_id: str, position: int, raid: RaidItem) -> Iterable[Base]:
    key = record_key(report_id, "R", position)
    yield RaidItemRow(
        raid_id=key,
        report_id=report_id,
        position=position,
        ref=raid.ref,
        ref_raw=raid.ref_raw,
        kind=raid.kind,
        area=raid.area,
        text=raid.text,
        extra=json.dumps(raid.extra, ensure_ascii=False),
        page=raid.source.page,
        table_no=raid.source.table,
        row_no=raid.source.row,
    )
    yield from _place_rows(report_id, key, raid.source, raid.references)


def _discussion_rows(report_id: str, position: int, item: DiscussionItem) -> Iterable[Base]:
    key = record_key(report_id, "K", position)
    yield DiscussionItemRow(
        item_id=key,
        report_id=report_id,
        position=position,
        area=item.area,
        text=item.text,
        extra=json.dumps(item.extra, ensure_ascii=False),
        page=item.source.page,
        table_no=item.source.table,
        row_no=item.source.row,
    )
    yield from _place_rows(report_id, key, item.source, item.references)


def _place_rows(report_id: str, key: str, source: Source, references: Sequence[CrossReference]) -> Iterable[Base]:
    yield from _box_rows(report_id, key, source)
    for n, each in enumerate(references, 1):
        yield CrossReferenceRow(
            record_id=key, position=n, report_id=report_id, raw=each.raw, kind=each.kind, target=each.target
        )


def _box_rows(report_id: str, key: str, source: Source) -> Iterable[Base]:
    for n, box in enumerate(source.boxes, 1):
        yield SourceBoxRow(
            record_id=key,
            position=n,
            report_id=report_id,
            page=box.page,
            x0=box.x0,
            top=box.top,
            x1=box.x1,
            bottom=box.bottom,
        )
