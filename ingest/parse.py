"""Composes the stages: a document becomes one or more parsed reports, or is refused as no headline report. Pure.

Document → layout.arrange → sections.split_reports → header.parse_header + entries.read_entries → checks → ParsedReport
"""

import hashlib
import itertools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.checks import find_doubts
from ingest.document import Document, Page, Struck
from ingest.entries import Entries, read_entries
from ingest.header import Header, parse_header
from ingest.layout import Layout, TextBlock, arrange
from ingest.mentions import Context
from ingest.pages.glyphs import UNREADABLE
from ingest.problems import Code, problem, shown
from ingest.sections import FoundReport, is_title, split_reports
from ingest.template import Role, Template, label_key
from kb.errors import NotAHeadlineReportError
from kb.records import Meeting, ParsedReport, Problem, Report, ReportSection, SectionKind, SectionState, Severity, Source

_LONGEST_TITLE = 160
_UNKNOWN_GROUP = "UNKNOWN"

_GIVE_A_REPORT = "give the headline report of a meeting, or add a template for its family"
_GIVE_ITS_START = "give the whole file with its first page; for another kind of report, add a template for its family"
_GIVE_IN_ORDER = "give the report by itself, its pages in their order, and one page on a sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """Why a document is no report of a family, and what to do."""

    found: str
    remedy: str = _GIVE_A_REPORT


def parse_document(document: Document, templates: Sequence[Template]) -> tuple[ParsedReport, ...]:
    """The reports of a document, read with the family that understands most of it.

    Raises `NotAHeadlineReportError` when no family knows it: an agenda, minutes, papers, anything else.
    """
    best: tuple[int, tuple[ParsedReport, ...]] | None = None
    refusal = _Refusal(found="no family of headline reports knows it")
    for template in templates:
        layout = arrange(document, template)
        found = split_reports(layout.blocks, template)
        why_not = _refusal(found, layout, template)
        if why_not:
            refusal = why_not
            continue
        parsed = tuple(
            _parse_report(document, layout, part, number, template, alone=len(found) == 1)
            for number, part in enumerate(found, start=1)
        )
        score = sum(_understood(report) for report in parsed)
        if best is None or score > best[0]:
            best = score, parsed
    if best is None:
        raise NotAHeadlineReportError(document.file_name, refusal.found, refusal.remedy)
    return best[1]


def _understood(report: ParsedReport) -> int:
    records = len(report.actions) + len(report.decisions) + len(report.raid_items) + len(report.discussion_items)
    known = sum(section.kind is not SectionKind.OTHER for section in report.sections)
    return 3 * known + records - sum(found.severity is not Severity.INFO for found in report.problems)


def _refusal(found: Sequence[FoundReport], layout: Layout, template: Template) -> _Refusal | None:
    """Why a document is no report of this family; None when it is one."""
    if not found:
        return _Refusal(found="it holds no text")
    first = found[0]
    texts = [block.line.text for block in first.front_lines]
    titled = any(is_title(text, template) and len(text) <= _LONGEST_TITLE for text in _joined_neighbours(texts))
    titled = titled or any(is_title(text, template) and len(text) <= _LONGEST_TITLE for text in layout.running)
    titled = titled or any(
        is_title(text, template) for table in first.front_tables for row in table.rows for text in row.texts
    )
    other = _other_title(first, layout, template)
    if other and not titled:
        return _Refusal(found=f"its title says {shown(other)}, expected {shown('Headline Report')}")
    known = {section.kind for section in first.sections if section.known and (section.tables or section.lines)}
    tabled = {section.kind for section in first.sections if any(table.titles for table in section.tables)}
    header = parse_header(first, template, file_name="", running=layout.running, refs=())
    if titled and (known or tabled or header.evidence):
        return None
    if (
        len(tabled & {SectionKind.ACTIONS, SectionKind.DISCUSSION, SectionKind.RAID, SectionKind.DECISIONS}) >= 2
        and header.evidence
    ):
        return None
    if len(found) > 1:
        return _begun_late(found[1], template)
    if titled:
        return _Refusal(found="it is titled like a headline report but has neither its header nor any of its sections")
    return _untitled((known | tabled) - {SectionKind.OTHER}, header)


def _begun_late(later: FoundReport, template: Template) -> _Refusal:
    """A report that begins after something else: pages in the wrong order, or two of them on a sheet."""
    title = next((block.line.text for block in later.front_lines if is_title(block.line.text, template)), "")
    where = f"the title {shown(title)} stands on page {later.first_page} after other contents"
    return _Refusal(found=f"{where}, expected at the beginning", remedy=_GIVE_IN_ORDER)


def _untitled(sections: set[SectionKind], header: Header) -> _Refusal:
    if not sections and not header.evidence:
        return _Refusal(found="it has neither the title nor the sections of a headline report")
    there = [kind.value for kind in SectionKind if kind in sections]
    parts = [f"the sections {', '.join(there)}" if len(there) > 1 else f"the section {there[0]}"] if there else []
    parts += ["a header"] if header.evidence else []
    missing = f"no title such as {shown('Headline Report')}" + ("" if header.evidence else " and no header")
    return _Refusal(found=f"it has {' and '.join(parts)}, but {missing}", remedy=_GIVE_ITS_START)


def _joined_neighbours(texts: Sequence[str]) -> list[str]:
    return [*texts, *(f"{a} {b}" for a, b in itertools.pairwise(texts))]


def _other_title(first: FoundReport, layout: Layout, template: Template) -> str:
    """A line of the first page that names another kind of document."""
    page = [
        block.line.text
        for block in layout.blocks
        if isinstance(block, TextBlock) and block.page == first.first_page and len(block.line.text) <= _LONGEST_TITLE
    ]
    largest = max((block.line.size for block in first.front_lines), default=0.0)
    large = [block.line.text for block in first.front_lines if block.line.size >= largest - 0.5 or block.line.bold]
    for text in [*large, *page]:
        key = label_key(text)
        for other in template.other_titles:
            if key == other or (text in large and (key.endswith(other) or key.startswith(other))):
                return text
    return ""


def _parse_report(
    document: Document, layout: Layout, found: FoundReport, part: int, template: Template, *, alone: bool
) -> ParsedReport:
    refs = list(_printed_refs(found))
    header = parse_header(found, template, file_name=document.file_name if alone else "", running=layout.running, refs=refs)
    meeting = header.meeting or _unknown_meeting()
    context = Context(
        group=meeting.group_code, group_name=meeting.group_name, meeting_date=meeting.meeting_date, template=template
    )
    entries = read_entries(found.sections, context)
    doubts = find_doubts(found, entries, meeting, template, layout)
    problems = [
        *_document_problems(document, found),
        *header.problems,
        *_left_over(header),
        *entries.problems,
        *doubts,
    ]
    problems += _partial(problems, header, entries)
    absent = [
        ReportSection(kind=section.kind, state=SectionState.ABSENT)
        for section in template.sections
        if section.kind not in {other.kind for other in entries.sections}
    ]
    return ParsedReport(
        report=Report(
            meeting=meeting,
            title=header.title,
            issue_date=header.issue_date,
            version=header.version,
            file_name=document.file_name,
            sha256=document.sha256,
            part=part,
            first_page=found.first_page,
            pages=found.last_page - found.first_page + 1 if not alone else len(document.pages),
            content_hash=_content_hash(header, meeting, entries),
            template=template.name,
            is_synthetic=_is_synthetic(document, layout, template),
            attendees=tuple(entries.attendees),
        ),
        sections=(*entries.sections, *absent),
        actions=tuple(entries.actions),
        decisions=tuple(entries.decisions),
        raid_items=tuple(entries.raid_items),
        discussion_items=tuple(entries.discussion_items),
        problems=tuple(problems),
    )


def _printed_refs(found: FoundReport) -> Iterable[str]:
    for section in found.sections:
        if section.kind is not SectionKind.ACTIONS:
            continue
        for table in section.tables:
            if table.titles is not None and Role.REF in table.titles.roles:
                column = table.titles.roles.index(Role.REF)
                yield from (row.texts[column] for row in table.table.rows if column < len(row.texts))


def _unknown_meeting() -> Meeting:
    return Meeting(key=f"{_UNKNOWN_GROUP}00", group_code=_UNKNOWN_GROUP, group_name="", number=0, number_raw="")


def _document_problems(document: Document, found: FoundReport) -> list[Problem]:
    problems: list[Problem] = []
    if document.repaired:
        problems.append(problem(Code.REPAIRED_FILE, "the PDF's cross-reference table is wrong"))
    for page in document.pages:
        if not found.first_page <= page.number <= found.last_page:
            continue
        if page.marks:
            problems.append(
                problem(Code.WATERMARK, f"page {page.number} bears {shown(' '.join(page.marks))}", Source(page=page.number))
            )
        problems += [_struck(page, struck) for struck in page.struck]
        lines = [*page.lines, *(line for table in page.tables for row in table.rows for cell in row for line in cell.lines)]
        unreadable = sum(line.text.count(UNREADABLE) for line in lines)
        if unreadable:
            problems.append(
                problem(Code.UNREADABLE_GLYPHS, f"{unreadable} characters on page {page.number}", Source(page=page.number))
            )
    return problems


def _struck(page: Page, struck: Struck) -> Problem:
    said = "the row is struck out as a whole; it was read all the same" if struck.kept else "struck out, and left out"
    box = page.displayed_box(struck.x0, struck.top, struck.x1, struck.bottom)
    return problem(Code.STRUCK_TEXT, f"{shown(struck.text)}: {said}", Source(page=page.number, boxes=(box,)))


def _left_over(header: Header) -> list[Problem]:
    if not header.rest:
        return []
    text = " ".join(block.line.text for block in header.rest)
    first = header.rest[0]
    return [
        problem(
            Code.UNPLACED_TEXT, f"text before the first section: {shown(text)}", Source(page=first.page, boxes=(first.box,))
        )
    ]


def _partial(problems: Sequence[Problem], header: Header, entries: Entries) -> list[Problem]:
    """One problem that says what is missing, when a report is understood only in part.

    One absent section is a plain omission; several, or one beside headings that nobody knows, are content not understood.
    """
    missing = []
    if header.meeting is None:
        missing.append("the meeting")
    elif header.meeting.meeting_date is None:
        missing.append("the meeting date")
    absent = [found.message.split(";")[0] for found in problems if found.code == Code.SECTION_ABSENT]
    unknown = any(section.kind is SectionKind.OTHER for section in entries.sections)
    if len(absent) > 1 or (absent and unknown):
        missing += absent
    missing += [found.message.split(";")[0] for found in problems if found.code == Code.PAGES_MISSING]
    items = entries.actions or entries.discussion_items or entries.raid_items or entries.decisions
    if not items and all(section.state is not SectionState.NONE_RAISED for section in entries.sections):
        missing.append("any item")
    return [problem(Code.PARTIAL_REPORT, f"missing: {'; '.join(missing)}")] if missing else []


def _is_synthetic(document: Document, layout: Layout, template: Template) -> bool:
    lines = [line.text for page in document.pages for line in page.lines]
    marks = [mark for page in document.pages for mark in page.marks]
    return any(mark in text.casefold() for text in (*lines, *layout.running, *marks) for mark in template.synthetic_marks)


def _content_hash(header: Header, meeting: Meeting, entries: Entries) -> str:
    """A hash of what the report says, free of where it is printed and of white space."""
    said = [
        meeting.key, str(meeting.meeting_date), str(header.issue_date), header.version, header.title, meeting.venue,
        [[a.ref, a.area, a.text, a.owner_raw, a.due_raw, a.update_raw, a.status_raw, a.extra] for a in entries.actions],
        [[d.ref, d.area, d.text, d.extra] for d in entries.decisions],
        [[r.ref, r.kind, r.area, r.text, r.extra] for r in entries.raid_items],
        [[i.area, i.text, i.extra] for i in entries.discussion_items],
        [[s.kind, s.state, s.text] for s in entries.sections],
    ]  # fmt: skip
    canonical = "".join(json.dumps(said, ensure_ascii=False).split())
    return hashlib.sha256(canonical.encode()).hexdigest()
