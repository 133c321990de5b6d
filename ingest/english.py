"""Which strings are English words, so that a word cut by the edge of a cell is told from two. Looked up in a dictionary."""

import re
from collections.abc import Container
from functools import cache
from importlib import resources
from typing import Protocol

from spellchecker import SpellChecker

_OFTEN = 400  # occurrences in the dictionary's texts: rarer strings are as often pieces of words
_SHORTEST_TORN = 5
_LONG = 6  # letters: so long a string is no word by accident
_SHORT = 2  # letters: so short a string is mostly a piece
_SHORT_WORDS = frozenset(
    ["a", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on", "or",
     "so", "to", "up", "us", "we"]
)  # fmt: skip
# Words with which no text ends.
OPEN_WORDS = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "of", "on", "or", "than", "that", "the",
     "to", "was", "were", "which", "will", "with", "would"]
)  # fmt: skip
# British and programme vocabulary that the (American) dictionary lacks.
_OURS = frozenset((resources.files("ingest") / "templates" / "common-words.txt").read_text("utf-8").split())
# Words that are often the first part of one that no dictionary has yet.
_BEGINNERS = frozenset(
    ["back", "by", "cross", "down", "fore", "in", "off", "on", "out", "over", "side", "through", "under", "up"]
)
# Endings that are no words, though dictionaries have some of them.
_ENDINGS = frozenset(
    ["ment", "ments", "tion", "tions", "ation", "ations", "sion", "sions", "ing", "ings", "ed", "ity", "ities", "ness",
     "ance", "ances", "ence", "ences", "ers", "ies", "ally", "ion", "ions", "ive", "ous", "ble", "ent", "ant"]
)  # fmt: skip
# Beginnings of words that are none themselves: no dictionary has all that is made with them.
_COMBINING = re.compile(
    r"(?:anti|auto|bio|counter|cyber|eco|electro|fore|geo|hydro|hyper|infra|inter|intra|kilo|macro|mega|meta|micro|mis|mono|multi|nano|non|over|"
    r"photo|poly|post|pre|pseudo|quasi|retro|semi|sub|super|tele|thermo|trans|ultra|under)(?P<rest>[a-z]{4,})"
)
_ENDED = re.compile(r"(?:tion|sion|ment|ance|ence|ness|ship|ing|ity|able|ible|ative|ical|ally)s?$")


class _Frequencies(Protocol):
    def __getitem__(self, word: str) -> int: ...


@cache
def _dictionary() -> _Frequencies:
    """How often each word of the dictionary was met. Read when the first word is in doubt."""
    frequencies: _Frequencies = SpellChecker(language="en", distance=1).word_frequency
    return frequencies


def is_known(word: str, printed: Container[str] = ()) -> bool:
    """Whether a string in lower case is a word. printed: words that the document prints whole."""
    return word in printed or word in _OURS or _dictionary()[word] > 0


def is_compound(word: str) -> bool:
    """Whether a string is a common word behind a beginning like `micro`: `microgeneration`."""
    found = _COMBINING.fullmatch(word)
    return found is not None and (found["rest"] in _OURS or _dictionary()[found["rest"]] >= _OFTEN)


def is_whole(word: str, printed: Container[str] = ()) -> bool:
    """Whether a string is a word in its own right, and no piece of one that stands in the dictionary by accident."""
    if len(word) <= _SHORT:
        return word in _SHORT_WORDS
    return word in printed or word in _OURS or _dictionary()[word] >= (1 if len(word) >= _LONG else _OFTEN)


def is_ending(word: str) -> bool:
    """Whether a string only ever ends words: `ment`."""
    return word in _ENDINGS


def ends_across(before: str, after: str) -> bool:
    """Whether no word is cut within its ending: `allocati` `on`."""
    ended = _ENDED.search(before + after)
    return ended is not None and len(after) < len(ended[0]) and not is_whole(before)


def is_torn(before: str, after: str) -> bool:
    """Whether two strings are the halves of a common word, and the second is no word: `propos` `e`, `a` `ssessment`."""
    if is_whole(after) or len(before + after) <= _SHORTEST_TORN:
        return False
    return before + after in _OURS or _dictionary()[before + after] >= _OFTEN


def may_begin(word: str) -> bool:
    """Whether a word begins many others that it stands before as well: `on` in `onboarding`."""
    return word in _BEGINNERS


def is_hyphenated(before: str, after: str, printed: Container[str]) -> bool:
    """Whether two strings are the halves of one word for sure: `func` `tional` are, `run` `off` and `base` `line` may be."""
    halves = is_whole(before, printed) and is_whole(after, printed)
    return bool(before and after) and not halves and is_known(before + after, printed)
