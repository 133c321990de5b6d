"""Are we getting better? Counts over time and by group, area and owner; read-only SELECTs, small frozen results.

Every number has its list: the same condition selects rows instead of counting them. A month of which no report is held is
a gap, not a zero.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from sqlalchemy import Connection
from sqlmodel import text

# The events and states that a filter lets through. parties: JSON list of printed names, NULL for everyone.
_CHOSEN = """
    chosen AS (
        SELECT life.ref, life.group_code, coalesce(life.raised_on, life.first_seen_on) AS began_on
        FROM action_life AS life
        WHERE (:group_code = '' OR life.group_code = :group_code)
          AND (:area = '' OR EXISTS (
              SELECT 1 FROM action_mention AS m WHERE m.ref = life.ref AND lower(m.area) = lower(:area)
          ))
          AND (:parties IS NULL OR EXISTS (
              SELECT 1 FROM action_state AS s JOIN mention_owner AS o ON o.mention_id = s.owner_mention_id
              WHERE s.ref = life.ref AND o.party IN (SELECT value FROM json_each(:parties))
          ))
    )
"""
_EVENTS = text(f"""
    WITH {_CHOSEN}
    SELECT event.event, event.ref, event.happened_on, event.meeting, event.days, event.old, event.new, event.mention_id,
           chosen.group_code, chosen.began_on, mention.text, mention.owner_raw, mention.report_id
    FROM action_event AS event
    JOIN chosen USING (ref)
    JOIN action_mention AS mention ON mention.mention_id = event.mention_id
    WHERE event.event = :event AND event.happened_on BETWEEN :since AND :until
    ORDER BY event.happened_on, event.ref, event.position
""")  # noqa: S608 - a constant
_EVENT_COUNTS = text(f"""
    WITH {_CHOSEN}
    SELECT event.event, substr(event.happened_on, 1, 7) AS month, count(*) AS number, sum(event.days) AS days
    FROM action_event AS event JOIN chosen USING (ref)
    WHERE event.event IN ('raised', 'closed', 're-opened', 'delivered', 'slipped')
      AND event.happened_on BETWEEN :since AND :until
    GROUP BY event.event, month
""")  # noqa: S608 - a constant
_PENDING_STEPS = text(f"""
    WITH {_CHOSEN},
    pending AS (
        SELECT from_on, until_on FROM action_state JOIN chosen USING (ref)
        WHERE status IN ('open', 'proposed close', 'unknown') AND (until_on IS NULL OR until_on > from_on)
    )
    SELECT substr(on_day, 1, 7) AS month, sum(step) AS step FROM (
        SELECT from_on AS on_day, 1 AS step FROM pending
        UNION ALL SELECT until_on, -1 FROM pending WHERE until_on IS NOT NULL
    )
    GROUP BY month ORDER BY month
""")  # noqa: S608 - a constant
_PENDING_ON = text(f"""
    WITH {_CHOSEN}
    SELECT state.ref, chosen.group_code, chosen.began_on, state.due_date, state.owner_raw, state.status, mention.area,
           mention.text, cast(julianday(:as_of) - julianday(chosen.began_on) AS INTEGER) AS age
    FROM action_state AS state
    JOIN chosen USING (ref)
    JOIN action_mention AS mention ON mention.mention_id = coalesce(state.row_mention_id, state.mention_id)
    WHERE state.status IN ('open', 'proposed close', 'unknown')
      AND state.from_on <= :as_of AND (state.until_on IS NULL OR state.until_on > :as_of)
    ORDER BY chosen.began_on, state.ref
""")  # noqa: S608 - a constant
_HELD = text("""
    SELECT substr(meeting_date, 1, 7) AS month, count(*) AS reports FROM report
    WHERE is_current AND meeting_date IS NOT NULL AND (:group_code = '' OR group_code = :group_code)
    GROUP BY month ORDER BY month
""")
AGE_BUCKETS = ((0, 30), (31, 60), (61, 90), (91, 180), (181, None))


class TrendEvent(StrEnum):
    """The events that are counted over time."""

    RAISED = "raised"
    CLOSED = "closed"
    REOPENED = "re-opened"
    DELIVERED = "delivered"
    SLIPPED = "slipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendFilter:
    """Which actions, and from when to when. parties: printed names of one owner, empty for everyone."""

    since: date
    until: date
    group_code: str = ""
    area: str = ""
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the flow. reports: 0 is a gap: nothing is known. pending: at the end of the month."""

    month: str
    reports: int
    raised: int
    closed: int
    reopened: int
    delivered: int
    slipped: int
    slip_days: int
    pending: int

    @property
    def is_gap(self) -> bool:
        """Whether no report of this month is in the archive."""
        return self.reports == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """An event behind a number. took_days: from the day the action began to the event."""

    ref: str
    on: date
    meeting: str
    text: str
    owner_raw: str
    old: str
    new: str
    days: int | None
    took_days: int
    mention_id: str
    report_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingAction:
    """A pending action behind a backlog or an age bucket."""

    ref: str
    group_code: str
    began_on: date
    age: int
    due_date: date | None
    owner_raw: str
    status: str
    area: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTime:
    """How long the actions closed in a month had taken, in days: median and quarters."""

    month: str
    closed: int
    median_days: float
    lower_days: float
    upper_days: float


def list_months(connection: Connection, chosen: TrendFilter) -> tuple[Month, ...]:
    """The flow of actions month by month: raised, closed, and the backlog at its end."""
    parameters = filter_parameters(chosen)
    counts = {
        (row["event"], row["month"]): (row["number"], row["days"] or 0)
        for row in connection.execute(_EVENT_COUNTS, parameters).mappings()
    }
    held = months_held(connection, chosen.group_code)
    steps = {row["month"]: row["step"] for row in connection.execute(_PENDING_STEPS, parameters).mappings()}
    backlog = sum(step for month, step in steps.items() if month < f"{chosen.since:%Y-%m}")
    months: list[Month] = []
    for month in months_between(chosen.since, chosen.until):
        backlog += steps.get(month, 0)
        number = {event: counts.get((event, month), (0, 0)) for event in TrendEvent}
        months.append(
            Month(
                month=month,
                reports=held.get(month, 0),
                raised=number[TrendEvent.RAISED][0],
                closed=number[TrendEvent.CLOSED][0],
                reopened=number[TrendEvent.REOPENED][0],
                delivered=number[TrendEvent.DELIVERED][0],
                slipped=number[TrendEvent.SLIPPED][0],
                slip_days=number[TrendEvent.SLIPPED][1],
                pending=backlog,
            )
        )
    return tuple(months)


def list_occurrences(connection: Connection, chosen: TrendFilter, event: TrendEvent) -> tuple[Occurrence, ...]:
    """The events behind the numbers of `list_months`, within the filter's span."""
    rows = connection.execute(_EVENTS, filter_parameters(chosen) | {"event": event}).mappings()
    return tuple(
        Occurrence(
            ref=row["ref"],
            on=date.fromisoformat(row["happened_on"]),
            meeting=row["meeting"],
            text=row["text"],
            owner_raw=row["owner_raw"],
            old=row["old"],
            new=row["new"],
            days=row["days"],
            took_days=(date.fromisoformat(row["happened_on"]) - date.fromisoformat(row["began_on"])).days,
            mention_id=row["mention_id"],
            report_id=row["report_id"],
        )
        for row in rows
    )


def list_pending(connection: Connection, chosen: TrendFilter, as_of: date) -> tuple[PendingAction, ...]:
    """The pending actions as of a day, oldest first: the records behind a backlog and behind the ages."""
    rows = connection.execute(_PENDING_ON, filter_parameters(chosen) | {"as_of": as_of.isoformat()}).mappings()
    return tuple(
        PendingAction(
            ref=row["ref"],
            group_code=row["group_code"],
            began_on=date.fromisoformat(row["began_on"]),
            age=row["age"],
            due_date=date.fromisoformat(row["due_date"]) if row["due_date"] else None,
            owner_raw=row["owner_raw"],
            status=row["status"],
            area=row["area"],
            text=row["text"],
        )
        for row in rows
    )


def count_ages(pending: Sequence[PendingAction]) -> dict[str, int]:
    """How many pending actions are how old, by `AGE_BUCKETS`."""
    return {
        label: sum(is_in_bucket(each.age, bucket) for each in pending)
        for label, bucket in zip(bucket_labels(), AGE_BUCKETS, strict=True)
    }


def is_in_bucket(age: int, bucket: tuple[int, int | None]) -> bool:
    """Whether an age in days lies in a bucket, both ends included."""
    return bucket[0] <= age and (bucket[1] is None or age <= bucket[1])


def bucket_labels() -> tuple[str, ...]:
    """`0–30 days`, …, `over 180 days`."""
    return tuple(f"{low}–{high} days" if high is not None else f"over {low - 1} days" for low, high in AGE_BUCKETS)


def list_close_times(occurrences: Sequence[Occurrence]) -> tuple[CloseTime, ...]:
    """Days to close by month, from the closings that `list_occurrences` lists."""
    by_month: dict[str, list[int]] = {}
    for each in occurrences:
        by_month.setdefault(f"{each.on:%Y-%m}", []).append(each.took_days)
    return tuple(
        CloseTime(
            month=month,
            closed=len(days),
            median_days=median(days),
            lower_days=median(sorted(days)[: (len(days) + 1) // 2]),
            upper_days=median(sorted(days)[len(days) // 2 :]),
        )
        for month, days in sorted(by_month.items())
    )


def months_held(connection: Connection, group_code: str = "") -> dict[str, int]:
    """How many reports the archive holds of each month; a month that is not there has none."""
    rows = connection.execute(_HELD, {"group_code": group_code}).mappings()
    return {row["month"]: row["reports"] for row in rows}


def months_between(since: date, until: date) -> tuple[str, ...]:
    """`2022-06`, … from the month of one day to that of the other, at most 1,200."""
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(first, min(last, first + 1200) + 1))


def month_span(month: str) -> tuple[date, date]:
    """The first and last day of a month: `month_span("2022-06")`."""
    first = date.fromisoformat(f"{month}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def filter_parameters(chosen: TrendFilter) -> dict[str, object]:
    """The filter as the parameters of the statements that take one."""
    return {
        "since": chosen.since.isoformat(),
        "until": chosen.until.isoformat(),
        "group_code": chosen.group_code,
        "area": chosen.area,
        "parties": json.dumps(chosen.parties) if chosen.parties else None,
    }
