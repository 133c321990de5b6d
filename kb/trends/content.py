"""What the reports are about over time: RAID items by kind, topics that rise, how many records a month has. Read-only.

A RAID section that says that none was raised is a zero; a report without such a section is a gap.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection
from sqlmodel import text

from kb.records import RaidKind, RecordKind, SectionState
from kb.trends.actions import TrendFilter, filter_parameters

_RAID = text("""
    SELECT report.meeting, report.meeting_date, report.report_id, coalesce(section.state, 'absent') AS state,
           raid_items.kind, count(DISTINCT raid_id) AS items
    FROM report
    LEFT JOIN report_section AS section ON section.report_id = report.report_id AND section.section = 'raid'
    LEFT JOIN raid_items ON raid_items.report_id = report.report_id
    WHERE report.is_current AND report.meeting_date BETWEEN :since AND :until
      AND (:group_code = '' OR report.group_code = :group_code)
    GROUP BY report.report_id, raid_items.kind
    ORDER BY report.meeting_date, report.meeting, raid_items.kind
""")
_RECORDS_BY_MONTH = text("""
    SELECT substr(report.meeting_date, 1, 7) AS month, sum(records) AS records FROM (
        SELECT report_id, count(*) AS records FROM action_mention WHERE origin = 'table' GROUP BY report_id
        UNION ALL SELECT report_id, count(*) FROM decision GROUP BY report_id
        UNION ALL SELECT report_id, count(*) FROM raid_item GROUP BY report_id
        UNION ALL SELECT report_id, count(*) FROM discussion_item GROUP BY report_id
    ) JOIN report USING (report_id)
    WHERE is_current AND report.meeting_date IS NOT NULL AND (:group_code = '' OR group_code = :group_code)
    GROUP BY month ORDER BY month
""")
_TOPIC_RECORDS = text("""
    SELECT record_id, kind, ref, meeting, meeting_date, area, text, page, report_id FROM records
    WHERE is_current AND kind <> 'decision' AND lower(area) = lower(:area)
      AND meeting_date > :start AND meeting_date <= :until AND (:group_code = '' OR group_code = :group_code)
    ORDER BY meeting_date DESC, record_id
""")
_AREAS = text("""
    SELECT min(area) AS area, total(meeting_date > :middle AND meeting_date <= :until) AS recent,
           total(meeting_date > :start AND meeting_date <= :middle) AS before, count(DISTINCT meeting) AS meetings
    FROM (
        SELECT area, report_id FROM action_mention WHERE origin = 'table'
        UNION ALL SELECT area, report_id FROM discussion_item
        UNION ALL SELECT area, report_id FROM raid_item
    ) JOIN report USING (report_id)
    WHERE is_current AND area <> '' AND meeting_date > :start AND meeting_date <= :until
      AND (:group_code = '' OR group_code = :group_code)
    GROUP BY lower(area) ORDER BY recent DESC, area
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidCount:
    """RAID items of a meeting by kind. items: None when the report has no RAID section: a gap, not a zero."""

    meeting: str
    on: date
    kind: RaidKind | None
    items: int | None
    state: SectionState
    report_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """An area of the reports: rows in the latest span and in the one before."""

    area: str
    recent: int
    before: int
    meetings: int

    @property
    def rise(self) -> float:
        """How many times as often as before; one row is added to both, so that a topic seen once does not lead."""
        return (self.recent + 1) / (self.before + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRecord:
    """A row on a topic."""

    record_id: str
    kind: RecordKind
    ref: str
    meeting: str
    on: date
    text: str
    page: int
    report_id: str


def list_raid_counts(connection: Connection, chosen: TrendFilter) -> tuple[RaidCount, ...]:
    """RAID items per meeting and kind. None raised is one entry of 0, no section one of None."""
    found: list[RaidCount] = []
    for row in connection.execute(_RAID, filter_parameters(chosen)).mappings():
        is_absent = row["state"] == SectionState.ABSENT and not row["items"]
        found.append(
            RaidCount(
                meeting=row["meeting"],
                on=date.fromisoformat(row["meeting_date"]),
                kind=RaidKind(row["kind"]) if row["kind"] else None,
                items=None if is_absent else row["items"],
                state=SectionState(row["state"]),
                report_id=row["report_id"],
            )
        )
    return tuple(found)


def count_records_by_month(connection: Connection, group_code: str = "") -> dict[str, int]:
    """All records of current reports by month, the base for "per 100 records"."""
    rows = connection.execute(_RECORDS_BY_MONTH, {"group_code": group_code}).mappings()
    return {row["month"]: row["records"] for row in rows}


def list_topic_records(
    connection: Connection, topic: Topic, *, until: date, days: int, group_code: str = ""
) -> tuple[TopicRecord, ...]:
    """The rows behind the numbers of a topic: both spans, newest first."""
    parameters = {
        "area": topic.area,
        "until": until.isoformat(),
        "start": (until - timedelta(days=2 * days)).isoformat(),
        "group_code": group_code,
    }
    return tuple(
        TopicRecord(
            record_id=row["record_id"],
            kind=RecordKind(row["kind"]),
            ref=row["ref"],
            meeting=row["meeting"],
            on=date.fromisoformat(row["meeting_date"]),
            text=row["text"],
            page=row["page"],
            report_id=row["report_id"],
        )
        for row in connection.execute(_TOPIC_RECORDS, parameters).mappings()
    )


def list_topics(connection: Connection, *, until: date, days: int, group_code: str = "") -> tuple[Topic, ...]:
    """The areas of the last `days` days and how often they came in the same span before, most risen first."""
    middle = until - timedelta(days=days)
    parameters = {
        "until": until.isoformat(),
        "middle": middle.isoformat(),
        "start": (middle - timedelta(days=days)).isoformat(),
        "group_code": group_code,
    }
    topics = (
        Topic(area=row["area"], recent=int(row["recent"]), before=int(row["before"]), meetings=row["meetings"])
        for row in connection.execute(_AREAS, parameters).mappings()
    )
    return tuple(sorted(topics, key=lambda each: (-each.rise, -each.recent, each.area)))
