"""The lives of actions in the database: read their mentions, derive, write the outcome. All in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import Connection, RowMapping, bindparam, insert
from sqlmodel import text

from kb.columns import Columns, RowValues
from kb.history.life import NO_DATE, RULES_VERSION, Event, Life, Mention, State, life_of
from kb.history.life_schema import ActionEventRow, ActionLifeRow, ActionStateRow
from kb.records import Origin, Status, Strength

_LIFE = Columns(Life, apart=("states", "events"))
_STATE = Columns(State)
_EVENT = Columns(Event, renamed={"kind": "event", "on": "happened_on"})
_BATCH = 500  # refs per statement
# Words about an action may stand in the row of another one ("note that action X still stands"). Such an aside is said once,
# when that row is raised: a log that carries the row over prints it again, no more. It never undoes a closure.
_MENTIONS = text("""
    WITH mention AS (
        SELECT action_mention.*, meeting, group_code, issue_date, coalesce(meeting_date, issue_date) AS held_on,
               replace(text, char(10), ' ') AS words
        FROM action_mention JOIN report USING (report_id)
        WHERE is_current AND ref IN :refs
    ),
    placed AS (
        SELECT mention.*, iif(origin = 'discussion', (
            SELECT carrier.ref FROM action_mention AS carrier
            WHERE carrier.report_id = mention.report_id AND carrier.origin = 'table' AND carrier.ref <> mention.ref
              AND instr(replace(carrier.text, char(10), ' '), words) > 0
            LIMIT 1
        ), NULL) AS carrier_ref
        FROM mention
    )
    SELECT mention_id, ref, report_id, meeting, group_code, held_on, issue_date, origin, text, owner_raw, due_raw, due_date,
           status, status_rule, status_strength, position, carrier_ref IS NOT NULL AS is_aside
    FROM placed
    WHERE carrier_ref IS NULL OR NOT EXISTS (
        SELECT 1 FROM action_mention AS before JOIN report AS earlier USING (report_id)
        WHERE before.ref = carrier_ref AND before.origin = 'table' AND earlier.is_current
          AND coalesce(earlier.meeting_date, earlier.issue_date) < held_on
          AND instr(replace(before.text, char(10), ' '), words) > 0
    )
    ORDER BY ref
""").bindparams(bindparam("refs", expanding=True))
_FORGET = tuple(
    text(f"DELETE FROM {table} WHERE ref IN :refs").bindparams(bindparam("refs", expanding=True))  # noqa: S608 - constant names
    for table in ("action_life", "action_state", "action_event")
)
_REFS_OF_MEETINGS = text("""
    SELECT DISTINCT ref FROM action_mention JOIN report USING (report_id) WHERE meeting IN :meetings AND ref <> ''
""").bindparams(bindparam("meetings", expanding=True))
_ALL_REFS = text("""
    SELECT ref FROM action_mention WHERE ref <> '' UNION SELECT ref FROM action_life ORDER BY ref
""")
_DERIVED_BY = text("SELECT value FROM setting WHERE name = 'life rules'")
_NOTE_RULES = text("""
    INSERT INTO setting (name, value) VALUES ('life rules', :value) ON CONFLICT DO UPDATE SET value = :value
""")


def list_refs(connection: Connection, meetings: Iterable[str]) -> tuple[str, ...]:
    """The refs of all actions that any report for one of these meetings mentions."""
    return tuple(connection.execute(_REFS_OF_MEETINGS, {"meetings": sorted(meetings)}).scalars())


def refresh_lives(connection: Connection, refs: Iterable[str]) -> None:
    """Derive the lives of these actions anew; those no current report mentions any more go."""
    for some in _batches(sorted(set(refs) - {""})):
        for statement in _FORGET:
            connection.execute(statement, {"refs": some})
        rows = connection.execute(_MENTIONS, {"refs": some}).mappings()
        _write(
            connection, [life_of([_mention(row) for row in group]) for _, group in groupby(rows, key=lambda row: row["ref"])]
        )


def are_lives_current(connection: Connection) -> bool:
    """Whether the lives were derived by today's rules."""
    return connection.execute(_DERIVED_BY).scalar() == str(RULES_VERSION)


def refresh_all_lives(connection: Connection) -> None:
    """Derive all lives anew and note by which rules."""
    refresh_lives(connection, connection.execute(_ALL_REFS).scalars().all())
    connection.execute(_NOTE_RULES, {"value": str(RULES_VERSION)})


def _write(connection: Connection, lives: Sequence[Life]) -> None:
    states = [_own(life, n) | _STATE.lay_down(state) for life in lives for n, state in enumerate(life.states, 1)]
    events = [_own(life, n) | _EVENT.lay_down(event) for life in lives for n, event in enumerate(life.events, 1)]
    rows_of = {ActionLifeRow: [_LIFE.lay_down(life) for life in lives], ActionStateRow: states, ActionEventRow: events}
    for row_class, rows in rows_of.items():
        if rows:
            connection.execute(insert(row_class), rows)


def _own(life: Life, position: int) -> RowValues:
    return {"ref": life.ref, "position": position}


def _mention(row: RowMapping) -> Mention:
    return Mention(
        mention_id=row["mention_id"],
        ref=row["ref"],
        report_id=row["report_id"],
        meeting=row["meeting"],
        group_code=row["group_code"],
        on=_day(row["held_on"]) or NO_DATE,
        issued_on=_day(row["issue_date"]),
        origin=Origin(row["origin"]),
        text=row["text"],
        owner_raw=row["owner_raw"],
        due_raw=row["due_raw"],
        due_date=_day(row["due_date"]),
        status=Status(row["status"]),
        status_rule=row["status_rule"],
        strength=_strength(row),
        position=row["position"],
    )


def _strength(row: RowMapping) -> Strength:
    """As read, but an aside in the row of another action only implies."""
    read = Strength(row["status_strength"])
    return Strength.IMPLIED if row["is_aside"] and read is Strength.STATED else read


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _batches(refs: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(refs), _BATCH):
        yield refs[start : start + _BATCH]
