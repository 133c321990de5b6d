"""What really became of every invented action: its events in order, and the answers a history must give. Pure values."""

from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

CLOSING = frozenset({"closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One mention of an action. `state` is where the action stands after it, in the light of all mentions so far."""

    report: str
    meeting: str
    meeting_date: date
    origin: str
    said: str
    state: str
    owner: str = ""
    due_kind: str = ""
    due_date: date | None = None
    update: str = ""
    reopened: bool = False


@dataclass(slots=True, kw_only=True)
class ActionLife:
    """An invented action and its events so far; grows while the programme is invented."""

    ref: str
    group: str
    area: str
    text: str
    events: list[Event] = field(default_factory=list)

    def next_state(self, said: str) -> str:
        """Words win over silence; an action just raised is open; what was said stands until something else is said."""
        if said != "unknown":
            return said
        return self.events[-1].state if self.events else "open"

    def summary(self, group_meetings: list[date]) -> dict[str, Any]:
        """The answers as plain JSON values. group_meetings: the dates of the group's meetings, in order."""
        rows = [event for event in self.events if event.origin == "table"]
        slips = [
            {"old": old.due_date.isoformat(), "new": new.due_date.isoformat(), "days": (new.due_date - old.due_date).days,
             "meeting": new.meeting}
            for old, new in _dated_pairs(rows)
            if old.due_date and new.due_date and old.due_date != new.due_date
        ]  # fmt: skip
        last = self.events[-1]
        later = [day for day in group_meetings if day > last.meeting_date]
        owners = [event.owner for at, event in enumerate(rows) if at == 0 or event.owner != rows[at - 1].owner]
        return {
            "ref": self.ref,
            "group": self.group,
            "area": self.area,
            "text": self.text,
            "raised_meeting": rows[0].meeting,
            "raised_on": rows[0].meeting_date.isoformat(),
            "state": last.state,
            "closed_on": [event.meeting_date.isoformat() for event in self.events if event.said in CLOSING],
            "reopened_on": [event.meeting_date.isoformat() for event in self.events if event.reopened],
            "owners": owners,
            "slips": slips,
            "due_date": _iso(rows[-1].due_date),
            "last_seen_on": last.meeting_date.isoformat(),
            "meetings_since": len(later),
            "vanished": bool(later) and last.state not in {"closed", "moved"},
            "events": [_plain(event) for event in self.events],
        }


def _dated_pairs(rows: list[Event]) -> list[tuple[Event, Event]]:
    dated = [event for event in rows if event.due_date]
    return list(pairwise(dated))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(event: Event) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in asdict(event).items()}
