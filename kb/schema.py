"""The base tables: one SQLModel row class per table, private to the store. The public face is `kb.views`.

Base tables have singular names and may change; views have plural names and are promises (docs/data-dictionary.md).
`…Row` classes validate nothing (SQLModel tables do not): what comes in has been validated as a record.
"""

from datetime import date, datetime, time
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

SCHEMA_VERSION = 2


class Base(SQLModel, registry=registry()):
    """Base of the rows. The registry is its own: Streamlit re-imports modules, and a shared one would see a table twice."""


class ReportRow(Base, table=True):
    """A report with the header of its meeting, and its place among the revisions for that meeting."""

    __tablename__ = "report"
    __table_args__: ClassVar = (
        Index("report_by_meeting", "meeting", "is_current"),
        Index("report_by_group", "group_code", "meeting_date"),
    )

    report_id: str = Field(primary_key=True)
    sha256: str = Field(index=True)
    part: int
    first_page: int
    file_name: str
    pages: int
    title: str
    issue_date: date | None
    version: str
    content_hash: str = Field(index=True)
    template: str
    is_synthetic: bool
    meeting: str
    group_code: str
    group_name: str
    number: int
    sub: int | None
    extraordinary: bool
    number_raw: str
    meeting_date: date | None
    start_time: time | None
    end_time: time | None
    venue: str
    classification: str
    chair: str
    revision: int
    is_current: bool
    duplicate_of: str | None


class PartRow(Base):
    """What a part of a report that is no record has in common: its place in the report, and on the page when it has one."""

    report_id: str = Field(primary_key=True, foreign_key="report.report_id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    page: int | None
    table_no: int | None
    row_no: int | None


class RecordRow(Base):
    """What all records have in common: their place in the report and on the page, and what they say."""

    report_id: str = Field(foreign_key="report.report_id", ondelete="CASCADE", index=True)
    position: int
    area: str
    text: str
    extra: str
    page: int
    table_no: int | None
    row_no: int | None


class DetailRow(Base):
    """What belongs to a record (or a section, or a problem) by its key."""

    record_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    report_id: str = Field(foreign_key="report.report_id", ondelete="CASCADE", index=True)


class AttendeeRow(Base, table=True):
    """A line of a report's attendee block."""

    __tablename__ = "attendee"

    report_id: str = Field(primary_key=True, foreign_key="report.report_id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    name: str
    role: str
    apologies: bool


class ReportSectionRow(PartRow, table=True):
    """A section of a report, in printed order."""

    __tablename__ = "report_section"

    section: str
    state: str
    heading: str
    text: str


class ProblemRow(PartRow, table=True):
    """A doubt about a report's content."""

    __tablename__ = "problem"

    severity: str
    code: str = Field(index=True)
    message: str


class ActionMentionRow(RecordRow, table=True):
    """A printed row or prose mention of an action."""

    __tablename__ = "action_mention"

    mention_id: str = Field(primary_key=True)
    ref: str = Field(index=True)
    ref_raw: str
    origin: str
    owner_raw: str
    due_raw: str
    due_date: date | None
    due_kind: str
    update_raw: str
    status_raw: str
    status: str
    status_rule: str
    status_strength: str


class MentionOwnerRow(Base, table=True):
    """A party named in the owner cell of a mention."""

    __tablename__ = "mention_owner"

    mention_id: str = Field(primary_key=True, foreign_key="action_mention.mention_id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    party: str = Field(index=True)
    party_kind: str


class DecisionRow(RecordRow, table=True):
    """A decision, from a decisions table or from discussion prose."""

    __tablename__ = "decision"

    decision_id: str = Field(primary_key=True)
    ref: str = Field(index=True)
    ref_raw: str
    origin: str
    verb: str


class RaidItemRow(RecordRow, table=True):
    """A row of a RAID table."""

    __tablename__ = "raid_item"

    raid_id: str = Field(primary_key=True)
    ref: str = Field(index=True)
    ref_raw: str
    kind: str


class DiscussionItemRow(RecordRow, table=True):
    """A row of the key discussion items."""

    __tablename__ = "discussion_item"

    item_id: str = Field(primary_key=True)


class SourceBoxRow(DetailRow, table=True):
    """A rectangle on a page: where a record (or a section, or a problem) was printed."""

    __tablename__ = "source_box"

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class CrossReferenceRow(DetailRow, table=True):
    """A reference found in the text of a record."""

    __tablename__ = "cross_reference"

    raw: str
    kind: str
    target: str = Field(index=True)


class FailedSearchRow(Base, table=True):
    """A query that found nothing: kept on this machine only, so that the PMO sees which words are missing."""

    __tablename__ = "failed_search"

    query: str = Field(primary_key=True)
    times: int
    last_at: datetime


class SettingRow(Base, table=True):
    """A fact about the database file itself, such as the fingerprint of the views it carries."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str


METADATA = Base.metadata
