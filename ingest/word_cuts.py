"""Tells a word that a cell's edge has cut in two from two words, and how sure that is. Pure.

│ Service-  │      a line that ends at the edge of its cell, and goes on with what is no word: one word
│ provider  │
│ onboar    │      Service-provider onboarding
│ ding      │
"""

import re
from collections.abc import Iterator, Sequence

from ingest.document import Line
from ingest.english import OPEN_WORDS, ends_across, is_compound, is_ending, is_known, is_torn, is_whole, may_begin
from ingest.typography import PREFIXES, LineRun, Typography, first_word, last_word
from ingest.verdict import Verdict

_WHOLE_DATE = re.compile(r"(?:\d{1,2}[/.-](?:\d{1,2}|[A-Za-z]{3})[/.-]|[A-Za-z]{3}\s)\d{4}$|\d{4}-\d{2}-\d{2}$|\d[:.]\d\d$")
_DATE_PIECE = re.compile(r"^\W?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|^20\d\d\b")
_CUT_DATE = re.compile(r"\(?\d{1,2}([/.-])\d{1,2}\1(?:2\|0\d\d|20\|\d\d|20\d\|\d)[.,;)]*")
_LAST_CAPITALS = re.compile(r"(?<![^\W_])[A-Z]+$")
_FIRST_CAPITALS = re.compile(r"[A-Z]+(?![a-z])")
_AFTER_NAME = re.compile(r"(?:^|[\s(])[^\W\d_a-z][\w’'-]*\s$")
_ARTICLES = ("a", "an")
_MOST_PIECES = 4
_PIECE = 4  # letters
_MARK_FIRST = re.compile(r"[-–/_]\w|-$")


def judge_cut(text: str, last: Line, line: Line, below: Sequence[Line], run: LineRun, typography: Typography) -> Verdict:
    """Whether a line goes on with the word that `text`, whose last line is `last`, ends with. below: the lines after it."""
    if not line.words or not last.words or not text.strip():
        return Verdict.NO
    if _CUT_DATE.fullmatch(text.split()[-1] + "|" + line.text.split()[0]):
        return Verdict.YES
    if not run.is_full(last, line):
        return Verdict.NO
    more = line.text
    before, after = last_word(text), first_word(more)
    if before and after and is_torn(before, after):
        return Verdict.YES
    longer = list(_longer_words(after, line, below, run))
    if before and after and any(is_torn(before, word) for word in longer):
        return Verdict.YES
    if not run.is_too_wide(last, line):
        return Verdict.NO
    if text[-1:].isalnum() and _MARK_FIRST.match(more):
        return Verdict.YES
    if not text[-1:].isalnum() or not more[:1].isalnum():
        return Verdict.NO
    if text[-1].isdigit() and more[0].isdigit():
        is_date = bool(_DATE_PIECE.search(text.split()[-1] + more.split()[0]))
        return Verdict.YES if not _WHOLE_DATE.search(text) and (" " not in last.text or is_date) else Verdict.NO
    if more[0].isupper():
        return _judge_capitals(text, more, last, typography)
    if not before or not after or (after in PREFIXES and more[len(after) :].startswith("-")):
        return Verdict.NO
    if after in OPEN_WORDS and _is_name(text, before) and not is_known(before + after, typography.words):
        if len(line.words) == 1 and not below:
            return Verdict.LIKELY  # `Ramanath` `an`: with no such word a text ends
        if after in _ARTICLES:
            return Verdict.LIKELY if len(last.words) == 1 else Verdict.UNLIKELY  # `(Fionnual` `a Kinsella)`
        if len(line.words) > 1:
            return Verdict.NO  # `Copperwaite` `and Rowan`
    found = _judge_letters(before, after, longer, last, typography)
    if found is Verdict.UNLIKELY and len(last.words) == 1 and not is_known(before) and not _is_name(text, before):
        return Verdict.LIKELY
    return found


def judge_hyphen(text: str, more: str, typography: Typography) -> Verdict:
    """Whether the hyphen that a text ends with is the typesetter's, so that what it parts is one word without it."""
    before, after = last_word(text[:-1]), first_word(more)
    printed = typography.words
    if not before or not after or not more[0].islower() or f"{before}-{after}" in printed:
        return Verdict.NO
    if before + after in printed:
        return Verdict.YES
    if not typography.hyphenates:
        return Verdict.NO
    if before in PREFIXES:
        return Verdict.LIKELY if is_whole(before + after) else Verdict.NO
    if is_known(before + after):
        return Verdict.YES
    two_words = is_whole(before, printed) and is_whole(after, printed)
    return Verdict.UNLIKELY if two_words and not _is_surname(text, before) else Verdict.LIKELY


def _judge_capitals(text: str, more: str, last: Line, typography: Typography) -> Verdict:
    """Acronyms: `BPRW` `G-09` of a report that prints BPRWG, `(SMRS/ER` `DS)`."""
    left, right = _LAST_CAPITALS.search(text), _FIRST_CAPITALS.match(more)
    if left is None or right is None:
        return Verdict.NO
    before, after = left[0].lower(), right[0].lower()
    if before + after in typography.words or _is_open(text.split()[-1]):
        return Verdict.YES
    if before in typography.words:
        return Verdict.NO
    return Verdict.LIKELY if after not in typography.words and len(last.words) == 1 else Verdict.UNLIKELY


def _is_name(text: str, word: str) -> bool:
    """Whether the last word of a text begins with a capital, as names do that no dictionary has."""
    return text[-len(word)].isupper()


def _is_surname(text: str, word: str) -> bool:
    """Whether the last word of a text, before a hyphen, begins with a capital, as does the word before it: `Ann Castle-`."""
    tokens = text.split()
    return (
        _is_name(text[:-1], word) and len(tokens) > 1 and tokens[-2].lstrip("(")[:1].isupper() and tokens[-2][-1].isalpha()
    )


def _is_open(token: str) -> bool:
    """Whether a bracket opens in a token and does not close: `(SMRS/ER`."""
    return token.rfind("(") > token.rfind(")") and "/" in token


def _longer_words(after: str, line: Line, below: Sequence[Line], run: LineRun) -> Iterator[str]:
    """What a line's only word may be with the beginnings of the lines below it, as long as these are full."""
    for lower in below[:_MOST_PIECES]:
        if len(line.words) != 1 or not run.is_full(line, lower):
            return
        after += first_word(lower.text)
        yield after
        line = lower


def _judge_letters(before: str, after: str, longer: Sequence[str], last: Line, typography: Typography) -> Verdict:
    """longer: what `after` may be with the lines below."""
    printed = typography.words
    if is_known(before + after, printed) or is_compound(before + after) or is_ending(after) or ends_across(before, after):
        return Verdict.YES
    if not is_whole(after, printed) and any(is_known(word, printed) for word in longer):
        return Verdict.NO
    halves = is_whole(before, printed) or is_compound(before), is_whole(after, printed)
    if all(halves):
        return Verdict.UNLIKELY if may_begin(before) else Verdict.NO
    if not any(halves):
        return Verdict.LIKELY
    # One half is a word. A short second one is mostly a piece, and a word by accident at most: `onboar` `ding`.
    is_piece = len(last.words) == 1 and len(after) <= _PIECE and after not in printed
    return Verdict.LIKELY if is_piece else Verdict.UNLIKELY
