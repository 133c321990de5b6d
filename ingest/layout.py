"""Puts the pages back together: running lines off, tables that go on over pages joined, rows cut by a page rejoined.

What comes out is a flow of blocks in reading order: lines of text and whole tables. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.document import Cell, Document, Line, Page
from ingest.tables.joining import join_tables
from ingest.tables.page_numbers import NumberBreak
from ingest.tables.raw_table import RawRow, RawTable
from ingest.tables.running import find_running_lines
from ingest.tables.unruled import find_unruled
from ingest.tables.unruled_rows import Columns
from ingest.template import Template
from ingest.text import join_lines
from ingest.typography import LineRun, Typography, find_typography
from kb.records import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A line of text outside tables."""

    line: Line
    page: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCell:
    """A cell of a joined row. merged: it is covered by a cell of an earlier row, and holds nothing of its own.

    doubts: words in it of which it is not clear whether they are one or two.
    """

    text: str
    merged: bool = False
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row of a joined table. page: on which it starts; boxes: one for each page it covers.

    doubtful: at a page break it was a close call whether it is one row with the row above.
    """

    cells: tuple[RowCell, ...]
    page: int
    boxes: tuple[Box, ...]
    doubtful: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """What its cells say."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table with all its rows from all its pages; repeated header rows are left out. number: 1-based in the document.

    rows_told: no rules part its rows; they were told from refs and white space.
    """

    number: int
    page: int
    rows: tuple[TableRow, ...]
    rows_told: bool = False


Block = TextBlock | TableBlock


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A document as a flow of blocks. running: the texts of running lines. page_total: how many pages the feet promise.

    number_breaks: pages whose printed numbers do not follow one another.
    """

    blocks: tuple[Block, ...]
    running: tuple[str, ...] = ()
    page_total: int | None = None
    page_count: int = 0
    number_breaks: tuple[NumberBreak, ...] = ()
    typography: Typography


def arrange(document: Document, template: Template) -> Layout:
    """The flow of a document, its tables joined over pages."""
    running = find_running_lines(document.pages, template)
    flows: list[tuple[Page, list[Line | RawTable]]] = []
    carried: Columns | None = None
    for page in document.pages:
        free = [line for line in page.lines if not running.holds(page.number, line)]
        unruled = find_unruled(page, free, template, carried)
        carried = unruled.carry
        flows.append(_page_flow(page, unruled.items))
    joined = join_tables(flows, template)
    typography = find_typography(_runs_of_lines(joined))
    blocks: list[Block] = []
    number = 0
    pages = {page.number: page for page in document.pages}
    for item in joined:
        if isinstance(item, RawTable):
            number += 1
            blocks.append(_table_block(item, number, pages, typography))
        else:
            page, line = item
            blocks.append(
                TextBlock(line=line, page=page.number, box=page.displayed_box(line.x0, line.top, line.x1, line.bottom))
            )
    return Layout(
        blocks=tuple(blocks),
        running=running.texts,
        page_total=running.page_total,
        page_count=len(document.pages),
        number_breaks=running.number_breaks,
        typography=typography,
    )


def _runs_of_lines(items: Iterable[RawTable | tuple[Page, Line]]) -> Iterable[LineRun]:
    free: dict[int, list[Line]] = {}
    widths: dict[int, float] = {}
    for item in items:
        if not isinstance(item, RawTable):
            page, line = item
            free.setdefault(page.number, []).append(line)
            widths[page.number] = page.width
            continue
        for column in range(len(item.edges) - 1):
            reach = _reach(item, column)
            for row in item.rows:
                yield from _runs(row.parts[column], reach, ruled=item.ruled)
    yield from (LineRun(lines=tuple(free[page]), room=width, edge=width) for page, width in widths.items())


def _runs(parts: Sequence[Cell], reach: float, *, ruled: bool) -> list[LineRun]:
    runs = []
    for place, part in enumerate(parts):
        room = _left(part) + reach
        edge = max(room, _edge(part)) if ruled else room
        runs.append(LineRun(lines=part.lines, room=room, edge=edge, continues=place > 0, goes_on=place + 1 < len(parts)))
    return runs


def _edge(cell: Cell) -> float:
    """How far right the lines of a cell may run: as far from its right side as they begin from its left one."""
    return cell.x1 - min((line.x0 - cell.x0 for line in cell.lines), default=0.0)


def _page_flow(page: Page, free: Sequence[Line | RawTable]) -> tuple[Page, list[Line | RawTable]]:
    items: list[tuple[float, Line | RawTable]] = [(_top(item), item) for item in free]
    for table in page.tables:
        if not any(cell.lines for row in table.rows for cell in row):
            continue  # what is left of a frame at a page end
        rows = tuple(RawRow(parts=tuple((cell,) for cell in row), pages=(page.number,)) for row in table.rows)
        items.append(
            (
                table.top,
                RawTable(
                    page=page.number,
                    rows=rows,
                    edges=table.column_edges,
                    open_top=table.open_top,
                    open_bottom=table.open_bottom,
                ),
            )
        )
    return page, [item for _, item in sorted(items, key=lambda pair: pair[0])]


def _top(item: Line | RawTable) -> float:
    if isinstance(item, Line):
        return item.top
    return min((cell.top for row in item.rows for parts in row.parts for cell in parts), default=0.0)


def _table_block(table: RawTable, number: int, pages: dict[int, Page], typography: Typography) -> TableBlock:
    reach = [_reach(table, column) for column in range(len(table.edges) - 1)]
    rows = tuple(
        TableRow(
            cells=tuple(
                _row_cell(parts, reach[column], typography, ruled=table.ruled) for column, parts in enumerate(row.parts)
            ),
            page=row.pages[0],
            boxes=tuple(_row_box(row, place, pages[page]) for place, page in enumerate(row.pages)),
            doubtful=row.doubtful,
        )
        for row in table.rows
    )
    return TableBlock(number=number, page=table.page, rows=rows, rows_told=table.rows_told)


def _reach(table: RawTable, column: int) -> float:
    """How wide the lines of a column run at most, from the left edge of its text."""
    return max(
        (
            line.x1 - _left(part)
            for row in table.rows
            for part in row.parts[column]
            for line in part.lines
            if line.x1 <= part.x1 + 1
        ),
        default=0.0,
    )


def _left(part: Cell) -> float:
    return min((line.x0 for line in part.lines), default=part.x0)


def _row_cell(parts: Sequence[Cell], reach: float, typography: Typography, *, ruled: bool) -> RowCell:
    doubts: list[str] = []
    text = join_lines(_runs(parts, reach, ruled=ruled), typography, doubts)
    return RowCell(text=text, merged=all(part.merged for part in parts), doubts=tuple(doubts))


def _row_box(row: RawRow, place: int, page: Page) -> Box:
    cells = [parts[place] for parts in row.parts if place < len(parts)]
    own = [cell for cell in cells if not cell.merged] or cells
    bottom = max(cell.bottom for cell in own)
    # A merged Area cell reaches over the rows below; the row itself ends with its other cells.
    if len(own) > 1:
        bottom = min(bottom, max(cell.bottom for cell in own[1:]))
    return page.displayed_box(min(c.x0 for c in cells), min(c.top for c in own), max(c.x1 for c in cells), bottom)
