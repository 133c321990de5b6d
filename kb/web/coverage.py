"""Coverage: which meetings' reports are in the archive, and which seem to be missing, late, re-issued or partly read.

Address: `v_group`, `v_show`.
"""

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from kb.export import Table, Value
from kb.history.coverage import USUAL_WORKING_DAYS, Coverage, Presence, RefGap, list_coverage, list_ref_gaps
from kb.web.filters import counted_choice, group_filter
from kb.web.format import format_count, format_date, join_facts
from kb.web.lists import SHOWN, Listing, Opening, date_column, show_listing
from kb.web.session import archive_summary, knowledge_base
from kb.web.widgets import REPORT_PAGE, action_link, empty_archive, empty_state, page_title

COLUMNS = (
    *("Group", "Meeting", "Presence", "Held", "First issued", "Working days", "Revisions", "Last issued"),
    *("Partly read", "Problems", "Note"),
)


class Show(StrEnum):
    """Which meetings the list shows."""

    ALL = "All meetings"
    MISSING = "Missing"
    LATE = "Late"
    REISSUED = "Re-issued"
    PARTIAL = "Partly read"


def main() -> None:
    """Draw the page."""
    page_title("Coverage", "Which meetings' reports the archive holds. A trend is only as good as this list.")
    base = knowledge_base()
    if not archive_summary(base).reports:
        empty_archive(base, "gaps in their numbers then show here.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = group_filter(base, "v_group")
    with base.store.reading() as connection:
        coverage = list_coverage(connection, group)
        gaps = list_ref_gaps(connection, group)
    parts = {show: [each for each in coverage if _is_shown(each, show)] for show in Show}
    counts = {show: len(part) for show, part in parts.items()}
    show = counted_choice(list(Show), counts, "v_show", Show.ALL) or Show.ALL
    _list(parts[show], show, group)
    _gaps(gaps)


def _is_shown(each: Coverage, show: Show) -> bool:
    match show:
        case Show.ALL:
            return True
        case Show.MISSING:
            return each.presence is not Presence.HELD
        case Show.LATE:
            return each.is_late
        case Show.REISSUED:
            return each.issues > 1
        case Show.PARTIAL:
            return each.is_partial


def _list(coverage: Sequence[Coverage], show: Show, group: str) -> None:
    if not coverage:
        empty_state("No such meeting", "Nothing is missing, late, re-issued or partly read in this way.")
        return
    listing = Listing(
        key="v",
        name="coverage",
        alt="Meetings and whether the archive holds their reports",
        columns=COLUMNS,
        rows=[_row(each) for each in coverage[:SHOWN]],
        one="meeting",
        total=len(coverage),
        make_all=lambda: Table(
            title="Coverage",
            columns=COLUMNS,
            rows=[_row(each) for each in coverage],
            about=(("Shown", show), ("Group", group or "all")),
        ),
        about=(("Shown", show), ("Group", group or "all")),
        opens=lambda row: _opening(coverage[row]),
        config={
            "Held": date_column(),
            "First issued": date_column("The earliest issue date of the reports for this meeting"),
            "Working days": st.column_config.NumberColumn(
                help=f"From meeting to first issue, Monday to Friday; over {USUAL_WORKING_DAYS} is late. Holidays count."
            ),
            "Revisions": st.column_config.NumberColumn(help="How often a report with different content was issued"),
            "Last issued": date_column("The issue date of the report that stands"),
        },
    )
    show_listing(listing)


def _opening(each: Coverage) -> Opening | None:
    if not each.report_id:
        return None
    label = join_facts((each.meeting, format_date(each.meeting_date)))
    return Opening(page=REPORT_PAGE, address={"report": each.report_id}, label=label)


def _gaps(gaps: Sequence[RefGap]) -> None:
    st.subheader("Refs that the sequence skips", anchor=False)
    if not gaps:
        st.caption("No meeting in the archive skips a number in the refs of its actions.")
        return
    st.caption(f"{format_count(len(gaps), 'ref')}: a row may be missing from the report, or not have been read.")
    with st.container(horizontal=True):
        for gap in gaps[:60]:
            if gap.is_mentioned:
                action_link(gap.ref, f"{gap.ref} (prose speaks of it)")
            else:
                st.badge(gap.ref, color="gray")


def _row(each: Coverage) -> tuple[Value, ...]:
    return (
        *(each.group_code, each.meeting, each.presence, each.meeting_date, each.first_issued_on, each.working_days),
        *(each.issues or None, each.issue_date, "yes" if each.is_partial else ""),
        *(each.problems if each.report_id else None, each.note),
    )


main()
