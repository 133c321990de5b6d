"""Finds a header block (Meeting number | TMAG 006 | Venue | …) that no grid of rules draws. Pure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Cell, Line, Page
from ingest.pages.lines import group_lines
from ingest.tables.raw_table import RawRow, RawTable
from ingest.tables.spans import Span, parted, side_by_side, words_of
from ingest.template import Template, label_key

_MOST_LINES = 6  # of a row whose cells are wrapped
_LEAST_SPANS = 3  # of a row in which a label and its value may touch
_SAME_ROW = 1.6  # lines nearer than this, in parts of the font size, may be one row whose cells are wrapped


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderGrid:
    """A header block as a table, and the index of the first line after it."""

    table: RawTable
    end: int


def header_grid(lines: Sequence[Line], start: int, page: Page, template: Template) -> HeaderGrid | None:
    """The header block that begins at a line: rows of labels and values side by side."""
    rows: list[tuple[list[Span], Sequence[Line]]] = []
    index = start
    while index < len(lines):
        found = _row(lines, index, page, template)
        if found is None:
            break
        spans, count = found
        rows.append((spans, lines[index : index + count]))
        index += count
    if not rows:
        return None
    width = max(len(spans) for spans, _ in rows)
    edges = (*(x0 for _, x0, _ in max((spans for spans, _ in rows), key=len)), page.width)
    return HeaderGrid(
        table=RawTable(
            page=page.number,
            rows=tuple(_raw_row(spans, group, width, page) for spans, group in rows),
            edges=edges,
        ),
        end=index,
    )


def _row(lines: Sequence[Line], start: int, page: Page, template: Template) -> tuple[list[Span], int] | None:
    """The row that begins at a line, over as many lines as give most labels with values."""
    best: tuple[int, int, list[Span]] | None = None
    for count in range(1, _MOST_LINES + 1):
        group = lines[start : start + count]
        if len(group) < count or not _one_row(group, page) or any(_is_labelled(line, template) for line in group):
            break
        spans = _labelled(side_by_side(group), group, template)
        pairs = _pairs(spans, template)
        if pairs and _fills_band(lines, start, count, page) and not (best and _are_rows(group, template)):
            return spans, count
        sense = _sense(spans, template)
        alone = sum(_sense(_labelled(side_by_side([line]), [line], template), template) for line in group)
        if pairs and sense >= alone and (best is None or sense >= best[0]):
            best = (sense, count, spans)
    if best is None or _pairs(best[2], template) * 2 < len(best[2]) - 1:
        return None
    return best[2], best[1]


def _is_labelled(line: Line, template: Template) -> bool:
    """Whether a line is `Label: value` or `Label value` by itself."""
    label, colon, _ = line.text.partition(":")
    if colon:
        return template.header.find(label) is not None
    words = line.text.split()
    starts = (" ".join(words[:count]) for count in range(1, len(words)))
    return len(side_by_side([line])) == 1 and any(label_key(start) in template.header.meanings for start in starts)


def _sense(spans: Sequence[Span], template: Template) -> int:
    """How well spans read as labels and values: the pairs, less the spans that are in none."""
    pairs = _pairs(spans, template)
    return pairs - (len(spans) - 2 * pairs)


def _are_rows(lines: Sequence[Line], template: Template) -> bool:
    """Whether each of some lines is nothing but labels with their values."""
    each = [_labelled(side_by_side([line]), [line], template) for line in lines]
    return all(_pairs(spans, template) * 2 == len(spans) for spans in each)


def _labelled(spans: Sequence[Span], group: Sequence[Line], template: Template) -> list[Span]:
    """Spans with a label and its value parted where they stand too close to be told by their gap."""
    if len(spans) < _LEAST_SPANS:
        return list(spans)
    result: list[Span] = []
    for text, x0, x1 in spans:
        inside = [word for word in words_of(group) if x0 - 0.1 <= word.x0 and word.x1 <= x1 + 0.1]
        for edge in sorted({word.x0 for word in inside}, reverse=True):
            label, value = parted(inside, edge)
            if template.header.find(text) is None and template.header.find(label) is not None:
                result += [(label, x0, edge - 0.5), (value, edge, x1)]
                break
        else:
            result.append((text, x0, x1))
    return result


def _fills_band(lines: Sequence[Line], start: int, count: int, page: Page) -> bool:
    """Whether some lines are all that stands between two rules: then they are one row."""
    first, last = lines[start], lines[start + count - 1]
    below = lines[start + count] if start + count < len(lines) else None
    above = lines[start - 1] if start else None
    over = [rule for rule in page.rules if (above.bottom if above else 0) - 2 < rule.y < first.top + 0.4 * first.size]
    under = [rule for rule in page.rules if last.bottom - 2 < rule.y < (below.top + 2 if below else page.height)]
    return bool(over) and bool(under) and under[0].y - last.bottom < last.size


def _one_row(lines: Sequence[Line], page: Page) -> bool:
    for upper, lower in itertools.pairwise(lines):
        if lower.bottom - upper.bottom > _SAME_ROW * lower.size or abs(lower.size - upper.size) > 0.6:
            return False
        if any(upper.bottom - 2 < rule.y < lower.top + 0.4 * lower.size for rule in page.rules):
            return False
    return True


def _pairs(spans: Sequence[Span], template: Template) -> int:
    """How many labels stand to the left of a value."""
    texts = [text for text, _, _ in spans]
    return sum(
        template.header.find(left) is not None and template.header.find(right) is None
        for left, right in zip(texts[::2], texts[1::2], strict=False)
    )


def _raw_row(spans: Sequence[Span], group: Sequence[Line], width: int, page: Page) -> RawRow:
    top, bottom = min(line.top for line in group), max(line.bottom for line in group)
    cells = []
    words = words_of(group)
    for index in range(width):
        x0, x1 = (spans[index][1], spans[index][2]) if index < len(spans) else (page.width, page.width)
        right = spans[index + 1][1] - 2 if index + 1 < len(spans) else page.width
        inside = [word for word in words if x0 - 0.5 <= (word.x0 + word.x1) / 2 <= x1 + 0.5] if index < len(spans) else []
        cells.append((Cell(lines=group_lines(inside), x0=x0, top=top, x1=right, bottom=bottom),))
    return RawRow(parts=tuple(cells), pages=(page.number,))
