"""Tells whether the page numbers that heads and feet print run on from page to page. Pure.

A page of another report, a page twice, a lost page: each leaves numbers that repeat, jump or run backwards, or other totals.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.document import Line, Page

_NAMED = re.compile(r"\b(?:page|pg\.?|p\.)\s*(?P<number>\d{1,4})(?:\s*(?:of|/)\s*(?P<total>\d{1,4}))?\b", re.IGNORECASE)
_OF = re.compile(r"(?:^\W*|\s)(?P<number>\d{1,3})\s*(?:of|/)\s*(?P<total>\d{1,3})\W*$", re.IGNORECASE)
_LAST = re.compile(r"(?<![\w.,/:-])(?P<number>\d{1,3})\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNumber:
    """What a running line says of its page: `Page 2 of 3`. page: its place in the file; total: None when none is printed."""

    page: int
    text: str
    number: int
    total: int | None
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBreak:
    """Two pages, the later next to be numbered after the earlier, whose printed numbers do not follow one another."""

    before: PrintedNumber
    after: PrintedNumber


def find_number_breaks(groups: Iterable[Sequence[tuple[Page, Line]]]) -> tuple[NumberBreak, ...]:
    """Where printed page numbers do not run on. groups: running lines alike but for their digits, in the order of pages."""
    breaks: dict[tuple[int, int], NumberBreak] = {}
    for group in groups:
        numbers = [_read_number(page, line) for page, line in group]
        printed = [number for number in numbers if number is not None]
        if not _are_page_numbers(printed):
            continue
        for before, after in itertools.pairwise(printed):
            if after.number - before.number != after.page - before.page or after.total != before.total:
                breaks.setdefault((before.page, after.page), NumberBreak(before=before, after=after))
    return tuple(breaks[pages] for pages in sorted(breaks))


def _read_number(page: Page, line: Line) -> PrintedNumber | None:
    for pattern in (_NAMED, _OF, _LAST):
        found = pattern.search(line.text)
        if found is not None:
            total = found.groupdict().get("total")
            return PrintedNumber(
                page=page.number,
                text=line.text,
                number=int(found["number"]),
                total=int(total) if total else None,
                named=pattern is _NAMED,
            )
    return None


def _are_page_numbers(printed: Sequence[PrintedNumber]) -> bool:
    """Whether numbers count pages at all: two of them do, one after the other, or they are called page numbers.

    The year, a meeting's number or `Part 1 of 2` in a running head stay the same on all pages.
    """
    if len({each.page for each in printed}) < len(printed):
        return False
    steps = Counter(each.number - each.page for each in printed)
    differ = len({each.number for each in printed}) > 1
    return max(steps.values(), default=0) > 1 or (all(each.named for each in printed) and (differ or len(printed) == 2))
