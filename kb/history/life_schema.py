"""The tables of what became of actions. Derived by `kb.history.life`, never entered; private, like all base tables."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from kb.schema import Base


class ActionLifeRow(Base, table=True):
    """An action over all its mentions in current reports."""

    __tablename__ = "action_life"
    __table_args__: ClassVar = (Index("action_life_by_group", "group_code", "raised_on"),)

    ref: str = Field(primary_key=True)
    group_code: str
    raised_meeting: str | None
    raised_on: date | None
    first_seen_on: date
    is_stub: bool


class ActionStateRow(Base, table=True):
    """How an action stands from one mention to the next."""

    __tablename__ = "action_state"
    __table_args__: ClassVar = (Index("action_state_by_day", "from_on", "until_on"),)

    ref: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    mention_id: str = Field(index=True)
    meeting: str
    from_on: date
    until_on: date | None
    status: str
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


class ActionEventRow(Base, table=True):
    """Something that happened to an action."""

    __tablename__ = "action_event"
    __table_args__: ClassVar = (Index("action_event_by_kind", "event", "happened_on"),)

    ref: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    event: str
    happened_on: date
    meeting: str = Field(index=True)
    mention_id: str
    old: str
    new: str
    days: int | None
    printed_only: bool
