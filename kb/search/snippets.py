"""Which words of a stored text were searched, and the part of it worth showing: plain segments, nobody's markup. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb.language.refs import named_places
from kb.language.text import WORD, compounds_in, stem_printed
from kb.search.port import Segment

SNIPPET_LENGTH = 280
_LONGEST_READ = 60_000
_MARGIN = 60


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is marked: single tokens, and sequences of tokens."""

    tokens: frozenset[str]
    sequences: tuple[tuple[str, ...], ...] = ()
    first: dict[str, list[tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        first: dict[str, list[tuple[str, ...]]] = {}
        for sequence in self.sequences:
            first.setdefault(sequence[0], []).append(sequence)
        object.__setattr__(self, "first", first)


def marks_of(searched: Iterable[tuple[str, ...]]) -> Marks:
    """The marks for the tokens and sequences that were searched."""
    distinct = dict.fromkeys(searched)
    return Marks(
        tokens=frozenset(each[0] for each in distinct if len(each) == 1),
        sequences=tuple(each for each in distinct if len(each) > 1),
    )


def marked(text: str, marks: Marks) -> tuple[Segment, ...]:
    """The whole text in segments."""
    return _segments(text, _places(text, marks), 0, len(text))


def snippet(text: str, marks: Marks, length: int = SNIPPET_LENGTH) -> tuple[Segment, ...]:
    """About `length` characters of the text where most of the searched words are, cut between words; `…` where cut."""
    places = _places(text, marks)
    if len(text) <= length + _MARGIN:
        return _segments(text, places, 0, len(text))
    start = _best_start(text, places, length)
    end = min(len(text), start + length)
    if end < len(text):
        space = text.rfind(" ", start + length // 2, end)
        end = space if space > 0 else end
    return _segments(text, places, start, end)


def _places(text: str, marks: Marks) -> list[_Place]:
    """The places to mark, ascending, without overlap."""
    read = text[:_LONGEST_READ]
    words = [(found, stem_printed(found.group())) for found in WORD.finditer(read)]
    places = [_Place(found.start(), found.end(), token) for found, token in words if token in marks.tokens]
    if marks.sequences:
        places.extend(_sequences(words, marks))
    for start, end, joined in compounds_in(read):
        if joined in marks.tokens:
            places.append(_Place(start, end, joined))
    for start, end, token in named_places(read):
        if token in marks.tokens:
            places.append(_Place(start, end, token))
    return _without_overlap(places)


def _sequences(words: Sequence[tuple[re.Match[str], str]], marks: Marks) -> Iterable[_Place]:
    for at, (found, token) in enumerate(words):
        for sequence in marks.first.get(token, ()):
            last = at + len(sequence) - 1
            if last < len(words) and all(words[at + step][1] == part for step, part in enumerate(sequence)):
                yield _Place(found.start(), words[last][0].end(), " ".join(sequence))


def _without_overlap(places: list[_Place]) -> list[_Place]:
    kept: list[_Place] = []
    for place in sorted(places, key=lambda each: (each.start, -each.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _best_start(text: str, places: Sequence[_Place], length: int) -> int:
    """Where the window with most different words, then most words, begins: a little before its first."""
    best, best_at = (0, 0), 0
    for at, place in enumerate(places):
        inside = [each for each in places[at : at + 50] if each.end <= place.start + length - _MARGIN]
        found = (len({each.what for each in inside}), len(inside))
        if found > best:
            best, best_at = found, place.start
    if best_at < _MARGIN:
        return 0
    start = max(0, min(best_at - _MARGIN, len(text) - length))
    space = text.find(" ", start, best_at)
    line = text.rfind("\n", max(0, start - _MARGIN), best_at)
    return line + 1 if line >= 0 else (space + 1 if space >= 0 else start)


def _segments(text: str, places: Sequence[_Place], start: int, end: int) -> tuple[Segment, ...]:
    segments = [Segment(text="… ")] if start > 0 else []
    at = start
    for place in places[bisect_right([each.start for each in places], start - 1) :]:
        if place.end > end:
            break
        if place.start > at:
            segments.append(Segment(text=text[at : place.start]))
        segments.append(Segment(text=text[place.start : place.end], marked=True))
        at = place.end
    if at < end:
        segments.append(Segment(text=text[at:end]))
    if end < len(text):
        segments.append(Segment(text=" …"))
    return tuple(segments)
