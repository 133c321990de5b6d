"""Quality: what the parser doubts, by severity, code and report; the reports that are partial; searches that found nothing.

Address: `p_severity`, `p_code`, `p_group`.
"""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from kb.archive import ListedProblem, list_groups, list_problems
from kb.export import Table
from kb.failed_searches import list_failed_searches
from kb.records import Severity
from kb.web.address import warn_of_unknown
from kb.web.filters import counted_choice, group_filter
from kb.web.format import join_facts
from kb.web.lists import SHOWN, Listing, Opening, show_listing, wide_column
from kb.web.session import knowledge_base
from kb.web.widgets import REPORT_PAGE, empty_archive, empty_state, page_title, report_link

COLUMNS = ("Severity", "Code", "Meeting", "Page", "Problem", "File")
_PARTIAL_SHOWN = 200


def main() -> None:
    """Draw the page."""
    page_title(
        "Quality", "What the parser doubts: nothing was guessed in silence. Errors mean that something may be missing."
    )
    base = knowledge_base()
    with base.store.reading() as connection:
        everything = list_problems(connection)
        groups = list_groups(connection)
    if not groups:
        empty_archive(base, "what is doubtful about them is then listed here.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = group_filter(base, "p_group")
        codes = sorted({each.code for each in everything})
        warn_of_unknown("p_code", "code", codes)
        code = st.selectbox("Code", codes, None, key="p_code", bind="query-params", placeholder="All codes", width=230)
    chosen = [each for each in everything if group in ("", each.group_code) and code in (None, each.code)]
    severity = counted_choice(list(Severity), Counter(each.severity for each in chosen), "p_severity", None)
    about = (("Group", group or "all"), ("Code", code or "all"), ("Severity", severity or "all"))
    _problems([each for each in chosen if severity in (None, each.severity)], about)
    _partial_reports(chosen)
    _failed_searches()


def _problems(found: Sequence[ListedProblem], about: tuple[tuple[str, str], ...]) -> None:
    if not found:
        empty_state("No problems", "Nothing in the archive is doubtful, as far as these filters reach.")
        return
    rows = [(p.severity.value, p.code, p.meeting, p.page, p.message, p.file_name) for p in found]
    show_listing(
        Listing(
            key="p",
            name="problems",
            alt="Problems with severity, code, meeting, page, message and file",
            columns=COLUMNS,
            rows=rows[:SHOWN],
            one="problem",
            total=len(rows),
            make_all=lambda: Table(title="Problems", columns=COLUMNS, rows=rows, about=about),
            opens=lambda row: _opening(found[row]),
            config={"Problem": wide_column()},
        )
    )
    st.caption("Choose a row for the page that it is about.")


def _opening(each: ListedProblem) -> Opening:
    label = join_facts((each.meeting, f"page {each.page}" if each.page else "", each.code))
    return Opening(page=REPORT_PAGE, address={"report": each.report_id, "page": str(each.page or 1)}, label=label)


def _partial_reports(found: Sequence[ListedProblem]) -> None:
    st.subheader("Reports with errors", anchor=False)
    partial = dict.fromkeys((each.report_id, each.meeting) for each in found if each.severity is Severity.ERROR)
    if not partial:
        st.caption("None.")
    for report_id, meeting in list(partial)[:_PARTIAL_SHOWN]:
        report_link(f"{meeting} ({report_id})", report_id)
    if len(partial) > _PARTIAL_SHOWN:
        st.caption(f"The first {_PARTIAL_SHOWN} of {len(partial):,}; the Coverage page lists all, as partly read.")


def _failed_searches() -> None:
    with knowledge_base().store.reading() as connection:
        failed = list_failed_searches(connection, limit=SHOWN)
    st.subheader("Searches that found nothing", anchor=False)
    st.caption("Kept on this machine only, without names: words that people look for and the archive does not have.")
    if not failed:
        st.caption("None so far.")
        return
    show_listing(
        Listing(
            key="f",
            name="searches that found nothing",
            alt="Searches that found nothing, with how often and when they were asked",
            columns=("Query", "Times", "Last asked"),
            rows=[(each.query, each.times, each.last_at) for each in failed],
            one="query",
            many="queries",
            opens=lambda row: Opening(page="search.py", address={"q": failed[row].query}, label=failed[row].query),
            config={"Last asked": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")},
        )
    )


main()
