"""Decisions and decision statements as lists, and which of them explicit words call superseded. Read-only."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, RowMapping
from sqlmodel import text

from kb.history.actions import day
from kb.language.refs import canonical_ref
from kb.records import Origin

_CHOSEN = """
    FROM decisions
    WHERE is_current AND (:group_code = '' OR group_code = :group_code) AND (:origin = '' OR origin = :origin)
      AND (:verb = '' OR verb = :verb) AND (meeting_date IS NULL OR meeting_date BETWEEN :since AND :until)
      AND (:words = '' OR instr(lower(ref || ' ' || area || ' ' || text), :words) > 0)
"""
_LIST = text(f"""
    SELECT decision_id, ref, report_id, file_name, meeting, meeting_date, origin, area, text, verb, page, group_code
    {_CHOSEN}
    ORDER BY meeting_date DESC, meeting, position LIMIT :limit
""")
_COUNT = text(f"SELECT count(*) AS number, total(origin = 'table') AS printed {_CHOSEN}")
_VERBS = text("""
    SELECT verb, count(*) AS number FROM decisions WHERE is_current AND verb <> '' GROUP BY verb ORDER BY number DESC, verb
""")
_SAYING_SO = text("""
    SELECT decision_id, ref, meeting, meeting_date, text FROM decisions
    WHERE is_current AND (text LIKE '%supersed%' OR text LIKE '%replace%')
    ORDER BY meeting_date, decision_id
""")
_REF = r"[A-Za-z]{2,8}[\s-]?\d{1,3}(?:\.\d)?\s*[-–‑]\s*[A-Za-z]{0,3}\s?\d{1,3}"
_SUPERSEDES = re.compile(
    rf"(?P<verb>superseded by|replaced by|superseding|supersedes?|replaces)\s+(?:the\s+)?(?:decision\s+)?(?P<ref>{_REF})",
    re.IGNORECASE,
)
_ANY_REF = re.compile(_REF)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFilter:
    """Which decisions: of a group, from a table or prose, with a verb, held in a span, containing words."""

    since: date
    until: date
    group_code: str = ""
    origin: Origin | None = None
    verb: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionOnList:
    """A decision as a list shows it."""

    decision_id: str
    ref: str
    report_id: str
    file_name: str
    meeting: str
    meeting_date: date | None
    origin: Origin
    area: str
    text: str
    verb: str
    page: int
    group_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCount:
    """How many decisions a filter lets through, and how many of them are rows of a decisions table."""

    number: int
    printed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Superseding:
    """What explicit words say of a decision: by what it was superseded, and where that is printed."""

    by_ref: str
    meeting: str
    meeting_date: date | None
    words: str


def list_decisions(connection: Connection, chosen: DecisionFilter, limit: int = -1) -> tuple[DecisionOnList, ...]:
    """The decisions that the filter lets through, newest first. limit: -1 for all."""
    rows = connection.execute(_LIST, _parameters(chosen) | {"limit": limit}).mappings()
    return tuple(
        DecisionOnList(
            decision_id=row["decision_id"],
            ref=row["ref"],
            report_id=row["report_id"],
            file_name=row["file_name"],
            meeting=row["meeting"],
            meeting_date=day(row["meeting_date"]),
            origin=Origin(row["origin"]),
            area=row["area"],
            text=row["text"],
            verb=row["verb"],
            page=row["page"],
            group_code=row["group_code"],
        )
        for row in rows
    )


def count_decisions(connection: Connection, chosen: DecisionFilter) -> DecisionCount:
    """How many decisions `list_decisions` lists without a limit."""
    row = connection.execute(_COUNT, _parameters(chosen)).mappings().one()
    return DecisionCount(number=row["number"], printed=int(row["printed"]))


def list_verbs(connection: Connection) -> tuple[str, ...]:
    """The decision verbs that occur, most frequent first."""
    return tuple(connection.execute(_VERBS).scalars())


def list_superseded(connection: Connection) -> dict[str, Superseding]:
    """The decisions that explicit words call superseded or replaced, by ref. Nothing is guessed."""
    found: dict[str, Superseding] = {}
    for row in connection.execute(_SAYING_SO).mappings():
        for match in _SUPERSEDES.finditer(row["text"]):
            named = _canonical(match["ref"])
            before = _ANY_REF.findall(row["text"][: match.start()])
            own = _canonical(before[-1]) if before else row["ref"]
            old, new = (own, named) if match["verb"].lower().endswith(" by") else (named, row["ref"] or row["meeting"])
            if old and old != new:
                found[old] = _superseding(new, row)
    return found


def _canonical(printed: str) -> str:
    return canonical_ref(printed) or re.sub(r"[\s‑–]", lambda match: "" if match.group().isspace() else "-", printed).upper()


def _superseding(by_ref: str, row: RowMapping) -> Superseding:
    return Superseding(by_ref=by_ref, meeting=row["meeting"], meeting_date=day(row["meeting_date"]), words=row["text"])


def _parameters(chosen: DecisionFilter) -> dict[str, object]:
    return {
        "since": chosen.since.isoformat(),
        "until": chosen.until.isoformat(),
        "group_code": chosen.group_code,
        "origin": chosen.origin or "",
        "verb": chosen.verb,
        "words": chosen.words.strip().lower(),
    }
