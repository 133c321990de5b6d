"""Charts of the Trends page: plain rows in, Altair out. Colour-blind-safe, and never colour alone.

Shape, dash or number say what colour says. Gaps are drawn: a grey band where no report exists, and no line across it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd
import streamlit as st

from kb.web.address import is_new

PICK = "pick"
_BAND = "#8a9396"
_INK = {"light": "#566164", "dark": "#c3cdcf"}  # words and numbers, readable on the backgrounds of the two themes

_AXIS_HEIGHT = 70  # Streamlit counts the axis and the legend into the height

Chart = alt.LayerChart | alt.FacetChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a chart. label: what it stands over (`2022-06`, a meeting, a bucket); value: None in a gap."""

    label: str
    series: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The point that was clicked."""

    label: str
    series: str


def months_chart(points: Sequence[Point], gaps: Sequence[str], title: str) -> Chart:
    """Lines over months; each series has its own colour, dash and shape."""
    rows = [
        {"label": each.label, "month": f"{each.label}-01", "series": each.series, "value": each.value} for each in points
    ]
    frame = pd.DataFrame(rows)
    series = list(dict.fromkeys(each.series for each in points))
    pick = alt.selection_point(name=PICK, fields=["label", "series"])
    base = alt.Chart(frame).encode(
        x=alt.X("yearmonth(month):T", title=None),
        y=alt.Y("value:Q", title=title, axis=alt.Axis(tickMinStep=1)),
        color=alt.Color("series:N", title=None, sort=series, legend=alt.Legend(orient="top", symbolStrokeWidth=0)),
    )
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=alt.StrokeDash("series:N", sort=series, legend=None))
    dots = (
        base.mark_point(filled=True, size=70)
        .encode(
            shape=alt.Shape("series:N", sort=series, legend=None),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.45)),
            tooltip=[
                alt.Tooltip("yearmonth(month):T", title="Month"),
                alt.Tooltip("series:N", title="What"),
                alt.Tooltip("value:Q", title=title),
            ],
        )
        .add_params(pick)
    )
    return alt.layer(*_bands(gaps), lines, dots).properties(height=300)


def bars_chart(points: Sequence[Point], title: str) -> Chart:
    """Horizontal bars with their numbers, in the given order; several series stand side by side."""
    frame = pd.DataFrame([{"label": each.label, "series": each.series, "value": each.value} for each in points])
    labels = list(dict.fromkeys(each.label for each in points))
    series = list(dict.fromkeys(each.series for each in points))
    pick = alt.selection_point(name=PICK, fields=["label", "series"])
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", title=None, sort=labels, axis=alt.Axis(labelLimit=220)),
        x=alt.X("value:Q", title=title, axis=alt.Axis(tickMinStep=1)),
        yOffset=alt.YOffset("series:N", sort=series),
    )
    bars = (
        base.mark_bar()
        .encode(
            color=alt.Color(
                "series:N", title=None, sort=series, legend=alt.Legend(orient="top") if len(series) > 1 else None
            ),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.45)),
            tooltip=[
                alt.Tooltip("label:N", title=" "),
                alt.Tooltip("series:N", title="What"),
                alt.Tooltip("value:Q", title=title),
            ],
        )
        .add_params(pick)
    )
    numbers = base.mark_text(align="left", dx=3, color=ink_color()).encode(text=alt.Text("value:Q"))
    return alt.layer(bars, numbers).properties(height=_AXIS_HEIGHT + 26 * len(labels) * max(1, len(series)))


def grid_chart(points: Sequence[Point], title: str) -> Chart:
    """A grid of numbers: labels across, series down. A gap shows as a dash."""
    rows = [
        {
            "label": each.label,
            "series": each.series,
            "value": each.value,
            "shown": "–" if each.value is None else f"{each.value:g}",
        }
        for each in points
    ]
    frame = pd.DataFrame(rows)
    labels = list(dict.fromkeys(each.label for each in points))
    series = list(dict.fromkeys(each.series for each in points))
    pick = alt.selection_point(name=PICK, fields=["label", "series"])
    base = alt.Chart(frame).encode(
        x=alt.X("label:N", title=None, sort=labels, axis=alt.Axis(labelAngle=-90)),
        y=alt.Y("series:N", title=None, sort=series),
        tooltip=[
            alt.Tooltip("label:N", title="Meeting"),
            alt.Tooltip("series:N", title="Kind"),
            alt.Tooltip("shown:N", title=title),
        ],
    )
    cells = (
        base.mark_rect(cornerRadius=2)
        .encode(
            color=alt.Color("value:Q", scale=alt.Scale(scheme="blues", domainMin=0), legend=None),
            opacity=alt.condition(pick, alt.value(0.85), alt.value(0.35)),
        )
        .add_params(pick)
    )
    halo = base.mark_text(stroke="white", strokeWidth=3, color="white").encode(text="shown:N")
    numbers = base.mark_text(color="#111").encode(text="shown:N")
    return alt.layer(cells, halo, numbers).properties(height=40 * len(series) + 60)


def range_chart(rows: Sequence[tuple[str, float, float, float]], gaps: Sequence[str], title: str) -> Chart:
    """A median over months with the span of the middle half: (month, lower, median, upper)."""
    frame = pd.DataFrame(
        [
            {"label": month, "month": f"{month}-01", "lower": low, "value": middle, "upper": high, "series": "median"}
            for month, low, middle, high in rows
        ]
    )
    pick = alt.selection_point(name=PICK, fields=["label", "series"])
    base = alt.Chart(frame).encode(x=alt.X("yearmonth(month):T", title=None))
    spans = base.mark_rule(strokeWidth=6, opacity=0.35, color="#0072B2").encode(
        y=alt.Y("lower:Q", title=title), y2=alt.Y2("upper:Q")
    )
    dots = (
        base.mark_point(filled=True, size=80, color="#0072B2")
        .encode(
            y=alt.Y("value:Q"),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.45)),
            tooltip=[
                alt.Tooltip("yearmonth(month):T", title="Month"),
                alt.Tooltip("value:Q", title="Median days"),
                alt.Tooltip("lower:Q", title="A quarter took at most"),
                alt.Tooltip("upper:Q", title="A quarter took at least"),
            ],
        )
        .add_params(pick)
    )
    return alt.layer(*_bands(gaps), spans, dots).properties(height=300)


def show_chart(chart: Chart, key: str, description: str) -> Picked | None:
    """Draw a chart; the point that was clicked since the last look, None when there was no new click."""
    ink = ink_color()
    chart = chart.configure_axis(labelColor=ink, titleColor=ink).configure_legend(labelColor=ink)
    event = st.altair_chart(chart, key=key, on_select="rerun", selection_mode=PICK, alt=description)
    points = event.get("selection", {}).get(PICK, [])
    picked = Picked(label=str(points[0].get("label", "")), series=str(points[0].get("series", ""))) if points else None
    return picked if is_new(key, picked) else None


def ink_color() -> str:
    """The colour of words and numbers in charts: Streamlit's own is too pale on white."""
    return _INK.get(str(st.context.theme.type), _INK["light"])


def _bands(gaps: Sequence[str]) -> list[alt.Chart]:
    """Grey bands over the months of which no report exists, with the words."""
    if not gaps:
        return []
    frame = pd.DataFrame([{"start": f"{month}-01", "end": f"{_next(month)}-01", "why": "no report"} for month in gaps])
    band = (
        alt.Chart(frame)
        .mark_rect(color=_BAND, opacity=0.18)
        .encode(x=alt.X("yearmonth(start):T"), x2=alt.X2("yearmonth(end):T"), tooltip=[alt.Tooltip("why:N", title="Gap")])
    )
    return [band]


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"
