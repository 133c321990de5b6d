"""RAID: risks, assumptions, issues and dependencies as the reports print them.

Address: `r_group`, `r_kind`, `r_words`, `r_from`, `r_to`, `r_meeting`.
"""

from textwrap import shorten

import streamlit as st

from kb.export import Table, Value
from kb.history.raid import RaidFilter, RaidOnList, count_raid_items, list_raid_items
from kb.knowledge_base import KnowledgeBase
from kb.records import RaidKind
from kb.web.address import query_parameter, set_parameter
from kb.web.filters import counted_choice, group_filter, span_filter, words_filter
from kb.web.format import format_date, join_facts
from kb.web.lists import SHOWN, Listing, Opening, date_column, show_listing, wide_column
from kb.web.session import archive_summary, knowledge_base
from kb.web.widgets import REPORT_PAGE, empty_archive, empty_state, page_title

COLUMNS = ("Date", "Group", "Meeting", "Ref", "Kind", "Description", "Area", "Printings", "File", "Page", "Record")


def main() -> None:
    """Draw the page."""
    page_title("RAID", "Risks, assumptions, issues and dependencies. Choose a row to see it on its page.")
    base = knowledge_base()
    archive = archive_summary(base)
    if not archive.reports:
        empty_archive(base, "their RAID items are then listed here.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = group_filter(base, "r_group")
        words = words_filter("r_words")
        since, until = span_filter(archive, "r")
    meeting = query_parameter("r_meeting")
    if meeting and st.button(f"meeting: {meeting}", icon=":material/close:", key="r_any_meeting"):
        set_parameter("r_meeting", "")
    chosen = RaidFilter(since=since, until=until, group_code=group, words=words, meeting=meeting)
    with base.store.reading() as connection:
        counts = count_raid_items(connection, chosen)
    kind = counted_choice(list(RaidKind), counts, "r_kind", None)
    chosen = RaidFilter(since=since, until=until, group_code=group, words=words, meeting=meeting, kind=kind)
    _list(base, chosen, counts.get(kind, 0) if kind else sum(counts.values()))


def _list(base: KnowledgeBase, chosen: RaidFilter, total: int) -> None:
    with base.store.reading() as connection:
        items = list_raid_items(connection, chosen, limit=SHOWN)
    if not items:
        empty_state("No RAID items in this list", "“None raised” is no item; the Trends page counts it as a zero.")
        return
    show_listing(
        Listing(
            key="r",
            name="raid items",
            alt="RAID items, newest first",
            columns=COLUMNS,
            rows=[_row(each) for each in items],
            one="RAID item",
            total=total,
            make_all=lambda: _table(base, chosen),
            opens=lambda row: _opening(items[row]),
            config={
                "Date": date_column(),
                "Description": wide_column(),
                "Printings": st.column_config.NumberColumn(help="How often the reports listed here print the same ref"),
            },
        )
    )


def _opening(each: RaidOnList) -> Opening:
    label = join_facts((each.meeting, each.kind.capitalize(), each.ref or shorten(each.text, 60, placeholder=" …")))
    return Opening(page=REPORT_PAGE, address={"report": each.report_id, "row": each.raid_id}, label=label)


def _row(each: RaidOnList) -> tuple[Value, ...]:
    return (
        *(each.meeting_date, each.group_code, each.meeting, each.ref, each.kind.capitalize(), each.text, each.area),
        *(each.printings, each.file_name, each.page, each.raid_id),
    )


def _table(base: KnowledgeBase, chosen: RaidFilter) -> Table:
    with base.store.reading() as connection:
        items = list_raid_items(connection, chosen)
    return Table(
        title="RAID items",
        columns=COLUMNS,
        rows=[_row(each) for each in items],
        about=(
            ("Held", f"{format_date(chosen.since)} to {format_date(chosen.until)}"),
            ("Group", chosen.group_code or "all"),
            ("Kind", chosen.kind or "any"),
            ("Contains", chosen.words),
        ),
    )


main()
