"""Owners: who owns how much, what is overdue, who keeps promises; aliases merged, with the rule shown.

Address: `o_on` as-of day, `o_group`.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kb.export import Value
from kb.history.owner_names import Alias, AliasRule
from kb.history.owners import OwnerOnDay, list_owners
from kb.web.filters import as_of_filter, group_filter, owner_aliases
from kb.web.format import format_count, format_date
from kb.web.lists import Listing, Opening, show_listing
from kb.web.session import archive_summary, knowledge_base, today
from kb.web.widgets import empty_archive, empty_state, page_title

COLUMNS = (
    *("Owner", "Kind", "Pending", "Overdue", "Closed", "Delivered", "All", "Slipped", "Kept", "Late", "Kept share"),
    "Also printed as",
)


def main() -> None:
    """Draw the page."""
    page_title("Owners", "Whose actions they are. An action of several owners counts for each of them.")
    base = knowledge_base()
    if not archive_summary(base).reports:
        empty_archive(base, "the owners of their actions come with them.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        as_of = as_of_filter("o_on")
        group = group_filter(base, "o_group")
    aliases = owner_aliases(base)
    with base.store.reading() as connection:
        owners = list_owners(connection, aliases, as_of=as_of, group_code=group)
    if not owners:
        empty_state("No owners", "No action up to this day prints an owner, as filtered here.")
        return
    listing = Listing(
        key="o",
        name=f"owners as of {as_of.isoformat()}",
        alt=f"Owners and their actions as of {format_date(as_of)}",
        columns=COLUMNS,
        rows=[_row(each, aliases) for each in owners],
        one="owner",
        about=(("As of", as_of.isoformat()), ("Group", group or "all")),
        opens=lambda row: _opening(owners[row], as_of, group),
        config={
            "Pending": st.column_config.NumberColumn(help="Open, proposed for closing, or nothing certain said"),
            "Overdue": st.column_config.NumberColumn(help="Pending, and the due date lies before this day"),
            "Slipped": st.column_config.NumberColumn(help="Actions whose due date moved to a later day at least once"),
            "Kept": st.column_config.NumberColumn(
                help="Closed or delivered, not undone since, by the first report on or after the due date that stood then"
            ),
            "Late": st.column_config.NumberColumn(help="Closed or delivered later than that, or pending and overdue"),
            "Kept share": st.column_config.ProgressColumn(
                format="%.0f%%",
                min_value=0,
                max_value=100,
                help="Kept, out of kept and late, in percent",
            ),
        },
    )
    show_listing(listing)
    _aliases(aliases)


def _opening(each: OwnerOnDay, as_of: date, group: str) -> Opening:
    address = {"a_owner": each.owner, "a_show": "all"} | ({"a_on": as_of.isoformat()} if as_of != today() else {})
    label = f"{each.owner}: {format_count(each.actions, 'action')}"
    return Opening(page="actions.py", address=address | ({"a_group": group} if group else {}), label=label)


def _aliases(aliases: Sequence[Alias]) -> None:
    merged = [each for each in aliases if each.rule is not AliasRule.SAME]
    with st.expander(f"Merged names ({len(merged)})", icon=":material/merge:", key="o_merged"):
        if not merged:
            st.caption("No two printed names mean the same owner by the rules. Different initials or surnames never merge.")
            return
        st.dataframe(
            {
                "Printed": [each.name for each in merged],
                "Counts as": [each.owner for each in merged],
                "Rule": [each.rule for each in merged],
            },
            hide_index=True,
            alt="Printed names that count as another name, and the rule by which they do",
        )


def _row(each: OwnerOnDay, aliases: Sequence[Alias]) -> tuple[Value, ...]:
    also = ", ".join(alias.name for alias in aliases if alias.owner == each.owner and alias.name != each.owner)
    share = None if each.kept_share is None else round(100 * each.kept_share)
    return (
        *(each.owner, each.kind, each.pending, each.overdue, each.closed, each.delivered, each.actions),
        *(each.slipped, each.kept, each.late, share, also),
    )


main()
