"""The trend views of actions: flow, ages, time to close, slips, and who and where."""

import streamlit as st

from kb.trends.actions import (
    AGE_BUCKETS,
    TrendEvent,
    TrendFilter,
    bucket_labels,
    count_ages,
    is_in_bucket,
    list_close_times,
    list_months,
    list_occurrences,
    list_pending,
    month_span,
    months_between,
    months_held,
)
from kb.trends.breakdowns import Dimension, list_slice_actions, list_slices
from kb.web.charts import Picked, Point, bars_chart, months_chart, range_chart, show_chart
from kb.web.format import STATUS_MARKS, format_count, format_date
from kb.web.lists import Listing, date_column, show_listing, wide_column
from kb.web.trend_parts import Scene, action_opening, pick_point, show_occurrences, show_pending, table_beneath
from kb.web.widgets import empty_state

BACKLOG = "pending at the end"
FLOW_SERIES = ("raised", "closed", BACKLOG)
SLICES_SHOWN = 15


def flow_view(scene: Scene) -> None:
    """Raised, closed and the backlog, month by month."""
    with scene.base.store.reading() as connection:
        months = list_months(connection, scene.chosen)
    gaps = [each.month for each in months if each.is_gap]
    points = [
        Point(label=each.month, series=name, value=None if each.is_gap else value)
        for each in months
        for name, value in zip(FLOW_SERIES, (each.raised, each.closed, each.pending), strict=True)
    ]
    raised, closed = sum(each.raised for each in months), sum(each.closed for each in months)
    words = (
        f"Actions by month: {raised} raised, {closed} closed, {months[-1].pending if months else 0} pending at the end; "
        f"{format_count(len(gaps), 'month')} without a report."
    )
    picked = show_chart(months_chart(points, gaps, "actions"), "t_flow", words)
    st.caption(words)
    rows = [
        (
            *(each.month, each.reports, each.raised, each.closed, each.reopened, each.delivered, each.slipped),
            each.pending,
        )
        for each in months
    ]
    columns = ("Month", "Reports", "Raised", "Closed", "Re-opened", "Delivered", "Slipped", "Pending at the end")
    table_beneath(scene, "Flow of actions", columns, rows, "t_flow")
    point = pick_point(picked, [each.month for each in months if not each.is_gap], FLOW_SERIES, "t_flow")
    if point is not None:
        _show_flow(scene, point)


def _show_flow(scene: Scene, point: Picked) -> None:
    last = month_span(point.label)[1]
    title = f"{point.series.capitalize()}, {point.label}"
    with scene.base.store.reading() as connection:
        if point.series == BACKLOG:
            pending = list_pending(connection, scene.chosen, last)
            show_pending(pending, title, "t_rec", scene.about)
        else:
            event = TrendEvent(point.series)
            show_occurrences(list_occurrences(connection, _within(scene, point.label), event), title, "t_rec", scene.about)


def ages_view(scene: Scene) -> None:
    """How old the pending actions are at the end of the span."""
    with scene.base.store.reading() as connection:
        pending = list_pending(connection, scene.chosen, scene.chosen.until)
    ages = count_ages(pending)
    words = f"Age of {format_count(len(pending), 'pending action')} as of {format_date(scene.chosen.until)}, since raised."
    points = [Point(label=label, series="pending", value=number) for label, number in ages.items()]
    picked = show_chart(bars_chart(points, "actions"), "t_age", words)
    st.caption(words)
    table_beneath(scene, "Age of pending actions", ("Age", "Actions"), list(ages.items()), "t_age")
    point = pick_point(picked, list(ages), ("pending",), "t_age")
    if point is not None:
        bucket = AGE_BUCKETS[bucket_labels().index(point.label)]
        shown = [each for each in pending if is_in_bucket(each.age, bucket)]
        show_pending(shown, f"Pending for {point.label}", "t_rec", scene.about)


def close_times_view(scene: Scene) -> None:
    """How long closed actions had taken."""
    with scene.base.store.reading() as connection:
        closings = list_occurrences(connection, scene.chosen, TrendEvent.CLOSED)
        held = months_held(connection, scene.chosen.group_code)
    gaps = [month for month in months_between(scene.chosen.since, scene.chosen.until) if not held.get(month)]
    times = list_close_times(closings)
    if not times:
        empty_state("Nothing was closed", "No report of these months says that an action was closed.")
        return
    words = "Days from raised to closed, by month of closing: median and middle half."
    chart = range_chart([(each.month, each.lower_days, each.median_days, each.upper_days) for each in times], gaps, "days")
    picked = show_chart(chart, "t_close", words)
    st.caption(words)
    rows = [(each.month, each.closed, each.lower_days, each.median_days, each.upper_days) for each in times]
    columns = ("Month", "Closed", "A quarter took at most", "Median days", "A quarter took at least")
    table_beneath(scene, "Time to close", columns, rows, "t_close")
    point = pick_point(picked, [each.month for each in times], ("median",), "t_close")
    if point is not None:
        shown = [each for each in closings if f"{each.on:%Y-%m}" == point.label]
        show_occurrences(shown, f"Closed, {point.label}", "t_rec", scene.about)


def slips_view(scene: Scene) -> None:
    """How often and by how much due dates moved to a later day."""
    with scene.base.store.reading() as connection:
        months = list_months(connection, scene.chosen)
    gaps = [each.month for each in months if each.is_gap]
    points = [Point(label=each.month, series="slips", value=None if each.is_gap else each.slipped) for each in months]
    total, days = sum(each.slipped for each in months), sum(each.slip_days for each in months)
    words = f"Due dates that moved to a later day: {format_count(total, 'slip')}, {format_count(days, 'day')} in all."
    picked = show_chart(months_chart(points, gaps, "slips"), "t_slip", words)
    st.caption(words)
    rows = [(each.month, each.reports, each.slipped, each.slip_days) for each in months]
    table_beneath(scene, "Slips", ("Month", "Reports", "Slips", "Days"), rows, "t_slip")
    point = pick_point(picked, [each.month for each in months if not each.is_gap], ("slips",), "t_slip")
    if point is not None:
        with scene.base.store.reading() as connection:
            slipped = list_occurrences(connection, _within(scene, point.label), TrendEvent.SLIPPED)
        show_occurrences(slipped, f"Slipped, {point.label}", "t_rec", scene.about)


def slices_view(scene: Scene) -> None:
    """Actions by group, area or owner."""
    by = Dimension(
        st.segmented_control("By", list(Dimension), default=Dimension.GROUP, required=True, key="t_by", bind="query-params")
    )
    aliases = dict(scene.aliases)
    with scene.base.store.reading() as connection:
        slices = list_slices(connection, scene.chosen, by, aliases)
    if not slices:
        empty_state("No actions", "No action of these months, as filtered here.")
        return
    words = (
        f"Pending and overdue actions as of {format_date(scene.chosen.until)} by {by}"
        + (f", the {SLICES_SHOWN} with most of {len(slices)}" if len(slices) > SLICES_SHOWN else "")
        + "."
    )
    points = [
        Point(label=each.name, series=series, value=value)
        for each in slices[:SLICES_SHOWN]
        for series, value in (("pending", each.pending), ("overdue", each.overdue))
    ]
    picked = show_chart(bars_chart(points, "actions"), f"t_slice_{by}", words)
    st.caption(words)
    rows = [(each.name, each.actions, each.raised, each.closed, each.pending, each.overdue) for each in slices]
    columns = (by.capitalize(), "Actions", "Raised in the span", "Closed in the span", "Pending", "Overdue")
    table_beneath(scene, f"Actions by {by}", columns, rows, "t_slice")
    point = pick_point(picked, [each.name for each in slices], ("pending", "overdue", "raised", "closed"), f"t_slice_{by}")
    if point is not None:
        _show_slice(scene, by, point)


def _show_slice(scene: Scene, by: Dimension, point: Picked) -> None:
    with scene.base.store.reading() as connection:
        actions = list_slice_actions(connection, scene.chosen, by, point.label, dict(scene.aliases))
    wanted = {"pending": "is_pending", "overdue": "is_overdue", "raised": "is_raised", "closed": "is_closed"}[point.series]
    shown = [each for each in actions if getattr(each, wanted)]
    if not shown:
        empty_state("None", "The number is zero.")
        return
    listing = Listing(
        key="t_rec",
        name=f"{point.series} {point.label}",
        alt=f"Actions {point.series}: {point.label}",
        columns=("Ref", "Status", "Due", "Owner", "Action", "Area"),
        rows=[
            (each.ref, STATUS_MARKS[each.status].label, each.due_date, each.owner_raw, each.text, each.area)
            for each in shown
        ],
        one="action",
        about=scene.about,
        opens=lambda row: action_opening(shown[row].ref, shown[row].text),
        config={"Due": date_column(), "Action": wide_column()},
    )
    show_listing(listing)


def _within(scene: Scene, month: str) -> TrendFilter:
    first, last = month_span(month)
    chosen = scene.chosen
    return TrendFilter(since=first, until=last, group_code=chosen.group_code, area=chosen.area, parties=chosen.parties)
