"""What an invented headline report says, before anyone decides how it is printed. Pure values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due date as meant: a date with its kind, or words. `was` is an earlier date printed along with it."""

    kind: str = "date"
    on: date | None = None
    words: str = ""
    was: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRow:
    """A row of the actions table. `said` is the status its words say (`unknown` when they say none)."""

    ref: str
    area: str
    text: str
    owner: str
    due: Due
    update: str = ""
    said: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """A row of a decisions table."""

    ref: str
    area: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidRow:
    """A row of the RAID table."""

    ref: str
    kind: str
    area: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A sentence in prose that decides something, and the verb that does."""

    verb: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseMention:
    """A sentence in prose that speaks of an action, and the status it says."""

    ref: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionRow:
    """A discussion item. Lines of `text` are paragraphs; `• ` begins a bullet, `•• ` a nested one."""

    area: str
    text: str
    statements: tuple[Statement, ...] = ()
    mentions: tuple[ProseMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A person who came, or sent apologies."""

    name: str
    role: str
    apologies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One issued report. `raid` and `decisions` of None mean that the report has no such section."""

    key: str
    group: str
    group_name: str
    number: int
    sub: int | None
    extraordinary: bool
    meeting_date: date
    start: str
    end: str
    venue: str
    classification: str
    issue_date: date
    version: str = ""
    actions: tuple[ActionRow, ...] = ()
    decisions: tuple[DecisionRow, ...] | None = None
    raid: tuple[RaidRow, ...] | None = ()
    discussion: tuple[DiscussionRow, ...] = ()
    attendees: tuple[Attendee, ...] = ()

    @property
    def name(self) -> str:
        """File-safe name, e.g. `TMAG06`, `DAG10.1`, `TMAG06_v1.1`."""
        return f"{self.key}_{self.version}" if self.version else self.key
