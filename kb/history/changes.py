"""What changed in a span of time: events of actions, and actions that stopped being mentioned. Read-only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection
from sqlmodel import text

from kb.history.actions import day
from kb.history.life import EventKind
from kb.records import Status

_EVENTS = text("""
    SELECT event.ref, event.event, event.happened_on, event.meeting, event.mention_id, event.old, event.new, event.days,
           mention.report_id, mention.page, wording.area, wording.text
    FROM action_event AS event
    JOIN action_life AS life USING (ref)
    JOIN action_mention AS mention ON mention.mention_id = event.mention_id
    JOIN action_mention AS wording ON wording.mention_id = coalesce(
        (SELECT state.row_mention_id FROM action_state AS state
         WHERE state.ref = event.ref AND state.from_on <= event.happened_on
         ORDER BY state.from_on DESC, state.position DESC LIMIT 1),
        event.mention_id
    )
    WHERE event.happened_on > :after AND event.happened_on <= :until
      AND (:group_code = '' OR life.group_code = :group_code) AND (:meeting = '' OR event.meeting = :meeting)
    ORDER BY event.happened_on, event.ref, event.position
""")
# Open when last mentioned, not mentioned since; the first report of its group without it lies in the span.
_VANISHED = text("""
    SELECT * FROM (
        SELECT state.ref, state.mention_id, state.meeting AS last_meeting, state.from_on, mention.report_id, mention.page,
               mention.area, mention.text, state.status,
               (SELECT min(later.meeting_date) FROM report AS later
                WHERE later.is_current AND later.group_code = life.group_code AND later.meeting_date > state.from_on
                  AND later.meeting_date <= :until) AS missing_on
        FROM action_state AS state
        JOIN action_life AS life USING (ref)
        JOIN action_mention AS mention ON mention.mention_id = coalesce(state.row_mention_id, state.mention_id)
        WHERE state.from_on <= :until AND (state.until_on IS NULL OR state.until_on > :until)
          AND state.status IN ('open', 'proposed close') AND (:group_code = '' OR life.group_code = :group_code)
    )
    WHERE missing_on > :after
    ORDER BY missing_on, ref
""")
_MEETINGS = text("""
    SELECT meeting, meeting_date FROM report
    WHERE is_current AND group_code = :group_code AND meeting_date IS NOT NULL ORDER BY meeting_date, meeting
""")


class ChangeKind(StrEnum):
    """The headings under which changes are told, in this order."""

    NEW = "New"
    CLOSED = "Closed"
    DELIVERED = "Delivered"
    PROPOSED = "Proposed for closing"
    REOPENED = "Re-opened"
    MOVED = "Moved"
    SLIPPED = "Slipped"
    EARLIER = "Brought forward"
    REASSIGNED = "Reassigned"
    REWORDED = "Reworded"
    OPENED = "Said to be open"
    VANISHED = "Vanished"


_KINDS = {
    EventKind.RAISED: ChangeKind.NEW,
    EventKind.CLOSED: ChangeKind.CLOSED,
    EventKind.DELIVERED: ChangeKind.DELIVERED,
    EventKind.CLOSE_PROPOSED: ChangeKind.PROPOSED,
    EventKind.REOPENED: ChangeKind.REOPENED,
    EventKind.MOVED: ChangeKind.MOVED,
    EventKind.SLIPPED: ChangeKind.SLIPPED,
    EventKind.BROUGHT_FORWARD: ChangeKind.EARLIER,
    EventKind.REASSIGNED: ChangeKind.REASSIGNED,
    EventKind.REWORDED: ChangeKind.REWORDED,
    EventKind.OPENED: ChangeKind.OPENED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. on: the day of the meeting that shows it; for a vanished action the first meeting without it, and the
    report and page are those of its last mention. area, text: of the action as its row stood."""

    kind: ChangeKind
    ref: str
    on: date
    meeting: str
    area: str
    text: str
    old: str
    new: str
    days: int | None
    mention_id: str
    report_id: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting whose report is in the archive."""

    meeting: str
    on: date


def list_changes(
    connection: Connection, *, after: date, until: date, group_code: str = "", meeting: str = ""
) -> tuple[Change, ...]:
    """What changed after one day and up to another, by kind, then by day. meeting: only what this meeting's report shows."""
    parameters = {"after": after.isoformat(), "until": until.isoformat(), "group_code": group_code, "meeting": meeting}
    found = [
        Change(
            kind=_KINDS[EventKind(row["event"])],
            ref=row["ref"],
            on=date.fromisoformat(row["happened_on"]),
            meeting=row["meeting"],
            area=row["area"],
            text=row["text"],
            old=row["old"],
            new=row["new"],
            days=row["days"],
            mention_id=row["mention_id"],
            report_id=row["report_id"],
            page=row["page"],
        )
        for row in connection.execute(_EVENTS, parameters).mappings()
    ]
    found += _list_vanished(connection, parameters)
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), each.on, each.ref)))


def list_meetings_held(connection: Connection, group_code: str) -> tuple[HeldMeeting, ...]:
    """The meetings of a group whose reports are in the archive, oldest first."""
    rows = connection.execute(_MEETINGS, {"group_code": group_code}).mappings()
    return tuple(HeldMeeting(meeting=row["meeting"], on=date.fromisoformat(row["meeting_date"])) for row in rows)


def count_kinds(changes: Sequence[Change]) -> dict[ChangeKind, int]:
    """How many changes of each kind there are, in the order of the kinds; only kinds that occur."""
    return {kind: n for kind in ChangeKind if (n := sum(each.kind is kind for each in changes))}


def _list_vanished(connection: Connection, parameters: dict[str, str]) -> list[Change]:
    return [
        Change(
            kind=ChangeKind.VANISHED,
            ref=row["ref"],
            on=missing_on,
            meeting=row["last_meeting"],
            area=row["area"],
            text=row["text"],
            old=Status(row["status"]),
            new="",
            days=None,
            mention_id=row["mention_id"],
            report_id=row["report_id"],
            page=row["page"],
        )
        for row in connection.execute(_VANISHED, parameters).mappings()
        if (missing_on := day(row["missing_on"])) is not None
    ]
