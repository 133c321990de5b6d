"""What an engine is asked: what has to hold, in tokens, and what counts how much. Values that all engines share."""

from dataclasses import dataclass

from kb.language.nodes import FilterNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The token (one) or the tokens in sequence (more) are in one part of the document. None: nothing has them."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every part holds."""

    parts: tuple["Wanted", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """A part holds; with no parts, nothing does."""

    parts: tuple["Wanted", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The part does not hold."""

    part: "Wanted"


Wanted = Tokens | All | Any | Without | FilterNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A token or phrase that makes a document rank higher."""

    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """exact: what a hit fulfils, None for everything. loose: what the closest documents fulfil, None when nothing is looser.

    beside: pairs of words that rank a record higher where they follow each other, and are not marked as one.
    corrections: typed word -> words of the archive searched in its stead, for closest hits only. words: those asked for.
    """

    exact: Wanted | None
    scored: tuple[Scored, ...]
    loose: Wanted | None
    loose_scored: tuple[Scored, ...]
    beside: tuple[Scored, ...]
    also_searched: tuple[str, ...]
    corrections: tuple[tuple[str, tuple[str, ...]], ...]
    words: tuple[str, ...]
