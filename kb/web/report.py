"""One report: its header, all sections in printed order, and the page of the original with the chosen row outlined.

Address: `report` is a meeting (`TMAG06`: its current report) or a report key; `row` the key of a record; `page` a page.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import streamlit as st

from kb.archive import Revision, find_report_of_record, list_revisions
from kb.differences import list_differences
from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.records import (
    Box,
    Decision,
    ParsedReport,
    ReportSection,
    SectionKind,
    SectionState,
    Source,
)
from kb.web.address import query_parameter, warn_of_unknown
from kb.web.format import KIND_LABELS, SECTION_LABELS, format_count, format_date, format_times, join_facts, markdown_text
from kb.web.page_image import page_image
from kb.web.report_rows import AnyRecord, Row, list_rows, section_of, show_record
from kb.web.session import archive_summary, knowledge_base
from kb.web.widgets import (
    empty_archive,
    empty_state,
    page_title,
    printed_text,
    search_link,
    severity_badge,
    synthetic_badge,
)


def main() -> None:
    """Draw the page."""
    base = knowledge_base()
    wanted, chosen = query_parameter("report"), query_parameter("row")
    try:
        report_id = _find(base, wanted, chosen)
        parsed = base.store.find_report(report_id)
    except NotFoundError as error:
        page_title("Report")
        if not archive_summary(base).reports:
            empty_archive(base, "each can then be read here, beside the page that prints it.")
            return
        empty_state("No such report" if wanted or chosen else "No report chosen", _advice(error, wanted or chosen))
        if wanted or chosen:
            search_link(wanted or chosen)
        st.page_link("meetings.py", label="All meetings", icon=":material/event:")
        return
    _header(base, parsed)
    rows = tuple(list_rows(parsed))
    chosen_row = next((row for row in rows if row.key == chosen), None)
    warn_of_unknown("row", "row", [row.key for row in rows])
    picture, words = st.columns(2, gap="large")  # on a phone the columns stack: the page asked for comes first
    with picture:
        _evidence(base, parsed, chosen_row)
    with words:
        if chosen_row is not None:
            with st.container(border=True, key="chosen_row"):
                facts = ("Outlined on the page", KIND_LABELS[chosen_row.kind], chosen_row.record.area)
                st.caption(markdown_text(join_facts(facts)))
                show_record(parsed.report.report_id, chosen_row)
        _sections(parsed, rows, chosen)
        _problems(parsed)


def _find(base: KnowledgeBase, wanted: str, row: str) -> str:
    if not wanted and row:
        with base.store.reading() as connection:
            return find_report_of_record(connection, row)
    if "-" in wanted:
        return wanted
    return base.store.find_current(wanted)


def _advice(error: NotFoundError, wanted: str) -> str:
    if wanted:
        return markdown_text(f"The archive has no {error.what} “{wanted}”.")
    return "Choose a meeting, or follow a hit of a search to the page it is printed on."


def _header(base: KnowledgeBase, parsed: ParsedReport) -> None:
    report, meeting = parsed.report, parsed.report.meeting
    page_title(meeting.number_raw or meeting.key, report.title)
    times = format_times(meeting.start_time, meeting.end_time)
    chaired = f"chaired by {meeting.chair}" if meeting.chair else ""
    held = join_facts((format_date(meeting.meeting_date, ""), times, meeting.venue, chaired))
    issued = f"Issued {format_date(report.issue_date)}" if report.issue_date else "No issue date"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(join_facts((held, f"{issued} {report.version}".strip(), meeting.classification)))
        if report.is_synthetic:
            synthetic_badge()
        if any(problem.severity == "error" for problem in parsed.problems):
            st.badge(
                "Partial", icon=":material/error:", color="red", help="Something of this report may be missing, see Problems"
            )
    _revisions(base, report.report_id, meeting.key)
    if report.attendees:
        with st.expander(format_count(len(report.attendees), "attendee"), icon=":material/group:"):
            for attendee in report.attendees:
                st.text(join_facts((attendee.name, attendee.role, "apologies" if attendee.apologies else "")))


def _revisions(base: KnowledgeBase, report_id: str, meeting: str) -> None:
    with base.store.reading() as connection:
        revisions = list_revisions(connection, meeting)
    if len(revisions) < 2:
        return
    shown = next(each for each in revisions if each.report_id == report_id)
    stands = next(each for each in revisions if each.is_current)
    if shown.duplicate_of == stands.report_id:
        st.caption(
            markdown_text(
                f"Two files say the same in other bytes; lists and searches name {stands.report_id}, which stands for both."
            )
        )
    elif not shown.is_current:
        st.warning("This is not the report that stands: another one was issued for the meeting.", icon=":material/history:")
    with st.expander(f"{len(revisions)} files for this meeting", icon=":material/history:"):
        for each in revisions:
            st.page_link("report.py", label=markdown_text(_revision_label(each)), query_params={"report": each.report_id})
        _differences(base, revisions)


def _differences(base: KnowledgeBase, revisions: Sequence[Revision]) -> None:
    """What each revision says otherwise than the one before it."""
    issued = [each for each in revisions if each.duplicate_of is None]
    for before, after in pairwise(issued):
        st.markdown(f"**From revision {before.revision} to revision {after.revision}**")
        found = list_differences(base.store.find_report(before.report_id), base.store.find_report(after.report_id))
        rows = [(each.what, each.field or ("gone" if each.old else "new"), each.old, each.new) for each in found]
        if not rows:
            st.caption("No record differs.")
            continue
        st.dataframe(
            {name: [row[n] for row in rows] for n, name in enumerate(("record", "what", "before", "after"))},
            hide_index=True,
            placeholder="",
            alt=f"What revision {after.revision} says otherwise than revision {before.revision}",
        )


def _revision_label(each: Revision) -> str:
    role = "current" if each.is_current else f"says the same as {each.duplicate_of}" if each.duplicate_of else "earlier"
    return f"Revision {each.revision}, issued {format_date(each.issue_date)} {each.version} ({role}), {each.report_id}"


def _sections(parsed: ParsedReport, rows: Sequence[Row], chosen: str) -> None:
    left = list(rows)
    for section in parsed.sections:
        is_shown_above = section.kind is SectionKind.ATTENDEES and parsed.report.attendees
        if section.state is SectionState.ABSENT or is_shown_above:
            continue
        st.header(markdown_text(section.heading or SECTION_LABELS[section.kind]), anchor=False, divider="gray")
        mine = [row for row in left if section_of(row.record) is section.kind]
        left = [row for row in left if row not in mine]
        _section(parsed, section, mine, chosen)
    for heading, belongs in _WITHOUT_SECTION:
        rest = [row for row in left if belongs(row.record)]
        if rest:
            st.header(heading, anchor=False, divider="gray")
            for row in rest:
                _row(parsed, row, chosen)
    absent = [SECTION_LABELS[section.kind] for section in parsed.sections if section.state is SectionState.ABSENT]
    if absent:
        st.caption(f"Not in this report: {', '.join(absent)}.")


_WITHOUT_SECTION: tuple[tuple[str, Callable[[AnyRecord], bool]], ...] = (
    ("Decision statements in the discussion", lambda record: isinstance(record, Decision) and section_of(record) is None),
    ("Rows outside the known sections", lambda record: section_of(record) is not None),
)


def _section(parsed: ParsedReport, section: ReportSection, rows: Sequence[Row], chosen: str) -> None:
    if section.text:
        printed_text(section.text)
    match section.state:
        case SectionState.NONE_RAISED:
            st.caption("None raised.")
        case SectionState.EMPTY:
            st.caption("The section is there, but holds nothing.")
        case _:
            area = None
            for row in rows:
                if row.record.area != area:
                    area = row.record.area
                    if area:
                        st.subheader(markdown_text(area), anchor=False)
                _row(parsed, row, chosen)


def _row(parsed: ParsedReport, row: Row, chosen: str) -> None:
    with st.container(border=row.key == chosen, key=f"row_{row.key}"):
        show_record(parsed.report.report_id, row)


def _problems(parsed: ParsedReport) -> None:
    if not parsed.problems:
        return
    st.header("Problems", anchor=False, divider="gray")
    st.caption("What the parser doubts in this report.")
    for problem in parsed.problems:
        with st.container(horizontal=True, vertical_alignment="center"):
            severity_badge(problem.severity)
            place = f" (page {problem.source.page})" if problem.source else ""
            st.text(f"{problem.message}{place}")


def _evidence(base: KnowledgeBase, parsed: ParsedReport, chosen: Row | None) -> None:
    report = parsed.report
    first, last = report.first_page, report.first_page + report.pages - 1
    source = chosen.record.source if chosen else Source(page=first)
    asked = query_parameter("page")
    number = min(max(int(asked), first), last) if asked.isdecimal() else source.page
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**Page {number} of {last}**")
        _turn("Previous page", ":material/chevron_left:", number - 1, number > first, parsed, chosen)
        _turn("Next page", ":material/chevron_right:", number + 1, number < last, parsed, chosen)
        st.link_button("Original PDF", f"/reports/{report.sha256}.pdf#page={number}", icon=":material/picture_as_pdf:")
    try:
        path = base.library.find(report.sha256)
        image = page_image(path, number, _outlines(source, chosen))
    except (NotFoundError, ValueError) as error:
        empty_state("The page cannot be shown", str(error))
        return
    what = "with the chosen row outlined" if chosen and any(box.page == number for box in source.boxes) else ""
    st.image(image, alt=f"Page {number} of {report.file_name} {what}".strip(), width="stretch")
    st.caption(f"{markdown_text(report.file_name)}, read with the template {report.template or 'unknown'}")


def _turn(label: str, icon: str, number: int, possible: bool, parsed: ParsedReport, chosen: Row | None) -> None:
    parameters = {"report": parsed.report.report_id, "page": str(number)} | ({"row": chosen.key} if chosen else {})
    st.page_link("report.py", label=label, icon=icon, disabled=not possible, query_params=parameters)


def _outlines(source: Source, chosen: Row | None) -> tuple[Box, ...]:
    return source.boxes if chosen else ()


main()
