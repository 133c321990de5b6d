"""The header of a report: title, issue date, and the block that says which meeting, when, where. Pure.

What the header leaves out is looked for elsewhere (title, file name, refs), and each such inference is a problem.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.fields.dates import FoundDate, find_dates, parse_date, parse_times
from ingest.fields.refs import MeetingNumber, parse_meeting_number, parse_ref
from ingest.header_values import Values, read_title, read_values, unread_cells
from ingest.layout import TextBlock
from ingest.problems import Code, problem, shown
from ingest.sections import FoundReport
from ingest.template import HeaderField, Template, label_key
from kb.records import Meeting, Problem, Source

_VERSION = re.compile(r"(?<![\w.])v(?:ersion|\.)?\s?(?P<version>\d{1,2}(?:\.\d{1,3}){0,2})\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\((?P<code>[A-Z]{2,8})\)")
_NUMBERED = re.compile(
    r"(?<![\w.])(?:e(?=[A-Z]))?(?P<group>[A-Z]{2,8})[\s_-]*0*(?P<number>\d{1,3})(?P<sub>\.\d{1,2}(?!\d))?(?![\w/]|-\d)"
)
_BESIDE_TITLE = re.compile(r"\b(?P<code>[A-Z]{2,8})\b")
_NOT_GROUPS = frozenset({"MHHS", "PMO", "DRAFT", "FINAL", "PUBLIC", "PDF", "VERSION", "HEADLINE", "REPORT", "UK", "MS"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A report's header understood. rest: front lines that it does not use. evidence: how many things it recognised."""

    title: str
    meeting: Meeting | None
    issue_date: date | None
    version: str
    problems: tuple[Problem, ...]
    rest: tuple[TextBlock, ...]
    evidence: int


def parse_header(
    report: FoundReport, template: Template, *, file_name: str, running: Sequence[str], refs: Sequence[str]
) -> Header:
    """The header of a report. refs: the printed refs of its actions, from which a missing number may be told."""
    values, rest = read_values(report, template)
    title, rest = read_title(rest, values, template, running)
    problems: list[Problem] = []
    if not title:
        problems.append(problem(Code.TITLE_MISSING, f"no title such as {shown(template.titles[0])} was found"))
    meeting_date = _meeting_date(values, problems)
    issue_date = _issue_date(values, meeting_date, problems)
    number, raw = _number(values, title, file_name, refs, template, problems)
    group = _group(number, values, title, file_name, refs, template)
    meeting = None
    if number is None or not group:
        missing = "meeting number" if group else "governance group"
        problems.append(problem(Code.NUMBER_MISSING, f"no {missing} in the header, the title, the file name or the refs"))
    else:
        if group not in template.groups:
            problems.append(
                problem(Code.GROUP_UNKNOWN, f"the group {shown(group)} is not one of {', '.join(template.groups)}")
            )
        times = parse_times(" ".join(_texts(values, HeaderField.DATE_TIME, HeaderField.TIME, HeaderField.DATE)))
        start = times.start or parse_times(_text(values, HeaderField.START_TIME)).start
        end = times.end or parse_times(_text(values, HeaderField.END_TIME)).start
        if start is None and _text(values, HeaderField.TIME, HeaderField.START_TIME):
            raw_time = _text(values, HeaderField.TIME, HeaderField.START_TIME)
            problems.append(
                problem(Code.MEETING_TIME_UNREADABLE, f"the meeting time is {shown(raw_time)}, expected e.g. 1000-1200")
            )
        meeting = Meeting(
            key=number.key(group),
            group_code=group,
            group_name=_group_name(group, title, values, template),
            number=number.number,
            sub=number.sub,
            extraordinary=number.extraordinary,
            number_raw=raw,
            meeting_date=meeting_date,
            start_time=start,
            end_time=end,
            venue=_flat(_text(values, HeaderField.VENUE)),
            classification=_flat(_text(values, HeaderField.CLASSIFICATION)) or _running_classification(running),
            chair=_flat(_text(values, HeaderField.CHAIR)),
        )
    version = _version(values, title, report, file_name)
    for cell in unread_cells(report, template):
        message = f"the header says {shown(cell.text)}, under no label that is known"
        problems.append(problem(Code.UNPLACED_TEXT, message, cell.source))
    return Header(
        title=title,
        meeting=meeting,
        issue_date=issue_date,
        version=version,
        problems=tuple(problems),
        rest=tuple(rest),
        evidence=len(values),
    )


def _meeting_date(values: Values, problems: list[Problem]) -> date | None:
    raw = _text(values, HeaderField.DATE_TIME, HeaderField.DATE)
    near = parse_date(_text(values, HeaderField.ISSUE_DATE))
    found = _first_date(raw, near.on if near else None)
    if found is None and not raw:
        problems.append(problem(Code.MEETING_DATE_MISSING, "the header has no meeting date, expected e.g. `Date and time`"))
        return None
    if found is None or found.on is None:
        source = _source(values, HeaderField.DATE_TIME, HeaderField.DATE)
        problems.append(problem(Code.MEETING_DATE_UNREADABLE, f"the meeting date is {shown(raw)}, expected a date", source))
        return None
    return found.on


def _issue_date(values: Values, meeting_date: date | None, problems: list[Problem]) -> date | None:
    raw = _text(values, HeaderField.ISSUE_DATE)
    source = _source(values, HeaderField.ISSUE_DATE)
    if not raw:
        problems.append(problem(Code.ISSUE_DATE_MISSING, "the report prints no issue date"))
        return None
    found = _first_date(raw, meeting_date)
    if found is None or found.on is None:
        problems.append(problem(Code.ISSUE_DATE_UNREADABLE, f"the issue date is {shown(raw)}, expected a date", source))
        return None
    if meeting_date is not None and found.on < meeting_date:
        message = f"issued {found.on.isoformat()}, meeting on {meeting_date.isoformat()}"
        problems.append(problem(Code.ISSUE_BEFORE_MEETING, message, source))
    return found.on


def _first_date(raw: str, near: date | None) -> FoundDate | None:
    dates = find_dates(raw, near)
    full = tuple(found for found in dates if found.doubt is None)
    found = full or dates
    return found[0] if found else parse_date(raw, near)


def _number(
    values: Values, title: str, file_name: str, refs: Sequence[str], template: Template, problems: list[Problem]
) -> tuple[MeetingNumber | None, str]:
    """The meeting's number and how it is printed: from the header, else from title, file name or refs."""
    raw = _flat(_text(values, HeaderField.NUMBER))
    named = _flat(_text(values, HeaderField.GROUP))
    number = parse_meeting_number(raw) or _numbered(raw, template)
    if number is not None:
        if not number.group and (in_group := _numbered(named, template)) is not None:
            number = in_group
        return number, raw
    if not raw and (number := parse_meeting_number(named)) is not None and number.group:
        return number, named
    source = _source(values, HeaderField.NUMBER)
    said = f"the header says {shown(raw)}" if raw else "the header has no meeting number"
    for text, where in ((named, "the header's group"), (title, "the title"), (file_name, "the file name")):
        if (number := _numbered(text, template)) is not None:
            problems.append(problem(Code.NUMBER_INFERRED, f"{said}; {number.key()} was taken from {where}", source))
            return number, raw or number.key()
    if (number := _latest_meeting(refs)) is not None:
        problems.append(problem(Code.NUMBER_INFERRED, f"{said}; {number.key()} was taken from the latest refs", source))
        return number, raw or number.key()
    return None, raw


def _numbered(text: str, template: Template) -> MeetingNumber | None:
    """A meeting number inside a longer text: `21-06-2022 DAG 10.1 Headline Report.pdf`."""
    found = [match for match in _NUMBERED.finditer(text.replace("_", " ")) if match["group"] not in _NOT_GROUPS]
    found.sort(key=lambda match: match["group"] not in template.groups)
    return parse_meeting_number(found[0][0]) if found else None


def _latest_meeting(refs: Iterable[str]) -> MeetingNumber | None:
    meetings = [parsed.meeting for raw in refs if (parsed := parse_ref(raw, "")) is not None and parsed.meeting]
    numbers = [number for key in meetings if (number := parse_meeting_number(key)) is not None]
    groups = Counter(number.group for number in numbers).most_common(1)
    own = [number for number in numbers if groups and number.group == groups[0][0]]
    return max(own, key=lambda number: (number.number, number.sub or 0), default=None)


def _group(
    number: MeetingNumber | None, values: Values, title: str, file_name: str, refs: Sequence[str], template: Template
) -> str:
    if number is not None and number.group:
        return number.group
    for text in (_text(values, HeaderField.GROUP), title, file_name.replace("_", " ").replace("-", " ")):
        if code := _named_group(text, template):
            return code
    latest = _latest_meeting(refs)
    return latest.group if latest else ""


def _named_group(text: str, template: Template) -> str:
    for match in _BESIDE_TITLE.finditer(text):
        if match["code"] in template.groups:
            return match["code"]
    key = label_key(text)
    names = [(label_key(name), code) for code, names in template.groups.items() for name in names]
    for name, code in sorted(names, key=lambda pair: -len(pair[0])):
        if name in key:
            return code
    bracketed = _IN_BRACKETS.search(text)
    if bracketed:
        return bracketed["code"]
    others = [match["code"] for match in _BESIDE_TITLE.finditer(text) if match["code"] not in _NOT_GROUPS]
    return others[0] if others else ""


def _group_name(group: str, title: str, values: Values, template: Template) -> str:
    key = label_key(f"{title} {_text(values, HeaderField.GROUP)}")
    names = template.groups.get(group, ())
    return next((name for name in names if label_key(name) in key), names[0] if names else group)


def _version(values: Values, title: str, report: FoundReport, file_name: str) -> str:
    if raw := _flat(_text(values, HeaderField.VERSION)):
        return raw if raw.lower().startswith("v") or not raw[:1].isdigit() else f"v{raw}"
    lines = [block.line.text for block in report.front_lines]
    issue = _text(values, HeaderField.ISSUE_DATE)
    for text in (title, issue, *lines, file_name):
        if match := _VERSION.search(text.replace("_", " ")):
            return f"v{match['version']}"
    return ""


def _running_classification(running: Sequence[str]) -> str:
    for text in running:
        if match := re.search(
            r"classification\s*[:–-]\s*(?P<value>[A-Za-z][A-Za-z ]{2,30}?)(?:\s*(?:\||page\b|$)|\s{2,})", text, re.IGNORECASE
        ):
            return match["value"].strip()
    return ""


def _text(values: Values, *fields: HeaderField) -> str:
    return next((values[found].text for found in fields if found in values), "")


def _texts(values: Values, *fields: HeaderField) -> list[str]:
    return [values[found].text for found in fields if found in values]


def _source(values: Values, *fields: HeaderField) -> Source | None:
    return next((values[found].source for found in fields if found in values), None)


def _flat(text: str) -> str:
    return " ".join(text.split())
