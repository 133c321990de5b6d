"""Finds tables that no grid of rules draws: columns from titles and the white rivers below them, rows from rules or text.

      Area        Ref         Action                        titles: words that a template knows, set apart by gaps
      ─────────────────────────────────                     row rules, where there are any
      Data        TMAG06-02   Share the reports             a river of white runs down between two columns
      quality                 with members
                  TMAG06-03   Provide feedback              without rules a row begins where its ref (or area) does

Pure. Works on the lines that stand outside of ruled tables, page by page; columns are carried on to a page without titles.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Cell, Line, Page, Word
from ingest.pages.lines import group_lines
from ingest.pages.seams import part_at_edges, part_at_seam
from ingest.tables.columns import ColumnTitles, column_role, find_titles
from ingest.tables.header_grid import header_grid
from ingest.tables.raw_table import RawRow, RawTable
from ingest.tables.spans import Span, parted, side_by_side, stand_together, words_of
from ingest.tables.unruled_rows import (
    Columns,
    column_of,
    count_lines_of_rows,
    covers,
    flowing_areas,
    merged_fields,
    row_bounds,
    with_merged_cells,
    words_by_row,
)
from ingest.template import Template
from kb.records import SectionKind

_MOST_TITLE_LINES = 3
_NEXT_LINE = 1.75  # a line further below than this, in parts of the font size, belongs to something else
_RIVER = 2.0  # the least width of white between two columns, in points


@dataclass(frozen=True, slots=True, kw_only=True)
class UnruledPage:
    """A page's free lines and the tables found among them, top to bottom. carry: columns that may go on over the page."""

    items: tuple[Line | RawTable, ...]
    carry: Columns | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Titles:
    """A row of titles: which lines it takes (start to end), and its titles with their x ranges."""

    start: int
    end: int
    titles: ColumnTitles
    spans: tuple[tuple[float, float], ...]


def find_unruled(page: Page, lines: Sequence[Line], template: Template, carried: Columns | None) -> UnruledPage:
    """Parts a page's free lines into text and tables. carried: the columns with which the page before ended."""
    items: list[Line | RawTable] = []
    carry: Columns | None = None
    kind: SectionKind | None = None
    index = 0
    if (
        carried is not None
        and lines
        and not _ends_table(lines[0], template)
        and not _is_heading_of_titles(lines, 0, page, template)
        and _titles_at(lines, 0, page, template, None) is None
    ):
        size = lines[0].size
        end, columns = _rows_below(lines, 0, page, template, size, (carried.titles, carried.spans), carried)
        items.append(_table(page, lines[:end], columns, None))
        index, carry = end, columns if end == len(lines) else None
    while index < len(lines):
        line = lines[index]
        kind = template.find_heading(line.text) or kind
        titles = _titles_at(lines, index, page, template, kind)
        if titles is None and kind is None and (grid := header_grid(lines, index, page, template)) is not None:
            items.append(grid.table)
            index = grid.end
            continue
        if titles is None:
            items.append(line)
            index += 1
            continue
        size = lines[titles.start].size
        end, columns = _rows_below(lines, titles.end, page, template, size, (titles.titles, titles.spans), carried)
        items.append(_table(page, lines[titles.end : end], columns, lines[titles.start : titles.end]))
        index, carry = end, columns if end == len(lines) else None
    return UnruledPage(items=tuple(items), carry=carry)


def _titles_at(
    lines: Sequence[Line], start: int, page: Page, template: Template, kind: SectionKind | None
) -> _Titles | None:
    """The titles that begin at a line, over as many lines as understand most."""
    best: _Titles | None = None
    for count in range(1, _MOST_TITLE_LINES + 1):
        group = lines[start : start + count]
        if len(group) < count or not stand_together(group, page.rules):
            break
        parts = _split_known(side_by_side(group), group, template, kind)
        if len(parts) < 2:
            continue
        titles = find_titles([text for text, _, _ in parts], template, kind)
        if titles is not None and (best is None or titles.known >= best.titles.known):
            best = _Titles(start=start, end=start + count, titles=titles, spans=tuple((x0, x1) for _, x0, x1 in parts))
    return best


def _split_known(spans: Sequence[Span], group: Sequence[Line], template: Template, kind: SectionKind | None) -> list[Span]:
    """Spans in which two titles stand too close to be told by their gap, parted where both parts are known titles.

    `Priority Progress` may touch so closely that it is one word: `PriorityProgress`.
    """
    sections = [section for section in template.sections if kind is None or section.kind is kind] or list(template.sections)
    words = [piece for word in words_of(group) for piece in part_at_seam(word)]
    result: list[Span] = []
    for text, x0, x1 in spans:
        inside = [word for word in words if x0 - 0.1 <= word.x0 and word.x1 <= x1 + 0.1]
        edges = sorted({word.x0 for word in inside})[1:]
        if any(column_role(text, section.columns, ()) for section in sections):
            edges = []
        for edge in edges:
            left, right = parted(inside, edge)
            if any(section.columns.find(left) and section.columns.find(right) for section in sections):
                result += [(left, x0, max(word.x1 for word in inside if word.x0 < edge)), (right, edge, x1)]
                break
        else:
            result.append((text, x0, x1))
    return result


def _rows_below(
    lines: Sequence[Line],
    start: int,
    page: Page,
    template: Template,
    size: float,
    heads: tuple[ColumnTitles, tuple[tuple[float, float], ...]],
    carried: Columns | None,
) -> tuple[int, Columns]:
    """The index of the first line after the rows that begin at `start`, and their columns. size: of the titles' print."""
    if start < len(lines) and len(side_by_side(lines[start : start + 1])) > 1:
        size = max(size, _text_size(lines[start]))  # titles may be in smaller print
    body = lines[start : _end_of_table(lines, start, page, template, size)]
    columns = _columns(*heads, body, page, carried)
    count = count_lines_of_rows(body, columns)
    if count < len(body):
        columns = _columns(*heads, body[:count], page, carried)
    return start + count, columns


def _end_of_table(lines: Sequence[Line], start: int, page: Page, template: Template, size: float) -> int:
    """The index of the first line after a table's rows: a heading, other titles, or text set apart from the table."""
    for index in range(start, len(lines)):
        line = lines[index]
        if _text_size(line) > 1.15 * size:
            return index
        if _is_heading_of_titles(lines, index, page, template):
            return index
        if _ends_table(line, template) and (index == start or _is_set_apart(lines, index, page, template, size)):
            return index
        if index > start and _is_below_all_rules(lines, index, page):
            return index
        ruled = [table for table in page.tables if index and lines[index - 1].bottom <= table.top <= line.top]
        if ruled:
            return index
    return len(lines)


def _ends_table(line: Line, template: Template) -> bool:
    label, colon, _ = line.text.partition(":")
    if colon and template.find_heading(label) is SectionKind.ATTENDEES:
        return True  # `Apologies: …` below a table
    if template.find_heading(line.text) is None:
        return False
    return line.bold or line.text.isupper() or line.text[:1].isdigit()


def _is_heading_of_titles(lines: Sequence[Line], index: int, page: Page, template: Template) -> bool:
    """Whether a line is a section's heading, in whatever print, with column titles below."""
    return (
        template.find_heading(lines[index].text) is not None
        and _titles_at(lines, index + 1, page, template, None) is not None
    )


def _is_set_apart(lines: Sequence[Line], index: int, page: Page, template: Template, size: float) -> bool:
    """Whether a line that reads like a heading is one, and not the last word of a cell: `dependencies` of an area."""
    line, above = lines[index], lines[index - 1]
    if line.text.startswith(tuple("0123456789")) or ":" in line.text or _text_size(line) > 1.05 * size:
        return True
    if line.bottom - above.bottom > _NEXT_LINE * line.size:
        return True
    if index + 1 == len(lines):
        return any(0 < table.top - line.bottom < 3 * line.size for table in page.tables)
    return template.says_none_raised(lines[index + 1].text) or _titles_at(lines, index + 1, page, template, None) is not None


def _text_size(line: Line) -> float:
    """The font size of most of a line's words: a list mark may be larger."""
    sizes = sorted(word.size for word in line.words)
    return sizes[len(sizes) // 2] if sizes else line.size


def _is_below_all_rules(lines: Sequence[Line], index: int, page: Page) -> bool:
    """Whether a line stands below the last row rule of its table, set apart from what is above."""
    line, above = lines[index], lines[index - 1]
    between = [rule for rule in page.rules if above.bottom - 2 <= rule.y <= line.top + 2]
    below = [rule for rule in page.rules if rule.y > line.top]
    return bool(between) and not below and line.top - between[-1].y > 1.2 * line.size and line.top < 0.85 * page.height


def _columns(
    titles: ColumnTitles, spans: tuple[tuple[float, float], ...], body: Sequence[Line], page: Page, carried: Columns | None
) -> Columns:
    """The columns that titles and rows make; the same titles keep the edges that they had on the page before."""
    words = words_of(body)
    left = min([spans[0][0], *(word.x0 for word in words)]) - 1.0
    right = (
        max([spans[-1][1], *(word.x1 for word in words), *(rule.x1 for rule in page.rules if rule.x0 < spans[-1][1])]) + 1.0
    )
    if carried is not None and carried.proven and carried.titles.titles == titles.titles:
        edges = (min(left, carried.edges[0]), *carried.edges[1:-1], max(right, carried.edges[-1]))
    else:
        edges = (left, *(_edge(a, b, words) for a, b in pairwise(spans)), right)
    return Columns(titles=titles, spans=spans, edges=edges, proven=bool(words))


def _edge(left: tuple[float, float], right: tuple[float, float], words: Sequence[Word]) -> float:
    """Where one column ends and the next begins: in the white river between them that most rows leave free."""
    low, high = left[0], right[1]
    near = sorted((max(word.x0, low), min(word.x1, high)) for word in words if word.x1 > low and word.x0 < high)
    gaps: list[tuple[float, float]] = []
    reached = low
    for x0, x1 in near:
        if x0 - reached >= _RIVER:
            gaps.append((reached, x0))
        reached = max(reached, x1)
    if high - reached >= _RIVER:
        gaps.append((reached, high))
    free = [(max(a, left[1] - 1), min(b, right[0] + 1)) for a, b in gaps]
    free = [(a, b) for a, b in free if b - a > 0]
    if free:
        start, end = max(free, key=lambda gap: gap[1] - gap[0])
        return (start + end) / 2 if end - start < 8 else end - 3
    starts = Counter(round(word.x0) for word in words if left[0] + 5 < word.x0 <= right[0] + 2)
    aligned = [x - 1.0 for x, count in starts.most_common(1) if count > 2]
    return min(
        (right[0] - 1.5, (left[1] + right[0]) / 2, left[1] + 1.0, *aligned),
        key=lambda x: sum(word.x0 < x - 0.5 and word.x1 > x + 0.5 for word in words),
    )


def _table(page: Page, body: Sequence[Line], columns: Columns, heads: Sequence[Line] | None) -> RawTable:
    top = min(line.top for line in [*(heads or ()), *body]) if body or heads else 0.0
    words = [piece for word in words_of(body) for piece in part_at_edges(word, columns.edges)]
    bounds, ruled_rows = row_bounds(page, body, columns)
    rows: list[RawRow] = []
    if heads is not None:
        rows.append(_head_row(page, heads, columns))
    for (row_top, row_bottom), inside in zip(bounds, words_by_row(words, bounds), strict=True):
        cells = []
        for column in range(len(columns.edges) - 1):
            here = [word for word in inside if column_of(word, columns.edges) == column]
            cells.append(
                (
                    Cell(
                        lines=group_lines(here),
                        x0=columns.edges[column],
                        top=row_top,
                        x1=columns.edges[column + 1],
                        bottom=row_bottom,
                    ),
                )
            )
        rows.append(RawRow(parts=tuple(cells), pages=(page.number,)))
    offset = 0 if heads is None else 1
    merges = merged_fields(page, bounds, columns, words) if ruled_rows else flowing_areas(rows, columns, offset=offset)
    last = max((line.bottom for line in body), default=top)
    closing = any(last - 2 <= rule.y <= last + 0.06 * page.height and covers(rule, columns.edges) for rule in page.rules)
    opening = heads is not None or any(top - 14 <= rule.y <= top + 3 and covers(rule, columns.edges) for rule in page.rules)
    return RawTable(
        page=page.number,
        rows=tuple(with_merged_cells(rows, merges, offset=offset)),
        edges=columns.edges,
        open_top=not opening,
        open_bottom=not closing,
        ruled=False,
        rows_told=not ruled_rows,
    )


def _head_row(page: Page, heads: Sequence[Line], columns: Columns) -> RawRow:
    top, bottom = min(line.top for line in heads), max(line.bottom for line in heads)
    cells = []
    for column, title in enumerate(columns.titles.titles):
        x0, x1 = columns.edges[column], columns.edges[column + 1]
        line = Line(text=title, x0=x0, top=top, x1=x0, bottom=bottom, size=heads[0].size, bold=heads[0].bold, text_x0=x0)
        cells.append((Cell(lines=(line,), x0=x0, top=top, x1=x1, bottom=bottom),))
    return RawRow(parts=tuple(cells), pages=(page.number,))
