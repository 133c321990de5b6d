"""The frozen values of the domain: what a headline report says, where it says it, and what was doubtful about it.

Everything here is pure data: no database, no PDF library, no search engine.

    ParsedReport
      ├── Report            one issued file about one Meeting
      ├── ActionMention *   a place that speaks of an action (table row or prose)
      ├── Decision *        from a decisions table, or a decision statement in prose
      ├── RaidItem *
      ├── DiscussionItem *
      ├── ReportSection *   which sections were there, and whether they held anything
      └── Problem *         what the parser doubts

What a cell says (`…_raw`) stays beside what it means. Every record has a `Source`: where it was printed.
"""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class RecordKind(StrEnum):
    """The kinds of searchable records."""

    ACTION = "action"
    DECISION = "decision"
    RAID = "raid"
    DISCUSSION = "discussion"


class Origin(StrEnum):
    """Whether a record is a row of a table of its own, or was found in discussion prose."""

    TABLE = "table"
    DISCUSSION = "discussion"


class SectionKind(StrEnum):
    """The sections a headline report may have. `OTHER` is a section whose heading no template knows: kept verbatim."""

    ACTIONS = "actions"
    DECISIONS = "decisions"
    RAID = "raid"
    DISCUSSION = "discussion"
    ATTENDEES = "attendees"
    OTHER = "other"


class SectionState(StrEnum):
    """What a report's section held. `NONE_RAISED` is a stated zero; `ABSENT` is no statement at all."""

    ITEMS = "items"
    NONE_RAISED = "none raised"
    EMPTY = "empty"
    ABSENT = "absent"


class RaidKind(StrEnum):
    """The letters of RAID (some families also print actions and decisions there), and what could not be told."""

    RISK = "risk"
    ASSUMPTION = "assumption"
    ISSUE = "issue"
    DEPENDENCY = "dependency"
    ACTION = "action"
    DECISION = "decision"
    UNKNOWN = "unknown"


class DueKind(StrEnum):
    """What a due-date cell means. Only `DATE` and `WEEK_COMMENCING` have a date."""

    DATE = "date"
    WEEK_COMMENCING = "week commencing"
    NEXT_MEETING = "next meeting"
    ASAP = "asap"
    TBC = "tbc"
    ONGOING = "ongoing"
    NONE = "none"
    UNREADABLE = "unreadable"


class Status(StrEnum):
    """Where an action stands, as far as the words of one mention (or of all so far) tell."""

    OPEN = "open"
    PROPOSED_CLOSE = "proposed close"
    CLOSED = "closed"
    DELIVERED = "delivered"
    MOVED = "moved"
    UNKNOWN = "unknown"


class Strength(StrEnum):
    """How firmly words support a status: said outright, only implied, or nothing said."""

    STATED = "stated"
    IMPLIED = "implied"
    NONE = "none"


class PartyKind(StrEnum):
    """What kind of party owns an action."""

    PERSON = "person"
    ROLE = "role"
    TEAM = "team"
    ORGANISATION = "organisation"
    COLLECTIVE = "collective"


class ReferenceKind(StrEnum):
    """What a reference found in a text points at. Told by words around it and its digit count, never by its letter alone."""

    ACTION = "action"
    DECISION = "decision"
    GROUP = "group"
    MEETING = "meeting"
    PROGRAMME_RISK = "programme risk"
    PROGRAMME_CHANGE = "programme change request"
    REC_CHANGE = "REC change"
    BSC_CHANGE = "BSC change"
    BSC_MODIFICATION = "BSC modification"
    CRITICAL_PATH = "critical path"
    DELIVERABLE = "deliverable"
    MILESTONE = "milestone"


class Severity(StrEnum):
    """How much a problem matters: an error lost or may have lost content, a warning is a doubt, info is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on a page: points from the page's top-left corner as it is displayed, y downwards."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was printed.

    page: 1-based page on which the row starts. table, row: 1-based counts within the report and its (joined) table, None
    for prose outside tables. boxes: one per page that the row covers, in page order; empty when the place is not known.
    """

    page: int
    table: int | None = None
    row: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who owns an action: `Programme (PMO)` is an organisation with a team, `A. Person, B. Person` are two persons."""

    name: str
    kind: PartyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossReference:
    """A reference found in a text: as printed (`raw`), what it is (`kind`), and its canonical spelling (`target`)."""

    raw: str
    kind: ReferenceKind
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of a governance group.

    key: group + two-digit number [+ `.sub`], as refs print it (`TMAG06`, `DAG10.1`, `ePSG03`). `group_code` is the plain
    acronym (`PSG` also for an `e` meeting); `number_raw` is what the header says (`TMAG 006`). chair: as the header has it.
    """

    key: str
    group_code: str
    group_name: str
    number: int
    sub: int | None = None
    extraordinary: bool = False
    number_raw: str
    meeting_date: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    venue: str = ""
    classification: str = ""
    chair: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A person of an attendee or apologies block, as printed."""

    name: str
    role: str = ""
    apologies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One issued headline report: the file it came in, the meeting it is about.

    sha256: of the file's bytes. part: 1-based place in the file, for files that hold several reports.
    first_page: 1-based page of the file on which this report starts. version: as printed (`v1.1`), else empty.
    content_hash: of what it says, whatever the file's bytes. template: the name of the family it was read with.
    """

    meeting: Meeting
    title: str
    issue_date: date | None = None
    version: str = ""
    file_name: str
    sha256: str
    part: int = 1
    first_page: int = 1
    pages: int
    content_hash: str = ""
    template: str = ""
    is_synthetic: bool = False
    attendees: tuple[Attendee, ...] = ()

    @property
    def report_id(self) -> str:
        """The stable key: meeting and content of the file, e.g. `TMAG06-3fa9c2d1` (`…-3fa9c2d1.2` for a second part)."""
        part = f".{self.part}" if self.part > 1 else ""
        return f"{self.meeting.key}-{self.sha256[:8]}{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionMention:
    """A printed row or a prose mention of an action.

    ref: canonical (`TMAG06-01`), or keyed within the group when it does not name one (`DWG:ACT-003`); empty when the row
    prints none. text, owner_raw, update_raw: as printed, lines joined; paragraphs are lines. For prose mentions `text` is
    the sentence that mentions the action. status: what the words of this one mention say (blank says `unknown`), by the
    named rule `status_rule`; the state of the action over all mentions is derived in `kb.history.actions`.
    """

    ref: str
    ref_raw: str
    origin: Origin
    area: str = ""
    text: str
    owner_raw: str = ""
    owners: tuple[Party, ...] = ()
    due_raw: str = ""
    due_date: date | None = None
    due_kind: DueKind = DueKind.NONE
    update_raw: str = ""
    status_raw: str = ""
    status: Status = Status.UNKNOWN
    status_rule: str = ""
    status_strength: Strength = Strength.NONE
    references: tuple[CrossReference, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision: a row of a decisions table, or a decision statement (deciding subject + decision verb) in prose."""

    ref: str = ""
    ref_raw: str = ""
    origin: Origin
    area: str = ""
    text: str
    verb: str = ""
    references: tuple[CrossReference, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidItem:
    """A row of the RAID table. `ref` as canonical as its scheme allows; empty when none is printed."""

    ref: str = ""
    ref_raw: str = ""
    kind: RaidKind = RaidKind.UNKNOWN
    area: str = ""
    text: str
    references: tuple[CrossReference, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscussionItem:
    """A row of the key discussion items: paragraphs are lines, a bullet is a line that begins with `• `."""

    area: str = ""
    text: str
    references: tuple[CrossReference, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A section of a report in its printed order. heading: as printed, empty when absent.

    text: what an `OTHER` section says, kept verbatim; source: where the heading stands, None when absent.
    """

    kind: SectionKind
    state: SectionState
    heading: str = ""
    text: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A doubt about the content of a report. `code` is kebab-case and listed in docs/templates.md; `message` says what
    was found, what was expected and what to do; `source` is None when the doubt concerns the report as a whole."""

    severity: Severity
    code: str
    message: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedReport:
    """A report with all that it holds, each sequence in printed order."""

    report: Report
    sections: tuple[ReportSection, ...] = ()
    actions: tuple[ActionMention, ...] = ()
    decisions: tuple[Decision, ...] = ()
    raid_items: tuple[RaidItem, ...] = ()
    discussion_items: tuple[DiscussionItem, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
