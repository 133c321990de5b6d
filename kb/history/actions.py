"""How actions stood on a day: read-only SELECTs over the derived states, small frozen results, `as_of` always an argument.

Definitions (docs/history.md says them to people; what a status is and when it changes is in `kb.history.life`):
    pending    open, proposed close or unknown: nobody has said that it is done or gone elsewhere
    overdue    pending, and its due date lies before the day
    silent     how many meetings of its group have been reported since it was last mentioned
    vanished   open or proposed close, and silent for at least one meeting
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, RowMapping, bindparam
from sqlmodel import text

from kb.records import Status

PENDING = (Status.OPEN, Status.PROPOSED_CLOSE, Status.UNKNOWN)

# Every action that was known on the day, with all that a list shows. The one place where overdue and silent are computed.
_ACTIONS_AS_OF = """
    WITH standing AS MATERIALIZED (
        SELECT state.*, life.group_code, life.raised_meeting, life.raised_on, life.first_seen_on,
               coalesce(state.due_date < :as_of AND state.status IN ('open', 'proposed close', 'unknown'), 0) AS is_overdue
        FROM action_state AS state JOIN action_life AS life USING (ref)
        WHERE state.from_on <= :as_of AND (state.until_on IS NULL OR state.until_on > :as_of)
          AND (:ref = '' OR state.ref = :ref)
          AND (:group_code = '' OR life.group_code = :group_code)
          AND (:any_party OR state.owner_mention_id IN (SELECT mention_id FROM mention_owner WHERE party IN :parties))
    ),
    silence AS MATERIALIZED (
        SELECT group_code, from_on, (
            SELECT count(*) FROM report WHERE report.is_current AND report.group_code = last.group_code
                AND report.meeting_date > last.from_on AND report.meeting_date <= :as_of
        ) AS silent
        FROM (SELECT DISTINCT group_code, from_on FROM standing) AS last
    ),
    slip AS MATERIALIZED (
        SELECT ref, count(*) AS slips FROM action_event WHERE event = 'slipped' AND happened_on <= :as_of GROUP BY ref
    ),
    listed AS (
        SELECT standing.ref, group_code, raised_meeting, raised_on, first_seen_on,
               standing.row_mention_id IS NULL AS is_stub,
               standing.status, standing.status_rule, status_since, standing.due_raw, standing.due_date, standing.owner_raw,
               standing.meeting AS last_meeting, from_on AS last_seen_on, seen AS mentions,
               standing.mention_id AS last_mention_id, silent, coalesce(slips, 0) AS slips, is_overdue, area, text
        FROM standing
        JOIN silence USING (group_code, from_on)
        LEFT JOIN slip USING (ref)
        JOIN action_mention ON action_mention.mention_id = coalesce(standing.row_mention_id, standing.mention_id)
        WHERE (:any_status OR standing.status IN :statuses)
          AND (:words = ''
               OR instr(lower(standing.ref || ' ' || area || ' ' || text || ' ' || standing.owner_raw), :words) > 0)
          AND CASE :lens
                  WHEN 'all' THEN 1
                  WHEN 'pending' THEN standing.status IN ('open', 'proposed close', 'unknown')
                  WHEN 'overdue' THEN is_overdue
                  WHEN 'slipped' THEN slips > 0
                  WHEN 'vanished' THEN silent > 0 AND standing.status IN ('open', 'proposed close')
                  WHEN 'delivered, never closed' THEN standing.status = 'delivered'
                  WHEN 'only mentioned' THEN standing.row_mention_id IS NULL
              END
    )
"""
_LIST = text(f"""
    {_ACTIONS_AS_OF}
    SELECT * FROM listed ORDER BY is_overdue DESC, due_date IS NULL, due_date, ref LIMIT :limit
""").bindparams(bindparam("parties", expanding=True), bindparam("statuses", expanding=True))  # noqa: S608 - a constant
_COUNT = text(f"""
    {_ACTIONS_AS_OF}
    SELECT count(*) AS "all",
           total(status IN ('open', 'proposed close', 'unknown')) AS pending,
           total(is_overdue) AS overdue,
           total(slips > 0) AS slipped,
           total(silent > 0 AND status IN ('open', 'proposed close')) AS vanished,
           total(status = 'delivered') AS "delivered, never closed",
           total(is_stub) AS "only mentioned"
    FROM listed
""").bindparams(bindparam("parties", expanding=True), bindparam("statuses", expanding=True))  # noqa: S608 - a constant

_GROUPS = text("SELECT group_code FROM action_life UNION SELECT group_code FROM report ORDER BY group_code")


class Lens(StrEnum):
    """Which actions a list shows."""

    ALL = "all"
    PENDING = "pending"
    OVERDUE = "overdue"
    SLIPPED = "slipped"
    VANISHED = "vanished"
    DELIVERED = "delivered, never closed"
    STUBS = "only mentioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFilter:
    """Which actions, as of which day. parties: names as they stand in the reports, empty for everyone; words: a part of
    ref, area, text or owner; ref: only this action."""

    as_of: date
    lens: Lens = Lens.ALL
    group_code: str = ""
    statuses: tuple[Status, ...] = ()
    parties: tuple[str, ...] = ()
    words: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionOnDay:
    """An action as it stood on a day. age_days: since it was raised, or (is_age_least) since the archive first saw it."""

    ref: str
    group_code: str
    area: str
    text: str
    owner_raw: str
    due_raw: str
    due_date: date | None
    status: Status
    status_rule: str
    status_since: date
    raised_meeting: str | None
    raised_on: date | None
    first_seen_on: date
    last_meeting: str
    last_seen_on: date
    last_mention_id: str
    mentions: int
    slips: int
    silent: int
    days_overdue: int
    age_days: int
    is_stub: bool

    @property
    def is_pending(self) -> bool:
        """Whether nobody has said that it is done or gone elsewhere."""
        return self.status in PENDING

    @property
    def is_vanished(self) -> bool:
        """Open or proposed for closing, and not mentioned although its group has reported since."""
        return self.silent > 0 and self.status in (Status.OPEN, Status.PROPOSED_CLOSE)


def list_actions(connection: Connection, chosen: ActionFilter, limit: int = -1) -> tuple[ActionOnDay, ...]:
    """The actions that the filter lets through, overdue ones first, then by due date. limit: -1 for all."""
    rows = connection.execute(_LIST, _parameters(chosen) | {"limit": limit}).mappings()
    return tuple(_action(row, chosen.as_of) for row in rows)


def count_actions(connection: Connection, chosen: ActionFilter) -> dict[Lens, int]:
    """How many actions each lens would list, under the filter's other conditions."""
    row = connection.execute(_COUNT, _parameters(chosen) | {"lens": Lens.ALL}).mappings().one()
    return {lens: int(row[lens]) for lens in Lens}


def find_action(connection: Connection, ref: str, as_of: date) -> ActionOnDay | None:
    """One action as it stood on the day; None when no report up to then mentions it."""
    found = list_actions(connection, ActionFilter(as_of=as_of, ref=ref))
    return found[0] if found else None


def list_action_groups(connection: Connection) -> tuple[str, ...]:
    """The groups that have a report, or raised an action that another group's report mentions."""
    return tuple(connection.execute(_GROUPS).scalars())


def _parameters(chosen: ActionFilter) -> dict[str, object]:
    return {
        "as_of": chosen.as_of.isoformat(),
        "lens": chosen.lens,
        "group_code": chosen.group_code,
        "any_party": not chosen.parties,
        "parties": _or_nothing(chosen.parties),
        "any_status": not chosen.statuses,
        "statuses": _or_nothing(chosen.statuses),
        "words": chosen.words.strip().lower(),
        "ref": chosen.ref,
    }


def _or_nothing(values: Sequence[str]) -> list[str]:
    return list(values) or [""]


def _action(row: RowMapping, as_of: date) -> ActionOnDay:
    raised_on = day(row["raised_on"])
    first_seen_on = date.fromisoformat(row["first_seen_on"])
    due_date = day(row["due_date"])
    return ActionOnDay(
        ref=row["ref"],
        group_code=row["group_code"],
        area=row["area"],
        text=row["text"],
        owner_raw=row["owner_raw"],
        due_raw=row["due_raw"],
        due_date=due_date,
        status=Status(row["status"]),
        status_rule=row["status_rule"],
        status_since=date.fromisoformat(row["status_since"]),
        raised_meeting=row["raised_meeting"],
        raised_on=raised_on,
        first_seen_on=first_seen_on,
        last_meeting=row["last_meeting"],
        last_seen_on=date.fromisoformat(row["last_seen_on"]),
        last_mention_id=row["last_mention_id"],
        mentions=row["mentions"],
        slips=row["slips"],
        silent=row["silent"],
        days_overdue=(as_of - due_date).days if row["is_overdue"] and due_date else 0,
        age_days=(as_of - (raised_on or first_seen_on)).days,
        is_stub=bool(row["is_stub"]),
    )


def day(value: str | None) -> date | None:
    """A date column of a plain SELECT: ISO text or NULL."""
    return date.fromisoformat(value) if value else None
