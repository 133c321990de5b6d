"""Meetings: every meeting of the archive with its report, newest first."""

from collections.abc import Sequence

import streamlit as st

from kb.archive import MeetingSummary, list_groups, list_meetings
from kb.export import Table, Value
from kb.web.format import format_count, format_date, markdown_text
from kb.web.session import knowledge_base
from kb.web.widgets import empty_state, export_buttons, page_title

COLUMNS = (
    "Meeting",
    "Date",
    "Issued",
    "Group",
    "Actions",
    "Decisions",
    "RAID",
    "Discussion",
    "Problems",
    "Issues",
    "Report",
)


def main() -> None:
    """Draw the page."""
    page_title("Meetings", "Each meeting whose headline report is in the archive. Choose a row to read the report.")
    with knowledge_base().store.reading() as connection:
        groups = [each.group_code for each in list_groups(connection)]
        if not groups:
            empty_state("No reports yet", "Take reports in with `kb ingest FOLDER`, then come back to this page.")
            return
        group = st.segmented_control("Group", groups, key="m_group", bind="query-params")
        meetings = list_meetings(connection, group_code=group or "")
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(format_count(len(meetings), "meeting"))
        export_buttons(_table(meetings, group or "all groups"), "meetings", "m")
    _grid(meetings)


def _grid(meetings: Sequence[MeetingSummary]) -> None:
    rows = [_row(each) for each in meetings]
    chosen = st.dataframe(
        {name: [row[n] for row in rows] for n, name in enumerate(COLUMNS[:-1])},
        hide_index=True,
        placeholder="",
        height=min(38 * (len(rows) + 1), 640),
        key="m_list",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "Date": st.column_config.DateColumn(format="D MMM YYYY"),
            "Issued": st.column_config.DateColumn(format="D MMM YYYY"),
            "Problems": st.column_config.NumberColumn(
                help="Doubts of the parser, errors and warnings; see the Quality page"
            ),
            "Issues": st.column_config.NumberColumn(help="How often a report was issued for the meeting"),
        },
        alt="Meetings of the archive with the number of records in each report",
    )
    if chosen.selection.rows:
        st.switch_page("report.py", query_params={"report": meetings[chosen.selection.rows[0]].meeting})
    with st.expander("As links", icon=":material/link:"):
        for each in meetings[:200]:
            st.page_link(
                "report.py",
                label=markdown_text(f"{each.number_raw or each.meeting}, {format_date(each.meeting_date)}"),
                query_params={"report": each.meeting},
            )


def _row(each: MeetingSummary) -> tuple[Value, ...]:
    return (
        each.number_raw or each.meeting,
        each.meeting_date,
        each.issue_date,
        each.group_name,
        each.actions,
        each.decisions,
        each.raid_items,
        each.discussion_items,
        each.problems,
        each.issues,
        each.report_id,
    )


def _table(meetings: Sequence[MeetingSummary], group: str) -> Table:
    return Table(title="Meetings", columns=COLUMNS, rows=[_row(each) for each in meetings], about=(("Group", group),))


main()
