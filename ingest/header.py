"""The header of a report: title, issue date, and the block that says which meeting, when, where. Pure.

What the header leaves out is looked for elsewhere (title, file name, refs), and each such inference is a problem.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.dates import FoundDate, find_dates, parse_date, parse_times
from ingest.layout import TextBlock
from ingest.problems import Code, problem, shown
from ingest.refs import MeetingNumber, parse_meeting_number, parse_ref
from ingest.sections import FoundReport, header_pairs, is_title
from ingest.template import HeaderField, Template, label_key
from kb.records import Meeting, Problem, Source

_LABELLED = re.compile(r"(?P<label>[^:]{2,40}?)\s*[:\t]\s*(?P<value>\S.*)")
_VERSION = re.compile(r"(?<![\w.])v(?:ersion|\.)?\s?(?P<version>\d{1,2}(?:\.\d{1,3}){0,2})\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\((?P<code>[A-Z]{2,8})\)")
_NUMBERED = re.compile(
    r"(?<![\w.])(?:e(?=[A-Z]))?(?P<group>[A-Z]{2,8})[\s_-]*0*(?P<number>\d{1,3})(?P<sub>\.\d{1,2}(?!\d))?(?![\w/]|-\d)"
)
_BESIDE_TITLE = re.compile(r"\b(?P<code>[A-Z]{2,8})\b")
_WIDE_GAP = 1.6  # between two labelled values on one line, in parts of the font size
_NOT_GROUPS = frozenset({"MHHS", "PMO", "DRAFT", "FINAL", "PUBLIC", "PDF", "VERSION", "HEADLINE", "REPORT", "UK", "MS"})
_MOST_LABEL_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderValue:
    """A value of the header as printed, and where."""

    text: str
    source: Source


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
    values, rest = _values(report, template)
    title, rest = _title(rest, values, template, running)
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
        )
    version = _version(values, title, report, file_name)
    return Header(
        title=title,
        meeting=meeting,
        issue_date=issue_date,
        version=version,
        problems=tuple(problems),
        rest=tuple(rest),
        evidence=len(values),
    )


_Values = Mapping[HeaderField, HeaderValue]


def _values(report: FoundReport, template: Template) -> tuple[dict[HeaderField, HeaderValue], list[TextBlock]]:
    values: dict[HeaderField, HeaderValue] = {}
    for table in report.front_tables:
        for found, _, text, source in header_pairs(table, template):
            values.setdefault(found, HeaderValue(text=text, source=source))
    rest: list[TextBlock] = []
    waiting: HeaderField | None = None
    for block in report.front_lines:
        source = Source(page=block.page, boxes=(block.box,))
        pairs = _line_pairs(block, template)
        if pairs and not is_title(block.line.text, template):
            for found, text in pairs:
                values.setdefault(found, HeaderValue(text=text, source=source))
            waiting = None
        elif waiting is not None and waiting not in values and template.header.find(block.line.text) is None:
            values[waiting] = HeaderValue(text=block.line.text, source=source)
            waiting = None
        else:
            waiting = template.header.find(block.line.text.rstrip(":"))
            if waiting is None:
                rest.append(block)
    return values, rest


def _line_pairs(block: TextBlock, template: Template) -> list[tuple[HeaderField, str]]:
    """The labelled values of a line: `Issue date: 17/06/22`, or label and value side by side in a table without rules."""
    pieces = _pieces(block)
    pairs: list[tuple[HeaderField, str]] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        labelled = _LABELLED.fullmatch(piece)
        found = template.header.find(labelled["label"]) if labelled else None
        if found is not None and labelled is not None:
            pairs.append((found, labelled["value"]))
            index += 1
            continue
        alone = template.header.find(piece.rstrip(":"))
        if alone is not None and index + 1 < len(pieces):
            pairs.append((alone, pieces[index + 1]))
            index += 2
            continue
        if (unmarked := _unmarked_pair(piece, template)) is not None:
            pairs.append(unmarked)
        index += 1
    if not pairs and len(pieces) > 1 and (labelled := _LABELLED.fullmatch(block.line.text)):
        found = template.header.find(labelled["label"])
        return [(found, labelled["value"])] if found is not None else []
    return pairs


def _pieces(block: TextBlock) -> list[str]:
    pieces: list[list[str]] = []
    last_x1 = float("-inf")
    for word in block.line.words:
        if not pieces or word.x0 - last_x1 > _WIDE_GAP * block.line.size:
            pieces.append([])
        pieces[-1].append(word.text)
        last_x1 = word.x1
    return [part for piece in pieces for part in " ".join(piece).split(" | ")] or [block.line.text]


def _unmarked_pair(piece: str, template: Template) -> tuple[HeaderField, str] | None:
    """`Issue date 17/06/22`, `Version 1.1`: a label without a colon counts before a date, a number or a version."""
    words = piece.split()
    for count in range(min(_MOST_LABEL_WORDS, len(words) - 1), 0, -1):
        found = template.header.find(" ".join(words[:count]))
        value = " ".join(words[count:]).lstrip("-–— ")
        fits = (
            (found in (HeaderField.ISSUE_DATE, HeaderField.DATE, HeaderField.DATE_TIME) and parse_date(value) is not None)
            or (found is HeaderField.NUMBER and parse_meeting_number(value) is not None)
            or (found is HeaderField.VERSION and re.fullmatch(r"v?\d+(?:\.\d+)*", value) is not None)
            or (found is HeaderField.CLASSIFICATION and len(words) - count <= 2)
        )
        if found is not None and fits:
            return found, value
    return None


def _title(
    lines: Sequence[TextBlock], values: _Values, template: Template, running: Sequence[str]
) -> tuple[str, list[TextBlock]]:
    """The title, joined when it runs over two lines, and the front lines without it."""
    largest_first = sorted(range(len(lines)), key=lambda index: -round(lines[index].line.size))
    for start in largest_first:
        for count in (1, 2, 3):
            group = lines[start : start + count]
            text = " ".join(block.line.text for block in group)
            if len(group) == count and _belong_together(group) and is_title(text, template) and len(text) <= 200:
                while start > 0 and _belong_together([lines[start - 1], *group]) and not _is_banner(lines[start - 1]):
                    start -= 1
                    group = [lines[start], *group]
                end = start + len(group)
                while end < len(lines) and _belong_together([*group, lines[end]]) and _continues(lines[end]):
                    group = [*group, lines[end]]
                    end += 1
                return " ".join(block.line.text for block in group), [*lines[:start], *lines[end:]]
    if HeaderField.TITLE in values and is_title(values[HeaderField.TITLE].text, template):
        return _flat(values[HeaderField.TITLE].text), list(lines)
    for text in running:
        if is_title(text, template):
            return text, list(lines)
    return "", list(lines)


def _belong_together(blocks: Sequence[TextBlock]) -> bool:
    return all(
        a.page == b.page
        and abs(a.line.size - b.line.size) < 0.6
        and a.line.bold == b.line.bold
        and b.line.bottom - a.line.bottom < 1.7 * b.line.size
        for a, b in itertools.pairwise(blocks)
    )


def _is_banner(block: TextBlock) -> bool:
    return block.line.text.isupper() and len(block.line.text.split()) <= 3


def _continues(block: TextBlock) -> bool:
    return bool(_IN_BRACKETS.fullmatch(block.line.text.strip())) or block.line.text[:1].islower()


def _meeting_date(values: _Values, problems: list[Problem]) -> date | None:
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


def _issue_date(values: _Values, meeting_date: date | None, problems: list[Problem]) -> date | None:
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
    values: _Values, title: str, file_name: str, refs: Sequence[str], template: Template, problems: list[Problem]
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
    number: MeetingNumber | None, values: _Values, title: str, file_name: str, refs: Sequence[str], template: Template
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


def _group_name(group: str, title: str, values: _Values, template: Template) -> str:
    key = label_key(f"{title} {_text(values, HeaderField.GROUP)}")
    names = template.groups.get(group, ())
    return next((name for name in names if label_key(name) in key), names[0] if names else group)


def _version(values: _Values, title: str, report: FoundReport, file_name: str) -> str:
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


def _text(values: _Values, *fields: HeaderField) -> str:
    return next((values[found].text for found in fields if found in values), "")


def _texts(values: _Values, *fields: HeaderField) -> list[str]:
    return [values[found].text for found in fields if found in values]


def _source(values: _Values, *fields: HeaderField) -> Source | None:
    return next((values[found].source for found in fields if found in values), None)


def _flat(text: str) -> str:
    return " ".join(text.split())
