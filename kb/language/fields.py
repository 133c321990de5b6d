"""`field:value` -> a filter of the query, or the reason why it is none. Pure."""

from datetime import date

from kb.language.dates import Period, parse_period
from kb.language.nodes import AnyOf, Contains, Field, FilterNode, Flag, Is, Node, Not, OneOf, Recent, Within
from kb.language.refs import canonical_meeting, canonical_ref
from kb.language.text import words_of
from kb.records import RaidKind, RecordKind, Status

DATE_FIELDS = {
    "due": Field.DUE, "issued": Field.ISSUED, "on": Field.ON, "date": Field.ON, "before": Field.ON, "after": Field.ON,
    "since": Field.ON, "until": Field.ON,
}  # fmt: skip
_VALUE_FIELDS = {
    "kind": Field.KIND, "type": Field.KIND, "group": Field.GROUP, "meeting": Field.MEETING, "owner": Field.OWNER,
    "area": Field.AREA, "topic": Field.AREA, "status": Field.STATUS, "ref": Field.REF, "raid": Field.RAID,
}  # fmt: skip
FIELD_NAMES = (*_VALUE_FIELDS, *DATE_FIELDS, "is", "has")

_KINDS = {kind.value: kind.value for kind in RecordKind} | {
    "actions": "action", "decisions": "decision", "raids": "raid", "discussions": "discussion", "topic": "discussion",
}  # fmt: skip
_RAID_KINDS = {kind.value: kind.value for kind in RaidKind} | {
    "risks": "risk", "assumptions": "assumption", "issues": "issue", "dependencies": "dependency",
}  # fmt: skip
_STATUSES = {status.value: status.value for status in Status} | {
    "proposed": "proposed close", "complete": "closed", "completed": "closed", "done": "closed", "ongoing": "open",
    "proposed-close": "proposed close",
}  # fmt: skip
_FLAGS = {str(flag): flag for flag in Flag} | {"is:done": Flag.CLOSED, "is:late": Flag.OVERDUE}
_MAX_VALUES = 20


class NotUnderstoodError(ValueError):
    """A value that the field cannot take; the message is the reason shown to the person."""


def parse_field(name: str, value: str, today: date) -> Node:
    """The filter for `name:value`; raises `NotUnderstoodError` with a reason."""
    plain = " ".join(value.split()).strip()
    if not plain:
        raise NotUnderstoodError(f"{name}: has no value")
    if name in ("is", "has"):
        return _flag(name, plain, today)
    if name in DATE_FIELDS:
        return _date(name, plain, today)
    field = _VALUE_FIELDS[name]
    match field:
        case Field.OWNER | Field.AREA:
            if not words_of(plain):
                raise NotUnderstoodError(f"{name}: has no word in it")
            return Contains(field=field, text=plain)
        case Field.MEETING if recent := _recent(plain):
            return recent
        case _:
            return _one_of(field, plain)


def is_date_value(name: str, value: str, today: date) -> bool:
    """Whether the words are a value of the date field: tells where an unquoted `on:last 3 meetings` ends."""
    return name in DATE_FIELDS and (parse_period(value, today) is not None or _recent(value) is not None)


def _flag(name: str, value: str, today: date) -> Node:
    flag = _FLAGS.get(f"{name}:{value.casefold()}")
    if flag is not None:
        return Is(flag=flag, on=today)
    if name == "is" and value.casefold() in _KINDS:
        return OneOf(field=Field.KIND, values=(_KINDS[value.casefold()],))
    known = ", ".join(str(each) for each in Flag if str(each).startswith(name))
    raise NotUnderstoodError(f"{name}:{value} is not known; there are {known}")


def _date(name: str, value: str, today: date) -> Node:
    if (recent := _recent(value)) and name in ("on", "date", "since"):
        return recent
    if name == "due" and value.casefold() in ("none", "no"):
        return Not(part=Is(flag=Flag.HAS_DUE, on=today))
    period = parse_period(value, today)
    if period is None:
        raise NotUnderstoodError(
            f"{value!r} is no date; a date is 2022, 2022-06, 15/06/2022, 2022-05..2022-07, last month, …"
        )
    first, last = period.first, period.last
    if name == "before":
        period = parse_period(f"<{first}", today) if first else None
    elif name == "after":
        period = parse_period(f">{last}", today) if last else None
    elif name == "since":
        period = Period(first=first, last=None)
    elif name == "until":
        period = Period(first=None, last=last)
    if period is None:
        raise NotUnderstoodError(f"{name}:{value} has no such day to count from")
    return Within(field=DATE_FIELDS[name], first=period.first, last=period.last)


def _recent(value: str) -> Recent | None:
    words = value.casefold().split()
    if words in (["last", "meeting"], ["latest", "meeting"], ["latest"]):
        return Recent(count=1)
    if len(words) == 3 and words[0] in ("last", "latest") and words[2] in ("meeting", "meetings") and words[1].isdecimal():
        return Recent(count=max(1, min(int(words[1][:4]), 1000)))
    return None


def _one_of(field: Field, value: str) -> FilterNode | AnyOf:
    values = [part for part in (each.strip() for each in value.split(",")) if part][:_MAX_VALUES]
    if not values:
        raise NotUnderstoodError(f"{field}: has no value")
    return OneOf(field=field, values=tuple(dict.fromkeys(_canonical(field, each) for each in values)))


def _canonical(field: Field, value: str) -> str:
    """The form in which values are compared: lower case, refs and meetings in canonical spelling."""
    plain = value.casefold()
    match field:
        case Field.KIND:
            if plain in _RAID_KINDS and plain not in _KINDS:
                raise NotUnderstoodError(f"kind:{value} is not known; for RAID items by kind say raid:{value}")
            return _known(field, plain, _KINDS)
        case Field.RAID:
            return _known(field, plain, _RAID_KINDS)
        case Field.STATUS:
            return _known(field, plain, _STATUSES)
        case Field.REF:
            return (canonical_ref(value) or value).casefold()
        case Field.MEETING:
            return (canonical_meeting(value) or value).casefold()
        case _:
            return plain


def _known(field: Field, plain: str, known: dict[str, str]) -> str:
    if plain not in known:
        raise NotUnderstoodError(f"{field}:{plain} is not known; there are {', '.join(dict.fromkeys(known.values()))}")
    return known[plain]
