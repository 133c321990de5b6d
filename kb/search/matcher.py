"""The reference matcher: which documents fulfil a plan, told one by one from their tokens. Brute force, pure; engines are
held against it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.language.nodes import Contains, Field, FilterNode, Flag, Is, OneOf, Recent, Within
from kb.language.text import stems_of
from kb.records import RecordKind, Status
from kb.search.analysis import DocumentTokens, tokens_of_document
from kb.search.port import SearchDocument
from kb.search.wanted import All, Any, Tokens, Wanted, Without

OPEN = (Status.OPEN, Status.PROPOSED_CLOSE, Status.UNKNOWN, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Archive:
    documents: Sequence[SearchDocument]
    tokens: Sequence[DocumentTokens]


def match(documents: Sequence[SearchDocument], wanted: Wanted | None) -> frozenset[str]:
    """The record ids of the documents that fulfil `wanted` (None: all)."""
    archive = _Archive(documents=documents, tokens=[tokens_of_document(each) for each in documents])
    return frozenset(
        document.record_id
        for document, tokens in zip(archive.documents, archive.tokens, strict=True)
        if wanted is None or _holds(wanted, document, tokens, archive)
    )


def _holds(wanted: Wanted, document: SearchDocument, tokens: DocumentTokens, archive: _Archive) -> bool:
    match wanted:
        case Tokens(tokens=sequence):
            return _has(tokens, sequence)
        case All(parts=parts):
            return all(_holds(part, document, tokens, archive) for part in parts)
        case Any(parts=parts):
            return any(_holds(part, document, tokens, archive) for part in parts)
        case Without(part=part):
            return not _holds(part, document, tokens, archive)
        case Recent(count=count):
            return document.meeting_date is not None and document.meeting_date in _last_dates(archive, document.group, count)
        case _:
            return passes(wanted, document)


def _has(tokens: DocumentTokens, sequence: tuple[str, ...]) -> bool:
    if len(sequence) == 1:
        places = (tokens.area, tokens.text, tokens.update, tokens.owner, tokens.extras)
        return any(sequence[0] in place for place in places)
    width = len(sequence)
    return any(
        tuple(place[at : at + width]) == sequence
        for place in (tokens.area, tokens.text, tokens.update, tokens.owner)
        for at in range(len(place) - width + 1)
    )


def _last_dates(archive: _Archive, group: str, count: int) -> list[date]:
    days = {each.meeting_date for each in archive.documents if each.group == group and each.meeting_date is not None}
    return sorted(days, reverse=True)[:count]


def passes(wanted: FilterNode, document: SearchDocument) -> bool:
    """Whether a document passes a filter that needs no other document. The one plain statement of what filters mean."""
    match wanted:
        case OneOf(field=field, values=values):
            return _VALUES[field](document).casefold() in values
        case Contains(field=field, text=text):
            words = stems_of(document.area if field is Field.AREA else owner_text(document))
            return all(stem in words for stem in stems_of(text))
        case Within(field=field, first=first, last=last):
            day = _DATES[field](document)
            return day is not None and (first is None or first <= day) and (last is None or day <= last)
        case Is(flag=flag, on=on):
            return _FLAGS[flag](document, on)
        case Recent():
            raise TypeError("the last meetings of a group are known from all documents, not from one")


def owner_text(document: SearchDocument) -> str:
    """Everything that `owner:` looks into."""
    return "\n".join((document.owner_raw, *document.owners))


def values_of(documents: Iterable[SearchDocument], field: Field) -> list[str]:
    """The folded values of a field, as `OneOf` compares them."""
    return [_VALUES[field](document).casefold() for document in documents]


def _is_action(document: SearchDocument) -> bool:
    return document.kind == RecordKind.ACTION


def _is_open(document: SearchDocument, _on: date) -> bool:
    return _is_action(document) and document.status in OPEN


def _is_overdue(document: SearchDocument, on: date) -> bool:
    return _is_open(document, on) and document.due_date is not None and document.due_date < on


_VALUES: dict[Field, Callable[[SearchDocument], str]] = {
    Field.KIND: lambda document: document.kind,
    Field.GROUP: lambda document: document.group,
    Field.MEETING: lambda document: document.meeting,
    Field.STATUS: lambda document: document.status,
    Field.REF: lambda document: document.ref,
    Field.RAID: lambda document: document.raid_kind,
}
_DATES: dict[Field, Callable[[SearchDocument], date | None]] = {
    Field.DUE: lambda document: document.due_date,
    Field.ISSUED: lambda document: document.issue_date,
    Field.ON: lambda document: document.meeting_date,
}
_FLAGS: dict[Flag, Callable[[SearchDocument, date], bool]] = {
    Flag.OPEN: _is_open,
    Flag.CLOSED: lambda document, _on: _is_action(document) and document.status not in OPEN,
    Flag.OVERDUE: _is_overdue,
    Flag.HAS_DUE: lambda document, _on: document.due_date is not None,
    Flag.HAS_OWNER: lambda document, _on: document.owner_raw != "",
    Flag.HAS_UPDATE: lambda document, _on: document.update != "",
    Flag.HAS_REF: lambda document, _on: document.ref != "",
}
