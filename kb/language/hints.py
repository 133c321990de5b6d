"""Plain words that a filter says more sharply: `overdue` -> `is:overdue`. Offered, never applied unasked. Pure.

Farid Thistlewood overdue                  -> Farid Thistlewood is:overdue
still open from the last MWG meeting       -> is:open MWG on:"last meeting"
load shaping in October 2022               -> load shaping on:"October 2022"
decisions of the last 3 meetings           -> decisions on:"last 3 meetings"
things due next month                      -> things due:"next month"
actions assigned to Kate Goodman           -> kind:action owner:"Kate Goodman"
"""

import re
from datetime import date

from kb.language.dates import MONTH_NAMES, parse_period

_MONTHS = "|".join((*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES), "sept"))
_RELATIVE = r"(?:the )?(?:last|past|this|next) (?:week|month|quarter|year)"
_DAY = rf"\d{{1,2}}/\d{{1,2}}/(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS}) (?:19|20)\d\d"
_SHARP = rf"(?:{_RELATIVE}|{_DAY}|q[1-4] (?:19|20)\d\d|(?:19|20)\d\d[ -]?q[1-4])"  # says when without `in` or `since`
_DATE = rf"(?:{_SHARP}|(?:(?:{_MONTHS})\.? )?(?:19|20)\d\d)"
_OPEN = r"(?:that|which) (?:are|is) (?:still )?open|still open|open actions?|actions? (?:still )?open"
_RULES = (
    (re.compile(r'(?<![\w:"])(?:overdue|past due)(?: actions?)?(?![\w"/-])', re.IGNORECASE), "is:overdue"),
    (re.compile(rf'(?<![\w:"])(?:{_OPEN})(?![\w"/-])', re.IGNORECASE), "is:open"),
    (re.compile(r'(?<![\w:"])(?:closed actions?|actions? closed)(?![\w"/-])', re.IGNORECASE), "is:closed"),
)
_OWNED = re.compile(
    r'(?<![\w:"])(?P<actions>actions? )?(?:assigned to|owned by) (?:the )?'
    r"(?P<name>(?-i:[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,2}))",
    re.IGNORECASE,
)
_MEETINGS = re.compile(
    r'(?<![\w:"])(?:(?:in|at|of|from|during) )?(?:the )?(?:last|latest) (?P<count>\d{1,3} )?'
    r'(?P<group>(?-i:e?[A-Z]{2,8}) )?meetings?(?![\w"/-])',
    re.IGNORECASE,
)
_DATED = re.compile(
    r'(?<![\w:"/.<=>-])(?:(?P<due>due) )?(?:'
    rf"(?P<how>in|during|on|since|before|after|until|by) (?P<when>{_DATE})|(?P<sharp>{_SHARP})"
    r')(?![\w"/-]|\.\.)',
    re.IGNORECASE,
)
_FIELDS = {"in": "on", "during": "on", "by": "until"}
_DUE = {"since": ">=", "after": ">", "before": "<", "until": "<=", "by": "<="}


def as_filters(text: str, today: date) -> str:
    """The typed text with such words as filters; the text itself when it has none."""
    for words, filter_ in _RULES:
        text = words.sub(filter_, text)
    text = _OWNED.sub(_owned, text)
    text = _MEETINGS.sub(_meetings, text)
    return _DATED.sub(lambda found: _dated(found, today), text)


def _owned(found: re.Match[str]) -> str:
    name = found["name"]
    return f"{'kind:action ' if found['actions'] else ''}owner:" + (f'"{name}"' if " " in name else name)


def _meetings(found: re.Match[str]) -> str:
    count = found["count"] or ""
    return f'{found["group"] or ""}on:"last {count}meeting{"s" if count else ""}"'


def _dated(found: re.Match[str], today: date) -> str:
    how = (found["how"] or "on").casefold()
    when = (found["when"] or found["sharp"]).removeprefix("the ").replace(".", "")
    if parse_period(when, today) is None:
        return found.group()
    value = f"{_DUE.get(how, '')}{when}" if found["due"] else when
    name = "due" if found["due"] else _FIELDS.get(how, how)
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"
