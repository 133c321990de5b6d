"""Decides which tables go on over the page, and puts the rows together that a page break has cut in two. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Line, Page
from ingest.tables.columns import find_titles
from ingest.tables.page_breaks import judge_break
from ingest.tables.raw_table import RawRow, RawTable
from ingest.tables.row_mending import mend_table
from ingest.template import Template, label_key

_SAME_EDGE = 14.0
_TITLES_ABOVE = 8.0  # how far above its frame the titles of a table may stand, in points


def join_tables(
    flows: Sequence[tuple[Page, Sequence[Line | RawTable]]], template: Template
) -> list[RawTable | tuple[Page, Line]]:
    """The items of all pages in order, with each table that goes on over pages as one."""
    leaves_open = _leaves_cut_rows_open(flows)
    joined: list[RawTable | tuple[Page, Line]] = []
    for page, items in flows:
        for place, item in enumerate(_with_titles_above(items, template)):
            if not isinstance(item, RawTable):
                joined.append((page, item))
                continue
            last = joined[-1] if joined else None
            tables = mend_table(item, template)
            if place == 1 and _repeats_bar(joined, tables[0], template):
                joined.pop()
                last, place = joined[-1], 0
            if place == 0 and isinstance(last, RawTable) and _goes_on(last, tables[0]):
                joined[-1] = _join(last, tables[0], leaves_open=leaves_open)
                tables = tables[1:]
            joined += tables
    return joined


def _with_titles_above(items: Sequence[Line | RawTable], template: Template) -> list[Line | RawTable]:
    """The items of a page, with titles that stand above the frame of their table as its first row."""
    result: list[Line | RawTable] = []
    for item in items:
        above = result[-1] if result else None
        if isinstance(item, RawTable) and isinstance(above, RawTable) and _are_titles_of(above, item, template):
            result[-1] = replace(item, rows=(*above.rows, *item.rows), open_top=False)
        else:
            result.append(item)
    return result


def _are_titles_of(above: RawTable, table: RawTable, template: Template) -> bool:
    """Whether a table is nothing but titles, right above a table of as many columns in the same places that has none."""
    if above.ruled or not table.ruled or len(above.rows) != 1 or len(above.edges) != len(table.edges):
        return False
    gap = min(part.top for parts in table.rows[0].parts for part in parts) - max(
        part.bottom for parts in above.rows[0].parts for part in parts
    )
    if gap > _TITLES_ABOVE or find_titles(table.rows[0].texts, template) is not None:
        return False
    if find_titles(above.rows[0].texts, template) is None:
        return False
    widths = [b - a for a, b in pairwise(table.edges)]
    near = [min(left, right) / 2 for left, right in pairwise(widths)]
    return all(abs(a - b) < most for a, b, most in zip(above.edges[1:-1], table.edges[1:-1], near, strict=True))


def _repeats_bar(joined: Sequence[RawTable | tuple[Page, Line]], table: RawTable, template: Template) -> bool:
    """Whether the line above a table at a page top is the heading of the table before, printed again with its titles."""
    if len(joined) < 3 or table.titles is None:
        return False
    heading, before, bar = joined[-3:]
    if isinstance(heading, RawTable) or not isinstance(before, RawTable) or isinstance(bar, RawTable):
        return False
    said = template.find_heading(bar[1].text) is not None and label_key(bar[1].text) == label_key(heading[1].text)
    return said and _repeats_titles(before, table)


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
    """Whether a table begins with the titles of another, and where these have a section's heading above, maybe with that."""
    keys, more_keys = ([[label_key(text) for text in row.texts] for row in one.rows[: one.head]] for one in (table, more))
    return bool(keys) and keys[-len(more_keys) :] == more_keys


def _join(table: RawTable, more: RawTable, *, leaves_open: bool) -> RawTable:
    rows = more.rows[more.head :] if more.titles is not None and _repeats_titles(table, more) else more.rows
    upper = table.rows
    while len(upper) > 1 and _is_left_over(upper[-1]):
        upper = upper[:-1]
    if rows and len(upper) > table.head:
        cut = judge_break(replace(table, rows=upper), more, rows[0], leaves_open=leaves_open)
        if cut.joins:
            rows = (replace(_whole(upper[-1], rows[0]), doubtful=not cut.sure), *rows[1:])
            upper = upper[:-1]
        else:
            rows = (replace(rows[0], doubtful=not cut.sure), *rows[1:])
    return replace(
        table,
        rows=(*upper, *rows),
        open_bottom=more.open_bottom,
        rows_told=table.rows_told or more.rows_told,
    )


def _is_left_over(row: RawRow) -> bool:
    """Whether a row is the lower end of merged cells and holds nothing."""
    return not any(row.texts) and any(part.merged for parts in row.parts for part in parts)


def _whole(upper: RawRow, lower: RawRow) -> RawRow:
    """A row put together; a part without any text (a row that begins at the very end of a page) is no part of it."""
    if not any(upper.texts):
        return lower
    return RawRow(parts=tuple(a + b for a, b in zip(upper.parts, lower.parts, strict=True)), pages=upper.pages + lower.pages)
