"""Turns the sections of a report into records and problems. Pure; content never makes it raise."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.attendees import line_attendees, row_attendees
from ingest.fields.dates import DateDoubt, parse_due
from ingest.fields.owners import parse_owners
from ingest.fields.refs import REF_WORD, parse_ref
from ingest.fields.statements import find_statements
from ingest.fields.statements_table import find_row_verb
from ingest.fields.status import parse_row_status
from ingest.mentions import Context, list_mentions, references_of
from ingest.problems import Code, problem, shown
from ingest.rows import Row, prose_items, read_rows
from ingest.sections import FoundSection
from ingest.template import Role, label_key
from kb.records import (
    ActionMention,
    Attendee,
    Decision,
    DiscussionItem,
    DueKind,
    Origin,
    Problem,
    RaidItem,
    RaidKind,
    ReportSection,
    SectionKind,
    SectionState,
    Source,
)

_FEWEST_UNREAD = 2  # refs beside a table: one may be mentioned in passing
_RAID_LETTERS = {
    "R": RaidKind.RISK, "A": RaidKind.ASSUMPTION, "I": RaidKind.ISSUE, "D": RaidKind.DEPENDENCY,
    "RSK": RaidKind.RISK, "RISK": RaidKind.RISK, "ISS": RaidKind.ISSUE, "ISSUE": RaidKind.ISSUE, "ASM": RaidKind.ASSUMPTION,
    "ASS": RaidKind.ASSUMPTION, "DEP": RaidKind.DEPENDENCY, "ACT": RaidKind.ACTION, "DEC": RaidKind.DECISION,
}  # fmt: skip
_RAID_WORDS = {
    "risk": RaidKind.RISK, "assumption": RaidKind.ASSUMPTION, "issue": RaidKind.ISSUE, "dependency": RaidKind.DEPENDENCY,
    "dependencie": RaidKind.DEPENDENCY, "action": RaidKind.ACTION, "decision": RaidKind.DECISION,
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Entries:
    """All that the sections of a report hold, in printed order. Filled section by section."""

    sections: list[ReportSection] = field(default_factory=list)
    actions: list[ActionMention] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    raid_items: list[RaidItem] = field(default_factory=list)
    discussion_items: list[DiscussionItem] = field(default_factory=list)
    attendees: list[Attendee] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_entries(sections: Sequence[FoundSection], context: Context) -> Entries:
    """The records of all sections, and of each section whether it held items, a stated zero, or nothing."""
    entries = Entries()
    for section in sections:
        _read_section(section, context, entries)
    return entries


def _read_section(section: FoundSection, context: Context, entries: Entries) -> None:
    if not section.known:
        message = f"the heading {shown(section.heading)} is not known"
        if section.kind is not SectionKind.OTHER:
            message += f", its columns are those of a section of kind {section.kind.value!r}"
        entries.problems.append(problem(Code.UNKNOWN_HEADING, message, section.source))
    if section.kind is SectionKind.OTHER:
        _keep_unknown(section, entries)
        return
    found = read_rows(section, context.template)
    entries.problems += found.problems
    rows = found.rows or prose_items(section)
    for row in rows:
        match section.kind:
            case SectionKind.ACTIONS:
                _add_action(row, found.roles, context, entries)
            case SectionKind.DECISIONS:
                _add_decision(row, context, entries)
            case SectionKind.RAID:
                _add_raid_item(row, section.heading, context, entries)
            case SectionKind.DISCUSSION:
                _add_discussion_item(row, context, entries)
            case SectionKind.ATTENDEES:
                entries.attendees += row_attendees(row, section.heading)
    state = SectionState.ITEMS if rows else found.state
    text = ""
    if not (rows and not found.rows):
        text = _keep_lines(section, context, entries)
        if section.kind is SectionKind.ATTENDEES and section.lines:
            entries.attendees += line_attendees(section)
            state = SectionState.ITEMS if state is SectionState.EMPTY else state
    entries.sections.append(
        ReportSection(kind=section.kind, state=state, heading=section.heading, text=text, source=section.source)
    )


def _keep_unknown(section: FoundSection, entries: Entries) -> None:
    lines = [block.line.text for block in section.lines]
    for found in section.tables:
        if found.titles is not None:
            lines.append(" | ".join(found.titles.titles))
        lines += [" | ".join(" ".join(text.split()) for text in row.texts) for row in found.table.rows]
    state = SectionState.ITEMS if lines else SectionState.EMPTY
    entries.sections.append(
        ReportSection(
            kind=SectionKind.OTHER, state=state, heading=section.heading, text="\n".join(lines), source=section.source
        )
    )


def _keep_lines(section: FoundSection, context: Context, entries: Entries) -> str:
    """The lines of a section that stand beside its tables, kept with it and reported."""
    lines = [block for block in section.lines if not context.template.says_none_raised(block.line.text)]
    if not lines:
        return ""
    text = "\n".join(f"• {block.line.text}" if block.line.bullet else block.line.text for block in lines)
    if section.kind is not SectionKind.ATTENDEES:
        first = lines[0]
        message = f"text beside the tables of {shown(section.heading)}: {shown(text)}"
        refs = sum(bool(REF_WORD.search(block.line.text)) for block in lines)
        code = Code.ROWS_UNREAD if refs >= _FEWEST_UNREAD and section.tables else Code.UNPLACED_TEXT
        entries.problems.append(problem(code, message, Source(page=first.page, boxes=(first.box,))))
    return text


def _add_action(row: Row, roles: frozenset[Role], context: Context, entries: Entries) -> None:
    ref_raw = _flat(row.get(Role.REF))
    ref = parse_ref(ref_raw, context.group) if ref_raw else None
    text, owner, due_raw = row.get(Role.TEXT), row.get(Role.OWNER), _flat(row.get(Role.DUE))
    due = parse_due(due_raw, context.meeting_date)
    update, status = row.get(Role.UPDATE), row.get(Role.STATUS)
    reading = parse_row_status(update=update, status=status, due=due_raw)
    action = ActionMention(
        ref=ref.key if ref else ref_raw and f"{context.group}:{ref_raw}",
        ref_raw=ref_raw,
        origin=Origin.TABLE,
        area=row.get(Role.AREA),
        text=text,
        owner_raw=owner,
        owners=parse_owners(owner, frozenset(context.groups)),
        due_raw=due_raw,
        due_date=due.on,
        due_kind=due.kind,
        update_raw=update,
        status_raw=status,
        status=reading.status,
        status_rule=reading.rule,
        status_strength=reading.strength,
        references=references_of(f"{text}\n{update}", context, own=ref.key if ref else ""),
        extra=row.extra,
        source=row.source,
    )
    entries.actions.append(action)
    _doubt_action(action, roles, due.doubt, entries)
    entries.actions += list_mentions(text, action.area, context, row.source, own=action.ref)


def _doubt_action(action: ActionMention, roles: frozenset[Role], doubt: DateDoubt | None, entries: Entries) -> None:
    what = f"the action {shown(action.ref_raw or action.text[:60])}"

    def add(code: Code, message: str) -> None:
        entries.problems.append(problem(code, message, action.source))

    if not action.text:
        add(Code.TEXT_MISSING, f"{what} has no text")
    if not action.owner_raw and Role.OWNER in roles:
        add(Code.OWNER_MISSING, f"{what} has no owner")
    if doubt is DateDoubt.IMPOSSIBLE:
        add(Code.DUE_IMPOSSIBLE, f"{what} is due {shown(action.due_raw)}, a day that does not exist")
    elif action.due_kind is DueKind.UNREADABLE:
        add(
            Code.DUE_UNREADABLE,
            f"{what} is due {shown(action.due_raw)}, expected a date or words such as Next meeting, TBC, ASAP",
        )
    elif doubt is DateDoubt.NO_YEAR:
        taken = action.due_date.isoformat() if action.due_date else "no year"
        add(Code.DUE_WITHOUT_YEAR, f"{what} is due {shown(action.due_raw)}, read as {taken}")


def _add_decision(row: Row, context: Context, entries: Entries) -> None:
    ref_raw = _flat(row.get(Role.REF))
    ref = parse_ref(ref_raw, context.group) if ref_raw else None
    text = row.get(Role.TEXT)
    if not text:
        entries.problems.append(problem(Code.TEXT_MISSING, f"the decision {shown(ref_raw)} has no text", row.source))
    entries.decisions.append(
        Decision(
            ref=ref.key if ref else ref_raw and f"{context.group}:{ref_raw}",
            ref_raw=ref_raw,
            origin=Origin.TABLE,
            area=row.get(Role.AREA),
            text=text,
            verb=find_row_verb(text, group=context.group, group_name=context.group_name),
            references=references_of(text, context, own=ref.key if ref else ""),
            extra=row.extra,
            source=row.source,
        )
    )
    entries.actions += list_mentions(text, row.get(Role.AREA), context, row.source, own="")


def _add_raid_item(row: Row, heading: str, context: Context, entries: Entries) -> None:
    ref_raw = _flat(row.get(Role.REF))
    ref = parse_ref(ref_raw, context.group) if ref_raw else None
    text = row.get(Role.TEXT)
    if not text:
        entries.problems.append(problem(Code.TEXT_MISSING, f"the RAID item {shown(ref_raw)} has no text", row.source))
    letters = ref.letters if ref else ""
    kinds = (
        _raid_kind(row.get(Role.RAID_KIND)),
        _RAID_LETTERS.get(letters, RaidKind.UNKNOWN),
        _RAID_WORDS.get(label_key(row.get(Role.AREA)), RaidKind.UNKNOWN),
        _raid_kind(heading),
    )
    entries.raid_items.append(
        RaidItem(
            ref=(ref.key if ref.meeting else ref.key.partition(":")[2]) if ref else ref_raw,
            ref_raw=ref_raw,
            kind=next((kind for kind in kinds if kind is not RaidKind.UNKNOWN), RaidKind.UNKNOWN),
            area=row.get(Role.AREA),
            text=text,
            references=references_of(text, context, own=""),
            extra=row.extra,
            source=row.source,
        )
    )
    entries.actions += list_mentions(text, row.get(Role.AREA), context, row.source, own="")


def _raid_kind(text: str) -> RaidKind:
    """The kind that a cell names: `Risk`, `Risks`, `R`, `Dependency`; a cell that names several, or none, is no help."""
    key = label_key(text)
    if key in _RAID_WORDS:
        return _RAID_WORDS[key]
    if key.upper() in _RAID_LETTERS:
        return _RAID_LETTERS[key.upper()]
    named = {kind for word in text.split() if (kind := _RAID_WORDS.get(label_key(word))) is not None}
    return named.pop() if len(named) == 1 and len(text.split()) <= 3 else RaidKind.UNKNOWN


def _add_discussion_item(row: Row, context: Context, entries: Entries) -> None:
    area, text = row.get(Role.AREA), row.get(Role.TEXT)
    if not text:
        entries.problems.append(problem(Code.TEXT_MISSING, f"the discussion item {shown(area)} has no text", row.source))
    entries.discussion_items.append(
        DiscussionItem(
            area=area, text=text, references=references_of(text, context, own=""), extra=row.extra, source=row.source
        )
    )
    for statement in find_statements(text, group=context.group, group_name=context.group_name):
        entries.decisions.append(
            Decision(
                origin=Origin.DISCUSSION,
                area=area,
                text=statement.sentence,
                verb=statement.verb,
                references=references_of(statement.sentence, context, own=""),
                source=row.source,
            )
        )
    entries.actions += list_mentions(text, area, context, row.source, own="")


def _flat(text: str) -> str:
    return " ".join(text.split())
