"""Actions by group, by area and by owner within a span: raised, closed, pending, overdue. Read-only."""

import json
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection
from sqlmodel import text

from kb.trends import TrendFilter, filter_parameters

_SELECT = """
    WITH standing AS (
        SELECT state.ref, life.group_code, mention.area, state.owner_mention_id,
               state.status IN ('open', 'proposed close', 'unknown') AS is_pending,
               state.status IN ('open', 'proposed close', 'unknown') AND coalesce(state.due_date < :until, 0) AS is_overdue,
               EXISTS (SELECT 1 FROM action_event AS e WHERE e.ref = state.ref AND e.event = 'raised'
                   AND e.happened_on BETWEEN :since AND :until) AS is_raised,
               EXISTS (SELECT 1 FROM action_event AS e WHERE e.ref = state.ref AND e.event = 'closed'
                   AND e.happened_on BETWEEN :since AND :until) AS is_closed
        FROM action_state AS state
        JOIN action_life AS life USING (ref)
        JOIN action_mention AS mention ON mention.mention_id = coalesce(state.row_mention_id, state.mention_id)
        WHERE state.from_on <= :until AND (state.until_on IS NULL OR state.until_on > :until)
          AND (:group_code = '' OR life.group_code = :group_code)
          AND (:area = '' OR lower(mention.area) = lower(:area))
          AND (:parties IS NULL OR state.owner_mention_id IN (
              SELECT mention_id FROM mention_owner WHERE party IN (SELECT value FROM json_each(:parties))
          ))
    )
"""
_COUNTS = """
    SELECT name, count(*) AS actions, sum(is_raised) AS raised, sum(is_closed) AS closed, sum(is_pending) AS pending,
           sum(is_overdue) AS overdue
"""
_BY_GROUP = text(f"""
    {_SELECT} {_COUNTS} FROM (SELECT group_code AS name, standing.* FROM standing)
    GROUP BY name ORDER BY pending DESC, actions DESC, name
""")  # noqa: S608 - constants
_BY_AREA = text(f"""
    {_SELECT} {_COUNTS} FROM (SELECT coalesce(nullif(area, ''), 'no area') AS name, standing.* FROM standing)
    GROUP BY lower(name) ORDER BY pending DESC, actions DESC, name
""")  # noqa: S608 - constants
_BY_OWNER = text(f"""
    {_SELECT} {_COUNTS} FROM (
        SELECT DISTINCT alias.value AS name, standing.*
        FROM standing
        JOIN mention_owner ON mention_owner.mention_id = standing.owner_mention_id
        JOIN json_each(:aliases) AS alias ON alias.key = mention_owner.party
    )
    GROUP BY name ORDER BY pending DESC, actions DESC, name
""")  # noqa: S608 - constants


class Dimension(StrEnum):
    """What actions are broken down by."""

    GROUP = "group"
    AREA = "area"
    OWNER = "owner"


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
    statement = {Dimension.GROUP: _BY_GROUP, Dimension.AREA: _BY_AREA, Dimension.OWNER: _BY_OWNER}[by]
    parameters = filter_parameters(chosen)
    if by is Dimension.OWNER:
        parameters["aliases"] = json.dumps(aliases or {})
    return tuple(
        Slice(
            name=row["name"],
            actions=row["actions"],
            raised=row["raised"],
            closed=row["closed"],
            pending=row["pending"],
            overdue=row["overdue"],
        )
        for row in connection.execute(statement, parameters).mappings()
    )
