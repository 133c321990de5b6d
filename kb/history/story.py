"""The whole life of one action: every mention with its place, what it changed, and what else speaks of it. Read-only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from sqlmodel import text

from kb.errors import NotFoundError
from kb.history.actions import day
from kb.history.life import EventKind, raised_at
from kb.records import Origin, RecordKind, Status, Strength

_MENTIONS = text("""
    SELECT m.mention_id, m.report_id, r.meeting, coalesce(r.meeting_date, r.issue_date) AS meeting_date, r.file_name,
           m.origin, m.area, m.text, m.owner_raw, m.due_raw, m.due_date, m.update_raw, m.status_raw, m.status, m.status_rule,
           m.status_strength, m.page, m.row_no,
           last_value(s.status) OVER (
               PARTITION BY m.report_id ORDER BY s.position ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
           ) AS state
    FROM action_state AS s
    JOIN action_mention AS m ON m.mention_id = s.mention_id
    JOIN report AS r ON r.report_id = m.report_id
    WHERE s.ref = :ref
    ORDER BY s.from_on, r.issue_date, r.report_id, m.origin = 'discussion', m.position
""")
_EVENTS = text("""
    SELECT event, happened_on, meeting, mention_id, old, new, days, printed_only
    FROM action_event WHERE ref = :ref ORDER BY position
""")
_LIFE = text("SELECT group_code, raised_meeting, raised_on, first_seen_on, is_stub FROM action_life WHERE ref = :ref")
# Records whose text refers to the action, and decisions and discussion items of the raising meeting on the same area.
_RELATED = text("""
    SELECT record_id, kind, ref, meeting, meeting_date, area, text, page, report_id, verb, 1 AS is_cited
    FROM records
    WHERE is_current AND records.ref <> :ref AND record_id IN (
        SELECT record_id FROM cross_reference WHERE target = :ref AND kind = 'action'
    )
    UNION
    SELECT record_id, kind, ref, meeting, meeting_date, area, text, page, report_id, verb, 0
    FROM records
    WHERE is_current AND kind IN ('decision', 'discussion') AND meeting = :meeting
      AND area <> '' AND lower(area) = lower(:area)
      AND record_id NOT IN (SELECT record_id FROM cross_reference WHERE target = :ref AND kind = 'action')
    ORDER BY is_cited DESC, meeting_date, record_id
""")
_NEIGHBOURS = text("""
    SELECT (SELECT max(ref) FROM action_life WHERE ref < :ref AND group_code = :group_code) AS previous,
           (SELECT min(ref) FROM action_life WHERE ref > :ref AND group_code = :group_code) AS following
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOnDay:
    """Something that happened to an action, see `kb.history.life.Event`."""

    kind: EventKind
    on: date
    meeting: str
    mention_id: str
    old: str
    new: str
    days: int | None
    printed_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionOnDay:
    """A mention with its place, what its words say (`status`), what it changed (`events`), and where the action stood
    after the whole report (`state`)."""

    mention_id: str
    report_id: str
    meeting: str
    meeting_date: date | None
    file_name: str
    origin: Origin
    area: str
    text: str
    owner_raw: str
    due_raw: str
    due_date: date | None
    update_raw: str
    status_raw: str
    status: Status
    status_rule: str
    status_strength: Strength
    page: int
    row: int | None
    state: Status
    events: tuple[EventOnDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRecord:
    """A record beside the action. is_cited: its text names the action; else it is on the same area in the same meeting."""

    record_id: str
    kind: RecordKind
    ref: str
    meeting: str
    meeting_date: date | None
    area: str
    text: str
    page: int
    report_id: str
    verb: str
    is_cited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStory:
    """One action from first to last mention. raised_meeting: None when the archive does not hold the raising report;
    named_meeting: the meeting that its ref names, held or not."""

    ref: str
    group_code: str
    raised_meeting: str | None
    raised_on: date | None
    first_seen_on: date
    named_meeting: str | None
    is_stub: bool
    mentions: tuple[MentionOnDay, ...]
    events: tuple[EventOnDay, ...]


def has_story(connection: Connection, ref: str) -> bool:
    """Whether the archive knows an action, be it from prose only."""
    return connection.execute(_LIFE, {"ref": ref}).first() is not None


def read_story(connection: Connection, ref: str) -> ActionStory:
    """The story of the action with this canonical ref. Raises `NotFoundError`."""
    life = connection.execute(_LIFE, {"ref": ref}).mappings().first()
    if life is None:
        raise NotFoundError("action", ref)
    events = _list_events(connection, ref)
    mentions = tuple(
        MentionOnDay(
            mention_id=row["mention_id"],
            report_id=row["report_id"],
            meeting=row["meeting"],
            meeting_date=day(row["meeting_date"]),
            file_name=row["file_name"],
            origin=Origin(row["origin"]),
            area=row["area"],
            text=row["text"],
            owner_raw=row["owner_raw"],
            due_raw=row["due_raw"],
            due_date=day(row["due_date"]),
            update_raw=row["update_raw"],
            status_raw=row["status_raw"],
            status=Status(row["status"]),
            status_rule=row["status_rule"],
            status_strength=Strength(row["status_strength"]),
            page=row["page"],
            row=row["row_no"],
            state=Status(row["state"]),
            events=tuple(each for each in events if each.mention_id == row["mention_id"]),
        )
        for row in connection.execute(_MENTIONS, {"ref": ref}).mappings()
    )
    return ActionStory(
        ref=ref,
        group_code=life["group_code"],
        raised_meeting=life["raised_meeting"],
        raised_on=day(life["raised_on"]),
        first_seen_on=date.fromisoformat(life["first_seen_on"]),
        named_meeting=raised_at(ref),
        is_stub=bool(life["is_stub"]),
        mentions=mentions,
        events=events,
    )


def list_related(connection: Connection, story: ActionStory) -> tuple[RelatedRecord, ...]:
    """Decisions, discussion and other items that name the action, then those on its area in the meeting that raised it."""
    first = next((each for each in story.mentions if each.origin is Origin.TABLE), story.mentions[0])
    parameters = {"ref": story.ref, "meeting": first.meeting, "area": first.area}
    return tuple(
        RelatedRecord(
            record_id=row["record_id"],
            kind=RecordKind(row["kind"]),
            ref=row["ref"],
            meeting=row["meeting"],
            meeting_date=day(row["meeting_date"]),
            area=row["area"],
            text=row["text"],
            page=row["page"],
            report_id=row["report_id"],
            verb=row["verb"],
            is_cited=bool(row["is_cited"]),
        )
        for row in connection.execute(_RELATED, parameters).mappings()
    )


def find_neighbours(connection: Connection, story: ActionStory) -> tuple[str | None, str | None]:
    """The refs before and after it within its group."""
    row = connection.execute(_NEIGHBOURS, {"ref": story.ref, "group_code": story.group_code}).mappings().one()
    return row["previous"], row["following"]


def _list_events(connection: Connection, ref: str) -> tuple[EventOnDay, ...]:
    return tuple(
        EventOnDay(
            kind=EventKind(row["event"]),
            on=date.fromisoformat(row["happened_on"]),
            meeting=row["meeting"],
            mention_id=row["mention_id"],
            old=row["old"],
            new=row["new"],
            days=row["days"],
            printed_only=bool(row["printed_only"]),
        )
        for row in connection.execute(_EVENTS, {"ref": ref}).mappings()
    )
