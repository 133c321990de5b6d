"""The port of the search engines: what they index, what they are asked, what they answer. Knows no engine."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.language.nodes import Note
from kb.search.wanted import Scored, Wanted

Numbers = NDArray[np.int64]
Scores = NDArray[np.float32]

FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """A record as search sees it: one printed record of a current report.

    number: given by the database when it is written, never used again: a changed record is a new document.
    stamp: random, so that a document of another database cannot pass for this one. item_key: what is printed in several
    meetings (an action) has one. group: acronym. status, due_date: of the item in its latest state. owners: its parties.
    """

    number: int = 0
    stamp: int = 0
    record_id: str
    item_key: str = ""
    kind: str = ""
    ref: str = ""
    meeting: str = ""
    group: str = ""
    meeting_date: date | None = None
    area: str = ""
    text: str = ""
    update: str = ""
    owner_raw: str = ""
    owners: tuple[str, ...] = ()
    status: str = ""
    raid_kind: str = ""
    due_date: date | None = None
    issue_date: date | None = None
    file_name: str = ""
    page: int | None = None
    report_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The documents that an engine found: numbers ascending, each with its score (higher is better)."""

    numbers: Numbers
    scores: Scores


class SearchIndex(Protocol):
    """An engine. Built from plans made of a `Query`, never from what a person typed."""

    @property
    def name(self) -> str:
        """The name by which a person chooses it."""
        ...

    def match(self, wanted: Wanted | None, scored: tuple[Scored, ...]) -> Matches:
        """All documents that fulfil `wanted` (None: every document), scored by the `scored` terms."""
        ...

    def rarity(self, token: str) -> float:
        """How much it says that a document has the token; never negative."""
        ...


class Sort(StrEnum):
    """The orders in which hits come."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


class Facet(StrEnum):
    """What a result can be narrowed by."""

    KIND = "kind"
    GROUP = "group"
    OWNER = "owner"
    STATUS = "status"
    YEAR = "year"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search. narrowed: facet -> the values clicked (any of them). grouped: one hit per item, else one per mention.

    since, until: bounds on the meeting date, from the histogram. expand: search abbreviations in their long form too.
    facets, snippets: whether they are wanted. engine: by name, None for the best that is ready. few: the closest follow when
    fewer hits than that have all the words; None: when these do not fill the page.
    """

    text: str
    today: date
    limit: int = 20
    offset: int = 0
    sort: Sort = Sort.RELEVANCE
    grouped: bool = True
    expand: bool = True
    narrowed: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    since: date | None = None
    until: date | None = None
    facets: bool = True
    snippets: bool = True
    engine: str | None = None
    few: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a stored text. marked: it is a word that was searched. Not escaped: whoever shows it does that."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document found. score: 0 when the order is by date. closest: it lacks some of the words.

    meetings: how many meetings' reports print the item. snippet, area: the stored text, cut and marked. aside: the update
    or the owner with its label, when only these have the words. `document` holds everything else.
    """

    document: SearchDocument
    score: float
    closest: bool
    meetings: int
    snippet: tuple[Segment, ...]
    aside: tuple[Segment, ...]
    area: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value to narrow by, and how many hits would be left."""

    value: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """What a search found, and how it was understood.

    total: of exact hits, or of the closest ones when `approximate` (no record has all the words). closest_total: how many
    closest ones follow the exact hits. suggestion: the query with likelier spelling or sharper filters, or empty.
    also_searched: long and short forms that were searched too. engine: which answered; state: a sentence when the index is
    behind or away, else empty.
    ref, meeting: set when the query is only that, and the archive has the action or the meeting.
    """

    query: str
    understood: str
    notes: tuple[Note, ...]
    ref: str | None
    meeting: str | None
    total: int
    closest_total: int
    approximate: bool
    hits: tuple[Hit, ...]
    facets: tuple[tuple[Facet, tuple[FacetValue, ...]], ...]
    histogram: tuple[FacetValue, ...]
    also_searched: tuple[str, ...]
    suggestion: str
    engine: str
    state: str
