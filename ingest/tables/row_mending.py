"""Parts rows that are two because the rule between them is missing: titles over a first row, two refs in one row. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Cell, Line
from ingest.tables.columns import ColumnTitles, find_titles
from ingest.tables.raw_table import RawRow, RawTable
from ingest.template import Role, Template, label_key

FULL_REF = re.compile(r"^e?[A-Za-z]+[\s-]*\d+(?:\.\d+)?\s*[-‐–/_]\s*[A-Za-z]{0,4}\d{1,3}[a-z]?$")
SHORT_REF = re.compile(r"[A-Za-z]{1,6}[-‐–]?\d{2,4}[a-z]?$")  # `R044`
LONGEST_HEADING = 90  # characters
_MOST_TITLE_LINES = 3


def mend_table(table: RawTable, template: Template) -> tuple[RawTable, ...]:
    """The tables of a table, one for each section whose heading is a row of it, their titles told and their rows parted."""
    if not table.rows:
        return (table,)
    starts = [0, *(index for index in range(1, len(table.rows)) if _is_heading(table.rows, index, template))]
    ends = [*starts[1:], len(table.rows)]
    last = len(starts) - 1
    return tuple(
        _mend_rows(
            replace(
                table,
                rows=table.rows[start:end],
                open_top=table.open_top and number == 0,
                open_bottom=table.open_bottom and number == last,
            ),
            template,
        )
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _is_heading(rows: Sequence[RawRow], index: int, template: Template) -> bool:
    """Whether a row holds nothing but a section's heading, with column titles below."""
    filled = [text for text in rows[index].texts if text.strip()]
    if len(filled) != 1 or len(filled[0]) > LONGEST_HEADING or template.find_heading(filled[0]) is None:
        return False
    return index + 1 < len(rows) and find_titles(rows[index + 1].texts, template) is not None


def _mend_rows(table: RawTable, template: Template) -> RawTable:
    """The table with its titles told, and with rows parted that belong apart."""
    rows = table.rows
    first = 1 if _is_heading(rows, 0, template) else 0
    titles = find_titles(rows[first].texts, template)
    if titles is None and (parted := _part_titles(rows[first], template)) is not None:
        titles, rows = parted[0], (*rows[:first], *parted[1], *rows[first + 1 :])
    head = first + 1 if titles is not None else 0
    if head:
        keys = [_keys(row) for row in rows[:head]]
        rows = (*rows[:head], *(row for row in rows[head:] if _keys(row) not in keys))
    if titles is not None and Role.REF in titles.roles:
        ref = titles.roles.index(Role.REF)
        rows = tuple(piece for row in rows for piece in _part_refs(row, ref))
    return replace(table, rows=rows, titles=titles, head=head)


def _keys(row: RawRow) -> list[str]:
    return [label_key(text) for text in row.texts]


def _part_titles(row: RawRow, template: Template) -> tuple[ColumnTitles, tuple[RawRow, RawRow]] | None:
    """Titles and the row below them, when the first lines of all cells read like titles."""
    best: tuple[ColumnTitles, tuple[RawRow, RawRow]] | None = None
    lines = [line for parts in row.parts for part in parts for line in part.lines]
    for y in sorted({line.bottom for line in lines})[:_MOST_TITLE_LINES]:
        upper, lower = _part_at(row, y + 0.5)
        titles = find_titles(upper.texts, template)
        if (
            titles is not None
            and (best is None or titles.known >= best[0].known)
            and any(lower.texts)
            and all(title or not text for title, text in zip(titles.titles, lower.texts, strict=True))
        ):
            best = titles, (upper, lower)
    return best


def _part_refs(row: RawRow, ref: int) -> Sequence[RawRow]:
    """The rows of a row whose ref cell holds several whole refs, each on its line; short ones with texts of their own."""
    lines = [line for part in row.parts[ref] for line in part.lines]
    refs = [line.text.replace(" ", "") for line in lines]
    if refs and all(map(SHORT_REF.match, refs)) and all(_begins_text(row, line, ref) for line in lines):
        starts = lines[1:]
    elif refs and FULL_REF.match(refs[0]):
        starts = [line for line, text in zip(lines[1:], refs[1:], strict=True) if FULL_REF.match(text)]
    else:
        return (row,)
    rows: list[RawRow] = []
    rest = row
    for line in starts:
        upper, rest = _part_at(rest, line.top - 0.3 * line.size)
        rows.append(upper)
    return (*rows, rest)


def _begins_text(row: RawRow, beside: Line, ref: int) -> bool:
    """Whether the longest text of a row has a sentence that begins beside a line."""
    columns = [column for column in range(len(row.parts)) if column != ref]
    longest = max(columns, key=lambda column: len(row.text(column)), default=ref)
    lines = (line for part in row.parts[longest] for line in part.lines)
    line = next((line for line in lines if abs(line.bottom - beside.bottom) < 0.3 * line.size), None)
    return line is not None and not line.text[:1].islower()


def _part_at(row: RawRow, y: float) -> tuple[RawRow, RawRow]:
    upper: list[tuple[Cell, ...]] = []
    lower: list[tuple[Cell, ...]] = []
    for parts in row.parts:
        above, below = [], []
        for part in parts:
            middles = [(line, (line.top + line.bottom) / 2) for line in part.lines]
            above.append(
                replace(part, lines=tuple(line for line, middle in middles if middle < y), bottom=min(part.bottom, y))
            )
            below.append(
                replace(
                    part,
                    lines=tuple(line for line, middle in middles if middle >= y),
                    top=min(max(part.top, y), part.bottom),
                )
            )
        upper.append(tuple(above))
        lower.append(tuple(below))
    return RawRow(parts=tuple(upper), pages=row.pages), RawRow(parts=tuple(lower), pages=row.pages)
