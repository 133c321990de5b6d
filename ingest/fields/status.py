"""Where an action stands, read from the words of one row of the actions table.

Pure. Knows the order in which statements count; the words themselves stand in `status_words`.

    row:     status column → update cell → due-date cell; the first that says something counts
    update:  dated entries → the latest that says something
    entry:   its label ("Closed – …"), else a proposal to close, "closed" or "open", "moved", "delivered", in this order
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.fields.status_words import REF_MARK, RULES, Signal, StatusRule, find_signals
from kb.records import Status, Strength

_SPACES = re.compile(r"[^\S\n]+")
_LIMIT = 4_000  # characters of a cell that are read for a status; the newest entries stand at one of its ends
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE = (
    r"(?:(?P<day>\d{1,2})[/.](?P<month>\d{1,2})(?:[/.](?P<year>\d{2,4}))?|"
    r"(?P<iso>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})|"
    r"(?P<word_day>\d{1,2})(?:st|nd|rd|th)?[ -](?P<word>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?:[ -,]{1,2}(?P<word_year>\d{4}|\d{2}\b))?)"
)
# "12/06: …", "[12/06/22] …", "Update 12 June – …", "TMAG 07: …" at the start of a line, a sentence or after a semicolon
_ENTRY = re.compile(
    rf"(?:^|(?<=[.;|]\s)|(?<=\n))[•*\-–(\[\s]*(?:updated?\s+(?:on\s+|at\s+)?)?"
    rf"(?:{_DATE}|(?:at\s+)?(?P<group>[A-Za-z]{{2,8}})[\s-]?(?P<number>\d{{1,3}})(?!\d|"
    rf"\s*[-–]\s*\d))[)\]]*\s*(?:[:–—-]|update\b:?)+\s*",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(r"[\s\-–—.*/]*(?:n\s*/\s*a|none|nil|tba)?[\s\-–—.*/]*", re.IGNORECASE)
_LABEL_PREFIX = re.compile(
    r"\W*(?:(?:the\s+)?(?:action|status|update|pmo|programme)\s*(?:is|:|–|-|has been|was|now)*\s*)*\W*", re.IGNORECASE
)
_LABEL_END = re.compile(
    r"\W*$|\s*[.,;:–—\-(/\n!]|\s+(?:at|on|by|in|as|per|following|via|with|from|since|after|during|to|until|for|"
    r"and)\b|\s+\d",
    re.IGNORECASE,
)
_EXPLICIT = re.compile(
    r"\bactions?\s+(?:(?:is|was|has|been|now|therefore|can be considered|considered)\s+)*$|\bnow\s+$", re.IGNORECASE
)
_LETTERS = {"o": "open", "c": "closed"}
_CLOSING_RULES = tuple(rule for rule in RULES if rule.status in (Status.CLOSED, Status.PROPOSED_CLOSE))
_MOVED = tuple(rule for rule in RULES if rule.status is Status.MOVED)
_OPEN = tuple(rule for rule in RULES if rule.status is Status.OPEN)
_COLOURS = frozenset(("green", "amber", "red"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReading:
    """What the words of one mention say. rule: a name of `status_words.RULES`, with `due-cell:` before it when it stands
    in the due cell; else `colour` or `nothing-said`."""

    status: Status
    rule: str
    strength: Strength


NOTHING_SAID = StatusReading(status=Status.UNKNOWN, rule="nothing-said", strength=Strength.NONE)


def parse_row_status(*, update: str, status: str = "", due: str = "") -> StatusReading:
    """The status that a row of an actions table states. The cells are given as printed; a column that is absent is empty.

    `parse_row_status(update="Complete – shared 12/06")` is closed, stated, by rule `closed`;
    `parse_row_status(update="In the full minutes")` says nothing: unknown, rule `nothing-said`.
    """
    stated = _parse_column(status)
    if stated is None:
        stated = _parse_update(update)
    if stated is None:
        stated = _parse_due(due)
    return stated or NOTHING_SAID


def _parse_column(cell: str) -> StatusReading | None:
    word = cell.strip().strip(".").casefold()
    if word in _COLOURS:
        return StatusReading(status=Status.OPEN, rule="colour", strength=Strength.IMPLIED)
    return _parse_update(_LETTERS.get(word, cell))


def _parse_due(cell: str) -> StatusReading | None:
    found = _parse_update(cell)
    if found is None or found.status not in (Status.CLOSED, Status.PROPOSED_CLOSE):
        return None  # "Ongoing" or "to be agreed" in a due cell is a kind of due date
    return StatusReading(status=found.status, rule=f"due-cell:{found.rule}", strength=found.strength)


def _parse_update(cell: str) -> StatusReading | None:
    if _SAYS_NOTHING.fullmatch(cell[:40]) and len(cell) <= 40:
        return None
    entries = _entries(tidy(cell))
    summary = entries[0].text if entries and entries[0].key is None and len(entries) > 1 else ""
    dated = [each for each in entries if each.key is not None]
    label = _label(summary, find_signals(summary))
    if label is not None and not any(_contradicts(each.text) for each in dated):
        return reading(label)
    for entry in reversed(_oldest_first(entries)):
        if (rule := _parse_entry(entry.text)) is not None:
            return reading(rule)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A dated statement of an update cell. key: sortable; None for the words before the first date."""

    text: str
    key: tuple[int, ...] | None


def _entries(cell: str) -> list[_Entry]:
    marks = list(_ENTRY.finditer(cell))
    head = cell[: marks[0].start()] if marks else cell
    entries = [_Entry(text=head, key=None)] if head.strip(" \n•;.") else []
    ends = [*(mark.start() for mark in marks[1:]), len(cell)]
    for mark, end in zip(marks, ends, strict=False):
        text = cell[mark.end() : end]
        entries.append(_Entry(text=text, key=_key(mark)))
    return entries


def _key(mark: re.Match[str]) -> tuple[int, ...]:
    part = mark.groupdict()
    if part["number"]:
        return (0, int(part["number"]), 0, 0)
    if part["iso"]:
        return (1, int(part["iso"]), int(part["iso_month"]), int(part["iso_day"]))
    if part["word"]:
        month = _MONTHS.index(part["word"].lower()[:3]) + 1
        return (1, _year(part["word_year"]), month, int(part["word_day"]))
    return (1, _year(part["year"]), int(part["month"]), int(part["day"]))


def _year(printed: str | None) -> int:
    year = int(printed) if printed else 0
    return year + 2000 if 0 < year < 100 else year


def _oldest_first(entries: Sequence[_Entry]) -> list[_Entry]:
    """Entries by date when all dates carry the year; else as printed, turned round when printed newest first."""
    keys = [each.key for each in entries if each.key is not None]
    if len(keys) < 2:
        return list(entries)
    full = len({key[0] for key in keys}) == 1 and (all(key[1] for key in keys) or keys[0][0] == 0)
    if full:
        return sorted(entries, key=lambda each: each.key or (-1,))
    days = [key[2] * 31 + key[3] for key in keys]
    falls = days[0] > days[-1] and days[0] - days[-1] < 186
    return list(reversed(entries)) if falls else list(entries)


def _parse_entry(text: str) -> StatusRule | None:
    """The rule that an entry without further dates meets: its label, else what weighs most, else what stands last."""
    signals = find_signals(text)
    label = _label(text, signals)
    if label is not None:
        return _after_label(text, label, signals)
    return _parse_closing(text, signals) or _last_of(signals, _MOVED) or _last_of(signals, _OPEN) or _last_of(signals)


def _parse_closing(text: str, signals: Sequence[Signal]) -> StatusRule | None:
    """The rule of an entry that speaks of closing; None when it does not.

    A proposal stands until the closure itself is said; "action closed" outright beats what goes on beside it; otherwise,
    of "complete" and "in progress", the later counts.
    """
    said = [each for each in signals if each.rule in _CLOSING_RULES or each.rule in _OPEN]
    if not any(each.rule in _CLOSING_RULES for each in said):
        return None
    last = said[-1]
    for n, each in reversed(list(enumerate(said))):
        if any(later.rule.name in ("reopened", "not-closed") for later in said[n:]):
            break
        if _is_outright(text, each):
            return each.rule
    proposed = [each for each in said if each.rule.status is Status.PROPOSED_CLOSE]
    if proposed and last.rule.name not in ("reopened", "not-closed"):
        return proposed[-1].rule
    return last.rule


def _is_outright(text: str, signal: Signal) -> bool:
    """Whether a closing word is said of the action as such, not of a part of its work: "action complete", "closed at …"."""
    if signal.rule.status is not Status.CLOSED:
        return False
    if signal.rule.name != "closed":
        return True
    return bool(_EXPLICIT.search(text[: signal.start])) or text[signal.start :].lower().startswith("closed")


def _last_of(signals: Sequence[Signal], rules: tuple[StatusRule, ...] = RULES) -> StatusRule | None:
    found = [each.rule for each in signals if each.rule in rules]
    stated = [rule for rule in found if rule.strength is Strength.STATED]
    choice = stated or found
    return choice[-1] if choice else None


def _label(text: str, signals: Sequence[Signal]) -> StatusRule | None:
    """The rule of a status word that opens the entry and stands for itself: "Closed – …", "Open. …", "Complete"."""
    if not signals or signals[0].rule.strength is not Strength.STATED:
        return None
    first = signals[0]
    prefix = _LABEL_PREFIX.match(text)
    opens = first.start <= (prefix.end() if prefix else 0)
    return first.rule if opens and _LABEL_END.match(text, first.end) else None


def _after_label(text: str, label: StatusRule, signals: Sequence[Signal]) -> StatusRule:
    """What follows a label seldom changes it: a re-opening, a denied closure, a proposal to close, "action closed"."""
    for each in reversed(signals[1:]):
        if each.rule.name == "reopened" or _overrules(text, each, label, signals[0]):
            return each.rule
    return label


def _overrules(text: str, later: Signal, label: StatusRule, first: Signal) -> bool:
    if label.status is Status.CLOSED:
        if later.rule.name == "not-closed":
            return bool(_EXPLICIT.search(text[: later.start]))
        return later.rule.name == "close-proposed" and not _is_outright(text, first)  # "Complete, recommend close"
    if label.status is Status.PROPOSED_CLOSE:
        return later.rule.name == "not-closed" or _is_outright(text, later)
    return later.rule.name in ("close-proposed", "no-further-action", "close-agreed") or (
        later.rule.status is Status.CLOSED and bool(_EXPLICIT.search(text[: later.start]))
    )


def _contradicts(text: str) -> bool:
    return any(each.rule.name in ("reopened", "not-closed") for each in find_signals(text))


def reading(rule: StatusRule) -> StatusReading:
    assert rule.status is not None  # find_signals drops the rules that say nothing
    return StatusReading(status=rule.status, rule=rule.name, strength=rule.strength)


def tidy(text: str) -> str:
    cut = text if len(text) <= _LIMIT else f"{text[: _LIMIT // 2]}\n{text[-_LIMIT // 2 :]}"
    return _SPACES.sub(" ", cut.replace("\0", " ").replace(REF_MARK, " ")).strip()
