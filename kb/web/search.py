"""Search: the box, how the query was understood, what it found, and ways to narrow it. The whole state is in the address.

Address: `q` query; `sort`, `each` (each mention, not one hit per item), `exact` (abbreviations as typed); `kind`, `group`,
`owner`, `status`, `year` (repeatable) narrow; `since`, `until` bound the meeting date; `n` hits shown.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import streamlit as st

from kb.archive import list_meetings
from kb.export import Table, Value
from kb.knowledge_base import KnowledgeBase
from kb.language.nodes import Note
from kb.language.query import MAX_LENGTH
from kb.records import RecordKind, Status
from kb.search.port import FEW, Hit, SearchRequest, SearchResult, Segment, Sort
from kb.web.address import addressed, query_parameter
from kb.web.format import KIND_LABELS, format_count, format_date, join_facts, markdown_text
from kb.web.narrowing import bound, is_narrowed, narrowed_by, narrowing, widen
from kb.web.session import archive_summary, knowledge_base, today
from kb.web.widgets import (
    action_link,
    empty_archive,
    empty_state,
    export_buttons,
    marked_text,
    page_title,
    report_link,
    status_badge,
)

STEP = 20
EXPORT_LIMIT = 5_000
EXAMPLES = ("test stubs", '"data quality" group:TMAG', "kind:decision migrat*", "owner:PMO is:open", "what did Ofgem say")
EXPORT_COLUMNS = (
    *("kind", "ref", "meeting", "meeting_date", "group", "area", "text", "owner"),
    *("due_date", "status", "file", "page", "record_id"),
)


def main() -> None:
    """Draw the page."""
    page_title("Search", "Actions, decisions, RAID and discussion items of all headline reports.")
    base = knowledge_base()
    query = st.text_input(
        "Search the reports",
        key="q",
        type="search",
        bind="query-params",
        placeholder="Words, “phrases”, -without, kind:decision, owner:PMO, 2022-05..2022-07, TMAG06-01 …",
        label_visibility="collapsed",
        max_chars=MAX_LENGTH,
        on_change=_note_typed,
    )
    if not archive_summary(base).reports:
        empty_archive(base, "what they say can be searched at once.")
        return
    if not (query or "").strip():
        _welcome(base)
        return
    request = _request(query or "")
    result = base.search(request)
    typed = st.session_state.pop("typed", False)
    if typed and result.ref:
        st.switch_page("action.py", query_params={"ref": result.ref})
    if not result.total and (typed or result.query != st.session_state.get("failed")):  # typed, or come by a link
        st.session_state["failed"] = result.query
        base.note_failed_search(result.query, datetime.now())  # noqa: DTZ005 - the clock on the wall
    _understanding(result)
    narrowing(result)
    _results(base, request, result)


def _note_typed() -> None:
    st.session_state["typed"] = True
    widen()
    st.query_params.pop("n", None)


def _request(query: str, limit: int = 0) -> SearchRequest:
    shown = query_parameter("n")
    return SearchRequest(
        text=query,
        today=today(),
        limit=limit or (min(int(shown), 500) if shown.isdecimal() else STEP),
        sort=Sort(query_parameter("sort")) if query_parameter("sort") in set(Sort) else Sort.RELEVANCE,
        grouped=not query_parameter("each"),
        expand=not query_parameter("exact"),
        narrowed=narrowed_by(),
        since=bound("since"),
        until=bound("until"),
    )


def _welcome(base: KnowledgeBase) -> None:
    with base.store.reading() as connection:
        newest = list_meetings(connection)[:6]
    st.caption("Try")
    with st.container(horizontal=True):
        for example in EXAMPLES:
            st.button(markdown_text(example), key=f"example_{example}", on_click=_ask, args=(example,), type="secondary")
    st.subheader("Latest meetings", anchor=False)
    for each in newest:
        counts = join_facts(
            (
                format_count(each.actions, "action"),
                format_count(each.decisions, "decision"),
                format_count(each.discussion_items, "discussion item"),
            )
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            report_link(each.meeting, each.meeting)
            st.caption(join_facts((format_date(each.meeting_date), counts, "synthetic" if each.is_synthetic else "")))


def _ask(query: str) -> None:
    st.session_state["q"] = query
    _note_typed()


def _understanding(result: SearchResult) -> None:
    if result.state:
        st.info(result.state, icon=":material/sync:")
    for note in result.notes:
        st.warning(_underlined(result.query, note), icon=":material/edit_note:")
    if result.also_searched or query_parameter("exact"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if result.also_searched:
                st.caption(f"Also searched: {markdown_text(', '.join(result.also_searched))}")
            st.toggle("Only as typed", **addressed("exact", bool(query_parameter("exact"))))
    if result.suggestion:
        label = f"Did you mean: {markdown_text(result.suggestion)}"
        st.button(label, type="tertiary", icon=":material/spellcheck:", on_click=_ask, args=(result.suggestion,))
    if result.ref:
        action_link(result.ref, f"Open action {result.ref}")
    elif result.meeting:
        report_link(f"Open the report of {result.meeting}", result.meeting)


def _underlined(query: str, note: Note) -> str:
    before, part, after = query[: note.start], query[note.start : note.end], query[note.end :]
    shown = f"{markdown_text(before)}:red-background[{markdown_text(part)}]{markdown_text(after)}" if part.strip() else ""
    return join_facts((shown, markdown_text(note.reason)))


def _results(base: KnowledgeBase, request: SearchRequest, result: SearchResult) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{_found(request, result)}**")
        if result.hits:
            _ordering(request)
            export_buttons(_exporter(base, request), "search", "s", count=result.total + result.closest_total)
    if not result.hits:
        _nothing_found(result)
        return
    told = result.approximate
    for hit in result.hits:
        if hit.closest and not told:
            told = True
            st.subheader("Closest matches", anchor=False)
            st.caption("These lack some of the words.")
        _hit(hit, grouped=request.grouped)
    if len(result.hits) < result.total + result.closest_total:
        st.button("Show more", icon=":material/expand_more:", on_click=_show_more, args=(request.limit + STEP,))


def _found(request: SearchRequest, result: SearchResult) -> str:
    what = "item" if request.grouped else "mention"
    if result.approximate:
        return f"No record has all the words: the closest {format_count(result.total + result.closest_total, what)}"
    return f"{format_count(result.total, what)}"


def _ordering(request: SearchRequest) -> None:
    st.segmented_control(
        "Order",
        list(Sort),
        required=True,
        label_visibility="collapsed",
        format_func=str.capitalize,
        **addressed("sort", request.sort, Sort.RELEVANCE),
    )
    st.toggle("Each mention", help="One row per mention instead of one per item", **addressed("each", not request.grouped))


def _hit(hit: Hit, *, grouped: bool) -> None:
    document = hit.document
    kind = KIND_LABELS[RecordKind(document.kind)]
    seen = f"seen in {hit.meetings} meetings" if grouped and hit.meetings > 1 else ""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            facts = (kind, document.raid_kind, document.meeting, format_date(document.meeting_date), seen)
            st.caption(markdown_text(join_facts(facts)))
            if document.kind == RecordKind.ACTION and document.status:
                status_badge(Status(document.status))
        if hit.area:
            marked_text(_pairs(hit.area), strong=True)
        marked_text(_pairs(hit.snippet))
        if hit.aside:
            marked_text(_pairs(hit.aside))
        due = f"due {format_date(document.due_date)}" if document.due_date else ""
        if owned := join_facts((document.owner_raw, due)):
            st.caption(markdown_text(owned))
        with st.container(horizontal=True):
            if document.kind == RecordKind.ACTION and document.ref:
                action_link(document.ref)
            report_link(f"Page {document.page}", document.report_id, document.record_id, icon=":material/ink_highlighter:")


def _pairs(segments: tuple[Segment, ...]) -> list[tuple[str, bool]]:
    return [(segment.text, segment.marked) for segment in segments]


def _nothing_found(result: SearchResult) -> None:
    narrowed = is_narrowed()
    advice = (
        "The filters leave nothing: remove one of them above."
        if narrowed
        else "Try fewer or more general words, the beginning of a word (`migrat*`), or another spelling."
    )
    empty_state("Nothing found", advice)
    if narrowed:
        st.button("Remove all filters", on_click=widen)
    st.page_link("help.py", label="How to ask", icon=":material/help:")


def _exporter(base: KnowledgeBase, request: SearchRequest) -> Callable[[], Table]:
    """Makes the table only when somebody downloads it."""
    everything = replace(_request(request.text, EXPORT_LIMIT), few=max(FEW, request.limit))

    bounds = (("since", request.since), ("until", request.until))

    def table() -> Table:
        rows = [_export_row(hit) for hit in base.search(everything).hits]
        about = (
            ("Query", request.text),
            *((name.capitalize(), ", ".join(value or "none" for value in values)) for name, values in request.narrowed),
            *((name.capitalize(), day.isoformat()) for name, day in bounds if day),
            ("Rows", "one per item" if request.grouped else "one per mention"),
            ("Abbreviations", "also in their other form" if request.expand else "as typed only"),
            ("Order", request.sort),
            ("Asked on", request.today.isoformat()),
            ("Store revision", str(base.revision())),
        )
        return Table(title="Search", columns=EXPORT_COLUMNS, rows=rows, about=about)

    return table


def _export_row(hit: Hit) -> tuple[Value, ...]:
    d = hit.document
    named = (d.kind, d.ref, d.meeting, d.meeting_date, d.group, d.area, d.text, d.owner_raw)
    return (*named, d.due_date, d.status, d.file_name, d.page, d.record_id)


def _show_more(limit: int) -> None:
    st.query_params["n"] = str(limit)


main()
