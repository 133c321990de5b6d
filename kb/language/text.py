"""The words of a text as search sees them: folding, tokens, stems, joined compounds. One analysis for all engines. Pure.

    printed         "Half‑hourly MPANs: R&D, Ofgem's re‑plan (TMAG 006‑1)"
    words_of        half hourly mpans r and d ofgem re plan tmag 006 1
    stems           half hour mpan r and d ofgem re plan tmag 006 1
    extras          halfhour replan §tmag06§01 …     tokens beside the text: they have no place in it, so no phrase sees them

Change anything here that changes tokens, and `ANALYSIS_VERSION` with it: every index is then made anew.
"""

import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import Stemmer

from kb.language.refs import named_places

ANALYSIS_VERSION = 2
REF_MARK = "§"

_DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"
_APOSTROPHES = "'\u2018\u2019\u02bc"
_LETTER = r"[^\W_]"
_INNER = "\u00ad\u200b-\u200d\u2060\u0300-\u036f"  # soft hyphen, zero-width characters, combining accents
WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|[{_INNER}])*(?:[{_APOSTROPHES}](?:{_LETTER}|[{_INNER}])+)*|&")
_COMPOUND = re.compile(rf"{WORD.pattern[:-2]}(?:[{_DASHES}]\u00ad?(?:{WORD.pattern[:-2]}))+")
_HAS_DASH = re.compile(f"[{_DASHES}]")
_DROPPED = re.compile(f"[{_INNER}]")
_POSSESSIVE = re.compile(f"[{_APOSTROPHES}]s?$", re.IGNORECASE)
_ANY_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_VOWEL = re.compile("[aeiouy]")
_KNOWN_WORDS = 400_000
_LONGEST_WORD = 64
_SAME_WORD = {"programm": "program", "whilst": "while", "enquiri": "inquiri", "judgement": "judgment"}


class _Known(dict[str, str]):
    """What a function made of the words it was given: the same few thousand words come again and again."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> str:
        if len(self) > _KNOWN_WORDS:
            self.clear()
        made = self[word] = self._function(word)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word in its place: `text[start:end]` is printed, `word` folded, `stem` what is compared."""

    word: str
    stem: str
    start: int
    end: int


def fold(word: str) -> str:
    """One printed word without case, accents, ligatures, soft hyphens and possessive: `Ofgem’s` -> `ofgem`, `&` -> `and`.

    At most 64 characters long: what is longer is no word that anyone types. Empty when nothing is left.
    """
    return _folded[word]


def stem(word: str) -> str:
    """The stem of a folded word: `migrations`, `migrating` -> `migrat`; `mpans` -> `mpan`, `pps` -> `pp`."""
    return _stemmed[word]


def stem_printed(word: str) -> str:
    """The stem of one printed word."""
    return _printed[word]


def words_of(text: str) -> list[str]:
    """The folded words of a text in order."""
    return [word for word in map(_folded.__getitem__, WORD.findall(text)) if word]


def stems_of(text: str) -> list[str]:
    """The stems of a text in order: what phrases are matched on."""
    return [token for token in map(_printed.__getitem__, WORD.findall(text)) if token]


def tokens_of(text: str) -> list[Token]:
    """The words of a text with their places."""
    return [
        Token(word=folded, stem=stem(folded), start=found.start(), end=found.end())
        for found in WORD.finditer(text)
        if (folded := fold(found.group()))
    ]


def joined_stems(text: str) -> list[str]:
    """The stems of hyphenated words written as one: `half-hourly re-plan` -> `halfhour`, `replan`."""
    return [joined for _start, _end, joined in compounds_in(text)]


def compounds_in(text: str) -> list[tuple[int, int, str]]:
    """The hyphenated words of a text: start, end, and the stem of the word written as one."""
    if not _HAS_DASH.search(text):
        return []
    compounds = []
    for found in _COMPOUND.finditer(text):
        parts = words_of(found.group())
        if 2 <= len(parts) <= 4 and not all(part.isdigit() for part in parts):
            compounds.append((found.start(), found.end(), stem("".join(parts)[:_LONGEST_WORD])))
    return compounds


def extras_of(text: str) -> list[str]:
    """Tokens beside the text: joined compounds, refs and meetings in their canonical spelling."""
    return [*joined_stems(text), *(token for _start, _end, token in named_places(text))]


def _fold(word: str) -> str:
    if word == "&":
        return "and"
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", word))
        word = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if not word.isalnum():
        word = _ANY_APOSTROPHE.sub("", _POSSESSIVE.sub("", word))
    folded = word.casefold()
    return (folded if folded.isalnum() else "".join(letter for letter in folded if letter.isalnum()))[:_LONGEST_WORD]


def _stem(word: str) -> str:
    if len(word) > 2 and word.endswith("s") and word[-2] != "s" and not _VOWEL.search(word) and word.isalpha():
        return word[:-1]  # the plural of an abbreviation that has no vowel, which an English stemmer leaves alone
    stemmer = getattr(_stemmers, "english", None)
    if stemmer is None:
        stemmer = _stemmers.english = Stemmer.Stemmer("english")
    found: str = stemmer.stemWord(word)
    if len(found) > 5 and found.endswith("is"):
        found = found[:-1] + "z"  # organise = organize
    return _SAME_WORD.get(found, found)


def _stem_printed(word: str) -> str:
    return _stemmed[_folded[word]]


_folded = _Known(_fold)
_stemmed = _Known(_stem)
_printed = _Known(_stem_printed)
_stemmers = threading.local()


def is_within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether tokens stand in others, one after the other."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def replaced(whole: tuple[str, ...], part: tuple[str, ...], by: tuple[str, ...]) -> tuple[str, ...]:
    """Tokens with the first of such a part in them replaced."""
    for at in range(len(whole) - len(part) + 1):
        if whole[at : at + len(part)] == part:
            return (*whole[:at], *by, *whole[at + len(part) :])
    return whole
