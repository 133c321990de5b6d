"""Decides which tables go on over the page, and which rows a page break has cut in two. Pure.

         page 1                      page 2                    joined
│ Area   │ TMAG06- │ text   │   │   │ 02 │ goes on. │     one row: TMAG06-02, “text goes on.”
                                │   │ TMAG06-03 │ … │      a row of its own; its empty Area is the one above
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Line, Page
from ingest.tables.raw_table import RawRow, RawTable
from ingest.tables.row_mending import FULL_REF, mend_table
from ingest.template import Role, Template, label_key

_SAME_EDGE = 14.0
_KEPT_TOGETHER = 4.5  # in parts of the font size: lines that a paragraph takes along to the next page
_INCOMPLETE_REF = re.compile(r"(?:[-–/.]|^[A-Za-z]+\s*\d*|^[A-Za-z]+\s*\d+(?:\.\d+)?[-–])$")
_COMPLETE_REF = re.compile(
    r"^(?:[A-Za-z]+\s*\d+(?:\.\d+)?\s*[-–/]\s*\d{1,3}[a-z]?|[A-Za-z]{1,6}[-–\s]?\d{1,4}[a-z]?|\d{1,4}[a-z]?)$"
)
_ENDS_SENTENCE = re.compile(r"[.!?:;)\]”’\"']$")
_FULL_DATE = re.compile(r"\d{1,2}\W\w+\W\d{2,4}$|^[A-Za-z]{3,}")


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
            last = joined[-1] if joined else None
            tables = mend_table(item, template)
            if place == 0 and isinstance(last, RawTable) and _goes_on(last, tables[0]):
                joined[-1] = _join(last, tables[0], leaves_open=leaves_open)
                tables = tables[1:]
            joined += tables
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
    """Whether a table begins with the titles of another, and where these have a section's heading above, maybe with that."""
    keys, more_keys = ([[label_key(text) for text in row.texts] for row in one.rows[: one.head]] for one in (table, more))
    return bool(keys) and keys[-len(more_keys) :] == more_keys


def _join(table: RawTable, more: RawTable, *, leaves_open: bool) -> RawTable:
    rows = more.rows[more.head :] if more.titles is not None and _repeats_titles(table, more) else more.rows
    while len(table.rows) > 1 and _is_left_over(table.rows[-1]):
        table = replace(table, rows=table.rows[:-1])
    last = table.rows[-1] if table.rows else None
    if rows and last is not None and len(table.rows) > table.head:
        if not _flows_on(last, rows[0]):
            cut = False
        elif leaves_open and table.ruled:
            open_there = table.open_bottom and (more.open_top or rows is not more.rows)
            cut = open_there and not _have_refs_of_their_own(table, last, rows[0])
        else:
            cut = _is_cut(table, last, rows[0])
        if cut:
            whole = _whole(last, rows[0])
            rows = (whole, *rows[1:])
            return replace(table, rows=(*table.rows[:-1], *rows), open_bottom=more.open_bottom)
    return replace(table, rows=(*table.rows, *rows), open_bottom=more.open_bottom)


def _is_left_over(row: RawRow) -> bool:
    """Whether a row is the lower end of merged cells and holds nothing."""
    return not any(row.texts) and any(part.merged for parts in row.parts for part in parts)


def _flows_on(last: RawRow, first: RawRow) -> bool:
    """Whether the cells with text in the lower row have text down to the end of the upper one: else they began anew."""
    cells = [(last.parts[column][-1], first.parts[column][0]) for column in range(len(last.parts))]
    end = max((line.bottom for upper, _ in cells for line in upper.lines), default=0.0)
    return all(
        not upper.lines or not lower.lines or end - upper.lines[-1].bottom < _KEPT_TOGETHER * upper.lines[-1].size
        for upper, lower in cells
    )


def _have_refs_of_their_own(table: RawTable, last: RawRow, first: RawRow) -> bool:
    """Whether two rows both print a whole ref: then they are two, whatever the rules say."""
    ref = _ref_column(table)
    return ref is not None and all(FULL_REF.match(row.text(ref).replace(" ", "")) for row in (last, first))


def _ref_column(table: RawTable) -> int | None:
    roles = table.titles.roles if table.titles else ()
    return roles.index(Role.REF) if Role.REF in roles else _column_of_refs(table)


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
    ref = _ref_column(table)
    if ref is not None:
        upper, lower = last.text(ref).replace(" ", ""), first.text(ref).replace(" ", "")
        if lower:
            if FULL_REF.match(lower):
                return not upper and _complement(roles, last, first)
            return bool(upper) and not FULL_REF.match(upper) and bool(_INCOMPLETE_REF.search(upper)) and lower[0].isdigit()
        if upper and any(first.texts):
            return not _is_complete_by_itself(roles, last, first)
    return _prose_goes_on(table, last, first)


def _complement(roles: Sequence[Role | None], last: RawRow, first: RawRow) -> bool:
    """Whether the upper row lacks a text and all that the lower one has: cells whose lines all went to the next page."""
    if Role.TEXT not in roles or last.text(roles.index(Role.TEXT)):
        return False
    return not any(upper and lower for upper, lower in zip(last.texts, first.texts, strict=True))


def _column_of_refs(table: RawTable) -> int | None:
    """The column whose cells are refs, in a table without titles."""
    for column in range(len(table.edges) - 1):
        texts = [row.text(column).replace(" ", "") for row in table.rows]
        if texts and sum(bool(FULL_REF.match(text)) for text in texts) * 2 > len(texts):
            return column
    return None


def _is_complete_by_itself(roles: Sequence[Role | None], last: RawRow, first: RawRow) -> bool:
    """Whether a row without a ref has an owner and a due date of its own, and the row above does not need them."""
    for role in (Role.OWNER, Role.DUE):
        if role not in roles:
            return False
        column = roles.index(role)
        if not first.text(column) or not last.text(column) or first.text(column)[0].islower():
            return False
    due = roles.index(Role.DUE)
    upper, lower = last.text(due).replace(" ", ""), first.text(due).replace(" ", "")
    return bool(_FULL_DATE.search(upper) and _FULL_DATE.search(lower)) and len(upper) + len(lower) > 10


def _prose_goes_on(table: RawTable, last: RawRow, first: RawRow) -> bool:
    roles = table.titles.roles if table.titles else ()
    place = roles.index(Role.AREA) if Role.AREA in roles else 0
    area, area_above = first.text(place), last.text(place)
    text = " ".join(cell for column, cell in enumerate(first.texts) if column != place).strip()
    text_above = " ".join(cell for column, cell in enumerate(last.texts) if column != place).strip()
    if not text:
        return bool(area) and bool(area_above)
    unfinished = bool(text_above) and not _ENDS_SENTENCE.search(text_above)
    if not area:
        blank_before = any(not row.text(place) for row in table.rows[table.head :])
        return not blank_before or text[0].islower() or unfinished or _goes_on_with_list(table, last, first, place)
    if (
        area[0].islower()
        or area_above.endswith(("-", "&", ",", "/"))
        or area_above.split()[-1:] in (["and"], ["of"], ["the"], ["for"])
    ):
        return bool(area_above)
    return unfinished and (text[0].islower() or _breaks_off(table, last, place))


def _goes_on_with_list(table: RawTable, last: RawRow, first: RawRow, area: int) -> bool:
    """Whether a row begins with a list item, which the rows of the table else never do."""
    return _begins_with_item(first, area) and not any(_begins_with_item(row, area) for row in (*table.rows, last))


def _begins_with_item(row: RawRow, area: int) -> bool:
    firsts = [parts[0].lines[0] for column, parts in enumerate(row.parts) if column != area and parts[0].lines]
    return any(line.bullet for line in firsts)


def _breaks_off(table: RawTable, row: RawRow, place: int) -> bool:
    """Whether the last line of a row's text runs to the right end of its column, and is no item of a list."""
    columns = [column for column in range(len(row.parts)) if column != place]
    column = max(columns, key=lambda index: len(row.text(index)), default=None)
    lines = [line for part in row.parts[column] for line in part.lines] if column is not None else []
    if column is None or len(lines) < 2 or any(line.bullet for line in lines[-2:]):
        return False
    reach = max(line.x1 for other in table.rows for part in other.parts[column] for line in part.lines)
    return reach - lines[-1].x1 < 0.12 * (reach - lines[-1].x0)
