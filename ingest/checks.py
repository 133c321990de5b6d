"""Doubts that show only when a report is seen whole: refs out of order, dates at odds, absent sections, totals. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.english import OPEN_WORDS
from ingest.entries import Entries
from ingest.fields.refs import Ref, parse_meeting_number, parse_ref
from ingest.layout import Layout
from ingest.problems import Code, problem, shown
from ingest.sections import FoundReport
from ingest.template import Template
from kb.records import (
    ActionMention,
    Decision,
    DiscussionItem,
    Meeting,
    Origin,
    Problem,
    RaidItem,
    SectionKind,
    Source,
    Status,
)

_ENDS_WELL = re.compile(r"[.!?:;)\]”’\"'…\d]$")
_TOTAL = re.compile(
    r"\b(?:total|number\s+of)\s+(?:\w+\s+)?(?P<what>actions?|decisions?|raid\s+items?|risks?|discussion\s+items?)\b(?:\s+\w+)?\s*[:=–-]?\s*(?P<count>\d{1,3})\b"
    r"|\b(?P<count2>\d{1,3})\s+(?:\w+\s+)?(?P<what2>actions?|decisions?|raid\s+items?)\s+(?:were\s+|was\s+)?(?:raised|agreed|recorded|made|listed|in\s+total)\b",
    re.IGNORECASE,
)


def find_doubts(
    found: FoundReport, entries: Entries, meeting: Meeting, template: Template, layout: Layout
) -> tuple[Problem, ...]:
    """All doubts about a report as a whole."""
    rows = [action for action in entries.actions if action.origin is Origin.TABLE]
    return (
        *_absent_sections(found, template),
        *_doubtful_refs(rows, meeting),
        *_early_due_dates(rows, meeting),
        *_cut_texts(entries),
        *_wrong_totals(found, entries, rows),
        *_missing_pages(layout),
        *_unsteady_page_numbers(found, layout),
    )


def _absent_sections(found: FoundReport, template: Template) -> Iterator[Problem]:
    present = {section.kind for section in found.sections}
    for section in template.sections:
        if section.expected and section.kind not in present:
            yield problem(Code.SECTION_ABSENT, f"no section of kind {section.kind.value!r} was found")


def _doubtful_refs(rows: Sequence[ActionMention], meeting: Meeting) -> Iterator[Problem]:
    counts = Counter(action.ref for action in rows if action.ref)
    highest = 0
    own_items: set[int] = set()
    for action in rows:
        if not action.ref_raw:
            yield problem(Code.REF_MISSING, f"the action {shown(action.text[:80])} has no ref", action.source)
            continue
        ref = parse_ref(action.ref_raw, meeting.group_code)
        if ref is None:
            message = f"the ref {shown(action.ref_raw)} follows no known scheme, expected e.g. {meeting.key}-01"
            yield problem(Code.REF_UNREADABLE, message, action.source)
            continue
        if counts[action.ref] > 1:
            yield problem(Code.REF_DUPLICATE, f"{action.ref} stands in {counts[action.ref]} rows", action.source)
            counts[action.ref] = 0
        yield from _foreign_ref(ref, action, meeting)
        if ref.meeting == meeting.key and ref.item not in own_items:
            if ref.item < highest:
                yield problem(
                    Code.REF_OUT_OF_SEQUENCE, f"{action.ref} stands after {meeting.key}-{highest:02d}", action.source
                )
            own_items.add(ref.item)
            highest = max(highest, ref.item)
    missing = sorted(set(range(1, highest)) - own_items)
    if missing:
        names = ", ".join(f"{meeting.key}-{item:02d}" for item in missing[:10])
        yield problem(Code.REF_OUT_OF_SEQUENCE, f"the refs go up to {meeting.key}-{highest:02d}, but {names} is not there")


def _foreign_ref(ref: Ref, action: ActionMention, meeting: Meeting) -> Iterator[Problem]:
    if ref.group and ref.group != meeting.group_code:
        yield problem(
            Code.REF_OTHER_GROUP,
            f"{action.ref} belongs to {ref.group}, the report is of {meeting.group_code}",
            action.source,
        )
        return
    number = parse_meeting_number(ref.meeting) if ref.meeting else None
    ordinary = number is not None and not number.extraordinary and not meeting.extraordinary
    if number and ordinary and (number.number, number.sub or 0) > (meeting.number, meeting.sub or 0):
        yield problem(Code.REF_LATER_MEETING, f"{action.ref} in the report of {meeting.key}", action.source)


def _early_due_dates(rows: Iterable[ActionMention], meeting: Meeting) -> Iterator[Problem]:
    if meeting.meeting_date is None:
        return
    for action in rows:
        done = action.status in (Status.CLOSED, Status.DELIVERED)
        raised_here = action.ref.startswith(f"{meeting.key}-") or ":" in action.ref
        if action.due_date and action.due_date < meeting.meeting_date and raised_here and not done:
            held, due = meeting.meeting_date.isoformat(), action.due_date.isoformat()
            message = f"{action.ref or 'an action'} is due {due}, the meeting was on {held}"
            yield problem(Code.DUE_BEFORE_MEETING, message, action.source)


def _cut_texts(entries: Entries) -> Iterator[Problem]:
    rows = [record for record in entries.actions if record.origin is Origin.TABLE]
    items: list[ActionMention | DiscussionItem | RaidItem | Decision] = [
        *rows,
        *entries.discussion_items,
        *entries.raid_items,
        *(d for d in entries.decisions if d.origin is Origin.TABLE),
    ]
    for record in items:
        for paragraph in record.text.splitlines():
            last = paragraph.rsplit(None, 1)[-1].casefold()
            if last in OPEN_WORDS or last.endswith(("-", ",", "(")):
                yield problem(Code.CUT_OFF, f"a text ends with {shown(paragraph[-60:])}", record.source)
        if record.text.count("(") > record.text.count(")"):
            yield problem(Code.CUT_OFF, f"a bracket stays open in {shown(record.text[-60:])}", record.source)
    prose = [item for item in entries.discussion_items if item.text and not _ENDS_WELL.search(item.text)]
    finished = [item for item in entries.discussion_items if item.text and _ENDS_WELL.search(item.text)]
    if prose and prose[-1] is entries.discussion_items[-1] and len(finished) > len(prose) and "\n• " not in prose[-1].text:
        yield problem(Code.CUT_OFF, f"the last discussion item ends with {shown(prose[-1].text[-60:])}", prose[-1].source)


def _wrong_totals(found: FoundReport, entries: Entries, rows: Sequence[ActionMention]) -> Iterator[Problem]:
    counts = {
        "action": len(rows),
        "decision": sum(decision.origin is Origin.TABLE for decision in entries.decisions),
        "raid": len(entries.raid_items),
        "risk": len(entries.raid_items),
        "discussion": len(entries.discussion_items),
    }
    lines = [
        *found.front_lines,
        *(line for section in found.sections if section.kind is not SectionKind.OTHER for line in section.lines),
    ]
    for block in lines:
        match = _TOTAL.search(block.line.text)
        if match is None:
            continue
        what = (match["what"] or match["what2"]).casefold().split()[0].rstrip("s")
        printed = int(match["count"] or match["count2"])
        if printed != counts.get(what, printed):
            yield problem(Code.TOTAL_MISMATCH, f"the report says {shown(block.line.text)}, {counts[what]} rows were found")


def _missing_pages(layout: Layout) -> Iterator[Problem]:
    if layout.page_total is not None and layout.page_total > layout.page_count:
        yield problem(Code.PAGES_MISSING, f"the feet promise {layout.page_total} pages, the file has {layout.page_count}")


def _unsteady_page_numbers(found: FoundReport, layout: Layout) -> Iterator[Problem]:
    """Pages of one report only: another report of the file may count its own."""
    for each in layout.number_breaks:
        before, after = each.before, each.after
        if found.first_page <= before.page and after.page <= found.last_page:
            message = f"page {before.page} of the file prints {shown(before.text)}, page {after.page} {shown(after.text)}"
            yield problem(Code.PAGE_NUMBERS, message, Source(page=after.page))
