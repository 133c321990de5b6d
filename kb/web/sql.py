"""SQL: one read-only statement over the public views, with a library of questions, the plan, and exports.

Address: `q_question` is the question one starts from, `statement` the statement when it is another one, `q_p_…` parameters.
"""

import re
from collections.abc import Sequence
from datetime import date

import streamlit as st

from kb.errors import UnsafeSqlError
from kb.export import Table
from kb.questions import QUESTIONS, Question
from kb.sql import ROW_LIMIT, TIME_LIMIT_SECONDS, SqlResult, run_sql
from kb.sql_process import Value
from kb.views import VIEWS
from kb.web.address import query_parameter
from kb.web.format import format_count, markdown_text
from kb.web.session import archive_summary, knowledge_base
from kb.web.widgets import empty_archive, empty_state, export_buttons, page_title

_PARAMETER = re.compile(r"(?<![:\w]):(?P<name>[a-z_][a-z0-9_]*)", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*")
_OWN = "My own statement"
_FIRST = "SELECT * FROM meetings ORDER BY meeting_date DESC"
_LONGEST_IN_ADDRESS = 5_000
_BOX = "q_statement"


def main() -> None:
    """Draw the page."""
    page_title(
        "SQL",
        "The documented views, in SQLite's SQL. One statement at a time, "
        f"{TIME_LIMIT_SECONDS:g} seconds, {ROW_LIMIT:,} rows; nothing can be changed from here.",
    )
    base = knowledge_base()
    if not archive_summary(base).reports:
        empty_archive(base, "the views have no rows until then.")
    question = _choose_question()
    left, right = st.columns([3, 1], gap="large")
    with right:
        _dictionary()
    with left:
        statement = _ask_statement(question.sql if question else _FIRST)
        parameters = _ask_parameters(statement, question)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Run", icon=":material/play_arrow:", shortcut="Ctrl+Enter")
            plan = st.toggle("Show the plan instead", key="q_plan")
        if statement.strip():
            _answer(("EXPLAIN QUERY PLAN " if plan else "") + statement, parameters)


def _choose_question() -> Question | None:
    titles = [_OWN, *(question.title for question in QUESTIONS)]
    chosen = st.selectbox(
        "Start from a question", titles, key="q_question", bind="query-params", on_change=_write_statement, args=("",)
    )
    return next((question for question in QUESTIONS if question.title == chosen), None)


def _ask_statement(first: str) -> str:
    st.session_state[_BOX] = query_parameter("statement") or st.session_state.get("q_too_long") or first
    return st.text_area("Statement", height=240, key=_BOX, on_change=_take_over_statement, args=(first,))


def _take_over_statement(first: str) -> None:
    typed = st.session_state[_BOX]
    _write_statement("" if typed.strip() == first.strip() else typed)


def _write_statement(statement: str) -> None:
    """Into the address, so that it can be sent; one that is too long for that is kept for this visit only."""
    is_too_long = len(statement) > _LONGEST_IN_ADDRESS
    st.session_state["q_too_long"] = statement if is_too_long else ""
    if statement and not is_too_long:
        st.query_params["statement"] = statement
    else:
        st.query_params.pop("statement", None)


def _ask_parameters(statement: str, question: Question | None) -> dict[str, str]:
    names = dict.fromkeys(match["name"] for match in _PARAMETER.finditer(_QUOTED.sub("", statement)))
    defaults = dict(question.parameters) if question else {}
    if not names:
        return {}
    with st.container(horizontal=True):
        return {
            name: st.text_input(name, defaults.get(name, ""), key=f"q_p_{name}", bind="query-params") or "" for name in names
        }


def _answer(statement: str, parameters: dict[str, str]) -> None:
    base = knowledge_base()
    try:
        result = run_sql(base.home / "kb.sqlite", statement, parameters)
    except UnsafeSqlError as error:
        st.error(markdown_text(f"{error}"), icon=":material/block:")
        return
    if not result.rows:
        empty_state("No rows", "The statement ran, and nothing matches it.")
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(f"{format_count(len(result.rows), 'row')} in {result.seconds * 1000:.0f} ms")
        export_buttons(_table(result, statement), "query", "q")
    if result.truncated:
        st.warning(f"There are more rows: only the first {len(result.rows):,} are shown and exported.")
    st.dataframe(
        {name: _column([row[n] for row in result.rows]) for n, name in enumerate(result.columns)},
        hide_index=True,
        placeholder="NULL",
        alt="Rows of the statement",
    )


def _table(result: SqlResult, statement: str) -> Table:
    about = (("Statement", statement), ("Run on", date.today().isoformat()))  # noqa: DTZ011 - a calendar date for the reader
    return Table(title="SQL", columns=result.columns, rows=result.rows, about=about)


def _column(values: list[Value]) -> Sequence[Value]:
    """Values of one kind, as a table on a page needs them: bytes as hex, and all as text where SQLite mixes kinds."""
    shown = [value.hex() if isinstance(value, bytes) else value for value in values]
    kinds = {type(value) for value in shown if value is not None}
    return shown if len(kinds) < 2 or kinds == {int, float} else [None if each is None else str(each) for each in shown]


def _dictionary() -> None:
    st.markdown("**Views**")
    for view in VIEWS:
        with st.expander(view.name):
            st.markdown(f"One row per {view.per}.")
            st.markdown("\n".join(f"- `{name}` {meaning}" for name, meaning in view.columns))


main()
