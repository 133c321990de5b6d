"""The parts that pages share: titles, texts from PDFs, links to evidence, empty states, exports.

Texts from PDFs reach the browser only through `printed_text`, `marked_text` and `format.markdown_text`.
"""

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from kb.export import Table, to_csv, to_json, to_xlsx
from kb.knowledge_base import KnowledgeBase
from kb.records import Severity, Status
from kb.web.format import SEVERITY_MARKS, STATUS_MARKS, Mark, markdown_text, paragraphs_html, segments_html

REPORT_PAGE = "report.py"
ACTION_PAGE = "action.py"


def page_title(title: str, caption: str = "") -> None:
    """The head of a page: one title, on the browser's tab too, and one quiet line under it; both shown as they are."""
    st.set_page_config(page_title=f"{title} · Headline reports")
    st.title(markdown_text(title), anchor=False)
    if caption:
        st.caption(markdown_text(caption))


def printed_text(text: str) -> None:
    """Text as a PDF prints it: paragraphs and bullets, every character shown as it is."""
    st.html(paragraphs_html(text))


def marked_text(segments: Iterable[tuple[str, bool]], *, strong: bool = False) -> None:
    """A snippet (or, strong, a heading) with its hit words marked."""
    tag = "strong" if strong else "span"
    st.html(f"<{tag}>{segments_html(segments)}</{tag}>")


def status_badge(status: Status, help_text: str = "") -> None:
    """The state of an action: word, symbol, colour."""
    _badge(STATUS_MARKS[status], help_text)


def severity_badge(severity: Severity) -> None:
    """How much a problem matters: word, symbol, colour."""
    _badge(SEVERITY_MARKS[severity], "")


def overdue_badge(days: int) -> None:
    """How long an action is overdue."""
    st.badge(f"Overdue by {days} day{'' if days == 1 else 's'}", icon=":material/schedule:", color="red")


def synthetic_badge() -> None:
    """Marks a report that says of itself that it is a synthetic specimen."""
    st.badge("Synthetic", icon=":material/science:", color="gray", help="The report's own pages say that it is a specimen.")


def report_link(label: str, report: str, row: str = "", icon: str | None = ":material/description:") -> None:
    """A link to a report (by meeting or report key), with one of its rows outlined on the page."""
    st.page_link(
        REPORT_PAGE, label=markdown_text(label), icon=icon, query_params={"report": report} | ({"row": row} if row else {})
    )


def action_link(ref: str, label: str = "") -> None:
    """A link to the page of one action."""
    st.page_link(ACTION_PAGE, label=markdown_text(label or ref), icon=":material/assignment:", query_params={"ref": ref})


def search_link(query: str) -> None:
    """A link to a search for these words."""
    label = markdown_text(f"Search all texts for {query[:60]}")
    st.page_link("search.py", label=label, icon=":material/search:", query_params={"q": query})


def empty_state(title: str, advice: str) -> None:
    """Shown in place of a list that has nothing in it: what that means and what to do."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f"**{title}**", text_alignment="center")
        st.markdown(advice, text_alignment="center")


def empty_archive(base: KnowledgeBase, then: str) -> None:
    """Shown by every page while there are no reports: the command that takes them in, and what the page has then."""
    elsewhere = "" if base.home == Path("data").absolute() else f" --home {shlex.quote(str(base.home))}"
    empty_state("No reports yet", f"Take reports in with `kb ingest FOLDER{elsewhere}`; {then}")


def export_buttons(table: Table | Callable[[], Table], name: str, key: str, *, count: int | None = None) -> None:
    """Download exactly the rows of `table`: CSV, Excel, JSON.

    A function makes the table only when somebody downloads it; then `count` says how many rows are listed.
    """
    make = table if callable(table) else lambda: table
    rows = len(table.rows) if isinstance(table, Table) else count
    with st.popover("Export", icon=":material/download:", key=f"{key}_export"):
        st.caption(f"{rows:,} rows, as listed here" if rows is not None else "The rows that are listed here")
        for label, ending, write, media in _FORMATS:
            st.download_button(
                label,
                partial(_write, write, make),
                f"{name}.{ending}",
                media,
                key=f"{key}_{ending}",
                on_click="ignore",
            )


def columns_table(rows: Sequence[Mapping[str, str | int | float | bool | date | None]]) -> dict[str, list[object]]:
    """Rows as columns, the form that Streamlit's tables take."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


_FORMATS = (
    ("CSV", "csv", to_csv, "text/csv"),
    ("Excel", "xlsx", to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("JSON", "json", to_json, "application/json"),
)


def _write(write: Callable[[Table], bytes], make: Callable[[], Table]) -> bytes:
    return write(make())


def _badge(mark: Mark, help_text: str) -> None:
    st.badge(mark.label, icon=mark.icon, color=mark.color, help=help_text or None)  # type: ignore[arg-type] # colour names are Streamlit's
