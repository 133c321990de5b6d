"""The search documents in SQLite: written in the transaction of the records, with both FTS5 tables and the word list.

search_document   one row per searchable record of a current report; a changed record is a new row with a new number
search_terms      FTS5 over the tokens of `kb.language.text`, for the product's own search
search_word       the words printed in the archive, unstemmed, and in how many documents they are
records_fts       FTS5 over the texts themselves, for analysts: `records_fts MATCH 'test stubs'`, joined by record_id
search_state      revision (grows with every change), analysis (version of the tokens)
"""

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from kb.language.text import ANALYSIS_VERSION
from kb.search.analysis import tokens_of_document, words_of_document
from kb.search.port import SearchDocument

_COLUMNS = (
    "number, stamp, record_id, item_key, kind, ref, meeting, group_code, meeting_date, area, text, update_raw, owner_raw, "
    "owners, status, raid_kind, due_date, issue_date, file_name, page, report_id"
)
_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS search_document (
        number INTEGER PRIMARY KEY AUTOINCREMENT, stamp INTEGER NOT NULL, record_id TEXT NOT NULL UNIQUE,
        item_key TEXT NOT NULL, kind TEXT NOT NULL, ref TEXT NOT NULL, meeting TEXT NOT NULL, group_code TEXT NOT NULL,
        meeting_date TEXT,
        area TEXT NOT NULL, text TEXT NOT NULL, update_raw TEXT NOT NULL, owner_raw TEXT NOT NULL, owners TEXT NOT NULL,
        status TEXT NOT NULL, raid_kind TEXT NOT NULL, due_date TEXT, issue_date TEXT, file_name TEXT NOT NULL, page INTEGER,
        report_id TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS search_document_by_meeting ON search_document (meeting)",
    "CREATE INDEX IF NOT EXISTS search_document_by_ref ON search_document (ref)",
    "CREATE TABLE IF NOT EXISTS search_state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS search_gone (number INTEGER PRIMARY KEY, revision INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS search_word (word TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5 (area, text, update_raw, owner, extras, tokenize = 'ascii')",
    """CREATE VIRTUAL TABLE IF NOT EXISTS records_fts USING fts5 (
        record_id UNINDEXED, area, text, owner_raw, update_raw,
        content = 'search_document', content_rowid = 'number', tokenize = 'porter unicode61')""",
    "INSERT OR IGNORE INTO search_state (name, value) VALUES ('revision', 0)",
)
_INSERT_DOCUMENT = f"INSERT INTO search_document ({_COLUMNS}) VALUES (NULL{', ?' * 20})"  # noqa: S608 - constant columns
_INSERT_TERMS = "INSERT INTO search_terms (rowid, area, text, update_raw, owner, extras) VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_TEXTS = "INSERT INTO records_fts (rowid, record_id, area, text, owner_raw, update_raw) VALUES (?, ?, ?, ?, ?, ?)"
_DELETE_TEXTS = """INSERT INTO records_fts (records_fts, rowid, record_id, area, text, owner_raw, update_raw)
    VALUES ('delete', ?, ?, ?, ?, ?, ?)"""
_COUNT_WORDS = """INSERT INTO search_word (word, documents) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET documents = documents + excluded.documents"""
_STEP_REVISION = "UPDATE search_state SET value = value + 1 WHERE name = 'revision'"
_SET_ANALYSIS = "INSERT OR REPLACE INTO search_state (name, value) VALUES ('analysis', ?)"
_STATE = "SELECT value FROM search_state WHERE name = ?"
_BY_RECORD = f"SELECT {_COLUMNS} FROM search_document WHERE record_id IN (SELECT value FROM json_each(?))"  # noqa: S608 - as above
_BY_NUMBER = f"SELECT {_COLUMNS} FROM search_document WHERE number IN (SELECT value FROM json_each(?))"  # noqa: S608 - as above
_AFTER = f"SELECT {_COLUMNS} FROM search_document WHERE number > ? ORDER BY number"  # noqa: S608 - as above
FACTS = (
    "number", "stamp", "item_key", "kind", "ref", "meeting", "group_code", "meeting_date", "area", "owner_raw", "owners",
    "status", "raid_kind", "due_date", "issue_date", "has_update", "sizes",
)  # fmt: skip
_FACTS = f"""SELECT {", ".join(FACTS[:-2])}, update_raw <> '', sz
    FROM search_document JOIN search_terms_docsize ON id = number WHERE number > ? ORDER BY number"""  # noqa: S608 - as above
_BATCH = 2000
REMEMBERED = 500
TERM_COLUMNS = ("area", "text", "update_raw", "owner", "extras")
Fact = str | int | bytes | None
_FILLER = " ¶ "  # between extras, so that no phrase spans two of them


def is_ready(connection: sqlite3.Connection) -> bool:
    """Whether the tables are there, made by this version's analysis: then there is no need for a write lock to make them."""
    there = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('records_fts', 'search_gone')").fetchone()
    return int(there[0]) == 2 and _state(connection, "analysis") == ANALYSIS_VERSION


def create(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing; analyse all documents anew when the analysis has changed since."""
    for statement in _SCHEMA:
        connection.execute(statement)
    if _state(connection, "analysis") != ANALYSIS_VERSION:
        analyse_all(connection)


def replace(connection: sqlite3.Connection, documents: Sequence[SearchDocument]) -> None:
    """Write documents; what the same record ids said before goes. A document that says the same again is left alone."""
    wanted = {each.record_id: each for each in documents}
    known = {each.record_id: each for each in _read(connection, _BY_RECORD, json.dumps(list(wanted)))}
    changed = [each for each in wanted.values() if _content(known.get(each.record_id)) != _content(each)]
    gone = [known[each.record_id] for each in changed if each.record_id in known]
    if gone:
        _delete(connection, gone)
    for start in range(0, len(changed), _BATCH):
        _insert(connection, changed[start : start + _BATCH])
    if changed:
        connection.execute(_STEP_REVISION)


def remove(connection: sqlite3.Connection, record_ids: Iterable[str]) -> None:
    """Forget the documents of these records."""
    known = _read(connection, _BY_RECORD, json.dumps(list(record_ids)))
    if known:
        _delete(connection, known)
        connection.execute(_STEP_REVISION)


def analyse_all(connection: sqlite3.Connection) -> None:
    """Make the FTS5 tables and the word list anew from the documents."""
    connection.execute("DELETE FROM search_terms")
    connection.execute("INSERT INTO records_fts (records_fts) VALUES ('rebuild')")
    connection.execute("DELETE FROM search_word")
    last = 0
    while documents := read_after(connection, last, _BATCH):
        _insert_terms(connection, documents)
        _count_words(connection, documents, 1)
        last = documents[-1].number
    connection.execute(_SET_ANALYSIS, (ANALYSIS_VERSION,))
    connection.execute(_STEP_REVISION)


def revision(connection: sqlite3.Connection) -> int:
    """A number that grows with every change of the documents."""
    return _state(connection, "revision")


def read_numbered(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, SearchDocument]:
    """The documents with these numbers that still stand."""
    return {each.number: each for each in _read(connection, _BY_NUMBER, json.dumps(list(numbers)))}


def read_after(connection: sqlite3.Connection, number: int, limit: int) -> list[SearchDocument]:
    """Up to `limit` documents with higher numbers, ascending."""
    return [_document(row) for row in connection.execute(f"{_AFTER} LIMIT ?", (number, limit))]


def read_gone(connection: sqlite3.Connection, since: int) -> list[int]:
    """The numbers of documents that went after a revision, all of them if it is at most `REMEMBERED` revisions ago."""
    return [row[0] for row in connection.execute("SELECT number FROM search_gone WHERE revision > ?", (since,))]


def read_facts(connection: sqlite3.Connection, number: int) -> list[tuple[Fact, ...]]:
    """What is known of the documents with higher numbers, without their texts: rows of `FACTS`, by number.

    sizes: how many tokens each column of `search_terms` has there, as FTS5 keeps it (see `token_counts`).
    """
    return connection.execute(_FACTS, (number,)).fetchall()


def token_counts(sizes: Fact) -> tuple[int, int]:
    """The number of tokens in the area, and in all places: FTS5 keeps one number of variable length for each column."""
    counts, number = [], 0
    for byte in sizes if isinstance(sizes, bytes) else b"":
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            counts.append(number)
            number = 0
    if len(counts) != len(TERM_COLUMNS):
        return 0, 0
    return counts[0], sum(counts[:-1]) + (counts[-1] + 1) // 2  # between extras there are fillers


def _state(connection: sqlite3.Connection, name: str) -> int:
    row = connection.execute(_STATE, (name,)).fetchone()
    return int(row[0]) if row else 0


def _read(connection: sqlite3.Connection, statement: str, keys: str) -> list[SearchDocument]:
    return [_document(row) for row in connection.execute(statement, (keys,))]


def _insert(connection: sqlite3.Connection, documents: Sequence[SearchDocument]) -> None:
    numbered = []
    for each in documents:
        cursor = connection.execute(_INSERT_DOCUMENT, (secrets.randbits(48), *_row(each)))
        numbered.append((cursor.lastrowid, each))
    connection.executemany(_INSERT_TEXTS, [(number, *_texts(each)) for number, each in numbered])
    connection.executemany(_INSERT_TERMS, [(number, *_terms(each)) for number, each in numbered])
    _count_words(connection, documents, 1)


def _insert_terms(connection: sqlite3.Connection, documents: Sequence[SearchDocument]) -> None:
    connection.executemany(_INSERT_TERMS, [(each.number, *_terms(each)) for each in documents])


def _delete(connection: sqlite3.Connection, documents: Sequence[SearchDocument]) -> None:
    numbers = [(each.number,) for each in documents]
    connection.executemany(_DELETE_TEXTS, [(each.number, *_texts(each)) for each in documents])
    connection.executemany("DELETE FROM search_terms WHERE rowid = ?", numbers)
    connection.executemany("DELETE FROM search_document WHERE number = ?", numbers)
    next_revision = revision(connection) + 1
    connection.executemany(
        "INSERT INTO search_gone (number, revision) VALUES (?, ?)", [(*each, next_revision) for each in numbers]
    )
    connection.execute("DELETE FROM search_gone WHERE revision < ?", (next_revision - REMEMBERED,))
    _count_words(connection, documents, -1)


def _count_words(connection: sqlite3.Connection, documents: Sequence[SearchDocument], sign: int) -> None:
    counts: Counter[str] = Counter()
    for each in documents:
        counts.update(set(words_of_document(each)))
    connection.executemany(_COUNT_WORDS, [(word, sign * count) for word, count in counts.items()])


def _texts(document: SearchDocument) -> tuple[str, ...]:
    return document.record_id, document.area, document.text, document.owner_raw, document.update


def _terms(document: SearchDocument) -> tuple[str, str, str, str, str]:
    tokens = tokens_of_document(document)
    places = (tokens.area, tokens.text, tokens.update, tokens.owner)
    area, text, update, owner = (" ".join(place) for place in places)
    return area, text, update, owner, _FILLER.join(tokens.extras)


def _content(document: SearchDocument | None) -> tuple[object, ...] | None:
    return None if document is None else _row(document)


def _row(document: SearchDocument) -> tuple[str | int | None, ...]:
    return (
        document.record_id, document.item_key or document.record_id, document.kind, document.ref, document.meeting,
        document.group, _iso(document.meeting_date), document.area, document.text, document.update, document.owner_raw,
        "\n".join(document.owners), document.status, document.raid_kind, _iso(document.due_date), _iso(document.issue_date),
        document.file_name, document.page, document.report_id,
    )  # fmt: skip


def _document(row: tuple[object, ...]) -> SearchDocument:
    (
        number, stamp, record_id, item_key, kind, ref, meeting, group, meeting_date, area, text, update, owner_raw, owners,
        status, raid_kind, due_date, issue_date, file_name, page, report_id,
    ) = row  # fmt: skip
    return SearchDocument(
        number=int(str(number)), stamp=int(str(stamp)), record_id=str(record_id), item_key=str(item_key), kind=str(kind),
        ref=str(ref), meeting=str(meeting), group=str(group), meeting_date=day_of(meeting_date), area=str(area),
        text=str(text), update=str(update), owner_raw=str(owner_raw),
        owners=tuple(str(owners).split("\n")) if owners else (),
        status=str(status), raid_kind=str(raid_kind), due_date=day_of(due_date), issue_date=day_of(issue_date),
        file_name=str(file_name), page=None if page is None else int(str(page)), report_id=str(report_id),
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_of(printed: object) -> date | None:
    """The day that a database value in ISO form means, None for nothing."""
    return date.fromisoformat(str(printed)) if printed else None
