"""The life of an action as one line of plain words, made by rules from its story. Pure."""

from collections.abc import Iterator
from datetime import date

from kb.history.life import NO_DATE, EventKind
from kb.history.story import ActionStory, EventOnDay
from kb.records import Origin, Status

_VERBS = {
    EventKind.CLOSED: "closed",
    EventKind.REOPENED: "re-opened",
    EventKind.DELIVERED: "delivered",
    EventKind.CLOSE_PROPOSED: "proposed for closing",
    EventKind.MOVED: "moved",
    EventKind.OPENED: "said to be open",
}
_STATES = {
    Status.OPEN: "still open",
    Status.PROPOSED_CLOSE: "closing proposed",
    Status.UNKNOWN: "state unknown",
    Status.DELIVERED: "never said to be closed",
}


def describe_life(story: ActionStory) -> str:
    """One line: "Raised 15 Jun 2022, p. 1; due 6 Jul → 20 Jul; owner PMO → Kate Goodman; closed 17 Aug.\""""
    return "; ".join(part for part in _parts(story) if part) + "."


def _parts(story: ActionStory) -> Iterator[str]:
    year = _Year()
    yield _beginning(story, year)
    yield _dues(story, year)
    yield _owners(story)
    said = [each for each in story.events if each.kind in _VERBS]
    for event in said:
        verb = _VERBS[event.kind]
        yield f"{verb} {year.day(event.on)}"
    last = story.mentions[-1]
    state = _last_state(story)
    if state in _STATES and not (state is Status.OPEN and said and said[-1].kind in (EventKind.OPENED, EventKind.REOPENED)):
        when = year.day(last.meeting_date) if last.meeting_date else "without a date"
        yield f"{_STATES[state]} when last mentioned {when}" if len(story.mentions) > 1 else _STATES[state]


def _beginning(story: ActionStory, year: "_Year") -> str:
    first = story.mentions[0]
    place = f", p. {first.page}"
    if story.raised_on is not None:
        raising = next(
            (each for each in story.mentions if each.meeting == story.raised_meeting and each.origin is Origin.TABLE), first
        )
        return f"Raised {year.day(story.raised_on)}, p. {raising.page}"
    when = year.day(story.first_seen_on)
    if story.is_stub:
        return f"Known only from prose, first mentioned {when}{place}"
    missing = f" (the report of {story.named_meeting} is not in the archive)" if story.named_meeting else ""
    return f"First seen {when}{place}{missing}"


def _dues(story: ActionStory, year: "_Year") -> str:
    changes = [each for each in story.events if each.days is not None]
    rows = [each for each in story.mentions if each.origin is Origin.TABLE and each.due_raw]
    if not rows:
        return ""
    if changes:
        dates = [changes[0].old, *(each.new for each in changes)]
        words = " → ".join(year.day(date.fromisoformat(each)) for each in dates)
    elif (dated := next((each for each in rows if each.due_date), None)) is not None and dated.due_date:
        words = year.day(dated.due_date)
    else:
        words = ""
    if rows[-1].due_date is None:
        words = f"{words} → {rows[-1].due_raw}" if words else rows[-1].due_raw
    return f"due {words}"


def _owners(story: ActionStory) -> str:
    changes: list[EventOnDay] = [each for each in story.events if each.kind is EventKind.REASSIGNED]
    if changes:
        return "owner " + " → ".join([changes[0].old, *(each.new for each in changes)])
    owner = next((each.owner_raw for each in story.mentions if each.owner_raw), "")
    return f"owner {owner}" if owner else ""


def _last_state(story: ActionStory) -> Status:
    return story.mentions[-1].state


class _Year:
    """Writes the year of a date only where it changes: "15 Jun 2022", then "6 Jul"."""

    def __init__(self) -> None:
        self._year = 0

    def day(self, on: date) -> str:
        if on == NO_DATE:
            return "on an unknown day"
        words = f"{on.day} {on:%b}" + (f" {on.year}" if on.year != self._year else "")
        self._year = on.year
        return words
