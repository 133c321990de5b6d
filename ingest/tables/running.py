"""Tells running heads and feet (logo text, classification, page numbers) from what a report says. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Line, Page
from ingest.tables.columns import find_titles
from ingest.tables.page_numbers import NumberBreak, find_number_breaks
from ingest.tables.spans import side_by_side
from ingest.template import Template, label_key

_ZONE = 0.16  # the part of the page, at its top and its bottom, where running lines stand
_SAME_PLACE = 5.0
_NEXT_LINE = 0.6  # white between two lines of titles, in parts of the font size
_EDGE = 0.09
_LONGEST_PAGE_NUMBER = 3
_MOST_HEAD_LINES = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:^|\s)(?:page\s*|pg\.?\s*|p\.\s*)\d{1,4}(?:\s*(?:of|/)\s*(?P<total>\d{1,4}))?\b|^\W*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$|\b(?P<page>\d{1,3})\s*of\s*(?P<last>\d{1,3})\W*$",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\W*(\d+)\W*")
_FOOT_WORDS = re.compile(
    r"©|\(c\)\s|copyright|all rights reserved|^(?:document\s+)?classification\b|^www\.|^https?://", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningLines:
    """The running lines of a document. page_total: what `Page 1 of 4` promises, None when nothing does.

    number_breaks: pages whose printed numbers do not follow one another.
    """

    places: frozenset[tuple[int, float, str]]
    texts: tuple[str, ...]
    page_total: int | None
    number_breaks: tuple[NumberBreak, ...]

    def holds(self, page: int, line: Line) -> bool:
        """Whether a line of a page is a running one."""
        return (page, line.top, line.text) in self.places


def find_running_lines(pages: Sequence[Page], template: Template) -> RunningLines:
    """Lines that repeat in the same place of neighbouring pages, and page numbers and the like at the page ends."""
    places: set[tuple[int, float, str]] = set()
    texts: list[str] = []
    totals: list[int] = []
    seen: dict[tuple[str, bool], list[tuple[Page, Line]]] = defaultdict(list)
    printed: set[str] = set()
    for page in pages:
        for line in _above_repeated_titles(page, printed, template):
            places.add((page.number, line.top, line.text))
            texts.append(line.text)
        titles: Line | None = None
        for line in page.lines:
            if _are_titles(line, template) or (titles is not None and line.top - titles.bottom < _NEXT_LINE * line.size):
                titles = line  # column titles repeat at the top of pages too, in up to three lines
                continue
            at_top, at_bottom = line.top < _ZONE * page.height, line.bottom > (1 - _ZONE) * page.height
            if not (at_top or at_bottom) or _is_content(line, page, template):
                continue
            seen[_DIGITS.sub("0", line.text.casefold()), at_top].append((page, line))
            number = _PAGE_NUMBER.search(line.text)
            if number and number["page"] and int(number["page"]) != page.number:
                number = None  # `3 of 5 responses` of a cell
            numbered = (number and _is_short(line) and _is_at_edge(line, page)) or _is_numbered_foot(line, page)
            if numbered or (at_bottom and _FOOT_WORDS.search(line.text)):
                places.add((page.number, line.top, line.text))
                texts.append(line.text)
            if number and (total := number["total"] or number["last"]):
                totals.append(int(total))
    for (_, at_top), found in seen.items():
        for page, line in found:
            if any(_same_place(page, line, other, twin, at_top=at_top) for other, twin in found):
                places.add((page.number, line.top, line.text))
                texts.append(line.text)
    running = (
        [(page, line) for page, line in found if (page.number, line.top, line.text) in places] for found in seen.values()
    )
    return RunningLines(
        places=frozenset(places),
        texts=tuple(dict.fromkeys(texts)),
        page_total=max(totals, default=None),
        number_breaks=find_number_breaks(running),
    )


def _above_repeated_titles(page: Page, printed: set[str], template: Template) -> list[Line]:
    """The lines above column titles that open a page and that an earlier page has printed: a head, and no part of a row.

    printed: the titles of the pages so far; those of this page are added.
    """
    titles = [(index, label_key(line.text)) for index, line in enumerate(page.lines) if _are_titles(line, template)]
    first, key = titles[0] if titles else (0, "")
    repeated = key in printed
    printed.update(key for _, key in titles)
    above = page.lines[:first]
    if not repeated or len(above) > _MOST_HEAD_LINES or any(line.top > _ZONE * page.height for line in above):
        return []
    if any(table.top < page.lines[first].top for table in page.tables):
        return []
    return [] if any(_is_content(line, page, template) for line in above) else list(above)


def _same_place(page: Page, line: Line, other: Page, twin: Line, *, at_top: bool) -> bool:
    if not 0 < abs(page.number - other.number) <= 2:
        return False
    shift = line.top - twin.top if at_top else (page.height - line.bottom) - (other.height - twin.bottom)
    return abs(shift) <= _SAME_PLACE


def _is_at_edge(line: Line, page: Page) -> bool:
    """Whether a line that is a bare number stands where page numbers do, and is no end of a date in a table."""
    number = _BARE_NUMBER.fullmatch(line.text)
    if number is None:
        return True
    if ("(" in number[0]) is not (")" in number[0]):
        return False  # `2022)`: the bracket opens in a line above
    outside = line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height
    return outside and len(number[1]) <= _LONGEST_PAGE_NUMBER


def _is_numbered_foot(line: Line, page: Page) -> bool:
    """Whether a line in small print at the very end of a page ends with the page's number."""
    if line.top < (1 - _EDGE) * page.height or line.size > 0.92 * _body_size(page):
        return False
    return re.search(rf"\b{page.number}\W*$", line.text) is not None


def _is_short(line: Line) -> bool:
    return len(line.text) <= 120 and not line.text.rstrip().endswith((".", ";", ","))


def _are_titles(line: Line, template: Template) -> bool:
    return find_titles([text for text, _, _ in side_by_side([line])], template) is not None


def _is_content(line: Line, page: Page, template: Template) -> bool:
    """Whether a line at a page end opens a section or a report, so that it is none of the page's frame."""
    if template.find_heading(line.text) is not None:
        return True
    key = label_key(line.text)
    if not any(title in key for title in template.titles):
        return False
    labels = [
        text
        for table in page.tables
        for row in table.rows
        for cell in row
        for text in (" ".join(line.text for line in cell.lines),)
    ]
    labels += [other.text.split(":")[0] for other in page.lines]
    return any(template.header.find(label) is not None for label in labels if label) and line.size >= 1.15 * _body_size(page)


def _body_size(page: Page) -> float:
    sizes = sorted(
        [line.size for table in page.tables for row in table.rows for cell in row for line in cell.lines]
        or [line.size for line in page.lines]
    )
    return sizes[len(sizes) // 2] if sizes else 0.0
