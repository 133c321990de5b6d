"""Puts printed lines back together to the text they were wrapped from: words, paragraphs, bullets. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from ingest.document import Line
from ingest.english import are_two_words, is_common, is_hyphenated, is_one_word, is_torn
from ingest.pages.glyphs import BULLET, LINE_END_HYPHEN, SOFT_HYPHEN

_LEADING = 1.22  # of most fonts, where the document does not tell
_FEWEST_LEADINGS = 3
_INDENT = 3.0
_FULL = 1.15  # a line is full when less than this part of the font size is left of it
_WORD = re.compile(r"[^\W\d_][\w’'-]*", re.UNICODE)
_ENDS_IN_HYPHEN = re.compile(rf"\w[-{LINE_END_HYPHEN}]$")
_SOFT_END_INSIDE = re.compile(rf"{LINE_END_HYPHEN}\w")
_PREFIXES = frozenset(
    (
        "re",
        "pre",
        "co",
        "non",
        "sub",
        "post",
        "multi",
        "self",
        "cross",
        "inter",
        "mid",
        "e",
        "de",
        "un",
        "over",
        "under",
        "so",
    )
)
_SUSPENDED = re.compile(r"(?:and|or|to)\b")
_JOINED_BY_MARK = re.compile(r"\w[/–—]$")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}\.\d{1,2})\s+\S")
_DASHED = re.compile(r"[–—\-o*‐]\s+\S")
_CLOSES = re.compile(r"[)\]’”,.;:!?%]")
_WHOLE_DATE = re.compile(r"(?:\d{1,2}[/.-](?:\d{1,2}|[A-Za-z]{3})[/.-]|[A-Za-z]{3}\s)\d{4}$|\d{4}-\d{2}-\d{2}$|\d[:.]\d\d$")
_DATE_PIECE = re.compile(r"^\W?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|^20\d\d\b")
_CUT_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:2\|0\d\d|20\|\d\d|20\d\|\d)[.,;)]?")
_FIRST_PIECE = re.compile(r"[^\s/-]+[/-]?")
_ACRONYM = re.compile(r"[A-Z]{2,}")
_LAST_CAPITALS = re.compile(r"(?<![^\W_])[A-Z]+$")
_FIRST_CAPITALS = re.compile(r"[A-Z]+(?![a-z])")
_MARK_FIRST = re.compile(r"[-–/_]\w|/$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """What a document's lines tell about how it is set. leading: line distance by font size. words: whole words in it.

    hyphenates: its typesetter hyphenates words at the end of lines. soft_ends: with a hyphen that stands nowhere else.
    """

    leading: dict[float, float] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    hyphenates: bool = False
    soft_ends: bool = True

    def line_distance(self, size: float) -> float:
        """The usual distance from line to line at a font size, in points."""
        return self.leading.get(round(size, 1), size * _LEADING)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRun:
    """Lines that stand below one another in one place: a cell, the free part of a page.

    room: how far right text is seen to run there. edge: how far right it may run before it is cut.
    continues, goes_on: the page end has parted it from lines above, below.
    """

    lines: tuple[Line, ...]
    room: float
    edge: float
    continues: bool = False
    goes_on: bool = False


def find_typography(runs: Iterable[LineRun]) -> Typography:
    """Learns line distances and whole words from all runs of lines of a document."""
    distances: dict[float, Counter[float]] = {}
    words: set[str] = set()
    hyphenated: set[tuple[str, str]] = set()
    soft_ends = True
    for run in runs:
        soft_ends = soft_ends and not any(_SOFT_END_INSIDE.search(line.text) for line in run.lines)
        for upper, lower in pairwise(run.lines):
            if _ENDS_IN_HYPHEN.search(upper.text) and lower.text[:1].islower():
                hyphenated.add((_last_word(upper.text[:-1]), _first_word(lower.text)))
            distance = lower.bottom - upper.bottom
            if abs(upper.size - lower.size) < 0.3 and 0.7 * lower.size < distance < 2.2 * lower.size:
                distances.setdefault(round(lower.size, 1), Counter())[round(distance * 2) / 2] += 1
        words.update(word for word in _whole_words(run) if len(word) > 1)
    leading = {size: counts.most_common(1)[0][0] for size, counts in distances.items() if counts.total() >= _FEWEST_LEADINGS}
    hyphenates = any(before not in _PREFIXES and is_hyphenated(before, after, words) for before, after in hyphenated)
    return Typography(leading=leading, words=frozenset(words), hyphenates=hyphenates, soft_ends=soft_ends)


def _whole_words(run: LineRun) -> Iterator[str]:
    """The words of a run that no cell edge can have cut."""
    cut_above = run.continues
    for index, line in enumerate(run.lines):
        found = [word.lower() for word in _WORD.findall(line.text)]
        yield from (acronym.lower() for acronym in _ACRONYM.findall(line.text)[1:-1])
        below = run.lines[index + 1] if index + 1 < len(run.lines) else None
        cut_below = below is not None and below.text[:1].isalnum() and _may_be_cut(line, below, run)
        # The rest may stand on the next page.
        at_end = below is None and bool(line.words) and (run.goes_on or _fills_cell(line, run))
        first, last = (1 if cut_above else 0), (len(found) - 1 if cut_below or at_end else len(found))
        yield from found[first:last]
        cut_above = cut_below


def _may_be_cut(line: Line, below: Line, run: LineRun) -> bool:
    """Whether a cell's edge may have cut a word in two: the line is full, and no line could hold the whole word."""
    if not below.words or not line.words or run.edge - line.x1 > _FULL * line.size:
        return False
    before, after = line.words[-1], below.words[0]
    left = min(other.text_x0 for other in run.lines)
    return (before.x1 - before.x0) + (after.x1 - after.x0) > run.room - left - 0.2 * line.size


def _fills_cell(line: Line, run: LineRun) -> bool:
    word = line.words[-1]
    left = min(other.text_x0 for other in run.lines)
    return run.edge - line.x1 < _FULL * line.size and word.x1 - word.x0 > 0.7 * (run.edge - left)


def join_lines(runs: Sequence[LineRun], typography: Typography) -> str:
    """The text of lines: wrapped ones joined, one line per paragraph, a bullet as a line that begins with `• `.

    runs: the lines of a cell, one run for each page that the cell stands on.
    """
    paragraphs: list[str] = []
    last: Line | None = None
    last_run: LineRun | None = None
    paragraph_x0 = 0.0
    for run in runs:
        for line, below in zip_longest(run.lines, run.lines[1:]):
            one_word = (
                last is not None
                and last_run is not None
                and _is_one_word(paragraphs[-1], last, line, below, last_run, typography)
            )
            if last is None or last_run is None:
                begins, mark = True, line.bullet
            else:
                mark = line.bullet or _is_dashed_item(last, line, last_run, paragraph_x0)
                begins = mark or (
                    not one_word
                    and _begins_paragraph(last, line, last_run, paragraph_x0, typography, same_page=run is last_run)
                )
            if begins:
                text = line.text if line.bullet or not mark else line.text[1:].lstrip()
                paragraphs.append(f"{BULLET} {text}" if mark else text)
                paragraph_x0 = line.text_x0
            elif last is not None and last_run is not None:
                paragraphs[-1] = _joined(paragraphs[-1], line, typography, one_word=one_word)
                if not last.bullet:
                    paragraph_x0 = line.text_x0
            last, last_run = line, run
    return "\n".join(filter(None, (_tidy(paragraph) for paragraph in paragraphs)))


def _is_dashed_item(last: Line, line: Line, run: LineRun, paragraph_x0: float) -> bool:
    """Whether a line that begins with a dash is a list item: it is indented, or the line before had room for it."""
    if not _DASHED.match(line.text) or _ends_open(last.text):
        return False
    return abs(line.x0 - paragraph_x0) > _INDENT or _had_room(last, line, run.room)


def _begins_paragraph(
    last: Line, line: Line, run: LineRun, paragraph_x0: float, typography: Typography, *, same_page: bool
) -> bool:
    if not line.text or not last.text or _ends_open(last.text):
        return False
    size = max(last.size, line.size)
    if same_page and line.bottom - last.bottom > typography.line_distance(size) + max(1.6, 0.13 * size):
        return True
    if line.x0 < paragraph_x0 - _INDENT:
        return True  # a hanging indent ends where a line starts further left than the text after the list mark
    if _NUMBERED.match(line.text) and last.text.endswith((".", ":", ";")):
        return True
    return _had_room(last, line, run.room)


def _ends_open(text: str) -> bool:
    return text.endswith((SOFT_HYPHEN, LINE_END_HYPHEN)) or bool(
        _ENDS_IN_HYPHEN.search(text) or _JOINED_BY_MARK.search(text)
    )


def _had_room(last: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line would have fitted onto the line before: then its author broke it there."""
    word = line.words[0]
    piece = _FIRST_PIECE.match(word.text)
    width = (word.x1 - word.x0) * (len(piece[0]) / len(word.text) if piece else 1.0)
    return right - last.x1 > width + 0.3 * line.size + 1.0


def _joined(text: str, line: Line, typography: Typography, *, one_word: bool) -> str:
    more = line.text
    soft = text.endswith(LINE_END_HYPHEN) and typography.soft_ends and not more[:1].isdigit()
    if soft or text.endswith(SOFT_HYPHEN):
        return text[:-1] + more
    if _CLOSES.match(more):
        return text + more
    if _ENDS_IN_HYPHEN.search(text) and more[:1].isalnum():
        if _SUSPENDED.match(more):
            return f"{text} {more}"
        return (text[:-1] if _is_soft_break(text, more, typography) else text) + more
    if _JOINED_BY_MARK.search(text) and more[:1].isalnum():
        return text + more
    return text + more if one_word else f"{text} {more}"


def _is_one_word(text: str, last: Line, line: Line, below: Line | None, run: LineRun, typography: Typography) -> bool:
    """Whether the end of a text and the beginning of the next line are one word, which may go on below, or one date.

    text: the paragraph that `last` is the last line of.
    """
    if not line.words or not last.words:
        return False
    if _CUT_DATE.fullmatch(text.split()[-1] + "|" + line.text.split()[0]):
        return True
    if run.edge - last.x1 > _FULL * last.size:
        return False
    before, after = _last_word(text), _first_word(line.text)
    if before and after and is_torn(before, after):
        return True
    if before and after and below is not None and len(line.words) == 1 and is_torn(before, after + _first_word(below.text)):
        return True
    return _may_be_cut(last, line, run) and _is_cut_word(text, line.text, last, typography)


def _is_soft_break(text: str, more: str, typography: Typography) -> bool:
    """Whether a hyphen at the line end is the typesetter's: what it parts is one word, and never printed with it."""
    before, after = _last_word(text[:-1]), _first_word(more)
    words = typography.words
    if not before or not after or not more[0].islower() or f"{before}-{after}" in words:
        return False
    if before in _PREFIXES:
        return typography.hyphenates and is_common(before + after)
    return before + after in words or (typography.hyphenates and not are_two_words(before, after, words))


def _is_cut_word(text: str, more: str, last: Line, typography: Typography) -> bool:
    """Whether a word too wide for its cell was cut at the cell's edge, as in `22/06/202` `2`, `representativ` `es`."""
    if text[-1:].isalnum() and _MARK_FIRST.match(more):
        return True
    if not text[-1:].isalnum() or not more[:1].isalnum():
        return False
    capitals, more_capitals = _LAST_CAPITALS.search(text), _FIRST_CAPITALS.match(more)
    if capitals and more_capitals:
        acronym = (capitals[0] + more_capitals[0]).lower()
        return acronym in typography.words and capitals[0].lower() not in typography.words
    if text[-1].isdigit() and more[0].isdigit():
        return not _WHOLE_DATE.search(text) and (
            " " not in last.text or bool(_DATE_PIECE.search(text.split()[-1] + more.split()[0]))
        )
    before, after = _last_word(text), _first_word(more)
    return bool(before and after) and more[0].islower() and is_one_word(before, after, typography.words)


def _last_word(text: str) -> str:
    """The word that a text ends with; of a hyphenated one the last part."""
    found = _WORD.findall(text)
    return found[-1].lower().rpartition("-")[2] if found and text.endswith(found[-1]) else ""


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found[0].lower().partition("-")[0] if found else ""


def _tidy(text: str) -> str:
    return " ".join(text.replace(SOFT_HYPHEN, "").replace(LINE_END_HYPHEN, "-").split())
