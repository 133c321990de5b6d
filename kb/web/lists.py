"""Lists on pages: a table whose rows open what they are about, the same as links, what it leaves out, and its export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from kb.export import Table, Value
from kb.web.address import is_new, set_parameter
from kb.web.format import format_count, markdown_text
from kb.web.widgets import export_buttons

SHOWN = 500
LINKS_SHOWN = 100
_ROW_HEIGHT = 35
_TALLEST = 620


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a row of a list opens: a page with the address it takes. label: how a link to it reads.

    stays: the page is the one that has the list, and what its address says already stays.
    """

    page: str
    address: Mapping[str, str]
    label: str
    stays: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list to show. key: prefix of its widgets; name: of exported files; alt: what it is, for those who cannot see it.

    total: how many rows there are when `rows` holds only the first ones; make_all then makes the table of all for export.
    opens: what a row opens, by its index; None for a row that opens nothing.
    """

    key: str
    name: str
    alt: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    one: str
    opens: Callable[[int], Opening | None]
    many: str = ""
    total: int | None = None
    make_all: Callable[[], Table] | None = None
    about: tuple[tuple[str, str], ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)  # values are Streamlit's column configurations


def show_listing(listing: Listing) -> None:
    """Draw the list with its count and export; a click anywhere in a row opens what the row is about."""
    total = listing.total if listing.total is not None else len(listing.rows)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        left_out = f", the first {len(listing.rows):,} shown; the export has all" if total > len(listing.rows) else ""
        st.caption(format_count(total, listing.one, listing.many) + left_out)
        table = listing.make_all or (lambda: _table(listing))
        export_buttons(table, listing.name, listing.key, count=total)
    key = f"{listing.key}_list"
    chosen = st.dataframe(
        pd.DataFrame(
            {column: [row[n] for row in listing.rows] for n, column in enumerate(listing.columns)},
            index=range(1, len(listing.rows) + 1),  # without row numbers, a click on a column's title chooses a cell
        ),
        row_height=_ROW_HEIGHT,
        height=min(_ROW_HEIGHT * (len(listing.rows) + 1) + 3, _TALLEST),
        # other rows are another table: what was chosen in the old one means nothing in it
        key=f"{key}_{hash(tuple(map(tuple, listing.rows)))}",
        on_select="rerun",
        selection_mode="single-cell",
        column_config=listing.config,
        placeholder="",
        alt=listing.alt,
    )
    cells = chosen.selection.cells
    if is_new(key, cells) and (opening := listing.opens(int(cells[0][0]))) is not None:
        _open(opening)
    _links(listing.opens, len(listing.rows))


def _open(opening: Opening) -> None:
    if not opening.stays:
        st.switch_page(opening.page, query_params=dict(opening.address))
    for name, value in opening.address.items():
        set_parameter(name, value)


def _links(opens: Callable[[int], Opening | None], rows: int) -> None:
    """The rows as links: for the keyboard, for screen readers, to open in another tab."""
    with st.expander("As links", icon=":material/link:"):
        for opening in filter(None, map(opens, range(min(rows, LINKS_SHOWN)))):
            address = (st.query_params.to_dict() if opening.stays else {}) | dict(opening.address)
            st.page_link(opening.page, label=markdown_text(opening.label), query_params=address)
        if rows > LINKS_SHOWN:
            st.caption(f"The first {LINKS_SHOWN}; narrow the list for others.")


def date_column(help_text: str = "") -> Any:  # a Streamlit column configuration
    """Dates as `15 Jun 2022`."""
    return st.column_config.DateColumn(format="D MMM YYYY", help=help_text or None)


def wide_column() -> Any:  # a Streamlit column configuration
    """A column for sentences."""
    return st.column_config.TextColumn(width="large")


def _table(listing: Listing) -> Table:
    return Table(title=listing.alt, columns=listing.columns, rows=listing.rows, about=listing.about)
