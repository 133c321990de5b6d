"""Quality: what the parser doubts, by severity, code and report; and the files whose reports are partial."""

from collections import Counter

import streamlit as st

from kb.archive import list_groups, list_problems
from kb.export import Table
from kb.failed_searches import list_failed_searches
from kb.records import Severity
from kb.web.format import SEVERITY_MARKS, format_count
from kb.web.session import knowledge_base
from kb.web.widgets import empty_state, export_buttons, page_title, report_link

_SHOWN = 200


def main() -> None:
    """Draw the page."""
    page_title(
        "Quality", "What the parser doubts: nothing was guessed in silence. Errors mean that something may be missing."
    )
    with knowledge_base().store.reading() as connection:
        everything = list_problems(connection)
        groups = [each.group_code for each in list_groups(connection)]
    if not groups:
        empty_state("No reports yet", "Take reports in with `kb ingest FOLDER`, then come back to this page.")
        return
    counts = Counter(each.severity for each in everything)
    for column, each in zip(st.columns(3), Severity, strict=True):
        column.metric(SEVERITY_MARKS[each].label, f"{counts[each]:,}", border=True)
    with st.container(horizontal=True):
        severity = st.selectbox("Severity", list(Severity), None, key="d_severity", bind="query-params", placeholder="All")
        codes = sorted({each.code for each in everything})
        code = st.selectbox("Code", codes, None, key="d_code", bind="query-params", placeholder="All")
        group = st.selectbox("Group", groups, None, key="d_group", bind="query-params", placeholder="All")
    with knowledge_base().store.reading() as connection:
        found = list_problems(connection, severity=severity or "", code=code or "", group_code=group or "")
    if not found:
        empty_state("No problems", "Nothing in the archive is doubtful, as far as these filters reach.")
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(format_count(len(found), "problem"))
        columns = ("severity", "code", "meeting", "page", "message", "file")
        rows = [(p.severity.value, p.code, p.meeting, p.page, p.message, p.file_name) for p in found]
        export_buttons(Table(title="Problems", columns=columns, rows=rows), "problems", "d")
    st.dataframe(
        {name: [row[n] for row in rows] for n, name in enumerate(columns)},
        hide_index=True,
        column_config={"message": st.column_config.TextColumn(width="large")},
        alt="Problems with severity, code, meeting, page, message and file",
    )
    st.subheader("Reports with errors", anchor=False)
    partial = dict.fromkeys((each.report_id, each.meeting) for each in found if each.severity is Severity.ERROR)
    if not partial:
        st.caption("None.")
    for report_id, meeting in list(partial)[:_SHOWN]:
        report_link(f"{meeting} ({report_id})", report_id)
    _failed_searches()


def _failed_searches() -> None:
    with knowledge_base().store.reading() as connection:
        failed = list_failed_searches(connection)
    st.subheader("Searches that found nothing", anchor=False)
    st.caption("Kept on this machine only, without names: words that people look for and the archive does not have.")
    if not failed:
        st.caption("None so far.")
        return
    st.dataframe(
        {"query": [f.query for f in failed], "times": [f.times for f in failed], "last asked": [f.last_at for f in failed]},
        hide_index=True,
        alt="Searches that found nothing, with how often and when they were asked",
    )


main()
