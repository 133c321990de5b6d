"""Quality: what the parser doubts, by severity, code and report; and the files whose reports are partial."""

from collections import Counter

import streamlit as st

from kb.archive import list_groups, list_problems
from kb.failed_searches import list_failed_searches
from kb.records import Severity
from kb.web.format import SEVERITY_MARKS
from kb.web.lists import Listing, show_listing, wide_column
from kb.web.session import knowledge_base
from kb.web.widgets import empty_state, page_title, report_link

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
    row = show_listing(
        Listing(
            key="d",
            name="problems",
            alt="Problems with severity, code, meeting, page, message and file",
            columns=("Severity", "Code", "Meeting", "Page", "Problem", "File"),
            rows=[(p.severity.value, p.code, p.meeting, p.page, p.message, p.file_name) for p in found],
            one="problem",
            config={"Problem": wide_column()},
        )
    )
    st.caption("Choose a row for the page that it is about.")
    if row is not None:
        st.switch_page("report.py", query_params={"report": found[row].report_id, "page": str(found[row].page or 1)})
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
        {"Query": [f.query for f in failed], "Times": [f.times for f in failed], "Last asked": [f.last_at for f in failed]},
        hide_index=True,
        alt="Searches that found nothing, with how often and when they were asked",
    )


main()
