"""`Query` -> `Plan`: what has to hold, in tokens, and what counts how much. The one meaning that all engines share. Pure.

test stubs DWG   ->  exact: test AND stub AND (dwg OR "data work group")      scored: test 1, stub 1, dwg 1, …0.5
                     loose: test OR stub OR dwg OR …                         when `exact` finds little
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from kb.language.abbreviations import Abbreviations
from kb.language.nodes import AllOf, AnyOf, Fuzzy, Node, Not, Phrase, Prefix, Query, Word
from kb.language.refs import canonical_meeting, canonical_ref, ref_token
from kb.language.text import fold, is_within, joined_stems, replaced, stem, stems_of, words_of
from kb.search import scoring
from kb.search.stopwords import STOP_WORDS, is_stop_word
from kb.search.wanted import All, Any, Plan, Scored, Tokens, Wanted, Without

MAX_EXPANSIONS = 128
_EXPANSION_WEIGHT = 0.5
_NEAR_WEIGHT = 0.6
_SEQUENCE_WEIGHT = 0.25  # of a phrase, when its words alone are found too
_BESIDE_WEIGHT = 0.25  # of two words that follow each other in a record as they do in the query
_MOST_BESIDE = 30
_SHORTEST_CORRECTED = 4
_CODE = re.compile(r"(?P<letters>[a-z]{1,4})(?P<number>[0-9]{1,5})")  # P413, CR031: printed in one or in two
_SHORTEST_HALF = 3  # of a word that the archive writes as two
_MOST_CORRECTED = 8  # words in a query: in a longer one, a word that the archive does not have is no slip of the pen


class Vocabulary(Protocol):
    """The words printed in the archive, unstemmed."""

    def knows(self, word: str) -> bool:
        """Whether the archive has the word, or another form of it."""
        ...

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Words that begin so, the commonest first."""
        ...

    def near(self, word: str, limit: int) -> Sequence[str]:
        """Words that are this word, or it give or take a letter, the nearest and commonest first."""
        ...


def plan_query(query: Query, vocabulary: Vocabulary, abbreviations: Abbreviations) -> Plan:
    """Resolve a query against the words of the archive and the table of abbreviations."""
    planner = _Planner(vocabulary=vocabulary, abbreviations=abbreviations, shouted=query.text.isupper())
    exact = planner.node(query.root) if query.root is not None else None
    for text in query.asides:
        planner.aside(text)
    loose = planner.loosened(query.root) if query.root is not None else None
    return Plan(
        exact=exact,
        scored=_scored(planner.weights),
        loose=loose,
        loose_scored=_scored(planner.loose_weights),
        beside=_scored(planner.beside if len(planner.beside) <= _MOST_BESIDE else {}),
        also_searched=tuple(dict.fromkeys(planner.also_searched)),
        corrections=tuple(planner.corrections.items()),
        words=tuple(dict.fromkeys(planner.words)),
    )


@dataclass(slots=True)
class _Planner:
    vocabulary: Vocabulary
    abbreviations: Abbreviations
    shouted: bool
    weights: dict[tuple[str, ...], float] = field(default_factory=dict)
    loose_weights: dict[tuple[str, ...], float] = field(default_factory=dict)
    beside: dict[tuple[str, ...], float] = field(default_factory=dict)
    also_searched: list[str] = field(default_factory=list)
    corrections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    near_places: list[str] = field(default_factory=list)
    negated: int = 0

    # What has to hold

    def node(self, node: Node) -> Wanted:
        match node:
            case AllOf(parts=parts):
                return self.all_of(parts)
            case AnyOf(parts=parts):
                return Any(parts=tuple(self.node(part) for part in parts))
            case Not(part=part):
                self.negated += 1
                inside = self.node(part)
                self.negated -= 1
                return Without(part=inside)
            case Word(text=text):
                return self.word(text)
            case Phrase(text=text):
                return self.phrase(tuple(stems_of(text)), text)
            case Prefix() | Fuzzy():
                return self.similar(node)
            case _:
                return node

    def all_of(self, parts: Sequence[Node]) -> Wanted:
        kept = self.without_stop_words(parts)
        self.note_beside(parts, kept)
        wanted: list[Wanted] = []
        at = 0
        while at < len(kept):
            length, group = self.known_group(kept, at)
            wanted.append(group if group is not None else self.node(kept[at]))
            at += length
        return wanted[0] if len(wanted) == 1 else All(parts=tuple(dict.fromkeys(wanted)))

    def without_stop_words(self, parts: Sequence[Node]) -> Sequence[Node]:
        kept = [part for part in parts if not self.is_stop_word(part, len(parts))]
        return kept if any(isinstance(part, Word | Phrase | Prefix | Fuzzy) for part in kept) else parts

    def is_stop_word(self, part: Node, words: int) -> bool:
        if not isinstance(part, Word):
            return False
        folded = words_of(part.text)
        return len(folded) == 1 and is_stop_word(folded[0], part.text.strip("?!.,;:"), words, shouted=self.shouted)

    def known_group(self, parts: Sequence[Node], at: int) -> tuple[int, Wanted | None]:
        """Words from `at` on that the table knows together (`half hourly`, `Data Working Group`): how many, and wanted."""
        stems: list[str] = []
        best = self.code_in_two(parts[at : at + 2])
        for length, part in enumerate(parts[at : at + self.abbreviations.longest], start=1):
            if not isinstance(part, Word):
                break
            stems.extend(stems_of(part.text))
            key = tuple(stems)
            if length > 1 and (key in self.abbreviations.joined or key in self.abbreviations.short_forms):
                words = [self.node(each) for each in parts[at : at + length]]
                best = (length, Any(parts=(All(parts=tuple(words)), *self.other_forms(key))))
        return best

    def code_in_two(self, pair: Sequence[Node]) -> tuple[int, Wanted | None]:
        """A letter or two and a number that may be printed as one: `BSC P 413` is `BSC P413`."""
        words = [words_of(each.text) for each in pair if isinstance(each, Word)]
        if [len(each) for each in words] != [1, 1] or not _CODE.fullmatch(code := words[0][0] + words[1][0]):
            return 1, None
        apart = All(parts=tuple(self.node(each) for each in pair))
        return 2, Any(parts=(apart, self.scored((stem(code),))))

    def word(self, text: str) -> Wanted:
        folded = words_of(text)
        if not folded:
            return Any(parts=())
        stems = tuple(stem(word) for word in folded)
        self.note_words(folded)
        ref = canonical_ref(text)
        choices: list[Wanted] = [self.scored(stems, _EXPANSION_WEIGHT if ref else 1.0)]
        if ref:  # its numbers alone say nothing, but the meeting does
            choices.insert(0, self.scored((ref_token(ref),)))
            self.near_places.append(ref_token(ref.rpartition("-")[0]))
        elif meeting := canonical_meeting(text):
            choices.insert(0, self.scored((ref_token(meeting),), _EXPANSION_WEIGHT))
        elif len(stems) > 1:
            choices.extend(self.scored((joined,), _EXPANSION_WEIGHT) for joined in joined_stems(text))
        elif code := _CODE.fullmatch(folded[0]):
            choices.append(self.scored((stem(code["letters"]), code["number"]), _EXPANSION_WEIGHT))
        choices.extend(self.other_forms(stems))
        return _one_or_any(choices)

    def phrase(self, stems: tuple[str, ...], text: str) -> Wanted:
        self.note_words(words_of(text))
        choices: list[Wanted] = [self.scored(stems)]
        choices.extend(self.scored(other) for other in self.other_spellings(stems, text))
        choices.extend(self.other_forms(stems))
        return _one_or_any(choices)

    def other_spellings(self, stems: tuple[str, ...], text: str) -> Iterable[tuple[str, ...]]:
        """The phrase with its compounds the other way: in one word or in two."""
        one_word = joined_stems(text)
        apart = [stem_ for stem_ in stems if stem_ in self.abbreviations.parted]
        joined = dict(self.abbreviations.joined)
        for compound in (*(pair for pair in joined if is_within(pair, stems)),):
            yield replaced(stems, compound, (joined[compound],))
        for whole in apart:
            yield replaced(stems, (whole,), self.abbreviations.parted[whole])
        for whole in one_word:
            for size in (2, 3, 4):
                for start in range(len(stems) - size + 1):
                    if stem("".join(words_of(text)[start : start + size])) == whole:
                        yield (*stems[:start], whole, *stems[start + size :])

    def other_forms(self, stems: tuple[str, ...]) -> list[Wanted]:
        """Long and short forms, and compounds the other way, from the table; they count for less."""
        table = self.abbreviations
        others: list[tuple[str, ...]] = []
        if len(stems) == 1:
            for long in table.long_forms.get(stems[0], ()):
                self.note_other(long)
                others.append(tuple(stems_of(long)))
            if stems[0] in table.parted:
                others.append(table.parted[stems[0]])
        for short in table.short_forms.get(stems, ()):
            self.note_other(short)
            others.append((stem(fold(short)),))
        if stems in table.joined:
            others.append((table.joined[stems],))
        return [self.scored(other, _EXPANSION_WEIGHT) for other in others if other]

    def similar(self, node: Prefix | Fuzzy) -> Wanted:
        """A beginning, or a word give or take a letter: any of the archive's words that fit, in all their forms."""
        folded = words_of(node.text)
        if not folded:
            return Any(parts=())
        word = folded[0]
        if isinstance(node, Prefix):
            found = self.vocabulary.starting(word, MAX_EXPANSIONS)
        else:
            found = self.vocabulary.near(word, MAX_EXPANSIONS)
            self.note_words([word])
        stems = dict.fromkeys(stem(each) for each in found)
        return Any(parts=tuple(self.scored((each,), _EXPANSION_WEIGHT) for each in stems))

    def scored(self, tokens: tuple[str, ...], weight: float = 1.0) -> Tokens:
        if not self.negated:
            self.weights[tokens] = self.weights.get(tokens, 0.0) + weight
        return Tokens(tokens=tokens)

    def note_beside(self, parts: Sequence[Node], kept: Sequence[Node]) -> None:
        """Two words that follow each other say more than the two apart."""
        if self.negated:
            return
        for first, second in pairwise(parts):
            if isinstance(first, Word) and isinstance(second, Word) and first in kept and second in kept:
                pair = stems_of(first.text)[-1:] + stems_of(second.text)[:1]
                if len(pair) == 2 and pair[0] != pair[1]:
                    self.beside[tuple(pair)] = self.beside.get(tuple(pair), 0.0) + _BESIDE_WEIGHT

    def aside(self, text: str) -> None:
        """Words that nothing need have."""
        for word in words_of(text):
            if word not in STOP_WORDS:
                self.scored((stem(word),))

    def note_words(self, words: Sequence[str]) -> None:
        if not self.negated:
            self.words.extend(words)

    def note_other(self, form: str) -> None:
        if not self.negated:
            self.also_searched.append(form)

    # What comes close

    def loosened(self, root: Node) -> Wanted | None:
        """Any of the words, under the same filters; None when that is not looser, or there are no words."""
        unsure = [word for word in dict.fromkeys(self.words) if len(self.words) <= _MOST_CORRECTED and self.is_unknown(word)]
        asked = [tokens for tokens, weight in self.weights.items() if weight >= 1]
        several = self.asks_for_several(root) or any(len(tokens) > 1 for tokens in asked)
        if not self.weights or not (unsure or self.near_places or several):
            return None
        for tokens, weight in self.weights.items():
            if len(tokens) == 1:
                self.loose(tokens, weight)
                continue
            self.loose(tokens, _SEQUENCE_WEIGHT * weight)
            if weight >= 1:  # of a long form that nobody typed, the words alone say nothing
                for token in [each for each in tokens if each not in STOP_WORDS] or tokens:
                    self.loose((token,), weight)
        for first, second in pairwise(self.words if unsure else ()):
            if (whole := first + second).isalpha() and {first, second} & set(unsure) and self.vocabulary.knows(whole):
                self.corrections[f"{first} {second}"] = (whole,)
                self.loose((stem(whole),), 1.0)
                unsure = [word for word in unsure if word not in (first, second)]
        for word in unsure:
            near = tuple(each for each in self.vocabulary.near(word, 3) if each not in STOP_WORDS)
            if near:
                self.corrections[word] = near
            for each in near:
                self.loose((stem(each),), _NEAR_WEIGHT)
            if not near and (halves := self.halves(word)):
                self.corrections[word] = (" ".join(halves),)
                self.loose((stem(halves[0]), stem(halves[1])), 1.0)
        for place in self.near_places:
            self.loose((place,), _EXPANSION_WEIGHT)
        found = Any(parts=tuple(Tokens(tokens=tokens) for tokens in self.loose_weights))
        filters = self.filters_of(root)
        return All(parts=(*filters, found)) if filters else found

    def filters_of(self, node: Node) -> tuple[Wanted, ...]:
        """What holds for the closest hits too: filters, and what is forbidden."""
        match node:
            case _ if not _has_text(node):
                return (self.node(node),)
            case AllOf(parts=parts):
                return tuple(each for part in parts for each in self.filters_of(part))
            case AnyOf(parts=parts):
                choices = [self.filters_of(part) for part in parts]
                return (Any(parts=tuple(All(parts=each) for each in choices)),) if all(choices) else ()
            case _:
                return ()

    def asks_for_several(self, node: Node) -> bool:
        """Whether words are asked for together, of which a record may have only some."""
        match node:
            case AllOf(parts=parts):
                texts = [part for part in self.without_stop_words(parts) if _has_text(part)]
                return len(texts) > 1 or any(self.asks_for_several(part) for part in texts)
            case AnyOf(parts=parts):
                return any(self.asks_for_several(part) for part in parts)
            case _:
                return False

    def halves(self, word: str) -> tuple[str, str] | None:
        """The two words of the archive that a word is put together of, the most even ones: `loadshaping`."""
        middle = len(word) / 2
        for at in sorted(range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1), key=lambda at: abs(at - middle)):
            if self.vocabulary.knows(word[:at]) and self.vocabulary.knows(word[at:]):
                return word[:at], word[at:]
        return None

    def loose(self, tokens: tuple[str, ...], weight: float) -> None:
        self.loose_weights[tokens] = self.loose_weights.get(tokens, 0.0) + weight

    def is_unknown(self, word: str) -> bool:
        return len(word) >= _SHORTEST_CORRECTED and word.isalpha() and not self.vocabulary.knows(word)


def _scored(weights: dict[tuple[str, ...], float]) -> tuple[Scored, ...]:
    return tuple(Scored(tokens=tokens, weight=scoring.asked_often(weight)) for tokens, weight in weights.items())


def _has_text(node: Node) -> bool:
    """Whether a part asks for words; what it forbids stays forbidden in the closest hits too."""
    match node:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return any(_has_text(part) for part in parts)
        case Word() | Phrase() | Prefix() | Fuzzy():
            return True
        case _:
            return False


def _one_or_any(choices: list[Wanted]) -> Wanted:
    distinct = tuple(dict.fromkeys(choices))
    return distinct[0] if len(distinct) == 1 else Any(parts=distinct)
