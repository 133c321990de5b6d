"""What the commands start from: the directory of the knowledge base, the day, progress, and how a wrong use ends."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NoReturn

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from sqlalchemy import Connection

from cli_output import err, out
from ingest.pipeline import Progress as Reached
from kb.history.actions import list_action_groups
from kb.history.owners import list_aliases, names_of
from kb.knowledge_base import KnowledgeBase

Home = Annotated[Path, typer.Option("--home", envvar="KB_HOME", help="Directory of the knowledge base.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
DEFAULT_HOME = Path("data")


def existing(home: Path) -> KnowledgeBase:
    """The knowledge base under `home`, which must be there: a command that only reads makes none."""
    if not (home / "kb.sqlite").exists():
        remedy = (
            "its originals are there: make it anew with `kb reparse`"
            if (home / "library").is_dir()
            else "take reports in with `kb ingest FOLDER`, or name its directory with --home"
        )
        fail(f"there is no knowledge base in {home}; {remedy}", status=1)
    return KnowledgeBase.open(home)


@contextmanager
def home_for(home: Path, *, dry_run: bool) -> Iterator[KnowledgeBase]:
    """The knowledge base under `home`, made when missing; for a dry run an empty one elsewhere, which is then removed."""
    with TemporaryDirectory(prefix="kb-") as elsewhere:
        place = Path(elsewhere) if dry_run and not (home / "kb.sqlite").exists() else home
        with KnowledgeBase.open(place) as base:
            yield base


def today() -> date:
    """Today, or the day in `KB_TODAY`."""
    pinned = os.environ.get("KB_TODAY")
    return day(pinned, "KB_TODAY: ") if pinned else date.today()  # noqa: DTZ011 - a calendar date as people at this desk see it


def day(text: str, where: str = "") -> date:
    """A day as typed, today when nothing was; ends the command when it is none."""
    try:
        return date.fromisoformat(text) if text else today()
    except ValueError:
        fail(f"{where}found {text!r}, expected a day such as 2022-09-01", status=2)


def known_group(connection: Connection, typed: str) -> str:
    """The acronym of a group typed in any case, or nothing. Ends the command when nothing is of that group."""
    groups = {each.casefold(): each for each in list_action_groups(connection)}
    if typed and typed.casefold() not in groups:
        fail(f"there is no group {typed!r}; the groups are {', '.join(groups.values()) or 'none yet'}", status=2)
    return groups[typed.casefold()] if typed else ""


def known_owner(connection: Connection, typed: str) -> tuple[str, ...]:
    """All printed names of the owner of this name, or of those with it as a part; empty when nothing was typed.

    Ends the command when no owner cell prints such a name.
    """
    if not typed:
        return ()
    aliases, wanted = list_aliases(connection), typed.casefold()
    owners = {each.owner for each in aliases if wanted in (each.name.casefold(), each.owner.casefold())}
    owners = owners or {each.owner for each in aliases if wanted in each.name.casefold()}
    if not owners:
        close = get_close_matches(typed, [each.name for each in aliases], n=3)
        meant = f"did you mean {', '.join(close)}?" if close else "see `kb sql 'SELECT DISTINCT party FROM action_owners'`"
        fail(f"no report prints an owner {typed!r}; {meant}", status=2)
    return tuple(name for owner in sorted(owners) for name in names_of(aliases, owner))


def fail(message: str, *, status: int) -> NoReturn:
    """End the command with one line on standard error. status: 1 when it cannot be done, 2 for wrong use."""
    err.print(escape(message))
    raise typer.Exit(status)


def progress_bar() -> Progress:
    """A bar on standard error, with rate and remaining time; nothing when nobody looks."""
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


def show_progress(progress: Progress, bar: TaskID, reached: Reached) -> None:
    """Move the bar."""
    progress.update(bar, completed=reached.done, total=reached.total, rate=f"{reached.rate:.1f}/s")


def write_snapshot(home: Path, target: Path) -> None:
    """Copy the whole database into a new file, as it is at this moment."""
    if target.exists():
        fail(f"{target}: exists already; choose another name", status=2)
    if not target.parent.is_dir():
        fail(f"{target}: there is no folder {target.parent}; make it first", status=2)
    with existing(home), sqlite3.connect(home / "kb.sqlite") as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    out.print(f"{target}: a copy of the database")
