"""Actions: the log of all actions as of a day, through one of several lenses; a row opens the action.

Address: `a_on` as-of day, `a_show` lens, `a_group`, `a_owner`, `a_words`.
"""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from kb.export import Table, Value
from kb.history.actions import ActionFilter, ActionOnDay, Lens, count_actions, list_actions
from kb.history.owners import names_of
from kb.knowledge_base import KnowledgeBase
from kb.web.filters import as_of_filter, counted_choice, group_filter, owner_aliases, owner_filter, words_filter
from kb.web.format import STATUS_MARKS, format_date
from kb.web.lists import SHOWN, Listing, Opening, date_column, show_listing, wide_column
from kb.web.session import archive_summary, knowledge_base
from kb.web.widgets import ACTION_PAGE, empty_archive, empty_state, page_title

LENS_HELP = {
    Lens.ALL: "Every action that reports up to this day mention.",
    Lens.PENDING: "Open, proposed for closing, or nothing certain said.",
    Lens.OVERDUE: "Pending, and the due date lies before this day.",
    Lens.SLIPPED: "The due date was moved to a later one at least once.",
    Lens.VANISHED: "Open when last mentioned, although the group has reported since.",
    Lens.DELIVERED: "Words say that it was handed over; nobody said that it is closed.",
    Lens.STUBS: "Known from prose only: no report in the archive prints a row for it.",
}
COLUMNS = (
    *("Ref", "Status", "Due", "Days overdue", "Owner", "Action", "Area", "Raised", "Last mentioned", "In report of"),
    *("Slips", "Silent", "Age", "Due as printed", "Rule", "Mentions"),
)


def main() -> None:
    """Draw the page."""
    page_title("Actions", "Every action and how it stood on a day. Choose a row to read its whole life.")
    base = knowledge_base()
    if not archive_summary(base).reports:
        empty_archive(base, "their actions are then listed here.")
        return
    aliases = owner_aliases(base)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        as_of = as_of_filter("a_on")
        group = group_filter(base, "a_group")
        owner = owner_filter(aliases, "a_owner")
        words = words_filter("a_words")
    chosen = ActionFilter(as_of=as_of, group_code=group, parties=names_of(aliases, owner) if owner else (), words=words)
    with base.store.reading() as connection:
        counts = count_actions(connection, chosen)
    lens = counted_choice(list(Lens), counts, "a_show", Lens.PENDING) or Lens.PENDING
    st.caption(LENS_HELP[lens])
    _list(base, replace(chosen, lens=lens), counts[lens], owner)


def _list(base: KnowledgeBase, chosen: ActionFilter, total: int, owner: str) -> None:
    if not total:
        empty_state("Nothing in this list", f"{LENS_HELP[chosen.lens]} No action is so, as filtered here.")
        return
    with base.store.reading() as connection:
        actions = list_actions(connection, chosen, limit=SHOWN)
    listing = Listing(
        key="a",
        name=f"actions as of {chosen.as_of.isoformat()}",
        alt=f"Actions, {chosen.lens}, as of {format_date(chosen.as_of)}",
        columns=COLUMNS,
        rows=[_row(each) for each in actions],
        one="action",
        total=total,
        make_all=lambda: _table(base, chosen, owner),
        opens=lambda row: _opening(actions[row]),
        config={
            "Due": date_column(),
            "Raised": date_column("Date of the meeting that raised it; empty when its report is not in the archive"),
            "Last mentioned": date_column(),
            "Action": wide_column(),
            "Silent": st.column_config.NumberColumn(help="Meetings of its group since it was last mentioned"),
            "Slips": st.column_config.NumberColumn(help="How often its due date moved to a later day"),
            "Age": st.column_config.NumberColumn(format="%d d", help="Days since it was raised, or first seen"),
        },
    )
    show_listing(listing)


def _opening(each: ActionOnDay) -> Opening:
    due = format_date(each.due_date, each.due_raw or "not stated")
    label = f"{each.ref}: {STATUS_MARKS[each.status].label.lower()}, due {due}"
    return Opening(page=ACTION_PAGE, address={"ref": each.ref}, label=label)


def _row(each: ActionOnDay) -> tuple[Value, ...]:
    return (
        each.ref,
        STATUS_MARKS[each.status].label,
        each.due_date,
        each.days_overdue or None,
        each.owner_raw,
        each.text,
        each.area,
        each.raised_on,
        each.last_seen_on,
        each.last_meeting,
        each.slips,
        each.silent,
        each.age_days,
        each.due_raw,
        each.status_rule,
        each.mentions,
    )


def _table(base: KnowledgeBase, chosen: ActionFilter, owner: str) -> Table:
    with base.store.reading() as connection:
        actions: Sequence[ActionOnDay] = list_actions(connection, chosen)
    return Table(
        title="Actions",
        columns=COLUMNS,
        rows=[_row(each) for each in actions],
        about=(
            ("As of", chosen.as_of.isoformat()),
            ("Shown", chosen.lens),
            ("Group", chosen.group_code or "all"),
            ("Owner", owner or "everyone"),
            ("Contains", chosen.words),
        ),
    )


main()
