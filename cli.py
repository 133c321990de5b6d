"""The terminal face: the `kb` command. Exit status: 0 done, 1 some files were rejected or nothing was found, 2 wrong use."""

import dataclasses
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
import webbrowser
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as ScreenTable

from ingest.pipeline import Outcome, OutcomeKind, ingest_paths
from kb.catalogue import list_problems, summarise
from kb.doctor import Health, examine
from kb.errors import KnowledgeBaseError
from kb.export import Table, Value, to_csv, to_json, to_xlsx
from kb.knowledge_base import KnowledgeBase
from kb.sql import run_sql
from kb.views import VIEWS

app = typer.Typer(
    help="A knowledge base for meeting headline reports: take PDFs in, search them, follow actions, ask in SQL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Home = Annotated[Path, typer.Option("--home", envvar="KB_HOME", help="Directory of the knowledge base.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
DEFAULT_HOME = Path("data")

_STYLES = {
    OutcomeKind.ADDED: "green",
    OutcomeKind.REVISED: "cyan",
    OutcomeKind.UNCHANGED: "dim",
    OutcomeKind.DUPLICATE: "yellow",
    OutcomeKind.REJECTED: "red",
}


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="PDF files, or folders that hold them.", show_default=False)],
    home: Home = DEFAULT_HOME,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Worker processes; 0 for one per core.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and why; change nothing.")] = False,
    templates: Annotated[Path | None, typer.Option("--templates", help="A folder with report families of your own.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take in reports: one outcome per report. Files that are known by their bytes are skipped."""
    counts = dict.fromkeys(OutcomeKind, 0)
    printed: list[dict[str, Value]] = []
    with KnowledgeBase.open(home) as base, _progress() as progress:
        bar = progress.add_task("Reading", total=None, rate="")
        outcomes = ingest_paths(
            base,
            paths,
            jobs=jobs or None,
            dry_run=dry_run,
            templates=templates,
            on_progress=lambda state: progress.update(
                bar, completed=state.done, total=state.total, rate=f"{state.rate:.1f}/s"
            ),
        )
        for outcome in outcomes:
            counts[outcome.kind] += 1
            if as_json:
                printed.append(_outcome_json(outcome))
            else:
                progress.console.print(f"[{_STYLES[outcome.kind]}]{outcome.kind:<9}[/] {escape(outcome.message)}")
        if not dry_run and (counts[OutcomeKind.ADDED] or counts[OutcomeKind.REVISED] or counts[OutcomeKind.DUPLICATE]):
            base.update_index()
    if as_json:
        _print_json(
            {"outcomes": printed, "counts": {kind.value: number for kind, number in counts.items()}, "dry_run": dry_run}
        )
    else:
        summary = ", ".join(f"{number} {kind}" for kind, number in counts.items() if number) or "no PDF files found"
        out.print(f"{'Would be: ' if dry_run else ''}{summary}")
    if counts[OutcomeKind.REJECTED] or not sum(counts.values()):
        raise typer.Exit(1)


@app.command()
def sql(
    statement: Annotated[str, typer.Argument(help="One SELECT over the public views.")],
    home: Home = DEFAULT_HOME,
    parameter: Annotated[list[str] | None, typer.Option("--param", "-p", help="name=value for :name, repeatable.")] = None,
    csv_: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run one read-only SQL statement over the public views."""
    given = dict(each.partition("=")[::2] for each in parameter or [])
    with KnowledgeBase.open(home):
        result = run_sql(home / "kb.sqlite", statement, given)
    table = Table(title="SQL", columns=result.columns, rows=result.rows, about=(("Statement", statement),))
    if as_json:
        sys.stdout.buffer.write(to_json(table) + b"\n")
    elif csv_:
        sys.stdout.buffer.write(to_csv(table))
    else:
        _print_table(table)
    if result.truncated:
        err.print(f"There are more rows: only the first {len(result.rows):,} are shown.")


@app.command()
def export(
    view: Annotated[str, typer.Argument(help="A public view, such as actions.")] = "",
    to: Annotated[Path | None, typer.Option("--to", help="File to write: .csv, .xlsx or .json.", show_default=False)] = None,
    snapshot: Annotated[Path | None, typer.Option("--snapshot", help="Write a whole copy of the database here.")] = None,
    home: Home = DEFAULT_HOME,
) -> None:
    """Write a whole view to a file, or a copy of the database; safe while reports are taken in."""
    if snapshot is not None:
        _write_snapshot(home, snapshot)
        return
    names = [each.name for each in VIEWS]
    if view not in names or to is None:
        _fail(f"say which view and where to: kb export VIEW --to FILE.csv; the views are {', '.join(names)}", status=2)
    writers = {".csv": to_csv, ".xlsx": to_xlsx, ".json": to_json}
    if to.suffix not in writers:
        _fail(f"{to}: found the ending {to.suffix!r}, expected one of {', '.join(writers)}", status=2)
    with KnowledgeBase.open(home) as base, base.store.reading() as connection:
        result = connection.exec_driver_sql(f"SELECT * FROM {view}")  # noqa: S608 - one of the product's own view names
        table = Table(title=view, columns=tuple(result.keys()), rows=[tuple(row) for row in result])
    to.write_bytes(writers[to.suffix](table))
    out.print(f"{to}: {len(table.rows):,} rows of {view}")


@app.command()
def doctor(home: Home = DEFAULT_HOME, as_json: AsJson = False) -> None:
    """Check that database, originals and index agree, and list what the parser doubts, by report and code."""
    with KnowledgeBase.open(home) as base:
        checks = examine(base)
        with base.store.reading() as connection:
            archive, problems = summarise(connection), list_problems(connection)
    if as_json:
        _print_json({"checks": [_plain(check) for check in checks], "problems": [_plain(each) for each in problems]})
    else:
        out.print(f"{archive.reports} reports for {archive.meetings} meetings, {archive.records} records")
        styles = {Health.OK: "green", Health.NOTE: "yellow", Health.BROKEN: "red"}
        for check in checks:
            remedy = f"; {check.remedy}" if check.remedy else ""
            out.print(f"[{styles[check.health]}]{check.health:<6}[/] {check.name}: {escape(check.found + remedy)}")
        for problem in problems:
            place = f", page {problem.page}" if problem.page else ""
            out.print(f"{problem.severity:<7} {escape(f'{problem.file_name}{place}: {problem.code}: {problem.message}')}")
    if any(check.health is Health.BROKEN for check in checks):
        raise typer.Exit(1)


@app.command()
def rebuild(home: Home = DEFAULT_HOME) -> None:
    """Make the search index anew from the database."""
    with KnowledgeBase.open(home) as base:
        out.print(base.rebuild_index())


@app.command()
def serve(
    home: Home = DEFAULT_HOME,
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8501,
    address: Annotated[str, typer.Option("--address", help="Address to listen on.")] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the app in a browser.")] = sys.stdout.isatty(),
) -> None:
    """Open the app in a web server on this machine."""
    script = Path(__file__).parent / "app.py"
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        str(port),
        "--server.address",
        address,
    ]
    url = f"http://{address}:{port}"
    out.print(f"The app is at {url} (stop it with Ctrl+C)")
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(url,), daemon=True).start()
    try:
        status = subprocess.call(command, env=os.environ | {"KB_HOME": str(home.absolute())})
    except KeyboardInterrupt:
        status = 0
    raise typer.Exit(status)


def main() -> None:
    """Run the command; an error of the product becomes one line on standard error and exit status 1."""
    try:
        app()
    except KnowledgeBaseError as error:
        err.print(escape(str(error)))
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _open_when_ready(url: str) -> None:
    for _attempt in range(60):
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                webbrowser.open(url)
                return
        except OSError:
            time.sleep(0.5)


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def _outcome_json(outcome: Outcome) -> dict[str, Value]:
    plain = {field.name: getattr(outcome, field.name) for field in dataclasses.fields(outcome)}
    return plain | {"kind": outcome.kind.value, "path": str(outcome.path), "outcome": outcome.kind.value}


def _write_snapshot(home: Path, target: Path) -> None:
    if target.exists():
        _fail(f"{target}: exists already; choose another name", status=2)
    with KnowledgeBase.open(home), sqlite3.connect(home / "kb.sqlite") as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    out.print(f"{target}: a copy of the database")


def _print_table(table: Table) -> None:
    screen = ScreenTable(*table.columns, box=None, header_style="bold", pad_edge=False)
    for row in table.rows:
        screen.add_row(*("" if value is None else escape(str(value)) for value in row))
    out.print(screen)


def _plain(value: object) -> dict[str, Value]:
    assert dataclasses.is_dataclass(value)
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=_json_default) + "\n")


def _json_default(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _fail(message: str, *, status: int) -> NoReturn:
    err.print(escape(message))
    raise typer.Exit(status)


if __name__ == "__main__":
    main()
