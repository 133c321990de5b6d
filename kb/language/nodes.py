"""The values that a query is made of: words, phrases, filters, and how they are joined. Pure; knows no engine.

Node
  ├── Word, Phrase, Prefix, Fuzzy         what the text says
  ├── OneOf, Contains, Within, Recent, Is   what is known of the record
  └── AllOf, AnyOf, Not
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Field(StrEnum):
    """What a filter looks at."""

    KIND = "kind"
    GROUP = "group"
    MEETING = "meeting"
    OWNER = "owner"
    AREA = "area"
    STATUS = "status"
    REF = "ref"
    RAID = "raid"
    DUE = "due"
    ISSUED = "issued"
    ON = "on"


class Flag(StrEnum):
    """What a record is, or has."""

    OPEN = "is:open"
    CLOSED = "is:closed"
    OVERDUE = "is:overdue"
    HAS_DUE = "has:due"
    HAS_OWNER = "has:owner"
    HAS_UPDATE = "has:update"
    HAS_REF = "has:ref"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as typed; `half-hourly` and `R&D` are one."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that follow each other."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """The beginning of a word, three letters or more."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzy:
    """A word, or one that differs in one letter."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """The field's value is one of these (folded, canonical)."""

    field: Field
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains:
    """The field (owner, area) has all words of the text."""

    field: Field
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """The date (due, issued, on = of the meeting) lies in the period; None is open."""

    field: Field
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """From one of the last `count` meetings of its group."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Is:
    """The record is open, overdue (as of the day `on`), …"""

    flag: Flag
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """All parts hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The part does not hold."""

    part: "Node"


TextNode = Word | Phrase | Prefix | Fuzzy
FilterNode = OneOf | Contains | Within | Recent | Is
Node = TextNode | FilterNode | AllOf | AnyOf | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What could not be understood: the place in the typed text, and why. The rest was searched."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A filter, and the place in the typed text where it stands."""

    start: int
    end: int
    node: FilterNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A typed query, understood. root: None when nothing is asked for (all records match).

    filters: those of the query, with their places. asides: what was not understood, or is too much; nothing need have its
    words, but those that do rank higher.
    ref, meeting: set when the query is nothing but a ref or a meeting number: a page can go straight there.
    """

    text: str
    root: Node | None
    notes: tuple[Note, ...] = ()
    filters: tuple[Placed, ...] = ()
    asides: tuple[str, ...] = ()
    ref: str | None = None
    meeting: str | None = None


def describe(node: Node | None) -> str:
    """How a query was understood, in its own language: `test AND (stubs OR "test data") AND kind:action`."""
    match node:
        case None:
            return ""
        case AllOf(parts=parts):
            return " AND ".join(_grouped(part) for part in parts)
        case AnyOf(parts=parts):
            return " OR ".join(_grouped(part) for part in parts)
        case Not(part=part):
            return f"NOT {_grouped(part)}"
        case _:
            return _describe_leaf(node)


def _grouped(node: Node) -> str:
    return f"({describe(node)})" if isinstance(node, AllOf | AnyOf) else describe(node)


def _describe_leaf(node: TextNode | FilterNode) -> str:
    match node:
        case Word(text=text):
            return text
        case Phrase(text=text):
            return f'"{text}"'
        case Prefix(text=text):
            return f"{text}*"
        case Fuzzy(text=text):
            return f"{text}~"
        case OneOf(field=field, values=values):
            return f"{field}:{_quoted(','.join(values))}"
        case Contains(field=field, text=text):
            return f"{field}:{_quoted(text)}"
        case Within(field=field, first=first, last=last):
            return f"{field}:{first or ''}..{last or ''}"
        case Recent(count=count):
            return f'on:"last {count} meetings"'
        case Is(flag=flag):
            return str(flag)


def _quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
