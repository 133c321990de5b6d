"""The process that runs one statement of an analyst and ends: what it may read, and what it may cost.

SQLite asks only between its own steps whether to stop: one call of `instr`, `replace` or `LIKE` may last for hours. So the
statement has a process of its own, which the system ends. `kb/sql.py` starts this file as a program, without packages, to
begin quickly: it must import nothing but a few modules of the standard library, and not `kb`.

    standard input  ─► path, statement, parameters, public names, limits     one marshal value each way
    standard output ◄─ ("rows", columns, rows, truncated, seconds)  or  ("failed", what SQLite says, seconds)
"""

import contextlib
import marshal
import signal
import sqlite3
import sys
import time

Value = str | int | float | bytes | None
Rows = tuple[str, tuple[str, ...], list[tuple[Value, ...]], bool, float]
Failed = tuple[str, str, float]
Request = tuple[str, str, dict[str, str], list[str], int, int, int, float]

STATEMENT_LIMIT = 20_000
RESULT_LIMIT_BYTES = 20_000_000

_FULL_TEXT_TABLES = ("records_fts", "search_document")  # the second holds the texts of the first
_SCHEMA_TABLES = frozenset({"sqlite_master", "sqlite_schema"})
_FORBIDDEN_FUNCTIONS = frozenset(
    {"load_extension", "fts3_tokenizer", "writefile", "readfile", "edit", "zeroblob", "randomblob"}
)


def main() -> None:
    """Read a request, run its statement, write the answer."""
    request: Request = marshal.load(sys.stdin.buffer)
    marshal.dump(_answer(request), sys.stdout.buffer)


def _answer(request: Request) -> Rows | Failed:
    path, statement, parameters, public, row_limit, value_bytes, memory_bytes, seconds = request
    _confine(memory_bytes, seconds)
    started = time.monotonic()
    try:
        connection = sqlite3.connect(f"{path}?mode=ro", uri=True)
        _restrict(connection, frozenset(public), value_bytes, memory_bytes)
        columns, rows, truncated = _run(connection, statement, parameters, row_limit)
    except (sqlite3.Error, sqlite3.Warning, OverflowError, MemoryError, UnicodeError) as error:
        return "failed", str(error) or type(error).__name__, time.monotonic() - started
    return "rows", columns, rows, truncated, time.monotonic() - started


def _confine(memory_bytes: int, seconds: float) -> None:
    """Have the system hold the limits, where it can: it ends this process when the time is over, whatever it does then."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _restrict(connection: sqlite3.Connection, public: frozenset[str], value_bytes: int, memory_bytes: int) -> None:
    connection.execute(f"PRAGMA hard_heap_limit = {memory_bytes // 2}")  # where the system holds no limit, SQLite does
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -20000")
    connection.execute("SELECT 1 FROM records_fts LIMIT 0")  # opens the full-text table while that is still allowed
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, value_bytes)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, STATEMENT_LIMIT)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 200)
    connection.setlimit(sqlite3.SQLITE_LIMIT_VDBE_OP, 100_000)
    connection.set_authorizer(lambda *asked: _authorize(public, *asked))


def _authorize(
    public: frozenset[str], action: int, first: str | None, second: str | None, _schema: str | None, source: str | None
) -> int:
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
                or name in public
                or source is not None
                or name in _SCHEMA_TABLES
                or name.startswith(_FULL_TEXT_TABLES)
            )
            return sqlite3.SQLITE_OK if readable else sqlite3.SQLITE_DENY
        case _:
            return sqlite3.SQLITE_DENY


def _run(
    connection: sqlite3.Connection, statement: str, parameters: dict[str, str], row_limit: int
) -> tuple[tuple[str, ...], list[tuple[Value, ...]], bool]:
    """Columns, rows, and whether there are more. Values count towards the limit as often as they are shown."""
    cursor = connection.execute(statement, parameters)
    columns = tuple(each[0] for each in cursor.description or ())
    rows: list[tuple[Value, ...]] = []
    size = 0
    for row in cursor:
        size += sum(len(value) if isinstance(value, str | bytes) else 8 for value in row)
        if len(rows) >= row_limit or size > RESULT_LIMIT_BYTES:
            return columns, rows, True
        rows.append(row)
    return columns, rows, False


if __name__ == "__main__":
    main()
