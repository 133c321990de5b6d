"""Tells a word that a cell's edge has cut in two from two words, and how sure that is. Pure.

│ Service-  │      a line that ends at the edge of its cell, and goes on with what is no word: one word
│ provider  │
│ onboar    │      Service-provider onboarding
│ ding      │
"""

import re
from enum import Enum

from ingest.document import Line
from ingest.english import ends_across, is_ending, is_known, is_torn, is_whole
from ingest.typography import PREFIXES, LineRun, Typography, first_word, last_word

_WHOLE_DATE = re.compile(r"(?:\d{1,2}[/.-](?:\d{1,2}|[A-Za-z]{3})[/.-]|[A-Za-z]{3}\s)\d{4}$|\d{4}-\d{2}-\d{2}$|\d[:.]\d\d$")
_DATE_PIECE = re.compile(r"^\W?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|^20\d\d\b")
_CUT_DATE = re.compile(r"\(?\d{1,2}([/.-])\d{1,2}\1(?:2\|0\d\d|20\|\d\d|20\d\|\d)[.,;)]*")
_LAST_CAPITALS = re.compile(r"(?<![^\W_])[A-Z]+$")
_FIRST_CAPITALS = re.compile(r"[A-Z]+(?![a-z])")
_PIECE = 4  # letters
_MARK_FIRST = re.compile(r"[-–/_]\w|[-/]$")


class WordCut(Enum):
    """Whether the end of a line and the beginning of the next one are one word."""

    YES = "yes"
    LIKELY = "likely"
    UNLIKELY = "unlikely"
    NO = "no"

    @property
    def joins(self) -> bool:
        """Whether the two are put together without a space."""
        return self in (WordCut.YES, WordCut.LIKELY)

    @property
    def sure(self) -> bool:
        """Whether a dictionary or the document shows it."""
        return self in (WordCut.YES, WordCut.NO)


def judge_cut(text: str, last: Line, line: Line, below: Line | None, run: LineRun, typography: Typography) -> WordCut:
    """Whether a line goes on with the word that `text`, whose last line is `last`, ends with. below: the line after it."""
    if not line.words or not last.words:
        return WordCut.NO
    if _CUT_DATE.fullmatch(text.split()[-1] + "|" + line.text.split()[0]):
        return WordCut.YES
    if not run.is_full(last, line):
        return WordCut.NO
    more = line.text
    before, after = last_word(text), first_word(more)
    if before and after and is_torn(before, after):
        return WordCut.YES
    if before and after and below is not None and len(line.words) == 1 and is_torn(before, after + first_word(below.text)):
        return WordCut.YES
    if not run.is_too_wide(last, line):
        return WordCut.NO
    if text[-1:].isalnum() and _MARK_FIRST.match(more):
        return WordCut.YES
    if not text[-1:].isalnum() or not more[:1].isalnum():
        return WordCut.NO
    if text[-1].isdigit() and more[0].isdigit():
        is_date = bool(_DATE_PIECE.search(text.split()[-1] + more.split()[0]))
        return WordCut.YES if not _WHOLE_DATE.search(text) and (" " not in last.text or is_date) else WordCut.NO
    if more[0].isupper():
        return _judge_capitals(text, more, last, typography)
    if not before or not after or (after in PREFIXES and more[len(after) :].startswith("-")):
        return WordCut.NO
    goes_on = first_word(below.text) if below is not None and len(line.words) == 1 and run.is_full(line, below) else ""
    return _judge_letters(before, after, goes_on, last, typography)


def _judge_capitals(text: str, more: str, last: Line, typography: Typography) -> WordCut:
    """Acronyms: `BPRW` `G-09` of a report that prints BPRWG, `(SMRS/ER` `DS)`."""
    left, right = _LAST_CAPITALS.search(text), _FIRST_CAPITALS.match(more)
    if left is None or right is None:
        return WordCut.NO
    before, after = left[0].lower(), right[0].lower()
    if before + after in typography.words or _is_open(text.split()[-1]):
        return WordCut.YES
    if before in typography.words:
        return WordCut.NO
    return WordCut.LIKELY if after not in typography.words and len(last.words) == 1 else WordCut.UNLIKELY


def _is_open(token: str) -> bool:
    """Whether a bracket opens in a token and does not close: `(SMRS/ER`."""
    return token.rfind("(") > token.rfind(")") and "/" in token


def _judge_letters(before: str, after: str, goes_on: str, last: Line, typography: Typography) -> WordCut:
    """goes_on: what the line after it begins with, when the next line is one full word."""
    printed = typography.words
    if is_known(before + after, printed) or is_ending(after) or ends_across(before, after):
        return WordCut.YES
    if goes_on and is_known(after + goes_on, printed) and not is_whole(after, printed):
        return WordCut.NO
    halves = is_whole(before, printed), is_whole(after, printed)
    if all(halves):
        return WordCut.NO
    if not any(halves):
        return WordCut.LIKELY
    # One half is a word. A short second one is mostly a piece, and a word by accident at most: `onboar` `ding`.
    is_piece = len(last.words) == 1 and len(after) <= _PIECE and after not in printed
    return WordCut.LIKELY if is_piece else WordCut.UNLIKELY
