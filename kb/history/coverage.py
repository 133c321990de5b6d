"""Which meetings' reports the archive holds: missing numbers, late and repeated issues, partly read ones. Read-only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from sqlalchemy import Connection, RowMapping
from sqlmodel import text

from kb.history.actions import day
from kb.history.life import raised_at

USUAL_WORKING_DAYS = 2

_REPORTS = text("""
    SELECT report.report_id, report.meeting, report.group_code, report.number, report.sub, report.extraordinary,
           report.meeting_date, report.issue_date, report.file_name,
           (SELECT min(o.issue_date) FROM report AS o WHERE o.meeting = report.meeting) AS first_issued_on,
           (SELECT count(*) FROM report AS o WHERE o.meeting = report.meeting AND o.duplicate_of IS NULL) AS issues,
           EXISTS (SELECT 1 FROM problem WHERE problem.report_id = report.report_id AND severity = 'error') AS is_partial,
           (SELECT count(*) FROM problem WHERE problem.report_id = report.report_id AND severity <> 'info') AS problems
    FROM report
    WHERE is_current AND (:group_code = '' OR group_code = :group_code)
    ORDER BY group_code, number, extraordinary, coalesce(sub, 0), meeting
""")
_REFS = text(
    "SELECT ref, is_stub, group_code FROM action_life WHERE :group_code = '' OR group_code = :group_code ORDER BY ref"
)


class Presence(StrEnum):
    """Whether the archive has the report of a meeting, and how it knows of the meeting if not."""

    HELD = "in the archive"
    MISSING = "missing by number"
    NAMED = "missing, named by an action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A meeting and its report. working_days: from the meeting to the first issue for it, whatever was issued again later;
    issue_date: of the report that stands; note: why a missing meeting is believed to exist."""

    meeting: str
    group_code: str
    presence: Presence
    meeting_date: date | None = None
    first_issued_on: date | None = None
    issue_date: date | None = None
    working_days: int | None = None
    issues: int = 0
    is_partial: bool = False
    problems: int = 0
    report_id: str = ""
    note: str = ""

    @property
    def is_late(self) -> bool:
        """First issued later than the usual number of working days after the meeting (bank holidays are not known)."""
        return self.working_days is not None and self.working_days > USUAL_WORKING_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class RefGap:
    """A ref that a meeting's sequence skips. is_mentioned: prose speaks of it although no row prints it."""

    ref: str
    meeting: str
    group_code: str
    is_mentioned: bool


def list_coverage(connection: Connection, group_code: str = "") -> tuple[Coverage, ...]:
    """Every meeting held or missing, by group in the order of numbers.

    A number is missing when reports with a lower and a higher one are there; a meeting is named when an action's ref bears
    its number although its report is not there.
    """
    rows = connection.execute(_REPORTS, {"group_code": group_code}).mappings().all()
    found: list[tuple[tuple[str, int, int], Coverage]] = []
    for _, group in groupby(rows, key=lambda row: row["group_code"]):
        found += _of_group(list(group))
    held = {coverage.meeting for _, coverage in found}
    found += _named(connection, group_code, held)
    return tuple(coverage for _, coverage in sorted(found, key=lambda each: (each[0], each[1].meeting)))


def list_ref_gaps(connection: Connection, group_code: str = "") -> tuple[RefGap, ...]:
    """The refs that the sequence of a held meeting skips: `TMAG06-04` when 03 and 05 are printed and it is not."""
    held = {row["meeting"] for row in connection.execute(_REPORTS, {"group_code": group_code}).mappings()}
    rows = connection.execute(_REFS, {"group_code": group_code}).mappings().all()
    known = {row["ref"]: bool(row["is_stub"]) for row in rows}
    gaps: list[RefGap] = []
    for row in _last_of_each_meeting(rows):
        meeting = raised_at(row["ref"])
        if meeting is None or meeting not in held:
            continue
        for serial in range(1, _serial(row["ref"])):
            ref = f"{meeting}-{serial:02d}"
            if known.get(ref, True):
                gaps.append(RefGap(ref=ref, meeting=meeting, group_code=row["group_code"], is_mentioned=ref in known))
    return tuple(gaps)


def working_days_between(start: date, end: date) -> int:
    """Monday to Friday days after `start` up to `end`; negative spans count as 0."""
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))


def _of_group(rows: Sequence[RowMapping]) -> Iterator[tuple[tuple[str, int, int], Coverage]]:
    for row in rows:
        yield (row["group_code"], row["number"], row["sub"] or 0), _held(row)
    numbers = sorted({row["number"] for row in rows if not row["extraordinary"]})
    for before, after in pairwise(numbers):
        for number in range(before + 1, min(after, before + 200)):
            group = rows[0]["group_code"]
            yield (
                (group, number, 0),
                Coverage(
                    meeting=f"{group}{number:02d}",
                    group_code=group,
                    presence=Presence.MISSING,
                    note=f"between {before:02d} and {after:02d}",
                ),
            )


def _held(row: RowMapping) -> Coverage:
    held_on, first_issued_on = day(row["meeting_date"]), day(row["first_issued_on"])
    return Coverage(
        meeting=row["meeting"],
        group_code=row["group_code"],
        presence=Presence.HELD,
        meeting_date=held_on,
        first_issued_on=first_issued_on,
        issue_date=day(row["issue_date"]),
        working_days=working_days_between(held_on, first_issued_on) if held_on and first_issued_on else None,
        issues=row["issues"],
        is_partial=bool(row["is_partial"]),
        problems=row["problems"],
        report_id=row["report_id"],
    )


def _named(connection: Connection, group_code: str, known: set[str]) -> Iterator[tuple[tuple[str, int, int], Coverage]]:
    rows = connection.execute(_REFS, {"group_code": group_code}).mappings().all()
    for row in _last_of_each_meeting(rows):
        meeting = raised_at(row["ref"])
        if meeting is not None and meeting not in known:
            number = int("".join(filter(str.isdigit, meeting.partition(".")[0])) or 0)
            coverage = Coverage(
                meeting=meeting, group_code=row["group_code"], presence=Presence.NAMED, note=f"named by {row['ref']}"
            )
            yield (row["group_code"], number, 0), coverage


def _last_of_each_meeting(rows: Sequence[RowMapping]) -> Iterator[RowMapping]:
    by_meeting: dict[str, RowMapping] = {}
    for row in rows:
        meeting = raised_at(row["ref"])
        if meeting is not None and (meeting not in by_meeting or _serial(row["ref"]) > _serial(by_meeting[meeting]["ref"])):
            by_meeting[meeting] = row
    yield from (by_meeting[meeting] for meeting in sorted(by_meeting))


def _serial(ref: str) -> int:
    return min(int(ref.rpartition("-")[2]), 999)
