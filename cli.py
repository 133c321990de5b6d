"""The terminal face: the `kb` command. Exit status: 0 done, 1 some files were rejected or nothing was found, 2 wrong use."""

import os
import sys
from datetime import datetime
from functools import partial
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli_base import (
    DEFAULT_HOME,
    AsJson,
    Home,
    day,
    existing,
    fail,
    home_for,
    known_group,
    known_owner,
    progress_bar,
    show_progress,
    today,
    write_snapshot,
)
from cli_output import (
    err,
    out,
    outcome_json,
    plain,
    print_actions,
    print_health,
    print_json,
    print_outcome,
    print_reparsed,
    print_report,
    print_result,
    print_story,
    print_table,
    result_json,
)
from cli_serve import is_taken, serve_app, url_of
from ingest.pipeline import OutcomeKind, ingest_paths
from ingest.reparse import ReparseKind, reparse_originals
from kb.archive import list_problems, summarise
from kb.doctor import Health, examine
from kb.errors import KnowledgeBaseError
from kb.export import Table, to_csv, to_json, to_xlsx
from kb.failures import explain_failure
from kb.history.actions import ActionFilter, Lens, list_actions
from kb.history.line import describe_life
from kb.history.story import read_story
from kb.knowledge_base import KnowledgeBase
from kb.language.query import parse_query
from kb.records import Status
from kb.search.port import SearchRequest
from kb.sql import run_sql
from kb.views import VIEWS

app = typer.Typer(
    help="A knowledge base for meeting headline reports: take PDFs in, search them, follow actions, ask in SQL.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True, help=app.info.help)
def common(
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.", is_eager=True)] = False,
) -> None:
    """Options of the command itself; the text above is the app's."""
    if version:
        out.print(f"kb {installed_version('headline-kb')}")
        raise typer.Exit


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
    printed: list[dict[str, object]] = []
    with home_for(home, dry_run=dry_run) as base, progress_bar() as progress:
        bar = progress.add_task("Reading", total=None, rate="")
        outcomes = ingest_paths(
            base,
            paths,
            jobs=jobs or None,
            dry_run=dry_run,
            templates=templates,
            on_progress=partial(show_progress, progress, bar),
        )
        try:
            for outcome in outcomes:
                counts[outcome.kind] += 1
                if as_json:
                    printed.append(outcome_json(outcome))
                else:
                    print_outcome(outcome)
        except KeyboardInterrupt:
            err.print("Stopped. What is listed above is in; the same command goes on from there.")
            raise
        if not dry_run and (counts[OutcomeKind.ADDED] or counts[OutcomeKind.REVISED] or counts[OutcomeKind.DUPLICATE]):
            base.update_index()
    if as_json:
        print_json(
            {"outcomes": printed, "counts": {kind.value: number for kind, number in counts.items()}, "dry_run": dry_run}
        )
    else:
        summary = (
            ", ".join(f"{number} {kind}" for kind, number in counts.items() if number)
            or f"no PDF files found in {', '.join(map(str, paths))}"
        )
        out.print(escape(f"{'Would be: ' if dry_run else ''}{summary}"))
    if counts[OutcomeKind.REJECTED] or not sum(counts.values()):
        raise typer.Exit(1)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for, in the query language.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=5000, help="Hits to print.")] = 20,
    engine: Annotated[
        str | None, typer.Option("--engine", help="whoosh or fts5; by default the best that is ready.")
    ] = None,
    typed: Annotated[bool, typer.Option("--as-typed", help="Do not search abbreviations in their other form.")] = False,
    mentions: Annotated[bool, typer.Option("--mentions", help="Each mention, not one hit per item.")] = False,
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """Find records. Exit status 1 when nothing was found."""
    request = SearchRequest(
        text=query, today=today(), limit=limit, engine=engine, expand=not typed, grouped=not mentions, facets=False
    )
    with existing(home) as base:
        result = base.search(request)
        if not result.total:
            base.note_failed_search(result.query, datetime.now())  # noqa: DTZ005 - the clock on the wall
    if as_json:
        print_json(result_json(result))
    else:
        print_result(result)
    if not result.hits:
        raise typer.Exit(1)


@app.command()
def show(
    key: Annotated[str, typer.Argument(help="The ref of an action, or a meeting.", metavar="REF|MEETING")],
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """Tell the life of an action (TMAG06-01, in any spelling), or what a meeting's report says (TMAG06)."""
    with existing(home) as base, base.store.reading() as connection:
        named = parse_query(key, today=today())
        if named.ref:
            story = read_story(connection, named.ref)
            if as_json:
                print_json({"line": describe_life(story), **plain(story)})
            else:
                print_story(story)
            return
        report = base.store.find_report(key if "-" in key else base.store.find_current(named.meeting or key))
    if as_json:
        print_json(plain(report))
    else:
        print_report(report)


@app.command()
def actions(
    as_of: Annotated[str, typer.Option("--as-of", help="A day, YYYY-MM-DD; today by default.")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those overdue on that day.")] = False,
    vanished: Annotated[bool, typer.Option("--vanished", help="Only those open and no longer mentioned.")] = False,
    group: Annotated[str, typer.Option("--group", help="Only those of a group.")] = "",
    owner: Annotated[str, typer.Option("--owner", help="Only those of an owner: a printed name, or a part of one.")] = "",
    status: Annotated[list[Status] | None, typer.Option("--status", help="Only those in a state, repeatable.")] = None,
    home: Home = DEFAULT_HOME,
    as_json: AsJson = False,
) -> None:
    """List actions as they stood on a day: state, due date, slips, days overdue."""
    lens = Lens.OVERDUE if overdue else Lens.VANISHED if vanished else Lens.ALL
    with existing(home) as base, base.store.reading() as connection:
        chosen = ActionFilter(
            as_of=day(as_of),
            lens=lens,
            group_code=known_group(connection, group),
            parties=known_owner(connection, owner),
            statuses=tuple(status or ()),
        )
        found = list_actions(connection, chosen)
    if as_json:
        print_json([plain(each) for each in found])
        return
    print_actions(found)


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
    with existing(home):
        result = run_sql(home / "kb.sqlite", statement, given)
    table = Table(title="SQL", columns=result.columns, rows=result.rows, about=(("Statement", statement),))
    if as_json:
        sys.stdout.buffer.write(to_json(table) + b"\n")
    elif csv_:
        sys.stdout.buffer.write(to_csv(table))
    else:
        print_table(table)
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
        write_snapshot(home, snapshot)
        return
    names = [each.name for each in VIEWS]
    if view not in names or to is None:
        fail(f"say which view and where to: kb export VIEW --to FILE.csv; the views are {', '.join(names)}", status=2)
    writers = {".csv": to_csv, ".xlsx": to_xlsx, ".json": to_json}
    if to.suffix not in writers:
        fail(f"{to}: found the ending {to.suffix!r}, expected one of {', '.join(writers)}", status=2)
    with existing(home) as base, base.store.reading() as connection:
        result = connection.exec_driver_sql(f"SELECT * FROM {view}")  # noqa: S608 - one of the product's own view names
        table = Table(title=view, columns=tuple(result.keys()), rows=[tuple(row) for row in result])
    to.write_bytes(writers[to.suffix](table))
    out.print(f"{to}: {len(table.rows):,} rows of {view}")


@app.command()
def doctor(home: Home = DEFAULT_HOME, as_json: AsJson = False) -> None:
    """Check that database, originals and index agree, and list what the parser doubts, by report and code."""
    with existing(home) as base:
        checks = examine(base)
        with base.store.reading() as connection:
            archive, problems = summarise(connection), list_problems(connection)
    if as_json:
        print_json({"checks": [plain(check) for check in checks], "problems": [plain(each) for each in problems]})
    else:
        print_health(archive, checks, problems)
    if any(check.health is Health.BROKEN for check in checks):
        raise typer.Exit(1)


@app.command()
def reparse(
    home: Home = DEFAULT_HOME,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Worker processes; 0 for one per core.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")] = False,
    templates: Annotated[Path | None, typer.Option("--templates", help="A folder with report families of your own.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read all kept originals again with today's parser and show what changed. Keys stay the same."""
    with KnowledgeBase.open(home) as base, progress_bar() as progress:
        bar = progress.add_task("Reading again", total=None, rate="")
        again = reparse_originals(
            base, jobs=jobs or None, dry_run=dry_run, templates=templates, on_progress=partial(show_progress, progress, bar)
        )
        results = list(again)
        if not dry_run:
            base.update_index()
    if as_json:
        print_json([plain(each) for each in results])
    else:
        print_reparsed(results)
    if any(each.kind is ReparseKind.REJECTED for each in results):
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
    if is_taken(address, port):
        fail(f"port {port} is taken by another program; choose another one with --port", status=1)
    out.print(f"The app is at {url_of(address, port)} (stop it with Ctrl+C)")
    raise typer.Exit(serve_app(home, port=port, address=address, open_browser=open_browser))


def main() -> None:
    """Run the command; an error of the product or of the machine is one line on standard error and exit status 1."""
    try:
        app()
    except KnowledgeBaseError as error:
        err.print(escape(str(error)))
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        explained = explain_failure(error)
        if explained is None:
            raise
        err.print(escape(explained))
        sys.exit(1)


if __name__ == "__main__":
    main()
