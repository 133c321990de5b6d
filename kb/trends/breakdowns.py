"""Actions by group, area and owner: raised and closed within a span, pending and overdue at its end. Read-only."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection
from sqlmodel import text

from kb.history.actions import day
from kb.records import Status
from kb.trends.actions import TrendFilter, filter_parameters

_SELECT = """
    WITH happened AS MATERIALIZED (
        SELECT ref, max(iif(event = 'raised', 1, NULL)) AS raised, max(iif(event = 'closed', 1, NULL)) AS closed
        FROM action_event
        WHERE event IN ('raised', 'closed') AND happened_on BETWEEN :since AND :until GROUP BY ref
    ),
    standing AS MATERIALIZED (
        SELECT state.ref, life.group_code, mention.area, mention.text, state.owner_raw, state.owner_mention_id,
               state.status, state.due_date,
               state.status IN ('open', 'proposed close', 'unknown') AS is_pending,
               state.status IN ('open', 'proposed close', 'unknown') AND coalesce(state.due_date < :until, 0) AS is_overdue,
               happened.raised IS NOT NULL AS is_raised, happened.closed IS NOT NULL AS is_closed
        FROM action_state AS state
        JOIN action_life AS life USING (ref)
        LEFT JOIN happened USING (ref)
        JOIN action_mention AS mention ON mention.mention_id = coalesce(state.row_mention_id, state.mention_id)
        WHERE state.from_on <= :until AND (state.until_on IS NULL OR state.until_on > :until)
          AND (:group_code = '' OR life.group_code = :group_code)
          AND (:area = '' OR lower(mention.area) = lower(:area))
          AND (:parties IS NULL OR state.owner_mention_id IN (
              SELECT mention_id FROM mention_owner WHERE party IN (SELECT value FROM json_each(:parties))
          ))
    )
"""
_NAMED = {
    "group": "SELECT group_code AS name, standing.* FROM standing",
    "area": "SELECT coalesce(nullif(area, ''), 'no area') AS name, standing.* FROM standing",
    "owner": """
        SELECT DISTINCT alias.value AS name, standing.*
        FROM standing
        JOIN mention_owner ON mention_owner.mention_id = standing.owner_mention_id
        JOIN json_each(:aliases) AS alias ON alias.key = mention_owner.party
    """,
}
_COUNTS = {
    by: text(f"""
        {_SELECT}
        SELECT name, count(*) AS actions, sum(is_raised) AS raised, sum(is_closed) AS closed, sum(is_pending) AS pending,
               sum(is_overdue) AS overdue
        FROM ({named}) GROUP BY lower(name) ORDER BY pending DESC, actions DESC, name
    """)  # noqa: S608 - constants
    for by, named in _NAMED.items()
}
_LISTS = {
    by: text(f"""
        {_SELECT}
        SELECT ref, area, text, owner_raw, status, due_date, is_raised, is_closed, is_pending, is_overdue
        FROM ({named}) WHERE lower(name) = lower(:name) ORDER BY is_overdue DESC, is_pending DESC, due_date, ref
    """)  # noqa: S608 - constants
    for by, named in _NAMED.items()
}


class Dimension(StrEnum):
    """What actions are broken down by."""

    GROUP = "group"
    AREA = "area"
    OWNER = "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceAction:
    """An action behind the numbers of a slice, as it stood at the end of the span."""

    ref: str
    area: str
    text: str
    owner_raw: str
    status: Status
    due_date: date | None
    is_raised: bool
    is_closed: bool
    is_pending: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The actions of one group, area or owner: raised and closed within the span, pending and overdue at its end."""

    name: str
    actions: int
    raised: int
    closed: int
    pending: int
    overdue: int


def list_slices(
    connection: Connection, chosen: TrendFilter, by: Dimension, aliases: dict[str, str] | None = None
) -> tuple[Slice, ...]:
    """Actions by group, area or owner, those with most pending first. aliases: printed name → owner; for owners only."""
    parameters = filter_parameters(chosen) | {"aliases": json.dumps(aliases or {})}
    return tuple(
        Slice(
            name=row["name"],
            actions=row["actions"],
            raised=row["raised"],
            closed=row["closed"],
            pending=row["pending"],
            overdue=row["overdue"],
        )
        for row in connection.execute(_COUNTS[by], parameters).mappings()
    )


def list_slice_actions(
    connection: Connection, chosen: TrendFilter, by: Dimension, name: str, aliases: dict[str, str] | None = None
) -> tuple[SliceAction, ...]:
    """The actions behind the numbers of one slice of `list_slices`."""
    parameters = filter_parameters(chosen) | {"aliases": json.dumps(aliases or {}), "name": name}
    return tuple(
        SliceAction(
            ref=row["ref"],
            area=row["area"],
            text=row["text"],
            owner_raw=row["owner_raw"],
            status=Status(row["status"]),
            due_date=day(row["due_date"]),
            is_raised=bool(row["is_raised"]),
            is_closed=bool(row["is_closed"]),
            is_pending=bool(row["is_pending"]),
            is_overdue=bool(row["is_overdue"]),
        )
        for row in connection.execute(_LISTS[by], parameters).mappings()
    )
