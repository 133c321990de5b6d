"""Plain words for dates: `2022-06`, `2022-Q2`, `15/06/2022`, `last month`, `2022-05..2022-07`. Pure; `today` is given."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)")
_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d{1,2})")
_DAY = re.compile(r"(?P<year>(?:19|20)\d\d)[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})")
_BRITISH_DAY = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>(?:20|19)?\d\d)")
_QUARTER = re.compile(r"(?P<year>(?:19|20)\d\d)[- ]?q(?P<quarter>[1-4])")
_QUARTER_FIRST = re.compile(r"q(?P<quarter>[1-4])[- ]?(?P<year>(?:19|20)\d\d)")
_NAMED = re.compile(r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -])?(?P<name>[a-z]{3,9})(?:[ -](?P<year>(?:19|20)?\d\d))?")
_RELATIVE = re.compile(
    r"(?P<which>this|last|past|previous|next)(?: (?P<count>\d{1,3}))? (?P<unit>day|week|month|quarter|year)s?"
)
_RANGE = re.compile(r"(?P<first>.*?)\s*\.\.\.?\s*(?P<last>.*)")
_COMPARED = re.compile(r"(?P<sign>>=|<=|>|<|=)\s*(?P<rest>.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the day `first` to the day `last`, both included; None is open."""

    first: date | None
    last: date | None


def parse_period(text: str, today: date) -> Period | None:
    """The period that a value means, None when it means none.

    `2022-06` -> 2022-06-01 to 2022-06-30; `>=2022-06` -> from 2022-06-01; `2022-05..` the same kind with two dots.
    A reversed range is turned round.
    """
    plain = " ".join(text.casefold().replace("–", "-").split())
    if compared := _COMPARED.fullmatch(plain):
        return _compared(compared["sign"], _single(compared["rest"], today))
    if ".." in plain and (found := _RANGE.fullmatch(plain)):
        return _range(found["first"], found["last"], today)
    return _single(plain, today)


def _compared(sign: str, period: Period | None) -> Period | None:
    if period is None or period.first is None or period.last is None:
        return None
    match sign:
        case ">=":
            return Period(first=period.first, last=None)
        case ">":
            return Period(first=_shifted(period.last, 1), last=None)
        case "<=":
            return Period(first=None, last=period.last)
        case "<":
            return Period(first=None, last=_shifted(period.first, -1))
        case _:
            return period


def _range(first: str, last: str, today: date) -> Period | None:
    if not first and not last:
        return None
    start = _single(first, today) if first else Period(first=None, last=None)
    end = _single(last, today) if last else Period(first=None, last=None)
    if start is None or end is None:
        return None
    if start.first and end.last and start.first > end.last:
        start, end = end, start
    return Period(first=start.first, last=end.last)


def _single(plain: str, today: date) -> Period | None:
    try:
        return _named_day(plain, today) or _relative(plain, today) or _printed(plain) or _month_name(plain, today)
    except (ValueError, OverflowError):  # a day that no calendar has: 31/02/2022
        return None


def _named_day(plain: str, today: date) -> Period | None:
    days = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
    if plain not in days:
        return None
    day = today + timedelta(days=days[plain])
    return Period(first=day, last=day)


def _relative(plain: str, today: date) -> Period | None:
    found = _RELATIVE.fullmatch(plain)
    if not found:
        return None
    which, unit = found["which"], found["unit"]
    if found["count"] is None:
        step = {"this": 0, "next": 1}.get(which, -1)
        return _unit(unit, today, step)
    count = int(found["count"])
    if which == "next":
        return Period(first=today, last=_moved(unit, today, count))
    if which == "this":
        return None
    return Period(first=_moved(unit, today, -count), last=today)


def _unit(unit: str, today: date, step: int) -> Period:
    match unit:
        case "day":
            first = last = today + timedelta(days=step)
        case "week":
            first = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
            last = first + timedelta(days=6)
        case "month":
            first = _month_start(today.year, today.month + step)
            last = _month_end(first)
        case "quarter":
            first = _month_start(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * step)
            last = _month_end(_month_start(first.year, first.month + 2))
        case _:
            first, last = date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    return Period(first=first, last=last)


def _moved(unit: str, today: date, count: int) -> date:
    if unit in ("day", "week"):
        return today + timedelta(days=count * (7 if unit == "week" else 1))
    months = count * {"month": 1, "quarter": 3}.get(unit, 12)
    start = _month_start(today.year, today.month + months)
    return start.replace(day=min(today.day, monthrange(start.year, start.month)[1]))


def _printed(plain: str) -> Period | None:
    if found := _YEAR.fullmatch(plain):
        year = int(found["year"])
        return Period(first=date(year, 1, 1), last=date(year, 12, 31))
    if found := _QUARTER.fullmatch(plain) or _QUARTER_FIRST.fullmatch(plain):
        first = date(int(found["year"]), 3 * int(found["quarter"]) - 2, 1)
        return Period(first=first, last=_month_end(_month_start(first.year, first.month + 2)))
    if found := _DAY.fullmatch(plain) or _BRITISH_DAY.fullmatch(plain):
        day = date(_full_year(found["year"]), int(found["month"]), int(found["day"]))
        return Period(first=day, last=day)
    if found := _MONTH.fullmatch(plain):
        first = date(int(found["year"]), int(found["month"]), 1)
        return Period(first=first, last=_month_end(first))
    return None


def _month_name(plain: str, today: date) -> Period | None:
    found = _NAMED.fullmatch(plain)
    if not found or found["name"][:3] not in _MONTHS:
        return None
    month = _MONTHS.index(found["name"][:3]) + 1
    if not (MONTH_NAMES[month - 1].startswith(found["name"]) or found["name"] == "sept"):
        return None
    year = _full_year(found["year"]) if found["year"] else today.year - (month > today.month)
    if found["day"]:
        day = date(year, month, int(found["day"]))
        return Period(first=day, last=day)
    first = date(year, month, 1)
    return Period(first=first, last=_month_end(first))


def _full_year(printed: str) -> int:
    return int(printed) if len(printed) == 4 else 2000 + int(printed)


def _month_start(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
