"""SQL: one read-only statement over the public views, with a library of questions, the plan, and exports."""

import re
from datetime import date

import streamlit as st

from kb.errors import UnsafeSqlError
from kb.export import Table
from kb.questions import QUESTIONS, Question
from kb.sql import ROW_LIMIT, TIME_LIMIT_SECONDS, SqlResult, run_sql
from kb.views import VIEWS
from kb.web.address import query_parameter
from kb.web.format import format_count
from kb.web.session import knowledge_base
from kb.web.widgets import empty_state, export_buttons, page_title

_PARAMETER = re.compile(r"(?<![:\w]):(?P<name>[a-z_][a-z0-9_]*)", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*")
_OWN = "My own statement"


def main() -> None:
    """Draw the page."""
    page_title(
        "SQL",
        "The documented views, in SQLite's SQL. One statement at a time, "
        f"{TIME_LIMIT_SECONDS:g} seconds, {ROW_LIMIT:,} rows; nothing can be changed from here.",
    )
    question = _choose_question()
    left, right = st.columns([3, 1], gap="large")
    with right:
        _dictionary()
    with left:
        statement = st.text_area(
            "Statement",
            question.sql
            if question
            else query_parameter("statement") or "SELECT * FROM meetings ORDER BY meeting_date DESC",
            height=240,
            key=f"q_statement_{question.title if question else ''}",
        )
        parameters = _ask_parameters(statement, question)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Run", type="primary", icon=":material/play_arrow:", shortcut="Ctrl+Enter")
            plan = st.toggle("Show the plan instead", key="q_plan")
        if statement.strip():
            _answer(("EXPLAIN QUERY PLAN " if plan else "") + statement, parameters)


def _choose_question() -> Question | None:
    titles = [_OWN, *(question.title for question in QUESTIONS)]
    chosen = st.selectbox("Start from a question", titles, key="q_question", bind="query-params")
    return next((question for question in QUESTIONS if question.title == chosen), None)


def _ask_parameters(statement: str, question: Question | None) -> dict[str, str]:
    names = dict.fromkeys(match["name"] for match in _PARAMETER.finditer(_QUOTED.sub("", statement)))
    defaults = dict(question.parameters) if question else {}
    if not names:
        return {}
    with st.container(horizontal=True):
        return {name: st.text_input(name, defaults.get(name, ""), key=f"q_p_{name}") for name in names}


def _answer(statement: str, parameters: dict[str, str]) -> None:
    base = knowledge_base()
    try:
        result = run_sql(base.home / "kb.sqlite", statement, parameters)
    except UnsafeSqlError as error:
        st.error(str(error), icon=":material/block:")
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
        {
            f"{name}{' ' * n if result.columns.index(name) != n else ''}": [row[n] for row in result.rows]
            for n, name in enumerate(result.columns)
        },
        hide_index=True,
        placeholder="NULL",
        alt="Rows of the statement",
    )


def _table(result: SqlResult, statement: str) -> Table:
    about = (("Statement", statement), ("Run on", date.today().isoformat()))  # noqa: DTZ011 - a calendar date for the reader
    return Table(title="SQL", columns=result.columns, rows=result.rows, about=about)


def _distinct(names: tuple[str, ...]) -> list[str]:
    """Column names made different, as a join may give the same name twice."""
    return [name if name not in names[:n] else f"{name} ({n + 1})" for n, name in enumerate(names)]


def _dictionary() -> None:
    st.markdown("**Views**")
    for view in VIEWS:
        with st.expander(view.name):
            st.caption(f"One row per {view.per}.")
            st.markdown("\n".join(f"- `{name}` {meaning}" for name, meaning in view.columns))


main()
