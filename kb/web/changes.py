"""What changed: between two meetings of a group, or between two days.

Address: `c_group`; `c_meeting` and `c_since_meeting` (a group's meetings) or, without a group, `c_from`, `c_to`; `c_kind`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from kb.export import Table, Value
from kb.history.changes import Change, ChangeKind, HeldMeeting, count_kinds, list_changes, list_meetings_held
from kb.knowledge_base import KnowledgeBase
from kb.web.address import warn_of_unknown
from kb.web.filters import FIRST_DAY, counted_choice, day_filter, group_filter
from kb.web.format import format_date
from kb.web.lists import SHOWN, Listing, Opening, date_column, show_listing, wide_column
from kb.web.session import archive_summary, knowledge_base, today
from kb.web.widgets import ACTION_PAGE, empty_archive, empty_state, page_title

COLUMNS = ("What", "Ref", "Before", "After", "Days", "Action", "Area", "On", "Report of", "Page", "Mention")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """After one day and up to another, in words for the page."""

    after: date
    until: date
    words: str


def main() -> None:
    """Draw the page."""
    page_title(
        "What changed", "New, closed, re-opened, slipped, reassigned and vanished actions, between two meetings or days."
    )
    base = knowledge_base()
    if not archive_summary(base).reports:
        empty_archive(base, "what changed shows from the second report of a group on.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = group_filter(base, "c_group")
        span = _meetings(base, group) if group else _days(base)
    if span is None:
        empty_state("No dated meetings", "No report of this group prints the date of its meeting.")
        return
    with base.store.reading() as connection:
        changes = list_changes(connection, after=span.after, until=span.until, group_code=group)
    counts = count_kinds(changes)
    st.caption(span.words)
    kind = counted_choice(list(ChangeKind), counts, "c_kind", None)
    _list([each for each in changes if kind is None or each.kind is kind], span, group)


def _meetings(base: KnowledgeBase, group: str) -> Span | None:
    with base.store.reading() as connection:
        held = list_meetings_held(connection, group)
    if not held:
        return None
    names = [each.meeting for each in held]
    warn_of_unknown("c_meeting", "meeting", names)
    name = st.selectbox("Up to", names[::-1], key="c_meeting", bind="query-params", width=170)
    chosen = next((each for each in held if each.meeting == name), held[-1])
    earlier = [each for each in held if each.on < chosen.on]
    since = st.selectbox(
        "Since",
        [each.meeting for each in earlier][::-1],
        key="c_since_meeting",
        bind="query-params",
        placeholder="The beginning",
        width=170,
    )
    before = next((each for each in earlier if each.meeting == since), earlier[-1] if earlier else None)
    return _span_of(chosen, before)


def _span_of(chosen: HeldMeeting, before: HeldMeeting | None) -> Span:
    if before is None:
        words = f"Up to {chosen.meeting} ({format_date(chosen.on)}), the first meeting held in the archive."
        return Span(after=FIRST_DAY, until=chosen.on, words=words)
    words = f"After {before.meeting} ({format_date(before.on)}), up to {chosen.meeting} ({format_date(chosen.on)})."
    return Span(after=before.on, until=chosen.on, words=words)


def _days(base: KnowledgeBase) -> Span:
    newest = archive_summary(base).newest or today()
    since = day_filter("After", newest - timedelta(days=31), "c_from")
    until = day_filter("Up to", newest, "c_to")
    after, until = min(since, until), max(since, until)
    return Span(after=after, until=until, words=f"After {format_date(after)}, up to {format_date(until)}, all groups.")


def _list(changes: Sequence[Change], span: Span, group: str) -> None:
    if not changes:
        empty_state("Nothing changed", "No report of this span shows a change of this kind.")
        return
    rows = [_row(each) for each in changes]
    listing = Listing(
        key="c",
        name=f"changes {span.after.isoformat()} to {span.until.isoformat()}",
        alt=f"What changed. {span.words}",
        columns=COLUMNS,
        rows=rows[:SHOWN],
        one="change",
        total=len(rows),
        make_all=None if len(rows) <= SHOWN else lambda: _all(rows, span, group),
        about=(("Span", span.words), ("Group", group or "all")),
        opens=lambda row: Opening(
            page=ACTION_PAGE, address={"ref": changes[row].ref}, label=f"{changes[row].ref}: {changes[row].kind.lower()}"
        ),
        config={"On": date_column("First meeting that shows it"), "Action": wide_column()},
    )
    show_listing(listing)


def _all(rows: Sequence[Sequence[Value]], span: Span, group: str) -> Table:
    return Table(title="Changes", columns=COLUMNS, rows=rows, about=(("Span", span.words), ("Group", group or "all")))


def _row(each: Change) -> tuple[Value, ...]:
    return (
        *(each.kind, each.ref, _value(each.old), _value(each.new), each.days, each.text, each.area, each.on, each.meeting),
        *(each.page, each.mention_id),
    )


def _value(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


main()
