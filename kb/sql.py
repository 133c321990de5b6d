"""Safe SQL for analysts: one read-only statement over the public views, within limits of time, rows and memory.

The connection is opened read-only, and an authorizer allows nothing but SELECT, reading, and harmless functions: no
ATTACH, no PRAGMA, no writes, no temporary objects. Base tables may be read only through a view.
"""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import UnsafeSqlError
from kb.views import VIEWS

TIME_LIMIT_SECONDS = 2.0
ROW_LIMIT = 10_000
LENGTH_LIMIT_BYTES = 2_000_000
STATEMENT_LIMIT = 20_000
RESULT_LIMIT_BYTES = 20_000_000

_CHECK_EVERY_INSTRUCTIONS = 2_000
_FULL_TEXT_TABLES = ("records_fts", "search_document")  # the second holds the texts of the first
_SCHEMA_TABLES = frozenset({"sqlite_master", "sqlite_schema"})
_FORBIDDEN_FUNCTIONS = frozenset(
    {"load_extension", "fts3_tokenizer", "writefile", "readfile", "edit", "zeroblob", "randomblob"}
)

Value = str | int | float | bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlResult:
    """Rows of a statement. truncated: there were more than the limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truncated: bool
    seconds: float


def run_sql(
    path: Path, statement: str, parameters: dict[str, str] | None = None, *, row_limit: int = ROW_LIMIT
) -> SqlResult:
    """Run one SELECT (or VALUES, WITH … SELECT, EXPLAIN QUERY PLAN) with named parameters (`:name`).

    Raises `UnsafeSqlError` with what SQLite says and what to do, for anything that fails or is not a plain read.
    """
    started = time.monotonic()
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        _restrict(connection, started + TIME_LIMIT_SECONDS)
        return _run(connection, statement, parameters or {}, row_limit, started)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, MemoryError, UnicodeError) as error:
        raise UnsafeSqlError(_explain(error, time.monotonic() - started)) from error
    finally:
        connection.close()


def _run(
    connection: sqlite3.Connection, statement: str, parameters: dict[str, str], row_limit: int, started: float
) -> SqlResult:
    cursor = connection.execute(statement, parameters)
    columns = _distinct(tuple(each[0] for each in cursor.description or ()))
    rows: list[tuple[Value, ...]] = []
    size = 0
    truncated = False
    for row in cursor:
        size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
        if len(rows) >= row_limit or size > RESULT_LIMIT_BYTES:
            truncated = True
            break
        rows.append(row)
    return SqlResult(columns=columns, rows=tuple(rows), truncated=truncated, seconds=time.monotonic() - started)


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Column names made different, as a join may give the same name twice: `ref`, `ref (2)`."""
    return tuple(name if name not in names[:n] else f"{name} ({n + 1})" for n, name in enumerate(names))


def _restrict(connection: sqlite3.Connection, deadline: float) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -20000")
    connection.execute("SELECT 1 FROM records_fts LIMIT 0")  # opens the full-text table while that is still allowed
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LENGTH_LIMIT_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, STATEMENT_LIMIT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
    connection.setlimit(sqlite3.SQLITE_LIMIT_VDBE_OP, 100_000)
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _CHECK_EVERY_INSTRUCTIONS)
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, _schema: str | None, source: str | None) -> int:
    """Allow-list. `source` is the innermost view (or trigger) that asks; base tables are open only to views."""
    match action:
        case sqlite3.SQLITE_SELECT | sqlite3.SQLITE_RECURSIVE:
            return sqlite3.SQLITE_OK
        case sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_DENY if (second or "").lower() in _FORBIDDEN_FUNCTIONS else sqlite3.SQLITE_OK
        case sqlite3.SQLITE_PRAGMA if first == "data_version":  # full-text search asks for it by itself
            return sqlite3.SQLITE_OK
        case sqlite3.SQLITE_READ:
            name = first or ""
            counts_rows_only = not second  # as `SELECT count(*)` does, also of the tables beneath a view
            readable = (
                counts_rows_only
                or name in _PUBLIC
                or source is not None
                or name in _SCHEMA_TABLES
                or name.startswith(_FULL_TEXT_TABLES)
            )
            return sqlite3.SQLITE_OK if readable else sqlite3.SQLITE_DENY
        case _:
            return sqlite3.SQLITE_DENY


_PUBLIC = frozenset(view.name for view in VIEWS)


def _explain(error: BaseException, seconds: float) -> str:
    said = str(error)
    if "interrupted" in said:
        limit = f"the limit is {TIME_LIMIT_SECONDS:g} s"
        return f"the statement was stopped after {seconds:.1f} s; {limit}: narrow it with WHERE or LIMIT"
    if "not authorized" in said or "prohibited" in said or "authoriz" in said:
        return (
            "the statement changes something, or reads what is private; only SELECTs over the public views are allowed here "
            f"({', '.join(sorted(_PUBLIC))}); to do more, work on a copy: kb export --snapshot"
        )
    if "one statement" in said:
        return "more than one statement was given; run them one at a time"
    if "too big" in said:
        return f"{said}; a value may have {LENGTH_LIMIT_BYTES:,} bytes at most"
    return f"{said or type(error).__name__}; the Help page and docs/data-dictionary.md describe the views"


def views_in_order() -> Sequence[str]:
    """The names of the public views, in the order of the data dictionary."""
    return [view.name for view in VIEWS]
