"""Puts printed lines back together to the text they were wrapped from: words, paragraphs, bullets. Pure."""

import re
from collections.abc import Sequence

from ingest.document import Line
from ingest.english import OPEN_WORDS
from ingest.pages.glyphs import BULLET, LINE_END_HYPHEN, SOFT_HYPHEN
from ingest.typography import ENDS_IN_HYPHEN, LineRun, Typography
from ingest.verdict import Verdict
from ingest.word_cuts import judge_cut, judge_hyphen

_INDENT = 3.0
_SUSPENDED = re.compile(r"(?:and|or|to)\b(?!-)")
_JOINED_BY_MARK = re.compile(r"\w[/–—]$")
_NUMBERED = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}\.\d{1,2})\s+\S")
_DASHED = re.compile(r"[–—\-o*‐]\s+\S")
_CLOSES = re.compile(r"[)\]’”,.;:!?%]")
_FIRST_PIECE = re.compile(r"[^\s-]+-?")


def join_lines(runs: Sequence[LineRun], typography: Typography, doubts: list[str] | None = None) -> str:
    """The text of lines: wrapped ones joined, one line per paragraph, a bullet as a line that begins with `• `.

    runs: the lines of a cell, one run for each page that the cell stands on. doubts: gets the words of which it is not
    clear whether they are one or two, as they came out.
    """
    paragraphs: list[str] = []
    last: Line | None = None
    last_run: LineRun | None = None
    paragraph_x0 = 0.0
    for run in runs:
        for number, line in enumerate(run.lines, start=1):
            if last is None or last_run is None:
                cut, begins, mark = Verdict.NO, True, line.bullet
            else:
                cut = judge_cut(paragraphs[-1], last, line, run.lines[number:], last_run, typography)
                mark = line.bullet or _is_dashed_item(paragraphs[-1], last, line, last_run, paragraph_x0, typography)
                begins = mark or (
                    not cut.joins
                    and _begins_paragraph(last, line, last_run, paragraph_x0, typography, same_page=run is last_run)
                )
            if begins:
                text = line.text if line.bullet or not mark else line.text[1:].lstrip()
                paragraphs.append(f"{BULLET} {text}" if mark else text)
                paragraph_x0 = line.text_x0
            elif last is not None and last_run is not None:
                before = paragraphs[-1]
                paragraphs[-1], cut = _joined(before, line, typography, cut)
                if not cut.sure and doubts is not None:
                    doubts.append(_around_cut(paragraphs[-1], before, line))
                if not last.bullet or line.x0 < paragraph_x0 - _INDENT:
                    paragraph_x0 = line.text_x0
            last, last_run = line, run
    return "\n".join(filter(None, (_tidy(paragraph) for paragraph in paragraphs)))


def _around_cut(text: str, before: str, line: Line) -> str:
    """The word, or the two, that a text now prints where a line was added to `before`."""
    words = text.split()
    return " ".join(words[len(before.split()) - 1 : len(words) - len(line.text.split()) + 1])


def _is_dashed_item(text: str, last: Line, line: Line, run: LineRun, paragraph_x0: float, typography: Typography) -> bool:
    """Whether a line that begins with a dash is a list item: it is indented, or the line before had room for it.

    text: the paragraph before it; a dash after the middle of a sentence is no list mark.
    """
    if not _DASHED.match(line.text) or _ends_open(last.text):
        return False
    may_list = text.startswith(BULLET) or last.text.endswith((".", ":", ";", ",", "?"))
    return abs(line.x0 - paragraph_x0) > _INDENT or (may_list and _had_room(last, line, run.room, typography))


def _begins_paragraph(
    last: Line, line: Line, run: LineRun, paragraph_x0: float, typography: Typography, *, same_page: bool
) -> bool:
    if not line.text or not last.text or _ends_open(last.text):
        return False
    if last.text.split()[-1] in OPEN_WORDS:
        return False
    size = max(last.size, line.size)
    if same_page and line.bottom - last.bottom > typography.line_distance(size) + max(1.6, 0.13 * size):
        return True
    if line.x0 < paragraph_x0 - _INDENT and not (last.bullet and _hangs_not(last, line, run, typography)):
        return True  # a hanging indent ends where a line starts further left than the text after the list mark
    if _NUMBERED.match(line.text) and last.text.endswith((".", ":", ";")):
        return True
    return _had_room(last, line, run.room, typography)


def _hangs_not(last: Line, line: Line, run: LineRun, typography: Typography) -> bool:
    """Whether a list item goes on below its mark, without a hanging indent: its line was full, its sentence goes on."""
    below_mark = abs(line.x0 - last.x0) < _INDENT and line.text[:1].islower()
    return below_mark and not last.text.endswith((".", ";", ":")) and not _had_room(last, line, run.room, typography)


def _ends_open(text: str) -> bool:
    return text.endswith((SOFT_HYPHEN, LINE_END_HYPHEN)) or bool(ENDS_IN_HYPHEN.search(text) or _JOINED_BY_MARK.search(text))


def _had_room(last: Line, line: Line, right: float, typography: Typography) -> bool:
    """Whether the first word of a line would have fitted onto the line before: then its author broke it there."""
    word = line.words[0]
    piece = _FIRST_PIECE.match(word.text) if typography.breaks_at_hyphens else None
    width = (word.x1 - word.x0) * (len(piece[0]) / len(word.text) if piece else 1.0)
    return right - last.x1 > width + 0.3 * line.size + 1.0


def _joined(text: str, line: Line, typography: Typography, cut: Verdict) -> tuple[str, Verdict]:
    """A text with the line that goes on with it, and whether what stood around the line end is one word.

    cut: whether it is, where no hyphen tells.
    """
    more = line.text
    soft = text.endswith(LINE_END_HYPHEN) and typography.soft_ends and not more[:1].isdigit()
    if soft or text.endswith(SOFT_HYPHEN):
        return text[:-1] + more, Verdict.YES
    if _CLOSES.match(more) or text.endswith(("(", "[")):
        return text + more, Verdict.YES
    if ENDS_IN_HYPHEN.search(text) and more[:1].isalnum():
        if _SUSPENDED.match(more):
            return f"{text} {more}", Verdict.NO
        hyphen = judge_hyphen(text, more, typography)
        return (text[:-1] if hyphen.joins else text) + more, hyphen
    if _JOINED_BY_MARK.search(text) and more[:1].isalnum():
        return text + more, Verdict.YES
    return text + more if cut.joins else f"{text} {more}", cut


def _tidy(text: str) -> str:
    return " ".join(text.replace(SOFT_HYPHEN, "").replace(LINE_END_HYPHEN, "-").split())
