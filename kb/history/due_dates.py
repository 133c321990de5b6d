"""Earlier due dates printed beside the present one: "20/07/2022 (was 06/07/2022)". Pure."""

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEPARATOR = r"\s*[/.\-–‑ ]\s*"
_DATE = re.compile(
    rf"(?<!\d)(?:(?P<iso>\d{{4}})-(?P<iso_month>\d{{1,2}})-(?P<iso_day>\d{{1,2}})|"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_SEPARATOR}(?:(?P<month>\d{{1,2}})|(?P<word>[A-Za-z]{{3,9}})\.?)"
    rf"(?:{_SEPARATOR}(?P<year>\d{{4}}|\d{{2}}))?)(?!\d)"
)
# What shows that the other date in the cell is an older one, not an alternative.
_MOVED = re.compile(
    r"\b(?:was|were|previously|prev|originally|original|formerly|from|revised|moved|extended|changed|rescheduled|amended|old|now|new|"
    r"deferred|slipped|pushed)\b|→|➔|->|=>|\bto\b",
    re.IGNORECASE,
)


def earlier_dates(due_raw: str, due_date: date) -> tuple[date, ...]:
    """The dates that a due cell prints as former ones of `due_date`, as printed; a date without year is given the year that
    puts it before `due_date`."""
    if not _MOVED.search(due_raw):
        return ()
    found = (_date(match, due_date) for match in _DATE.finditer(due_raw))
    return tuple(each for each in found if each is not None and each != due_date)


def _date(match: re.Match[str], due_date: date) -> date | None:
    part = match.groupdict()
    if part["iso"]:
        return _real(int(part["iso"]), int(part["iso_month"]), int(part["iso_day"]))
    word = (part["word"] or "").lower()[:3]
    if word and word not in _MONTHS:
        return None
    month = _MONTHS.index(word) + 1 if word else int(part["month"])
    day = int(part["day"])
    if part["year"]:
        year = int(part["year"])
        return _real(year + 2000 if year < 100 else year, month, day)
    same_year = _real(due_date.year, month, day)
    if same_year is None or same_year <= due_date:
        return same_year
    return _real(due_date.year - 1, month, day)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
