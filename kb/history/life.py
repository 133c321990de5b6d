"""What became of one action: its mentions in order → the states it went through and the events between them.

The one definition of state, closing, re-opening, slip and change of owner. Pure: no database, no clock. The store writes
the outcome down beside the mentions (`kb.history.life_rows`), so that pages and analysts read the same.

    mentions ──sorted──► for each: words win over silence ─► State (what stands from that meeting on)
                                                          └► Event (raised, closed, re-opened, slipped, reassigned, …)
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kb.history.due_dates import earlier_dates
from kb.records import Origin, Status, Strength

RULES_VERSION = 3  # raise it when a rule of this module changes: the stored lives are then derived anew
RAISED_RULE = "raised-nothing-said-since"
STUB_RULE = "only-mentioned"
NO_DATE = date(1, 1, 1)  # stands for the day of a report that prints none: it comes before all others

_RAISED_AT = re.compile(r"(?P<meeting>(?P<extra>e(?=[A-Z]))?(?P<group>[A-Za-z]+)\d+(?:\.\d+)?)-\d+")
_WORDS = re.compile(r"\w+")


class EventKind(StrEnum):
    """What can happen to an action at a meeting."""

    RAISED = "raised"
    CLOSED = "closed"
    REOPENED = "re-opened"
    DELIVERED = "delivered"
    CLOSE_PROPOSED = "close proposed"
    MOVED = "moved"
    OPENED = "said to be open"
    SLIPPED = "slipped"
    BROUGHT_FORWARD = "brought forward"
    REASSIGNED = "reassigned"
    REWORDED = "reworded"


_STATUS_EVENTS = {
    Status.CLOSED: EventKind.CLOSED,
    Status.DELIVERED: EventKind.DELIVERED,
    Status.PROPOSED_CLOSE: EventKind.CLOSE_PROPOSED,
    Status.MOVED: EventKind.MOVED,
    Status.OPEN: EventKind.OPENED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What the life of an action needs to know of one mention. on: the day of its meeting."""

    mention_id: str
    ref: str
    report_id: str
    meeting: str
    group_code: str
    on: date
    issued_on: date | None
    origin: Origin
    text: str
    owner_raw: str
    due_raw: str
    due_date: date | None
    status: Status
    status_rule: str
    strength: Strength
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How an action stands from the mention `mention_id` on, until the next mention.

    from_on, until_on: from that day on, and before this one (None: still). status_since: the day since which it has had
    this status. …_mention_id: the mention that states it, None when none does.
    """

    mention_id: str
    meeting: str
    from_on: date
    until_on: date | None
    status: Status
    status_rule: str
    status_since: date
    due_raw: str
    due_date: date | None
    owner_raw: str
    status_mention_id: str | None
    due_mention_id: str | None
    owner_mention_id: str | None
    row_mention_id: str | None
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, as the mention `mention_id` prints it. days: by which a due date moved, minus for earlier.

    printed_only: the old date is known only because it is printed with the new one, "20/07/2022 (was 06/07/2022)".
    """

    kind: EventKind
    on: date
    meeting: str
    mention_id: str
    old: str = ""
    new: str = ""
    days: int | None = None
    printed_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """An action's identity, states and events, each in order. raised_meeting: None when no report that raised it is held."""

    ref: str
    group_code: str
    raised_meeting: str | None
    raised_on: date | None
    first_seen_on: date
    is_stub: bool
    states: tuple[State, ...]
    events: tuple[Event, ...]


def life_of(mentions: Sequence[Mention]) -> Life:
    """The life of an action, from all its mentions in current reports (at least one, in any order).

    An action whose row says nothing is open since it was raised; one known from prose only is a stub, unknown until
    words say more. The latest words count; words that only imply never undo a closure.
    """
    ordered = sorted(mentions, key=_order)
    telling = _Telling(ref=ordered[0].ref)
    for mention in ordered:
        telling.hear(mention)
    raised = _raising_row(ordered)
    return Life(
        ref=ordered[0].ref,
        group_code=_group_of(ordered),
        raised_meeting=raised.meeting if raised else None,
        raised_on=raised.on if raised else None,
        first_seen_on=ordered[0].on,
        is_stub=telling.is_stub,
        states=telling.states(),
        events=tuple(telling.events),
    )


def raised_at(ref: str) -> str | None:
    """The meeting that a ref names: `raised_at("TMAG06-01") == "TMAG06"`; None for refs of another scheme."""
    match = _RAISED_AT.fullmatch(ref)
    return match["meeting"] if match else None


def _order(mention: Mention) -> tuple[date, date, str, int, bool, int, str]:
    """By meeting, then issue; within a report the raising row, silence, implied words, stated words; rows weigh most."""
    weight = (Strength.NONE, Strength.IMPLIED, Strength.STATED).index(mention.strength)
    is_row = mention.origin is Origin.TABLE
    raises = is_row and mention.meeting == raised_at(mention.ref)
    return (
        mention.on,
        mention.issued_on or NO_DATE,
        mention.report_id,
        -1 if raises else weight,
        is_row if weight else not is_row,
        mention.position,
        mention.mention_id,
    )


def _raising_row(ordered: Sequence[Mention]) -> Mention | None:
    """The row that raised the action: in the report of the meeting its ref names, or its first row when it names none."""
    rows = [each for each in ordered if each.origin is Origin.TABLE]
    meeting = raised_at(ordered[0].ref)
    if meeting is not None:
        rows = [each for each in rows if each.meeting == meeting]
    return rows[0] if rows else None


def _group_of(ordered: Sequence[Mention]) -> str:
    ref = ordered[0].ref
    match = _RAISED_AT.fullmatch(ref)
    if match is not None:
        return match["group"]
    return ref.partition(":")[0] if ":" in ref else ordered[0].group_code


class _Telling:
    """Hears mentions one by one and keeps what stands after each."""

    def __init__(self, *, ref: str) -> None:
        self._raised_meeting = raised_at(ref)
        self.events: list[Event] = []
        self.is_stub = True
        self._states: list[State] = []
        self._latest_date: date | None = None
        self._text = ""

    def hear(self, mention: Mention) -> None:
        if mention.origin is Origin.TABLE:
            self._hear_row(mention)
        before = self._states[-1] if self._states else None
        is_row = mention.origin is Origin.TABLE
        speaks = self._speaks(mention, before)
        states_due = is_row and bool(mention.due_raw)
        states_owner = is_row and bool(mention.owner_raw)
        status, rule = self._status(mention, before, speaks=speaks)
        changed = before is None or before.status is not status
        if states_due:
            self._hear_due(mention)
        if states_owner and before and before.owner_raw and _differ(before.owner_raw, mention.owner_raw):
            self._note(EventKind.REASSIGNED, mention, before.owner_raw, mention.owner_raw)
        if speaks and before is not None and changed and not (before.status is Status.UNKNOWN and status is Status.OPEN):
            kind = _STATUS_EVENTS[mention.status]
            if before.status is Status.CLOSED and kind in (EventKind.OPENED, EventKind.CLOSE_PROPOSED):
                kind = EventKind.REOPENED
            self._note(kind, mention, before.status, mention.status)
        elif speaks and before is None and mention.status is not Status.OPEN:
            self._note(_STATUS_EVENTS[mention.status], mention, "", mention.status)
        self._states.append(
            State(
                mention_id=mention.mention_id,
                meeting=mention.meeting,
                from_on=mention.on,
                until_on=None,
                status=status,
                status_rule=rule,
                status_since=mention.on if changed or before is None else before.status_since,
                due_raw=mention.due_raw if states_due else before.due_raw if before else "",
                due_date=mention.due_date if states_due else before.due_date if before else None,
                owner_raw=mention.owner_raw if states_owner else before.owner_raw if before else "",
                status_mention_id=mention.mention_id if speaks else before.status_mention_id if before else None,
                due_mention_id=mention.mention_id if states_due else before.due_mention_id if before else None,
                owner_mention_id=mention.mention_id if states_owner else before.owner_mention_id if before else None,
                row_mention_id=mention.mention_id if is_row else before.row_mention_id if before else None,
                seen=len(self._states) + 1,
            )
        )

    def states(self) -> tuple[State, ...]:
        """The states, each ending where the next begins."""
        ends = [*(state.from_on for state in self._states[1:]), None]
        return tuple(replace(state, until_on=end) for state, end in zip(self._states, ends, strict=True))

    def _hear_row(self, mention: Mention) -> None:
        if self.is_stub and self._raised_meeting in (None, mention.meeting):
            self._note(EventKind.RAISED, mention, "", mention.owner_raw)
        elif self._text and mention.text and _differ(self._text, mention.text):
            self._note(EventKind.REWORDED, mention, self._text, mention.text)
        self.is_stub = False
        self._text = mention.text or self._text

    def _hear_due(self, mention: Mention) -> None:
        if mention.due_date is None:
            return
        known = self._latest_date
        if known != mention.due_date:
            for old in earlier_dates(mention.due_raw, mention.due_date):
                if old != known:
                    if known is not None:
                        self._note_due(mention, known, old, printed_only=True)
                    self._note_due(mention, old, mention.due_date, printed_only=True)
                    known = mention.due_date
                    break
            if known is not None and known != mention.due_date:
                self._note_due(mention, known, mention.due_date)
        self._latest_date = mention.due_date

    def _status(self, mention: Mention, before: State | None, *, speaks: bool) -> tuple[Status, str]:
        if speaks:
            return mention.status, mention.status_rule
        if before is not None and not (before.status_rule == STUB_RULE and not self.is_stub):
            return before.status, before.status_rule
        return (Status.UNKNOWN, STUB_RULE) if self.is_stub else (Status.OPEN, RAISED_RULE)

    def _speaks(self, mention: Mention, before: State | None) -> bool:
        if mention.status is Status.UNKNOWN:
            return False
        is_closed = before is not None and before.status is Status.CLOSED
        return not (is_closed and mention.strength is Strength.IMPLIED)

    def _note_due(self, mention: Mention, old: date, new: date, *, printed_only: bool = False) -> None:
        days = (new - old).days
        kind = EventKind.SLIPPED if days > 0 else EventKind.BROUGHT_FORWARD
        self._note(kind, mention, old.isoformat(), new.isoformat(), days=days, printed_only=printed_only)

    def _note(
        self,
        kind: EventKind,
        mention: Mention,
        old: str,
        new: str,
        *,
        days: int | None = None,
        printed_only: bool = False,
    ) -> None:
        self.events.append(
            Event(
                kind=kind,
                on=mention.on,
                meeting=mention.meeting,
                mention_id=mention.mention_id,
                old=old,
                new=new,
                days=days,
                printed_only=printed_only,
            )
        )


def _differ(old: str, new: str) -> bool:
    """Whether two cells differ in words; case, punctuation and line breaks do not count."""
    return _WORDS.findall(old.casefold()) != _WORDS.findall(new.casefold())
