"""Puts printed lines back together to the text they were wrapped from: words, paragraphs, bullets. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.document import Line
from ingest.glyphs import BULLET, LINE_END_HYPHEN, SOFT_HYPHEN

_LEADING = 1.22  # of most fonts, where the document does not tell
_FEWEST_LEADINGS = 3
_INDENT = 3.0
_COMMON_WORDS = frozenset(
    ["a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "before", "being", "by", "can", "do", "for", "from", "had", "has", "have", "if", "in", "into", "is", "it", "its", "may", "more", "not", "of", "on", "or", "out", "over", "per", "should", "so", "than", "that", "the", "their", "then", "this", "to", "up", "was", "were", "when", "which", "will", "with", "within", "would"]
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*", re.UNICODE)
_ENDS_IN_HYPHEN = re.compile(r"\w-$")
_SUSPENDED = re.compile(r"(?:and|or|to)\b")
_JOINED_BY_MARK = re.compile(r"(?:\w/|\d–)$")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}\.\d{1,2})\s+\S")
_FIRST_PIECE = re.compile(r"[^\s/-]+[/-]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typography:
    """What a document's lines tell about how it is set. leading: line distance by font size. words: how often each occurs."""

    leading: dict[float, float] = field(default_factory=dict)
    words: frozenset[str] = frozenset()

    def line_distance(self, size: float) -> float:
        """The usual distance from line to line at a font size, in points."""
        return self.leading.get(round(size, 1), size * _LEADING)


def find_typography(columns: Iterable[Sequence[Line]]) -> Typography:
    """Learns from runs of lines that stand below one another (the lines of a cell, of a page)."""
    distances: dict[float, Counter[float]] = {}
    words: set[str] = set()
    for lines in columns:
        for upper, lower in zip(lines, lines[1:], strict=False):
            if abs(upper.size - lower.size) < 0.3 and 0.7 * lower.size < lower.bottom - upper.bottom < 2.2 * lower.size:
                distances.setdefault(round(lower.size, 1), Counter())[round((lower.bottom - upper.bottom) * 2) / 2] += 1
        for line in lines:
            found = _WORD.findall(line.text)
            words.update(word.lower() for word in (found if len(lines) == 1 else found[1:-1]))
            if len(found) > 2:
                words.update((found[0].lower(),))
    leading = {size: counts.most_common(1)[0][0] for size, counts in distances.items() if counts.total() >= _FEWEST_LEADINGS}
    return Typography(leading=leading, words=frozenset(words))


def join_lines(parts: Sequence[Sequence[Line]], rights: Sequence[float], typography: Typography) -> str:
    """The text of lines: wrapped ones joined, one line per paragraph, a bullet as a line that begins with `• `.

    parts: the lines of a cell, in one part for each page it stands on. rights: for each part, how far right its lines may run.
    """
    paragraphs: list[str] = []
    last: Line | None = None
    last_right = 0.0
    paragraph_x0 = 0.0
    for lines, right in zip(parts, rights, strict=True):
        same_page = False
        for line in lines:
            if last is None or _begins_paragraph(last, line, last_right, paragraph_x0, typography, same_page=same_page):
                paragraphs.append(f"{BULLET} {line.text}" if line.bullet else line.text)
                paragraph_x0 = line.text_x0
            else:
                paragraphs[-1] = _joined(paragraphs[-1], line.text, last, last_right, typography)
                if not last.bullet:
                    paragraph_x0 = line.text_x0
            last, last_right, same_page = line, right, True
    return "\n".join(filter(None, (_tidy(paragraph) for paragraph in paragraphs)))


def _begins_paragraph(
    last: Line, line: Line, right: float, paragraph_x0: float, typography: Typography, *, same_page: bool
) -> bool:
    if line.bullet:
        return True
    if not line.text or not last.text:
        return False
    if _ends_open(last.text):
        return False
    size = max(last.size, line.size)
    if same_page and line.bottom - last.bottom > typography.line_distance(size) + max(1.6, 0.13 * size):
        return True
    if last.bullet or line.x0 < paragraph_x0 - _INDENT:
        # A hanging indent ends where a line starts further left than the text after the list mark.
        if line.x0 < paragraph_x0 - _INDENT:
            return True
    if _NUMBERED.match(line.text) and last.text.endswith((".", ":", ";")):
        return True
    return _had_room(last, line, right)


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


def _joined(text: str, more: str, last: Line, right: float, typography: Typography) -> str:
    if text.endswith((SOFT_HYPHEN, LINE_END_HYPHEN)):
        return text[:-1] + more
    if _ENDS_IN_HYPHEN.search(text) and more[:1].isalnum():
        if _SUSPENDED.match(more):
            return f"{text} {more}"
        return (text[:-1] if _is_soft_break(text, more, typography) else text) + more
    if _JOINED_BY_MARK.search(text) and more[:1].isalnum():
        return text + more
    return text + more if _is_cut_word(text, more, last, right, typography) else f"{text} {more}"


def _is_soft_break(text: str, more: str, typography: Typography) -> bool:
    """Whether a hyphen at the line end is the typesetter's: the word stands elsewhere without it, and never with it."""
    before, after = _last_word(text[:-1]), _first_word(more)
    if not before or not after or not after[0].islower():
        return False
    return before + after in typography.words and f"{before}-{after}" not in typography.words


def _is_cut_word(text: str, more: str, last: Line, right: float, typography: Typography) -> bool:
    """Whether a word too wide for its cell was cut at the cell's edge, as in `22/06/202` `2`."""
    alone = last.text
    if " " in alone or right - last.x1 > 0.55 * last.size or not alone[-1:].isalnum() or not more[:1].isalnum():
        return False
    if alone[-1].isdigit() and more[0].isdigit():
        return True
    before, after = _last_word(alone), _first_word(more)
    if not before or not after or not more[0].islower():
        return False
    if before + after in typography.words:
        return True
    known = typography.words | _COMMON_WORDS
    return after not in known and (before not in known or len(after) <= 3)


def _last_word(text: str) -> str:
    found = _WORD.findall(text)
    return found[-1].lower() if found and text.endswith(found[-1]) else ""


def _first_word(text: str) -> str:
    found = _WORD.match(text)
    return found[0].lower() if found else ""


def _tidy(text: str) -> str:
    return " ".join(text.replace(SOFT_HYPHEN, "").replace(LINE_END_HYPHEN, "-").split())
