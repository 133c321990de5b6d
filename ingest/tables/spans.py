"""Texts that stand side by side on some lines, told apart by the white between them. Pure."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.document import Line, Rule, Word
from ingest.pages.lines import group_lines

_GAP = 0.45  # between two texts, in parts of the font size: less is a space within one
_NEXT_LINE = 1.75  # a line further below than this, in parts of the font size, belongs to something else

Span = tuple[str, float, float]  # a text, and the x from which to which it runs


def side_by_side(lines: Sequence[Line], gap: float = _GAP) -> list[Span]:
    """The texts that stand side by side on some lines, each with its x range; stacked words belong together."""
    groups: list[list[Word]] = []
    right = float("-inf")
    for word in sorted(words_of(lines), key=lambda word: word.x0):
        if not groups or word.x0 - right > gap * word.size:
            groups.append([])
            right = word.x1
        groups[-1].append(word)
        right = max(right, word.x1)
    return [
        (
            " ".join(line.text for line in group_lines(group)),
            min(word.x0 for word in group),
            max(word.x1 for word in group),
        )
        for group in groups
    ]


def parted(words: Sequence[Word], edge: float) -> tuple[str, str]:
    """The texts that words make left and right of an x."""
    left, right = ([word for word in words if (word.x0 < edge) is before] for before in (True, False))
    return " ".join(line.text for line in group_lines(left)), " ".join(line.text for line in group_lines(right))


def stand_together(lines: Sequence[Line], rules: Sequence[Rule]) -> bool:
    """Whether lines are set alike and close together, with no rule between them."""
    for upper, lower in pairwise(lines):
        if lower.bottom - upper.bottom > _NEXT_LINE * lower.size or upper.bold != lower.bold:
            return False
        if abs(upper.size - lower.size) > 0.05 * lower.size:
            return False
        if any(upper.bottom - 2 < rule.y < lower.top + 0.4 * lower.size for rule in rules):
            return False
    return True


def words_of(lines: Iterable[Line]) -> list[Word]:
    """All words of some lines, list marks among them."""
    return [word for line in lines for word in ((line.mark, *line.words) if line.mark else line.words)]
