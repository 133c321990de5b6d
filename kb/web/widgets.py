"""The parts that pages share: titles, texts from PDFs, links to evidence, empty states, exports.

Texts from PDFs reach the browser only through `printed_text`, `marked_text` and `format.markdown_text`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import streamlit as st

from kb.export import Table, to_csv, to_json, to_xlsx
from kb.records import Severity, Status
from kb.web.format import SEVERITY_MARKS, STATUS_MARKS, Mark, paragraphs_html, segments_html

REPORT_PAGE = "report.py"
ACTION_PAGE = "action.py"


def page_title(title: str, caption: str = "") -> None:
    """The head of a page: one title, one quiet line under it."""
    st.title(title, anchor=False)
    if caption:
        st.caption(caption)


def printed_text(text: str) -> None:
    """Text as a PDF prints it: paragraphs and bullets, every character shown as it is."""
    st.html(f'<div class="printed">{paragraphs_html(text)}</div>')


def marked_text(segments: Iterable[tuple[str, bool]]) -> None:
    """A snippet with its hit words marked."""
    st.html(f'<div class="printed">{segments_html(segments)}</div>')


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
    st.page_link(REPORT_PAGE, label=label, icon=icon, query_params={"report": report} | ({"row": row} if row else {}))


def action_link(ref: str, label: str = "") -> None:
    """A link to the page of one action."""
    st.page_link(ACTION_PAGE, label=label or ref, icon=":material/assignment:", query_params={"ref": ref})


def empty_state(title: str, advice: str) -> None:
    """Shown in place of a list that has nothing in it: what that means and what to do."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f"**{title}**", text_alignment="center")
        st.caption(advice, text_alignment="center")


def export_buttons(table: Table, name: str, key: str) -> None:
    """Download exactly the rows of `table`: CSV, Excel, JSON."""
    with st.popover("Export", icon=":material/download:", key=f"{key}_export"):
        st.caption(f"{len(table.rows):,} rows, as listed here")
        st.download_button("CSV", lambda: to_csv(table), f"{name}.csv", "text/csv", key=f"{key}_csv", on_click="ignore")
        st.download_button("Excel", lambda: to_xlsx(table), f"{name}.xlsx", _XLSX, key=f"{key}_xlsx", on_click="ignore")
        st.download_button(
            "JSON", lambda: to_json(table), f"{name}.json", "application/json", key=f"{key}_json", on_click="ignore"
        )


def query_parameter(name: str) -> str:
    """A parameter of the page's address, empty when absent."""
    return str(st.query_params.get(name, ""))


def columns_table(rows: Sequence[Mapping[str, str | int | float | bool | date | None]]) -> dict[str, list[object]]:
    """Rows as columns, the form that Streamlit's tables take."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _badge(mark: Mark, help_text: str) -> None:
    st.badge(mark.label, icon=mark.icon, color=mark.color, help=help_text or None)  # type: ignore[arg-type] # colour names are Streamlit's
