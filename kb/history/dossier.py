"""A dossier: a decision with its discussion, its actions and later mentions, as one Markdown file. Read-only."""

import re
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, RowMapping
from sqlmodel import text

from kb.errors import NotFoundError
from kb.history.actions import day
from kb.history.decisions import list_superseded
from kb.history.line import describe_life
from kb.history.story import read_story

_DECISION = text("SELECT * FROM decisions WHERE decision_id = :decision_id")
_DISCUSSION = text("""
    SELECT area, text, page, file_name FROM discussion_items
    WHERE report_id = :report_id AND area <> '' AND lower(area) = lower(:area) ORDER BY position
""")
_ACTIONS = text("""
    SELECT DISTINCT ref FROM action_mentions
    WHERE report_id = :report_id AND ref <> '' AND (
        (area <> '' AND lower(area) = lower(:area))
        OR ref IN (SELECT target FROM cross_reference WHERE record_id = :decision_id AND kind = 'action')
    )
    ORDER BY ref
""")
_LATER = text("""
    SELECT kind, ref, meeting, meeting_date, area, text, page, file_name FROM records
    WHERE is_current AND record_id <> :decision_id AND meeting_date >= :held_on
      AND record_id IN (SELECT record_id FROM cross_reference WHERE target = :ref)
    ORDER BY meeting_date, record_id
""")
_BULLET = re.compile(r"(?P<dots>•+) ")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def make_dossier(connection: Connection, decision_id: str, *, as_of: date) -> str:
    """The dossier of a decision as Markdown. Raises `NotFoundError`."""
    decision = connection.execute(_DECISION, {"decision_id": decision_id}).mappings().first()
    if decision is None:
        raise NotFoundError("decision", decision_id)
    return "\n".join(_lines(connection, decision, as_of)).rstrip() + "\n"


def _lines(connection: Connection, decision: RowMapping, as_of: date) -> Iterator[str]:
    parameters = {"report_id": decision["report_id"], "area": decision["area"], "decision_id": decision["decision_id"]}
    name = decision["ref"] or f"{decision['verb']} at {decision['meeting']}"
    yield f"# Decision {_escaped(name)}"
    yield ""
    yield from _quoted(decision["text"])
    yield ""
    where = "decisions table" if decision["origin"] == "table" else f"decision statement in prose ({decision['verb']})"
    yield f"- Meeting: {decision['meeting']}, {_on(decision['meeting_date'])}"
    yield f"- Area: {_escaped(decision['area']) or 'none printed'}"
    yield f"- Printed in: {_escaped(decision['file_name'])}, page {decision['page']} ({where})"
    superseding = list_superseded(connection).get(decision["ref"]) if decision["ref"] else None
    if superseding is not None:
        yield f"- Superseded by {_escaped(superseding.by_ref)} at {superseding.meeting}: {_escaped(superseding.words)}"
    yield f"- Dossier as of {as_of.day} {as_of:%b %Y}"
    yield ""
    yield "## Discussion"
    yield ""
    discussion = connection.execute(_DISCUSSION, parameters).mappings().all()
    for row in discussion:
        yield f"{_escaped(row['area'])}, page {row['page']}:"
        yield ""
        yield from _quoted(row["text"])
        yield ""
    if not discussion:
        yield from ("No discussion item of this report bears the same area.", "")
    yield "## Actions"
    yield ""
    refs = connection.execute(_ACTIONS, parameters).scalars().all()
    for ref in refs:
        yield from _action_lines(connection, ref)
    if not refs:
        yield "No action of this report bears the same area or is named by the decision."
    yield ""
    yield "## Later mentions"
    yield ""
    later = _later(connection, decision)
    for row in later:
        yield f"- {row['meeting']}, {_on(row['meeting_date'])}, {row['kind']}, page {row['page']}: {_escaped(row['text'])}"
    if not later:
        yield (
            "No later record names the decision by its ref."
            if decision["ref"]
            else "It has no ref by which it could be named."
        )


def _action_lines(connection: Connection, ref: str) -> Iterator[str]:
    try:
        story = read_story(connection, ref)
    except NotFoundError:  # mentioned only by a report that a later issue replaced
        return
    row = next((each for each in story.mentions if each.row is not None), story.mentions[-1])
    yield f"- **{_escaped(ref)}** {_escaped(row.text)}"
    yield f"  {_escaped(describe_life(story))}"


def _later(connection: Connection, decision: RowMapping) -> list[RowMapping]:
    if not decision["ref"] or not decision["meeting_date"]:
        return []
    parameters = {"decision_id": decision["decision_id"], "held_on": decision["meeting_date"], "ref": decision["ref"]}
    return list(connection.execute(_LATER, parameters).mappings())


def _quoted(printed: str) -> Iterator[str]:
    for line in printed.split("\n"):
        bullet = _BULLET.match(line)
        if bullet:
            yield f"> {'  ' * (len(bullet['dots']) - 1)}- {_escaped(line[bullet.end() :])}"
        else:
            yield f"> {_escaped(line)}"
            yield ">"


def _on(printed: str | None) -> str:
    found = day(printed)
    return f"{found.day} {found:%b %Y}" if found else "no date"


def _escaped(printed: str) -> str:
    return _MARKDOWN.sub(r"\\\1", printed.replace("\n", " "))
