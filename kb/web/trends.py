"""Trends: are we getting better? One view at a time, its chart, the table beneath it, and the records behind a point.

Address: `t_view`, `t_group`, `t_owner`, `t_from`, `t_to`; `t_terms`, `t_raw`, `t_by`, `t_days` of single views;
`t_at` and `t_what` name the point whose records are listed.
"""

from collections.abc import Callable
from enum import StrEnum

import streamlit as st

from kb.history.owners import names_of
from kb.trends.actions import TrendFilter, month_span
from kb.web.address import warn_of_unknown
from kb.web.filters import group_filter, owner_aliases, owner_filter, span_filter
from kb.web.session import archive_summary, knowledge_base
from kb.web.trend_content import raid_view, terms_view, topics_view
from kb.web.trend_flow import ages_view, close_times_view, flow_view, slices_view, slips_view
from kb.web.trend_parts import Scene
from kb.web.widgets import empty_archive, page_title


class View(StrEnum):
    """The trends that can be looked at."""

    FLOW = "Flow"
    AGES = "Age"
    CLOSE = "Time to close"
    SLIPS = "Slips"
    SLICES = "By group, area, owner"
    RAID = "RAID"
    TERMS = "Terms"
    TOPICS = "Rising topics"


DRAW: dict[View, Callable[[Scene], None]] = {
    View.FLOW: flow_view,
    View.AGES: ages_view,
    View.CLOSE: close_times_view,
    View.SLIPS: slips_view,
    View.SLICES: slices_view,
    View.RAID: raid_view,
    View.TERMS: terms_view,
    View.TOPICS: topics_view,
}
WITHOUT_OWNER = (View.RAID, View.TERMS, View.TOPICS)


def main() -> None:
    """Draw the page."""
    page_title("Trends", "Grey bands are months of which the archive has no report: nothing is known, which is not zero.")
    base = knowledge_base()
    archive = archive_summary(base)
    if not archive.reports:
        empty_archive(base, "trends need several meetings.")
        return
    warn_of_unknown("t_view", "view", map(str, View))
    view = View(
        st.segmented_control(
            "View",
            list(View),
            default=View.FLOW,
            required=True,
            key="t_view",
            bind="query-params",
            label_visibility="collapsed",
        )
    )
    aliases = owner_aliases(base)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = group_filter(base, "t_group")
        owner = owner_filter(aliases, "t_owner") if view not in WITHOUT_OWNER else ""
        since, until = span_filter(archive, "t")
    span = TrendFilter(
        since=since.replace(day=1),
        until=month_span(f"{until:%Y-%m}")[1],
        group_code=group,
        parties=names_of(aliases, owner) if owner else (),
    )
    DRAW[view](Scene(base=base, chosen=span, aliases={each.name: each.owner for each in aliases}, owner=owner))


main()
