"""What differs between two readings, or two issues, of one report. Pure: values in, sentences' worth of values out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from kb.records import ActionMention, Decision, DiscussionItem, ParsedReport, RaidItem, ReportSection

Record = ActionMention | Decision | RaidItem | DiscussionItem | ReportSection
UNTOLD = frozenset({"source"})  # where a row stands is not what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs. what: the record (`action TMAG06-01`); field: empty when the whole record came or went."""

    what: str
    field: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        if not self.field:
            return f"{self.what} {'is gone' if self.old else 'is new'}"
        return f"{self.what}: {self.field} {self.old!r} → {self.new!r}"


def list_differences(old: ParsedReport, new: ParsedReport) -> tuple[Difference, ...]:
    """The differences in printed order: the header first, then sections, actions, decisions, RAID and discussion items."""
    return (
        *_fields(
            "report", old.report, new.report, skip=frozenset({"meeting", "sha256", "file_name", "content_hash", "part"})
        ),
        *_fields("meeting", old.report.meeting, new.report.meeting),
        *_records("section", old.sections, new.sections),
        *_records("action", old.actions, new.actions),
        *_records("decision", old.decisions, new.decisions),
        *_records("RAID item", old.raid_items, new.raid_items),
        *_records("discussion item", old.discussion_items, new.discussion_items),
    )


def _records(kind: str, old: Sequence[Record], new: Sequence[Record]) -> Iterator[Difference]:
    before, after = _keyed(old), _keyed(new)
    for key, record in before.items():
        if key not in after:
            yield Difference(what=f"{kind} {key}", old=key)
        else:
            yield from _fields(f"{kind} {key}", record, after[key])
    for key in after:
        if key not in before:
            yield Difference(what=f"{kind} {key}", new=key)


def _keyed(records: Sequence[Record]) -> dict[str, Record]:
    """Records by what they are called; the second of the same name is `… (2)`."""
    seen: Counter[str] = Counter()
    keyed: dict[str, Record] = {}
    for record in records:
        name = _name(record)
        seen[name] += 1
        keyed[name if seen[name] == 1 else f"{name} ({seen[name]})"] = record
    return keyed


def _name(record: Record) -> str:
    match record:
        case ReportSection():
            return record.heading or record.kind.value
        case ActionMention():
            return f"{record.ref or record.text[:40]}" + (" in discussion" if record.origin == "discussion" else "")
        case Decision() | RaidItem():
            return record.ref or record.text[:40]
        case DiscussionItem():
            return record.area or record.text[:40]


def _fields(what: str, old: Any, new: Any, skip: frozenset[str] = UNTOLD) -> Iterator[Difference]:
    for each in fields(old):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if each.name not in skip and before != after:
            yield Difference(what=what, field=each.name, old=_shown(before), new=_shown(after))


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(each) for each in value)
    return str(getattr(value, "name", value)) if not isinstance(value, str) else value
