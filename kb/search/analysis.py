"""A search document as tokens: the one form in which every engine, and the reference matcher, sees it. Pure."""

from dataclasses import dataclass

from kb.language.dates import MONTH_NAMES
from kb.language.refs import ref_token
from kb.language.text import extras_of, stem, stems_of, words_of
from kb.records import RecordKind
from kb.search.port import SearchDocument

_ALSO_CALLED: dict[str, tuple[str, ...]] = {RecordKind.DECISION.value: ("decided",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTokens:
    """Tokens by place. A phrase lies within one of `area`, `text`, `update`, `owner`; `extras` have no order."""

    area: list[str]
    text: list[str]
    update: list[str]
    owner: list[str]
    extras: list[str]


def tokens_of_document(document: SearchDocument) -> DocumentTokens:
    """Analyse a document. Its own ref, meeting and group are found as words too, as are its kind and its month."""
    extras = [
        *extras_of(document.area),
        *extras_of(document.text),
        *extras_of(document.update),
        *(stem(word) for word in words_of(f"{document.ref} {document.meeting} {document.group}")),
        *(ref_token(each) for each in (document.ref, document.meeting) if each),
        *(stem(word) for word in _said_of(document)),
    ]
    return DocumentTokens(
        area=stems_of(document.area),
        text=stems_of(document.text),
        update=stems_of(document.update),
        owner=stems_of(document.owner_raw),
        extras=list(dict.fromkeys(extras)),
    )


def _said_of(document: SearchDocument) -> list[str]:
    """What people say of a record when they half remember it: `the risk raised in October 2022`."""
    words = [document.kind, document.raid_kind, *_ALSO_CALLED.get(document.kind, ())]
    if document.meeting_date is not None:
        month = MONTH_NAMES[document.meeting_date.month - 1]
        words += [str(document.meeting_date.year), month, month[:3]]
    return [word for word in words if word]


def words_of_document(document: SearchDocument) -> list[str]:
    """The folded words, unstemmed: what beginnings, near words and suggestions are looked up in."""
    return words_of("\n".join((document.area, document.text, document.update, document.owner_raw)))
