"""Lists on pages: a table whose rows can be opened, what it leaves out, and its export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from kb.export import Table, Value
from kb.web.format import format_count
from kb.web.widgets import export_buttons

SHOWN = 500
_ROW_HEIGHT = 35


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list to show. key: prefix of its widgets; name: of exported files; alt: what it is, for those who cannot see it.

    total: how many rows there are when `rows` holds only the first ones; make_all then makes the table of all for export.
    """

    key: str
    name: str
    alt: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    one: str
    many: str = ""
    total: int | None = None
    make_all: Callable[[], Table] | None = None
    about: tuple[tuple[str, str], ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)  # values are Streamlit's column configurations


def show_listing(listing: Listing) -> int | None:
    """Draw the list with its count and export; the index of the row that was clicked, None when none was."""
    total = listing.total if listing.total is not None else len(listing.rows)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        left_out = f", the first {len(listing.rows):,} shown; the export has all" if total > len(listing.rows) else ""
        st.caption(format_count(total, listing.one, listing.many) + left_out)
        table = listing.make_all or (lambda: _table(listing))
        export_buttons(table, listing.name, listing.key, count=total)
    chosen = st.dataframe(
        {column: [row[n] for row in listing.rows] for n, column in enumerate(listing.columns)},
        hide_index=True,
        height=min(_ROW_HEIGHT * (len(listing.rows) + 1) + 3, 620),
        key=f"{listing.key}_list",
        on_select="rerun",
        selection_mode="single-row",
        column_config=listing.config,
        placeholder="",
        alt=listing.alt,
    )
    rows = chosen.selection.rows
    return int(rows[0]) if rows else None


def date_column(help_text: str = "") -> Any:  # a Streamlit column configuration
    """Dates as `15 Jun 2022`."""
    return st.column_config.DateColumn(format="D MMM YYYY", help=help_text or None)


def wide_column() -> Any:  # a Streamlit column configuration
    """A column for sentences."""
    return st.column_config.TextColumn(width="large")


def _table(listing: Listing) -> Table:
    return Table(title=listing.alt, columns=listing.columns, rows=listing.rows, about=listing.about)
