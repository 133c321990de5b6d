"""What the trend views share: the scene they draw, the table beneath a chart, the choice of a point, its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

import streamlit as st

from kb.export import Table, Value
from kb.knowledge_base import KnowledgeBase
from kb.trends.actions import Occurrence, PendingAction, TrendFilter
from kb.web.address import query_parameter, set_parameter, warn_of_unknown
from kb.web.charts import Picked
from kb.web.format import STATUS_MARKS, format_date
from kb.web.lists import SHOWN, Listing, Opening, date_column, show_listing, wide_column
from kb.web.widgets import ACTION_PAGE, empty_state, export_buttons

OCCURRENCE_COLUMNS = ("Ref", "On", "Report of", "Action", "Owner", "Before", "After", "Days", "Days since raised", "Mention")
PENDING_COLUMNS = ("Ref", "Since", "Age", "Due", "Status", "Owner", "Action", "Area", "Group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a view is drawn over. aliases: printed name → owner. owner: the one chosen, empty for everyone."""

    base: KnowledgeBase
    chosen: TrendFilter
    aliases: Mapping[str, str]
    owner: str

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """How the numbers were made, for exports."""
        return (
            ("Months", f"{self.chosen.since:%Y-%m} to {self.chosen.until:%Y-%m}"),
            ("Group", self.chosen.group_code or "all"),
            ("Owner", self.owner or "everyone"),
        )


def table_beneath(scene: Scene, title: str, columns: tuple[str, ...], rows: Sequence[Sequence[Value]], key: str) -> None:
    """The numbers of a chart as a table, with their export."""
    with st.expander("Numbers as a table", icon=":material/table:", key=f"{key}_table"):
        export_buttons(Table(title=title, columns=columns, rows=rows, about=scene.about), title.lower(), key)
        st.dataframe(
            {name: [row[n] for row in rows] for n, name in enumerate(columns)},
            hide_index=True,
            placeholder="",
            alt=f"{title}: the numbers of the chart",
        )


def pick_point(picked: Picked | None, labels: Sequence[str], series: Sequence[str], key: str) -> Picked | None:
    """The point whose records are wanted: by a click on the chart or from two lists; kept in the address."""
    if picked is not None:
        _go_to(picked.label, picked.series)
    at, what = query_parameter("t_at"), query_parameter("t_what")
    warn_of_unknown("t_at", "point", labels)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox(
            "Records behind",
            labels,
            index=labels.index(at) if at in labels else None,
            placeholder="Click a point, or choose",
            key=f"{key}_at_{at}",
            width=230,
        )
        name = series[0]
        if len(series) > 1:
            name = st.selectbox(
                "Of", series, index=series.index(what) if what in series else 0, key=f"{key}_what_{what}", width=200
            )
    if (label or "") != (at if at in labels else "") or (label and name != what and what in series):
        _go_to(label or "", name)
    return Picked(label=label, series=name) if label else None


def show_occurrences(occurrences: Sequence[Occurrence], title: str, key: str, about: tuple[tuple[str, str], ...]) -> None:
    """The events behind a number; a row opens the action."""
    if not occurrences:
        empty_state("None", "The number is zero.")
        return
    rows = [
        (
            *(each.ref, each.on, each.meeting, each.text, each.owner_raw, _value(each.old), _value(each.new)),
            *(each.days, each.took_days, each.mention_id),
        )
        for each in occurrences
    ]
    config = {"On": date_column(), "Action": wide_column()}
    listing = _listing(title, key, OCCURRENCE_COLUMNS, rows, "event", about, config)
    show_listing(listing)


def show_pending(actions: Sequence[PendingAction], title: str, key: str, about: tuple[tuple[str, str], ...]) -> None:
    """The pending actions behind a number; a row opens the action."""
    if not actions:
        empty_state("None", "The number is zero.")
        return
    marks = {str(status): mark.label for status, mark in STATUS_MARKS.items()}
    rows = [
        (
            *(each.ref, each.began_on, each.age, each.due_date, marks[each.status], each.owner_raw, each.text),
            *(each.area, each.group_code),
        )
        for each in actions
    ]
    config = {"Since": date_column(), "Due": date_column(), "Action": wide_column()}
    show_listing(_listing(title, key, PENDING_COLUMNS, rows, "action", about, config))


def action_opening(ref: str, words: str) -> Opening:
    """The page of an action, for a row that names it."""
    return Opening(page=ACTION_PAGE, address={"ref": ref}, label=f"{ref}: {shorten(words, 80, placeholder=' …')}")


def _listing(
    title: str,
    key: str,
    columns: tuple[str, ...],
    rows: Sequence[Sequence[Value]],
    one: str,
    about: tuple[tuple[str, str], ...],
    config: Mapping[str, object],
) -> Listing:
    text = columns.index("Action")
    return Listing(
        key=key,
        name=title.lower(),
        alt=title,
        columns=columns,
        rows=rows[:SHOWN],
        one=one,
        total=len(rows),
        make_all=lambda: Table(title=title, columns=columns, rows=rows, about=about),
        opens=lambda row: action_opening(str(rows[row][0]), str(rows[row][text])),
        config=config,
    )


def _go_to(label: str, series: str) -> None:
    st.query_params.update({"t_at": label, "t_what": series})
    if not label:
        st.query_params.pop("t_what", None)
        set_parameter("t_at", "")
    st.rerun()


def _value(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text
