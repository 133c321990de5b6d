"""Dates, times and due dates as reports print them, in UK order. Pure leaf parsers; a doubt is a value, never an error."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from kb.records import DueKind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})\s*[-\u2010-\u2015/.]\s*(?P<month>\d{1,2})\s*[-\u2010-\u2015/.]\s*(?P<day>\d{1,2})(?!\d)"
)
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})\s*(?P<sep>[-\u2010-\u2015/.])\s*(?P<month>\d{1,2})\s*(?P=sep)\s*(?P<year>\d{4}|\d{2})(?!\d)"
)
_WORDED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?:st|nd|rd|th)?(?:\s+of)?[\s,./-]*{_MONTH}\b[\s,./'’-]*(?P<year>\d{{4}}|\d{{2}}(?![\d:.]))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,]+(?P<year>\d{{4}}))?(?!\d)", re.IGNORECASE
)
_NO_YEAR = re.compile(r"(?<![\d/.])(?P<day>\d{1,2})\s*/\s*(?P<month>\d{1,2})(?![\d/])")
_OLDER_IN_BRACKETS = re.compile(
    r"[(\[,;]?\s*\b(?:was|previously|prev\.?|originally|original(?:\s+date)?|formerly|from|revised\s+from|moved\s+from|old|extended\s+from|changed\s+from)\b[\s:]*",
    re.IGNORECASE,
)
_ARROW = re.compile(
    r"→|->|=>|➔|\u2794|\b(?:revised|now|moved|extended|changed|amended|rescheduled|deferred|pushed|updated)\b(?:\s+back)?(?:\s+(?:to|date))?|\bto\b",
    re.IGNORECASE,
)
_WEEK = re.compile(r"\bw\s*/?\s*c\b|\bweek\s+(?:commencing|of|beginning)\b|\bw\s*/\s*b\b|\bwk\s*/?\s*c", re.IGNORECASE)
_NEXT = re.compile(
    r"\bnext\b(?!\s+week|\s+month)|\b(?:ahead\s+of|before|by|at)\s+(?:the\s+)?(?:next|following)\b|\bfollowing\s+meeting\b",
    re.IGNORECASE,
)
_ASAP = re.compile(r"\basap\b|\bas\s+soon\s+as\b|\bimmediate(?:ly)?\b|\burgent(?:ly)?\b|\ba\.s\.a\.p", re.IGNORECASE)
_TBC = re.compile(
    r"\btb[cdan]\b|\bto\s+be\s+(?:confirmed|determined|agreed|decided|advised|set)\b|\bnot\s+(?:yet\s+)?(?:set|known|agreed)\b|\bunknown\b",
    re.IGNORECASE,
)
_ONGOING = re.compile(r"\bon-?\s?going\b|\bcontinuous(?:ly)?\b|\bstanding\b|\brolling\b|\bcontinuing\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"[\s\-\u2010-\u2015.*/]*(?:n\s*/?\s*a|none|nil|not\s+applicable)?[\s\-\u2010-\u2015.*/]*", re.IGNORECASE
)
_CLOCK = r"(?P<{0}h>\d{{1,2}})(?:\s*[:.h]\s*(?P<{0}m>\d{{2}}))?\s*(?P<{0}x>[ap]\.?m\.?|noon|midday)?"
_RANGE_WORDS = r"\s*(?:[-\u2010-\u2015\u2212~]+|\bto\b|\buntil\b|\btill\b|\band\b|→)\s*"
_TIME_RANGE = re.compile(
    rf"(?<![\d/.:]){_CLOCK.format('a')}{_RANGE_WORDS}{_CLOCK.format('b')}(?:\s*(?:hrs|hours|uhr))?(?![\d/])", re.IGNORECASE
)
_MILITARY = re.compile(
    rf"(?<!\d)(?P<ah>[012]\d)(?P<am>[0-5]\d)\s*(?:hrs|h)?{_RANGE_WORDS}(?P<bh>[012]\d)(?P<bm>[0-5]\d)(?!\d)", re.IGNORECASE
)
_SINGLE = re.compile(rf"(?<![\d/.:-]){_CLOCK.format('a')}(?![\d/.:-])", re.IGNORECASE)
_SINGLE_MILITARY = re.compile(r"(?<![\d/.-])(?P<ah>[01]\d|2[0-3])(?P<am>[0-5]\d)\s*(?:hrs|hours|h)\b", re.IGNORECASE)


class DateDoubt(StrEnum):
    """What is doubtful about a date."""

    IMPOSSIBLE = "impossible"
    NO_YEAR = "no year"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date in a text, with its place. on: None when no such day exists. doubt: None when it is printed in full."""

    on: date | None
    start: int
    end: int
    doubt: DateDoubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """A due-date cell understood: its kind, its date where it has one, its earlier dates, and what is doubtful about it."""

    kind: DueKind
    on: date | None = None
    earlier: tuple[date, ...] = ()
    doubt: DateDoubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRange:
    """When a meeting began and ended, as far as printed."""

    start: time | None = None
    end: time | None = None


def find_dates(text: str, near: date | None = None) -> tuple[FoundDate, ...]:
    """The dates of a text in printed order. near: where no year is printed, such a day nearest to this one is meant."""
    taken: list[FoundDate] = []
    for pattern in (_ISO, _NUMERIC, _WORDED, _MONTH_FIRST, _NO_YEAR):
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in taken):
                continue
            taken.append(_found(match, near))
    return tuple(sorted(taken, key=lambda found: found.start))


def parse_date(text: str, near: date | None = None) -> FoundDate | None:
    """The one date of a cell, or None; white space inside it (`22/06/202 2`) does not matter."""
    found = find_dates(text, near) or find_dates("".join(text.split()), near)
    return found[0] if found else None


# the gap in `2022-08-2 5` and `06/07/20 22`: a date too wide for its cell, which would pass for another date as it stands
_CUT_BY_CELL_EDGE = re.compile(r"(?<=\b\d{4}-\d\d-\d)\s(?=\d\b(?![-/.:]))|(?<=\d[-/.]\d\d[-/.]20)\s(?=\d\d\b(?![-/.:]))")


def parse_due(raw: str, meeting: date | None = None) -> DueDate:
    """A due-date cell. `parse_due("06/07/2022 (was 22/06/2022)")` is due on 6 July 2022; the latest statement stands."""
    text = _CUT_BY_CELL_EDGE.sub("", " ".join(raw.split()))
    if _NOTHING.fullmatch(text):
        return DueDate(kind=DueKind.NONE)
    found = find_dates(text, meeting)
    if not found or found[0].doubt is DateDoubt.NO_YEAR:
        mended = find_dates(text.replace(" ", ""), meeting)
        if mended and mended[0].doubt is not DateDoubt.NO_YEAR and len(mended) == 1:
            found, text = mended, text if _WEEK.search(text) else text.replace(" ", "")
    if found:
        return _dated(text, found)
    for pattern, kind in (
        (_NEXT, DueKind.NEXT_MEETING), (_ASAP, DueKind.ASAP), (_TBC, DueKind.TBC), (_ONGOING, DueKind.ONGOING),
    ):  # fmt: skip
        if pattern.search(text):
            return DueDate(kind=kind)
    return DueDate(kind=DueKind.UNREADABLE)


def parse_times(text: str) -> TimeRange:
    """The time range of a cell: `1000-1200`, `10:00 – 12:00`, `10am-12pm`, `10.00 to 12.00`; dates in it are passed over."""
    bare = _without_dates(text)
    if match := _MILITARY.search(bare):
        return TimeRange(start=_clock(match["ah"], match["am"], None), end=_clock(match["bh"], match["bm"], None))
    for match in _TIME_RANGE.finditer(bare):
        if not (match["am"] or match["ax"] or match["bm"] or match["bx"]):
            continue
        start, end = _clock(match["ah"], match["am"], match["ax"]), _clock(match["bh"], match["bm"], match["bx"])
        if start and end and not match["ax"] and match["bx"] and match["bx"].lower().startswith("p") and start.hour < 12:
            later = _clock(match["ah"], match["am"], "pm")  # `2-4pm` begins in the afternoon, `10-12pm` does not
            start = later if later and later < end else start
        return TimeRange(start=start, end=end)
    if match := _SINGLE_MILITARY.search(bare):
        return TimeRange(start=_clock(match["ah"], match["am"], None))
    for match in _SINGLE.finditer(bare):
        if match["am"] or match["ax"]:
            return TimeRange(start=_clock(match["ah"], match["am"], match["ax"]))
    return TimeRange()


def _found(match: re.Match[str], near: date | None) -> FoundDate:
    parts = match.groupdict()
    month = _MONTHS.index(parts["word"].lower()[:3]) + 1 if parts.get("word") else int(parts["month"])
    day, year = int(parts["day"]), parts.get("year")
    if year:
        on = _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return FoundDate(on=on, start=match.start(), end=match.end(), doubt=None if on else DateDoubt.IMPOSSIBLE)
    if _day(2024, month, day) is None:
        return FoundDate(on=None, start=match.start(), end=match.end(), doubt=DateDoubt.IMPOSSIBLE)
    return FoundDate(on=_nearest(month, day, near), start=match.start(), end=match.end(), doubt=DateDoubt.NO_YEAR)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, near: date | None) -> date | None:
    """The such day from three months before a date to nine months after it: reports look ahead more than back."""
    if near is None:
        return None
    days = [on for year in (near.year - 1, near.year, near.year + 1) if (on := _day(year, month, day))]
    middle = near + timedelta(days=90)
    return min(days, key=lambda on: abs(on - middle), default=None)


def _dated(text: str, found: Sequence[FoundDate]) -> DueDate:
    current = _latest_statement(text, found)
    earlier = tuple(other.on for other in found if other is not current and other.on)
    if current.on is None:
        return DueDate(kind=DueKind.UNREADABLE, earlier=earlier, doubt=current.doubt)
    kind = DueKind.WEEK_COMMENCING if _WEEK.search(text[: current.start][-24:]) else DueKind.DATE
    return DueDate(kind=kind, on=current.on, earlier=earlier, doubt=current.doubt)


def _latest_statement(text: str, found: Sequence[FoundDate]) -> FoundDate:
    """Which of several dates stands: the first of `A (was B)`, the last of `B → A`; without such words the last."""
    if len(found) == 1:
        return found[0]
    for index, this in enumerate(found[1:], start=1):
        between = text[found[index - 1].end : this.start]
        if _OLDER_IN_BRACKETS.search(between):
            return found[index - 1]
    before = text[: found[0].start]
    if _OLDER_IN_BRACKETS.search(before) or any(_ARROW.search(text[a.end : b.start]) for a, b in itertools.pairwise(found)):
        return found[-1]
    return found[-1]


def _without_dates(text: str) -> str:
    for found in reversed(find_dates(text)):
        if (
            found.doubt is not DateDoubt.NO_YEAR
            or "/" in text[found.start : found.end]
            or any(month in text[found.start : found.end].lower() for month in _MONTHS)
        ):
            text = f"{text[: found.start]} ; {text[found.end :]}"
    return text


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    hours = int(hour)
    mark = (half or "").lower().replace(".", "")
    if mark == "pm" and hours < 12:
        hours += 12
    elif mark == "am" and hours == 12:
        hours = 0
    try:
        return time(hours, int(minute or 0))
    except ValueError:
        return None
