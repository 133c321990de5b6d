"""How the fields of a record lie in the columns of its table, for both ways: `kb.rows` lays down, `kb.row_records` reads.

A field and its column have the same name unless it is `renamed`; what is `apart` has rows, or a form, of its own.
"""

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Generic, TypeVar, get_type_hints

from kb.records import (
    ActionMention,
    Attendee,
    Box,
    CrossReference,
    Decision,
    DiscussionItem,
    Meeting,
    Party,
    Problem,
    RaidItem,
    Report,
    ReportSection,
)

Value = TypeVar("Value")
RowValues = dict[str, object]  # column → value, as an INSERT takes them


class Columns(Generic[Value]):
    """The columns that hold the plain fields of one kind of value."""

    def __init__(self, value: type[Value], *, apart: tuple[str, ...] = (), renamed: Mapping[str, str] | None = None) -> None:
        self._value = value
        names = [each.name for each in fields(value) if each.name not in apart]  # type: ignore[arg-type] # all are dataclasses
        self._column_of = {name: (renamed or {}).get(name, name) for name in names}
        kinds = {name: kind for name, kind in get_type_hints(value).items() if name in names}
        self._enums = {name: kind for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, StrEnum)}

    def lay_down(self, value: Value) -> RowValues:
        """Column → value of the plain fields."""
        return {column: getattr(value, name) for name, column in self._column_of.items()}

    def build(self, row: object, **apart: object) -> Value:
        """The value that a row holds, with the fields that are kept apart."""
        plain: dict[str, Any] = {name: getattr(row, column) for name, column in self._column_of.items()}
        for name, kind in self._enums.items():
            plain[name] = kind(plain[name])
        return self._value(**plain, **apart)


_PLACED = ("references", "extra", "source")

MENTION = Columns(ActionMention, apart=("owners", *_PLACED))
DECISION = Columns(Decision, apart=_PLACED)
RAID_ITEM = Columns(RaidItem, apart=_PLACED)
DISCUSSION_ITEM = Columns(DiscussionItem, apart=_PLACED)
SECTION = Columns(ReportSection, apart=("source",), renamed={"kind": "section"})
PROBLEM = Columns(Problem, apart=("source",))
REPORT = Columns(Report, apart=("meeting", "attendees"))
MEETING = Columns(Meeting, renamed={"key": "meeting"})
ATTENDEE = Columns(Attendee)
OWNER = Columns(Party, renamed={"name": "party", "kind": "party_kind"})
REFERENCE = Columns(CrossReference)
BOX = Columns(Box)
