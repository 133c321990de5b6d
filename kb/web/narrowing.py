"""Ways to narrow a search: facets, chips that take a choice back, and the months in which the hits lie."""

from datetime import date

import altair as alt
import pandas as pd
import streamlit as st

from kb.records import RecordKind, Status
from kb.search.port import Facet, FacetValue, SearchResult
from kb.web.address import addressed, is_new, query_parameter
from kb.web.charts import ink_color
from kb.web.format import KIND_LABELS, STATUS_MARKS, markdown_text

NARROW_BY = (Facet.KIND, Facet.GROUP, Facet.STATUS, Facet.OWNER, Facet.YEAR)
BOUNDS = ("since", "until")


def narrowed_by() -> tuple[tuple[Facet, tuple[str, ...]], ...]:
    """The facets that the address narrows by, with the values chosen."""
    return tuple((facet, values) for facet in NARROW_BY if (values := tuple(st.query_params.get_all(facet))))


def bound(name: str) -> date | None:
    """A bound on the meeting date from the address: `since` or `until`."""
    return _day(query_parameter(name))


def is_narrowed() -> bool:
    """Whether the address narrows the search at all."""
    return bool(narrowed_by() or any(map(query_parameter, BOUNDS)))


def widen() -> None:
    """Take all narrowing out of the address."""
    for name in (*NARROW_BY, *BOUNDS):
        st.query_params.pop(name, None)


def narrowing(result: SearchResult) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for facet, values in result.facets:
            if facet in NARROW_BY and values:
                _facet(facet, values)
    chosen = [(facet, value) for facet, values in narrowed_by() for value in values]
    bounds = [(name, query_parameter(name)) for name in BOUNDS if query_parameter(name)]
    if chosen or bounds:
        with st.container(horizontal=True):
            for name, value in (*chosen, *bounds):
                key = f"chip_{name}_{value}"
                st.button(
                    f"{name}: {_shown(name, value)}", key=key, icon=":material/close:", on_click=_drop, args=(name, value)
                )
    if len(result.histogram) > 1:
        _histogram(result.histogram)


def _facet(facet: Facet, values: tuple[FacetValue, ...]) -> None:
    counts = {each.value: each.count for each in values}
    chosen = [each.value for each in values if each.chosen]
    with st.popover(facet.capitalize(), icon=":material/filter_alt:" if chosen else None):
        st.pills(
            facet.capitalize(),
            list(counts),
            selection_mode="multi",
            format_func=lambda value: f"{_shown(facet, value)}  {counts[value]:,}",
            label_visibility="collapsed",
            **addressed(facet, chosen),
        )


def _shown(name: str, value: str) -> str:
    """A value as the hits themselves call it."""
    if name == Facet.KIND and value in set(RecordKind):
        return KIND_LABELS[RecordKind(value)]
    if name == Facet.STATUS and value in set(Status):
        return STATUS_MARKS[Status(value)].label
    return markdown_text(value or "none")


def _histogram(months: tuple[FacetValue, ...]) -> None:
    rows = [{"month": f"{each.value}-01", "hits": each.count} for each in months]
    point = alt.selection_point(name="month", fields=["month"])
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar()
        .encode(
            x=alt.X("yearmonth(month):T", title=None),
            y=alt.Y("hits:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=2)),
            opacity=alt.condition(point, alt.value(1), alt.value(0.4)),
            tooltip=[alt.Tooltip("yearmonth(month):T", title="Month"), alt.Tooltip("hits:Q", title="Hits")],
        )
        .add_params(point)
        .properties(height=90)
        .configure_axis(labelColor=ink_color())
    )
    picked = st.altair_chart(
        chart, key="w_months", on_select="rerun", alt="Hits per month; choose a bar to see that month only"
    )
    points = picked.get("selection", {}).get("month", [])
    if is_new("w_months", points):
        first = _day(str(points[0].get("month", ""))[:10])
        if first and query_parameter("since") != first.isoformat():
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            st.query_params["since"] = first.isoformat()
            st.query_params["until"] = date.fromordinal(following.toordinal() - 1).isoformat()
            st.rerun()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _drop(name: str, value: str) -> None:
    left = [each for each in st.query_params.get_all(name) if each != value]
    if left:
        st.query_params[name] = left
    else:
        st.query_params.pop(name, None)
