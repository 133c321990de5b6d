"""Safe SQL for analysts: one read-only statement over the public views, within limits of time, rows and memory.

The statement runs in a process of its own (`kb/sql_process.py`), which the system ends when it takes too long or too much.
There the connection is read-only, and an authorizer allows nothing but SELECT, reading, and harmless functions: no ATTACH,
no PRAGMA, no writes, no temporary objects. Base tables may be read only through a view.
"""

import marshal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from kb.errors import UnsafeSqlError
from kb.sql_process import Failed, Request, Rows, Value
from kb.views import VIEWS

TIME_LIMIT_SECONDS = 2.0
ROW_LIMIT = 10_000
LENGTH_LIMIT_BYTES = 2_000_000
MEMORY_LIMIT_BYTES = 256 * 1024 * 1024

_START_SECONDS = 1.0  # to start the process and hand over the rows, on a busy machine
_PROGRAM = Path(__file__).with_name("sql_process.py")
_PYTHON = (sys.executable, "-I", "-S")  # no packages: it starts in 14 ms


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlResult:
    """Rows of a statement. truncated: there were more than the limit. seconds: that the statement took."""

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
    uri = path.absolute().as_uri()
    limits = (row_limit, LENGTH_LIMIT_BYTES, MEMORY_LIMIT_BYTES, TIME_LIMIT_SECONDS)
    answer = _ask((uri, statement, parameters or {}, views_in_order(), *limits))
    if len(answer) == 3:
        _, said, seconds = answer
        raise UnsafeSqlError(_explain(said, seconds))
    _, columns, rows, truncated, seconds = answer
    return SqlResult(columns=_distinct(columns), rows=tuple(rows), truncated=truncated, seconds=seconds)


def views_in_order() -> list[str]:
    """The names of the public views, in the order of the data dictionary."""
    return [view.name for view in VIEWS]


def _ask(request: Request) -> Rows | Failed:
    started = time.monotonic()
    try:
        ended = subprocess.run(
            [*_PYTHON, _PROGRAM],
            input=marshal.dumps(request),
            capture_output=True,
            timeout=TIME_LIMIT_SECONDS + _START_SECONDS,  # where the system knows no timers, and for a start that hangs
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "failed", "interrupted", time.monotonic() - started
    if ended.returncode:
        seconds = time.monotonic() - started
        return "failed", "interrupted" if seconds >= TIME_LIMIT_SECONDS else "out of memory", seconds
    answer: Rows | Failed = marshal.loads(ended.stdout)
    return answer


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """Column names made different, as a join may give the same name twice: `ref`, `ref (2)`."""
    return tuple(name if name not in names[:n] else f"{name} ({n + 1})" for n, name in enumerate(names))


def _explain(said: str, seconds: float) -> str:
    if "interrupted" in said:
        limit = f"the limit is {TIME_LIMIT_SECONDS:g} s"
        return f"the statement was stopped after {seconds:.1f} s; {limit}: narrow it with WHERE or LIMIT"
    if "memory" in said.casefold():
        limit = f"the limit is {MEMORY_LIMIT_BYTES // 1024**2} MB"
        return f"the statement needs too much memory; {limit}: narrow it with WHERE, or sort and join fewer rows"
    if "not authorized" in said or "prohibited" in said or "authoriz" in said:
        return (
            "the statement changes something, or reads what is private; only SELECTs over the public views are allowed here "
            f"({', '.join(sorted(views_in_order()))}); to do more, work on a copy: kb export --snapshot"
        )
    if "one statement" in said:
        return "more than one statement was given; run them one at a time"
    if "too big" in said:
        return f"{said}; a value may have {LENGTH_LIMIT_BYTES:,} bytes at most"
    return f"{said}; the Help page and docs/data-dictionary.md describe the views"
