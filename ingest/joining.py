"""Decides which tables go on over the page, and which rows a page break has cut in two. Pure.

         page 1                      page 2                    joined
│ Area   │ TMAG06- │ text   │   │   │ 02 │ goes on. │     one row: TMAG06-02, “text goes on.”
                                │   │ TMAG06-03 │ … │      a row of its own; its empty Area is the one above
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import ColumnTitles, find_titles
from ingest.document import Cell, Line, Page
from ingest.template import Role, Template, label_key

_SAME_EDGE = 14.0
_INCOMPLETE_REF = re.compile(r"(?:[-–/.]|^[A-Za-z]+\s*\d*|^[A-Za-z]+\s*\d+(?:\.\d+)?[-–])$")
_COMPLETE_REF = re.compile(
    r"^(?:[A-Za-z]+\s*\d+(?:\.\d+)?\s*[-–/]\s*\d{1,3}[a-z]?|[A-Za-z]{1,6}[-–\s]?\d{1,4}[a-z]?|\d{1,4}[a-z]?)$"
)
_FULL_REF = re.compile(r"^[A-Za-z]+\s*\d+(?:\.\d+)?\s*[-–/]\s*\d{2,3}[a-z]?$")
_ENDS_SENTENCE = re.compile(r"[.!?:;)\]”’\"']$")
_FULL_DATE = re.compile(r"\d{1,2}\W\w+\W\d{2,4}$|^[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A row as found: for each column its cells, one for each page that the row stands on."""

    parts: tuple[tuple[Cell, ...], ...]
    pages: tuple[int, ...]

    def text(self, column: int) -> str:
        """What a column says, lines put together with spaces."""
        return " ".join(line.text for part in self.parts[column] for line in part.lines)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the row says, column by column."""
        return tuple(self.text(column) for column in range(len(self.parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table as found, on one page or, joined, on several. titles: its column titles, when its first row holds them."""

    page: int
    rows: tuple[RawRow, ...]
    edges: tuple[float, ...]
    open_top: bool = False
    open_bottom: bool = False
    titles: ColumnTitles | None = None
    ruled: bool = True


def join_tables(
    flows: Sequence[tuple[Page, Sequence[Line | RawTable]]], template: Template
) -> list[RawTable | tuple[Page, Line]]:
    """The items of all pages in order, with each table that goes on over pages as one."""
    leaves_open = _leaves_cut_rows_open(flows)
    joined: list[RawTable | tuple[Page, Line]] = []
    for page, items in flows:
        for place, item in enumerate(items):
            if not isinstance(item, RawTable):
                joined.append((page, item))
                continue
            table = replace(item, titles=find_titles(item.rows[0].texts, template) if item.rows else None)
            last = joined[-1] if joined else None
            if place == 0 and isinstance(last, RawTable) and _goes_on(last, table):
                joined[-1] = _join(last, table, leaves_open=leaves_open)
            else:
                joined.append(table)
    return joined


def _leaves_cut_rows_open(flows: Sequence[tuple[Page, Sequence[Line | RawTable]]]) -> bool:
    """Whether this producer leaves a cut row without a rule at the page end, so that a rule there ends a row for sure."""
    ends = [items[-1] for _, items in flows if items]
    tables = [item for _, items in flows for item in items if isinstance(item, RawTable)]
    open_at_end = any(isinstance(item, RawTable) and item.ruled and item.open_bottom for item in ends[:-1])
    return open_at_end and not any(table.open_bottom for table in tables if table not in ends)


def _goes_on(table: RawTable, more: RawTable) -> bool:
    if len(table.edges) != len(more.edges):
        return False
    if more.titles is not None and not _repeats_titles(table, more):
        return False
    same_place = all(abs(a - b) <= _SAME_EDGE for a, b in zip(table.edges, more.edges, strict=True))
    widths = [b - a for a, b in zip(table.edges, table.edges[1:], strict=False)]
    more_widths = [b - a for a, b in zip(more.edges, more.edges[1:], strict=False)]
    return same_place or all(abs(a - b) <= _SAME_EDGE for a, b in zip(widths, more_widths, strict=True))


def _repeats_titles(table: RawTable, more: RawTable) -> bool:
    return bool(table.rows) and [label_key(text) for text in table.rows[0].texts] == [
        label_key(t) for t in more.rows[0].texts
    ]


def _join(table: RawTable, more: RawTable, *, leaves_open: bool) -> RawTable:
    rows = more.rows[1:] if more.titles is not None and _repeats_titles(table, more) else more.rows
    last = table.rows[-1] if table.rows else None
    if rows and last is not None and not (table.titles is not None and len(table.rows) == 1):
        cut = (
            table.open_bottom and (more.open_top or rows is not more.rows) if leaves_open and table.ruled else _is_cut(table, last, rows[0])
        )
        if cut:
            whole = _whole(last, rows[0])
            rows = (whole, *rows[1:])
            return replace(table, rows=(*table.rows[:-1], *rows), open_bottom=more.open_bottom)
    return replace(table, rows=(*table.rows, *rows), open_bottom=more.open_bottom)


def _whole(upper: RawRow, lower: RawRow) -> RawRow:
    """A row put together; a part without any text (a row that begins at the very end of a page) is no part of it."""
    if not any(upper.texts):
        return lower
    return RawRow(parts=tuple(a + b for a, b in zip(upper.parts, lower.parts, strict=True)), pages=upper.pages + lower.pages)


def _is_cut(table: RawTable, last: RawRow, first: RawRow) -> bool:
    """Whether the first row of a page goes on with the last row of the page before."""
    if not any(last.texts):
        return True
    roles = table.titles.roles if table.titles else ()
    ref = roles.index(Role.REF) if Role.REF in roles else _column_of_refs(table)
    if ref is not None:
        upper, lower = last.text(ref).replace(" ", ""), first.text(ref).replace(" ", "")
        if lower:
            if _FULL_REF.match(lower):
                return False
            return bool(upper) and not _FULL_REF.match(upper) and bool(_INCOMPLETE_REF.search(upper)) and lower[0].isdigit()
        if upper and any(first.texts):
            return not _is_complete_by_itself(roles, last, first)
    return _prose_goes_on(table, last, first)


def _column_of_refs(table: RawTable) -> int | None:
    """The column whose cells are refs, in a table without titles."""
    for column in range(len(table.edges) - 1):
        texts = [row.text(column).replace(" ", "") for row in table.rows]
        if texts and sum(bool(_FULL_REF.match(text)) for text in texts) * 2 > len(texts):
            return column
    return None


def _is_complete_by_itself(roles: Sequence[Role | None], last: RawRow, first: RawRow) -> bool:
    """Whether a row without a ref has an owner and a due date of its own, and the row above does not need them."""
    for role in (Role.OWNER, Role.DUE):
        if role not in roles:
            return False
        column = roles.index(role)
        if not first.text(column) or not last.text(column):
            return False
    due = roles.index(Role.DUE)
    upper, lower = last.text(due).replace(" ", ""), first.text(due).replace(" ", "")
    return bool(_FULL_DATE.search(upper) and _FULL_DATE.search(lower)) and len(upper) + len(lower) > 10


def _prose_goes_on(table: RawTable, last: RawRow, first: RawRow) -> bool:
    area, text = first.text(0), " ".join(first.texts[1:]).strip()
    area_above, text_above = last.text(0), " ".join(last.texts[1:]).strip()
    if not text:
        return bool(area) and bool(area_above)
    unfinished = bool(text_above) and not _ENDS_SENTENCE.search(text_above)
    if not area:
        blank_before = any(not row.text(0) for row in table.rows[1:])
        return not blank_before or text[0].islower() or unfinished
    if (
        area[0].islower()
        or area_above.endswith(("-", "&", ",", "/"))
        or area_above.split()[-1:] in (["and"], ["of"], ["the"], ["for"])
    ):
        return bool(area_above)
    return text[0].islower() and unfinished
