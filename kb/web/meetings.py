"""Meetings: every meeting of the archive with its report, newest first.

Address: `m_group`.
"""

import streamlit as st

from kb.archive import MeetingSummary, list_groups, list_meetings
from kb.export import Table, Value
from kb.records import SectionKind
from kb.web.address import warn_of_unknown
from kb.web.format import format_date, join_facts
from kb.web.lists import SHOWN, Listing, Opening, date_column, show_listing
from kb.web.session import knowledge_base
from kb.web.widgets import REPORT_PAGE, empty_archive, page_title

COLUMNS = (
    *("Meeting", "Date", "Issued", "Group", "Actions", "Decisions", "RAID items", "Discussion items", "Problems"),
    *("Revisions", "Report"),
)
GAP = "empty when the report has no such section"


def main() -> None:
    """Draw the page."""
    page_title("Meetings", "Each meeting whose headline report is in the archive. Choose a row to read the report.")
    base = knowledge_base()
    with base.store.reading() as connection:
        groups = [each.group_code for each in list_groups(connection)]
        if not groups:
            empty_archive(base, "their meetings are then listed here.")
            return
        warn_of_unknown("m_group", "group", groups)
        group = st.segmented_control("Group", groups, key="m_group", bind="query-params") or ""
        meetings = list_meetings(connection, group_code=group)
    rows = [_row(each) for each in meetings]
    about = (("Group", group or "all"),)
    show_listing(
        Listing(
            key="m",
            name="meetings",
            alt="Meetings of the archive with the number of records in each report",
            columns=COLUMNS,
            rows=rows[:SHOWN],
            one="meeting",
            total=len(rows),
            make_all=lambda: Table(title="Meetings", columns=COLUMNS, rows=rows, about=about),
            opens=lambda row: _opening(meetings[row]),
            config={
                "Date": date_column(),
                "Issued": date_column(),
                "Actions": st.column_config.NumberColumn(help=f"Rows of the actions table; {GAP}"),
                "Decisions": st.column_config.NumberColumn(help="Rows of the decisions table, and statements in prose"),
                "RAID items": st.column_config.NumberColumn(help=f"0 says that none was raised; {GAP}"),
                "Discussion items": st.column_config.NumberColumn(help=f"Key discussion items; {GAP}"),
                "Problems": st.column_config.NumberColumn(
                    help="Doubts of the parser, errors and warnings; see the Quality page"
                ),
                "Revisions": st.column_config.NumberColumn(
                    help="How often a report with different content was issued for the meeting"
                ),
            },
        )
    )


def _opening(each: MeetingSummary) -> Opening:
    label = join_facts((each.meeting, format_date(each.meeting_date)))
    return Opening(page=REPORT_PAGE, address={"report": each.meeting}, label=label)


def _row(each: MeetingSummary) -> tuple[Value, ...]:
    return (
        *(each.meeting, each.meeting_date, each.issue_date, each.group_name),
        *(each.count_of(SectionKind.ACTIONS), each.decisions),
        *(each.count_of(SectionKind.RAID), each.count_of(SectionKind.DISCUSSION)),
        *(each.problems, each.issues, each.report_id),
    )


main()
