"""Who owns what, and who keeps promises, as of a day. Read-only SELECTs; names are merged by `kb.history.owner_names`.

done     stands closed or delivered on the day, since the first report that said so and was not undone: said to be open,
         re-opened or moved undoes it, a proposal to close what was delivered does not
kept     done no later than the first report of the group on or after the due date that stood then
late     done later than that, or pending and overdue on the day
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from sqlmodel import text

from kb.history.owner_names import Alias, PrintedName, merge_names
from kb.records import PartyKind

_NAMES = text("""
    SELECT party, max(party_kind) AS party_kind, count(*) AS mentions
    FROM mention_owner
    WHERE mention_id IN (SELECT owner_mention_id FROM action_state)
    GROUP BY party ORDER BY party
""")
_OWNERS = text("""
    WITH alias AS (SELECT key AS party, value AS owner FROM json_each(:aliases)),
    done AS MATERIALIZED (
        SELECT event.ref, min(event.happened_on) AS done_on
        FROM action_event AS event
        JOIN action_state AS state ON state.ref = event.ref AND state.status IN ('closed', 'delivered')
            AND state.from_on <= :as_of AND (state.until_on IS NULL OR state.until_on > :as_of)
        WHERE event.event IN ('closed', 'delivered') AND event.happened_on <= :as_of
          AND NOT EXISTS (
              SELECT 1 FROM action_event AS undone
              WHERE undone.ref = event.ref AND undone.position > event.position AND undone.happened_on <= :as_of
                AND undone.event IN ('said to be open', 're-opened', 'moved')
          )
        GROUP BY event.ref
    ),
    slip AS MATERIALIZED (
        SELECT ref, count(*) AS slips FROM action_event WHERE event = 'slipped' AND happened_on <= :as_of GROUP BY ref
    ),
    action AS MATERIALIZED (
        SELECT state.ref, state.status, state.due_date, state.owner_mention_id, done.done_on, life.group_code,
               coalesce(slip.slips, 0) AS slips,
               (SELECT due.due_date FROM action_state AS due
                WHERE due.ref = state.ref AND +due.from_on <= done.done_on
                ORDER BY due.position DESC LIMIT 1) AS due_when_done
        FROM action_state AS state
        JOIN action_life AS life USING (ref)
        LEFT JOIN done USING (ref)
        LEFT JOIN slip USING (ref)
        WHERE state.from_on <= :as_of AND (state.until_on IS NULL OR state.until_on > :as_of)
          AND (:group_code = '' OR life.group_code = :group_code)
    ),
    judged AS MATERIALIZED (
        SELECT action.*,
               status IN ('open', 'proposed close', 'unknown') AS is_pending,
               status IN ('open', 'proposed close', 'unknown') AND coalesce(due_date < :as_of, 0) AS is_overdue,
               coalesce(due_when_done >= done_on OR NOT EXISTS (
                   SELECT 1 FROM report WHERE report.is_current AND report.group_code = action.group_code
                       AND report.meeting_date >= due_when_done AND report.meeting_date < done_on
               ), 0) AND done_on IS NOT NULL AND due_when_done IS NOT NULL AS is_kept
        FROM action
    ),
    owned AS (
        SELECT DISTINCT alias.owner, judged.ref, is_pending, is_overdue, is_kept, slips, due_when_done, done_on, status
        FROM judged
        JOIN mention_owner ON mention_owner.mention_id = judged.owner_mention_id
        JOIN alias USING (party)
    )
    SELECT owner, count(*) AS actions, sum(is_pending) AS pending, sum(is_overdue) AS overdue,
           sum(status = 'closed') AS closed, sum(status = 'delivered') AS delivered, sum(slips > 0) AS slipped,
           sum(is_kept) AS kept,
           sum(NOT is_kept AND (is_overdue OR (done_on IS NOT NULL AND due_when_done IS NOT NULL))) AS late
    FROM owned GROUP BY owner
    ORDER BY overdue DESC, pending DESC, actions DESC, owner
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerOnDay:
    """An owner with numbers of actions as of a day. An action of several owners counts for each of them."""

    owner: str
    kind: PartyKind
    actions: int
    pending: int
    overdue: int
    closed: int
    delivered: int
    slipped: int
    kept: int
    late: int

    @property
    def kept_share(self) -> float | None:
        """Of the promises that can be judged, the share that was kept; None when there is none."""
        judged = self.kept + self.late
        return self.kept / judged if judged else None


def list_aliases(connection: Connection) -> tuple[Alias, ...]:
    """Every name that stands in an owner cell, with the owner it counts as."""
    rows = connection.execute(_NAMES).mappings()
    return merge_names(
        PrintedName(name=row["party"], kind=PartyKind(row["party_kind"]), mentions=row["mentions"]) for row in rows
    )


def list_owners(
    connection: Connection, aliases: Sequence[Alias], *, as_of: date, group_code: str = ""
) -> tuple[OwnerOnDay, ...]:
    """Owners and their actions as of the day, those with most overdue actions first."""
    kinds = {each.owner: each.kind for each in aliases}
    parameters = {
        "as_of": as_of.isoformat(),
        "group_code": group_code,
        "aliases": json.dumps({each.name: each.owner for each in aliases}),
    }
    return tuple(
        OwnerOnDay(
            owner=row["owner"],
            kind=kinds[row["owner"]],
            actions=row["actions"],
            pending=row["pending"],
            overdue=row["overdue"],
            closed=row["closed"],
            delivered=row["delivered"],
            slipped=row["slipped"],
            kept=row["kept"],
            late=row["late"],
        )
        for row in connection.execute(_OWNERS, parameters).mappings()
    )


def names_of(aliases: Sequence[Alias], owner: str) -> tuple[str, ...]:
    """The printed names that count as this owner."""
    return tuple(each.name for each in aliases if each.owner == owner)
