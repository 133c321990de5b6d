"""The store: whole reports in and out of the database, in the caller's transaction.

reports of some files ─► file by file: rows, revisions of its meetings ranked anew ─► the lives of all actions they mention
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, insert
from sqlmodel import Session, col, select, text

from kb.database import open_database, writing
from kb.errors import NotFoundError
from kb.history.life_rows import are_lives_current, list_refs, refresh_all_lives, refresh_lives
from kb.records import ParsedReport
from kb.row_records import ReportRows, parsed_report
from kb.rows import rows_of
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

# Revisions of a meeting in the order in which they were issued: undated ones first, then by date and version. Of equal ones
# the smaller hash wins, so that the order in which files arrive never matters.
_RANK_REVISIONS = text("""
    WITH first_with_content AS (
        SELECT report_id,
               first_value(report_id) OVER (PARTITION BY content_hash ORDER BY sha256, part) AS original
        FROM report WHERE meeting = :meeting
    ),
    ranked AS (
        SELECT report_id, original,
               row_number() OVER (
                   ORDER BY report_id <> original DESC, issue_date IS NOT NULL, issue_date, version, sha256 DESC, part
               ) AS place,
               count(*) OVER () AS places
        FROM report JOIN first_with_content USING (report_id) WHERE meeting = :meeting
    ),
    numbered AS (
        SELECT report_id, original, ranked.place = places AS stands,
               dense_rank() OVER (ORDER BY twin.place) AS revision
        FROM ranked JOIN (SELECT report_id AS original, place FROM ranked) AS twin USING (original)
    )
    UPDATE report SET
        revision = numbered.revision,
        is_current = numbered.stands,
        duplicate_of = nullif(numbered.original, report.report_id)
    FROM numbered WHERE numbered.report_id = report.report_id
""")
_MEETINGS_OF_FILE = text("SELECT DISTINCT meeting FROM report WHERE sha256 = :sha256")
_DELETE_FILE = text("DELETE FROM report WHERE sha256 = :sha256")
_KNOWS_FILE = text("SELECT 1 FROM report WHERE sha256 = :sha256 LIMIT 1")
_KNOWN_FILES = text("SELECT DISTINCT sha256 FROM report")
_IDS_OF_FILE = text("SELECT report_id FROM report WHERE sha256 = :sha256 ORDER BY part")
_STANDING = text("""
    SELECT duplicate_of, is_current, revision,
           (SELECT count(DISTINCT content_hash) FROM report AS other WHERE other.meeting = report.meeting) AS issues,
           (SELECT report_id FROM report AS other WHERE other.content_hash = report.content_hash
               AND other.meeting = report.meeting AND other.report_id <> report.report_id
               ORDER BY sha256, part LIMIT 1) AS twin,
           (SELECT report_id FROM report AS other
               WHERE other.meeting = report.meeting AND other.is_current) AS current
    FROM report WHERE report_id = :report_id
""")
_CURRENT_OF_MEETING = text("SELECT report_id FROM report WHERE meeting = :meeting COLLATE NOCASE AND is_current")

AnyRow = TypeVar("AnyRow", bound=Base)


class Change(StrEnum):
    """What became of a report that was added."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The result of adding one report. note: a sentence for a person when there is something to say, else empty."""

    report_id: str
    change: Change
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """The result of replacing what files say. added: report by report; meetings: keys of all meetings that were touched."""

    added: tuple[Added, ...]
    meetings: frozenset[str]


class Store:
    """All reports, in one SQLite file. Give `None` for a database in memory."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.engine = open_database(path)
        with self.reading() as connection:
            is_current = are_lives_current(connection)
        if not is_current:
            with self.writing() as connection:
                refresh_all_lives(connection)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state of the database for as long as it is open."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction."""
        with writing(self.engine) as connection:
            yield connection

    def knows_file(self, sha256: str) -> bool:
        """Whether a file with these bytes has been taken in."""
        with self.reading() as connection:
            return is_file_known(connection, sha256)

    def known_files(self) -> frozenset[str]:
        """The hashes of all files taken in."""
        with self.reading() as connection:
            return frozenset(connection.execute(_KNOWN_FILES).scalars())

    def find_report(self, report_id: str) -> ParsedReport:
        """The report with this key, as it was parsed. Raises `NotFoundError`."""
        with Session(self.engine) as session:
            report = session.get(ReportRow, report_id)
            if report is None:
                raise NotFoundError("report", report_id)
            return parsed_report(_read_rows(session, report))

    def find_current(self, meeting: str) -> str:
        """The key of the current report for a meeting (any case). Raises `NotFoundError`."""
        with self.reading() as connection:
            found = connection.execute(_CURRENT_OF_MEETING, {"meeting": meeting}).scalar()
        if found is None:
            raise NotFoundError("meeting", meeting)
        return str(found)

    def list_reports_of_file(self, sha256: str) -> tuple[ParsedReport, ...]:
        """All reports of a file, by part; empty when the file is not known."""
        with self.reading() as connection:
            keys = connection.execute(_IDS_OF_FILE, {"sha256": sha256}).scalars().all()
        return tuple(self.find_report(key) for key in keys)


def is_file_known(connection: Connection, sha256: str) -> bool:
    """Whether a file with these bytes has been taken in."""
    return connection.execute(_KNOWS_FILE, {"sha256": sha256}).first() is not None


def replace_reports(connection: Connection, reports: Sequence[ParsedReport]) -> Replaced:
    """Lay down all reports of some files in the caller's transaction, one file after the other.

    What a file said before (if anything) goes. What became of the actions is derived once, when all reports are there.
    """
    added: list[Added] = []
    meetings: set[str] = set()
    refs: set[str] = set()
    for sha256, group in groupby(reports, key=lambda each: each.report.sha256):
        of_file = tuple(group)
        touched = _meetings_of(connection, sha256)
        refs.update(list_refs(connection, touched))
        connection.execute(_DELETE_FILE, {"sha256": sha256})
        for row_class, rows in rows_of(of_file).items():
            if rows:
                connection.execute(insert(row_class), rows)
        touched |= {each.report.meeting.key for each in of_file}
        _rank_revisions(connection, touched)
        added += [_added(connection, each.report.report_id) for each in of_file]
        meetings |= touched
    refresh_lives(connection, refs.union(list_refs(connection, meetings)))
    return Replaced(added=tuple(added), meetings=frozenset(meetings))


def forget_file(connection: Connection, sha256: str) -> frozenset[str]:
    """Remove all reports of a file in the caller's transaction; the meetings they were about."""
    touched = _meetings_of(connection, sha256)
    refs = list_refs(connection, touched)
    connection.execute(_DELETE_FILE, {"sha256": sha256})
    _rank_revisions(connection, touched)
    refresh_lives(connection, refs)
    return touched


def _meetings_of(connection: Connection, sha256: str) -> frozenset[str]:
    return frozenset(connection.execute(_MEETINGS_OF_FILE, {"sha256": sha256}).scalars())


def _rank_revisions(connection: Connection, meetings: Iterable[str]) -> None:
    for meeting in sorted(meetings):
        connection.execute(_RANK_REVISIONS, {"meeting": meeting})


def _added(connection: Connection, report_id: str) -> Added:
    row = connection.execute(_STANDING, {"report_id": report_id}).one()
    if row.twin is not None:
        standing = (
            "" if row.duplicate_of else " and stands for both (its hash is the smaller one); links to either go on working"
        )
        note = f"says the same as {row.twin}, in other bytes{standing}"
        return Added(report_id=report_id, change=Change.DUPLICATE, note=note)
    if row.issues > 1:
        standing = "now the current one" if row.is_current else f"{row.current} stays the current one"
        return Added(report_id=report_id, change=Change.REVISED, note=f"revision {row.revision} for its meeting, {standing}")
    return Added(report_id=report_id, change=Change.ADDED)


def _read_rows(session: Session, report: ReportRow) -> ReportRows:
    def rows(row_class: type[AnyRow], *order: str) -> Sequence[AnyRow]:
        columns = [col(getattr(row_class, name)) for name in order]
        statement = select(row_class).where(row_class.report_id == report.report_id)  # type: ignore[attr-defined] # every caller's class has it
        return session.exec(statement.order_by(*columns)).all()

    mentions = rows(ActionMentionRow, "position")
    owners = session.exec(
        select(MentionOwnerRow)
        .join(ActionMentionRow)
        .where(ActionMentionRow.report_id == report.report_id)
        .order_by(col(MentionOwnerRow.mention_id), col(MentionOwnerRow.position))
    ).all()
    return ReportRows(
        report=report,
        attendees=rows(AttendeeRow, "position"),
        sections=rows(ReportSectionRow, "position"),
        mentions=mentions,
        owners=owners,
        decisions=rows(DecisionRow, "position"),
        raid_items=rows(RaidItemRow, "position"),
        discussion_items=rows(DiscussionItemRow, "position"),
        boxes=rows(SourceBoxRow, "record_id", "position"),
        references=rows(CrossReferenceRow, "record_id", "position"),
        problems=rows(ProblemRow, "position"),
    )
