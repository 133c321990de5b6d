"""What every page starts from: the open knowledge base and today's date."""

import os
from datetime import date
from pathlib import Path

import streamlit as st

from kb.archive import ArchiveSummary, summarise
from kb.knowledge_base import KnowledgeBase
from kb.web.format import format_count, format_date, join_facts

HOME_VARIABLE = "KB_HOME"
TODAY_VARIABLE = "KB_TODAY"


@st.cache_resource(show_spinner=False)
def _open(home: Path) -> KnowledgeBase:
    return KnowledgeBase.open(home)


def knowledge_base() -> KnowledgeBase:
    """The knowledge base under `KB_HOME` (default `data/`), opened once per process."""
    return _open(Path(os.environ.get(HOME_VARIABLE) or "data").absolute())


def today() -> date:
    """Today, or the date in `KB_TODAY` (ISO), with which an archive can be looked at as if it were another day."""
    pinned = os.environ.get(TODAY_VARIABLE)
    return date.fromisoformat(pinned) if pinned else date.today()  # noqa: DTZ011 - a calendar date as people at this desk see it


def archive_summary(base: KnowledgeBase) -> ArchiveSummary:
    """What the archive holds; counted again whenever something was written to the database."""
    return _summary(str(base.home), _written(base.home), base)


def corpus_line() -> str:
    """What is being looked at, so that two people can see that they look at the same: `61 reports · newest 4 Jul 2024`."""
    base = knowledge_base()
    archive = archive_summary(base)
    return join_facts(
        (
            format_count(archive.reports, "report"),
            format_count(archive.records, "record"),
            f"newest {format_date(archive.newest)}" if archive.newest else "",
            f"revision {base.revision()}",
        )
    )


@st.cache_data(show_spinner=False, max_entries=4)
def _summary(home: str, written: tuple[tuple[int, int], ...], _base: KnowledgeBase) -> ArchiveSummary:
    with _base.store.reading() as connection:
        return summarise(connection)


def _written(home: Path) -> tuple[tuple[int, int], ...]:
    """When the database and its journal were last written, and how long they are: every change changes one of them."""
    files = (home / "kb.sqlite", home / "kb.sqlite-wal")
    return tuple((said.st_mtime_ns, said.st_size) for said in (each.stat() for each in files if each.exists()))
