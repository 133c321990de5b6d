"""What the archive holds: lists of meetings, reports and problems. Read-only SELECTs with small frozen results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from sqlmodel import text

from kb.errors import NotFoundError
from kb.records import SectionKind, Severity

_LIST_MEETINGS = text("""
    SELECT report.report_id, report.meeting, report.group_code, report.group_name, report.number_raw, report.meeting_date,
           report.issue_date, report.file_name, report.pages, report.is_synthetic, report.title,
           (SELECT count(*) FROM report AS r WHERE r.meeting = report.meeting AND r.duplicate_of IS NULL) AS issues,
           (SELECT count(*) FROM action_mention AS m WHERE m.report_id = report.report_id AND m.origin = 'table') AS actions,
           (SELECT count(*) FROM decision WHERE decision.report_id = report.report_id) AS decisions,
           (SELECT count(*) FROM raid_item WHERE raid_item.report_id = report.report_id) AS raid_items,
           (SELECT count(*) FROM discussion_item AS k WHERE k.report_id = report.report_id) AS discussion_items,
           (SELECT count(*) FROM problem WHERE problem.report_id = report.report_id AND severity <> 'info') AS problems,
           (SELECT group_concat(section) FROM report_section AS s
            WHERE s.report_id = report.report_id AND s.state = 'absent') AS absent
    FROM report
    WHERE report.is_current AND (:group_code = '' OR report.group_code = :group_code)
    ORDER BY coalesce(report.meeting_date, report.issue_date) DESC, report.meeting
""")
_LIST_REVISIONS = text("""
    SELECT report_id, meeting, revision, is_current, duplicate_of, issue_date, version, file_name, sha256
    FROM report WHERE meeting = :meeting ORDER BY revision, duplicate_of IS NOT NULL, report_id
""")
_LIST_GROUPS = text("""
    SELECT group_code, count(*) AS meetings FROM report WHERE is_current GROUP BY group_code ORDER BY group_code
""")
_LIST_PROBLEMS = text("""
    SELECT problem.report_id, position, file_name, meeting, group_code, severity, code, message, page
    FROM problem JOIN report USING (report_id)
    WHERE (:all_revisions OR is_current)
      AND (:severity = '' OR severity = :severity) AND (:code = '' OR code = :code)
      AND (:group_code = '' OR group_code = :group_code) AND (:report_id = '' OR report_id = :report_id)
    ORDER BY severity = 'info', severity = 'warning', meeting_date DESC, problem.report_id, position
""")
_COUNT = text("""
    SELECT (SELECT count(*) FROM report WHERE is_current) AS meetings,
           (SELECT count(*) FROM report) AS reports,
           (SELECT count(*) FROM report WHERE is_synthetic) AS synthetic,
           (SELECT count(*) FROM records WHERE is_current) AS records,
           (SELECT max(coalesce(meeting_date, issue_date)) FROM report WHERE is_current) AS newest,
           (SELECT min(coalesce(meeting_date, issue_date)) FROM report WHERE is_current) AS oldest
""")
_FIND_RECORD = text("SELECT report_id FROM records WHERE record_id = :record_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSummary:
    """A meeting, its current report, and how much that report holds. problems: those above `info`.

    absent: the sections that the report does not have; their numbers are 0 here and mean a gap, not "none raised".
    """

    report_id: str
    meeting: str
    group_code: str
    group_name: str
    number_raw: str
    meeting_date: date | None
    issue_date: date | None
    file_name: str
    title: str
    pages: int
    is_synthetic: bool
    issues: int
    actions: int
    decisions: int
    raid_items: int
    discussion_items: int
    problems: int
    absent: frozenset[SectionKind]

    def count_of(self, kind: SectionKind) -> int | None:
        """How many records a section holds; None when the report has no such section, 0 when it says that it has none."""
        counts = {
            SectionKind.ACTIONS: self.actions,
            SectionKind.RAID: self.raid_items,
            SectionKind.DISCUSSION: self.discussion_items,
        }
        return counts[kind] or (None if kind in self.absent else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One of the reports issued for a meeting."""

    report_id: str
    meeting: str
    revision: int
    is_current: bool
    duplicate_of: str | None
    issue_date: date | None
    version: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A governance group and the number of its meetings in the archive."""

    group_code: str
    meetings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProblem:
    """A problem with the report it was found in. `position` counts within the report."""

    report_id: str
    position: int
    file_name: str
    meeting: str
    group_code: str
    severity: Severity
    code: str
    message: str
    page: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSummary:
    """How much the archive holds. records, oldest and newest count current reports only."""

    meetings: int
    reports: int
    synthetic: int
    records: int
    oldest: date | None
    newest: date | None


def list_meetings(connection: Connection, *, group_code: str = "") -> Sequence[MeetingSummary]:
    """All meetings, newest first; those of one group when `group_code` is given."""
    rows = connection.execute(_LIST_MEETINGS, {"group_code": group_code}).mappings()
    return [
        MeetingSummary(
            **{
                **row,
                "meeting_date": _date(row["meeting_date"]),
                "issue_date": _date(row["issue_date"]),
                "is_synthetic": bool(row["is_synthetic"]),
                "absent": frozenset(SectionKind(each) for each in (row["absent"] or "").split(",") if each),
            }
        )
        for row in rows
    ]


def list_revisions(connection: Connection, meeting: str) -> Sequence[Revision]:
    """All reports for a meeting, in the order of issue."""
    rows = connection.execute(_LIST_REVISIONS, {"meeting": meeting}).mappings()
    return [
        Revision(**{**row, "is_current": bool(row["is_current"]), "issue_date": _date(row["issue_date"])}) for row in rows
    ]


def list_groups(connection: Connection) -> Sequence[GroupSummary]:
    """All groups of the archive, by acronym."""
    return [GroupSummary(**row) for row in connection.execute(_LIST_GROUPS).mappings()]


def list_problems(
    connection: Connection,
    *,
    severity: str = "",
    code: str = "",
    group_code: str = "",
    report_id: str = "",
    all_revisions: bool = False,
) -> Sequence[ListedProblem]:
    """Problems, errors first, then newest meetings first; empty filters let everything through."""
    filters = {
        "severity": severity,
        "code": code,
        "group_code": group_code,
        "report_id": report_id,
        "all_revisions": all_revisions or bool(report_id),
    }
    rows = connection.execute(_LIST_PROBLEMS, filters).mappings()
    return [ListedProblem(**{**row, "severity": Severity(row["severity"])}) for row in rows]


def summarise(connection: Connection) -> ArchiveSummary:
    """Count what the archive holds."""
    row = connection.execute(_COUNT).mappings().one()
    return ArchiveSummary(**{**row, "oldest": _date(row["oldest"]), "newest": _date(row["newest"])})


def find_report_of_record(connection: Connection, record_id: str) -> str:
    """The report that prints a record. Raises `NotFoundError`."""
    found = connection.execute(_FIND_RECORD, {"record_id": record_id}).scalar()
    if found is None:
        raise NotFoundError("record", record_id)
    return str(found)


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
