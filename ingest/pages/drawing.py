"""Collects what a page draws besides text, in reading coordinates: strokes, shading, dots, list marks drawn as shapes."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.document import Turn, Word
from ingest.pages.glyphs import BULLET
from ingest.pages.rules import Drawing, Stroke

_THIN = 3.0  # a box no wider than this is a stroke
_RING = 1.5  # a shape around a hole may be this wide; more of its colour is the cell behind a text
_STRAIGHT = 0.75  # a line that strays less than this from an axis lies on it
_MARK_LEAST, _MARK_MOST = 1.2, 8.0  # the sides of a list mark drawn as a shape
_MARK_REACH = 30.0  # how far left of its text a list mark may stand
_ALONE = 8.0  # dots of a dotted rule have neighbours nearer than this, list marks have none
_ALONE_SIDES = 3.5  # the same in parts of the mark's own size: in small print the lines stand as close
_MOST_MARKS = 2_000
_DEEPEST = 8  # fills that lie on one another
_HIGHEST_LINE = 40.0  # a higher fill marks no line of text
_LINE_HEIGHT, _SNUG = 1.7, 1.0  # a fill that marks text: in parts of the font size; how far it may reach beyond its words


Edges = tuple[float, float, float, float]  # x0, top, x1, bottom


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The visible part of a page in the PDF's own upright coordinates (y up), and which way its text runs."""

    x0: float
    y0: float
    x1: float
    y1: float
    turn: Turn = Turn.NONE

    @property
    def width(self) -> float:
        """The width of the page as its text is read."""
        return self.y1 - self.y0 if self.turn in (Turn.UP, Turn.DOWN) else self.x1 - self.x0

    @property
    def height(self) -> float:
        """The height of the page as its text is read."""
        return self.x1 - self.x0 if self.turn in (Turn.UP, Turn.DOWN) else self.y1 - self.y0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF (y up) as a point of the page as it is read (y down)."""
        match self.turn:
            case Turn.NONE:
                return x - self.x0, self.y1 - y
            case Turn.DOWN:
                return self.y1 - y, self.x1 - x
            case Turn.UP:
                return y - self.y0, x - self.x0
            case Turn.OVER:
                return self.x1 - x, y - self.y0

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Edges:
        """A box of the PDF as (x0, top, x1, bottom) of the page as it is read."""
        ax, ay = self.place(x0, y0)
        bx, by = self.place(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def shows(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        """Whether the middle of a box of the PDF is on the visible part."""
        return self.x0 <= (x0 + x1) / 2 <= self.x1 and self.y0 <= (y0 + y1) / 2 <= self.y1


class Shapes:
    """A collector of drawn shapes; `drawing()` gives what was collected. All coordinates are of the page as it is read."""

    def __init__(self) -> None:
        self._horizontal: list[Stroke] = []
        self._vertical: list[Stroke] = []
        self._fills: list[Edges] = []
        self._dots: list[tuple[float, float]] = []
        self._marks: list[tuple[float, float, float]] = []
        self._last_filled: Edges | None = None
        self._below: list[tuple[Edges, object]] = []

    def add_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A straight line; slanted ones rule nothing."""
        if abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
            self._horizontal.append(Stroke((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
            self._vertical.append(Stroke((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) <= _STRAIGHT:
            self._dots.append(((x0 + x1) / 2, (y0 + y1) / 2))

    def add_box(self, box: Edges, *, stroked: bool, colour: object = None) -> None:
        """A box: a stroke when it is thin, a list mark or dot when it is small, else its four edges.

        colour: what fills it; a fill on a fill of the same colour is not seen.
        """
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        self._add_mark(box)
        if width <= _THIN and height <= _THIN:
            self._dots.append(((x0 + x1) / 2, (top + bottom) / 2))
        elif height <= _THIN:
            self._horizontal.append(Stroke((top + bottom) / 2, x0, x1))
        elif width <= _THIN:
            self._vertical.append(Stroke((x0 + x1) / 2, top, bottom))
        elif stroked:
            self._horizontal += _across(box)
            self._vertical += _down(box)
        elif not self._is_unseen(box, colour):
            self._fills.append(box)
            if self._last_filled is not None:
                self._add_frame(self._last_filled, box)
            self._last_filled = box

    def add_curve(self, box: Edges) -> None:
        """A shape that is no straight line and no box: at most a list mark or a dot of a dotted rule."""
        x0, top, x1, bottom = box
        self._add_mark(box)
        if x1 - x0 <= _THIN and bottom - top <= _THIN:
            self._dots.append(((x0 + x1) / 2, (top + bottom) / 2))

    def drawing(self, words: Iterable[Word]) -> Drawing:
        """All strokes and dots so far. words: of the page; shading that only marks some of them rules nothing."""
        fills = _without_highlights(self._fills, words)
        return Drawing(
            horizontal=tuple(self._horizontal),
            vertical=tuple(self._vertical),
            faint_horizontal=tuple(stroke for fill in fills for stroke in _across(fill)),
            faint_vertical=tuple(stroke for fill in fills for stroke in _down(fill)),
            dots=tuple(self._dots),
        )

    def verticals(self) -> Sequence[Stroke]:
        """The vertical strokes that are drawn as such."""
        return self._vertical

    def horizontals(self) -> Sequence[Stroke]:
        """The horizontal strokes that are drawn as such."""
        return self._horizontal

    def remove(self, strokes: Iterable[Stroke]) -> None:
        """Forgets horizontal strokes that rule nothing."""
        gone = set(strokes)
        self._horizontal = [stroke for stroke in self._horizontal if stroke not in gone]

    def list_marks(self, words: Sequence[Word]) -> list[Word]:
        """The bullets that are drawn as shapes: small marks that stand alone, just left of a word."""
        marks = _standing_alone(self._marks)
        return (
            [mark for mark in (_mark_before(place, words) for place in marks) if mark] if len(marks) <= _MOST_MARKS else []
        )

    def _add_mark(self, box: Edges) -> None:
        x0, top, x1, bottom = box
        width, height = x1 - x0, bottom - top
        if (
            min(width, height) >= _MARK_LEAST
            and max(width, height) <= _MARK_MOST
            and max(width, height) <= 1.6 * min(width, height)
        ):
            self._marks.append(((x0 + x1) / 2, (top + bottom) / 2, max(width, height)))

    def _is_unseen(self, box: Edges, colour: object) -> bool:
        """Whether a fill lies on another one of its colour: behind a text in a cell. Remembers which fills it lies on."""
        while self._below and not _lies_on(box, self._below[-1][0]):
            self._below.pop()
        unseen = any(colour == under_colour and _is_inset(box, under) for under, under_colour in self._below)
        if not unseen and len(self._below) < _DEEPEST:
            self._below.append((box, colour))
        return unseen

    def _add_frame(self, one: Edges, other: Edges) -> None:
        """The borders that a filled shape with a hole draws: one box around another, a little larger."""
        x0, top, x1, bottom = (min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3]))
        left, above, right, below = (abs(a - b) for a, b in zip(one, other, strict=True))
        outer = (x0, top, x1, bottom)
        if outer not in (one, other) or max(left, above, right, below) > _THIN:
            return
        self._horizontal += [Stroke(y, x0, x1) for y, width in ((top, above), (bottom, below)) if width]
        self._vertical += [Stroke(x, top, bottom) for x, width in ((x0, left), (x1, right)) if width]


def _lies_on(box: Edges, under: Edges) -> bool:
    """Whether a fill lies within the width of another, and at least in part on it."""
    overlap = min(box[3], under[3]) - max(box[1], under[1])
    return under[0] <= box[0] and box[2] <= under[2] and overlap > _RING


def _is_inset(box: Edges, under: Edges) -> bool:
    """Whether a fill on another leaves more of it free than a ring. One as tall as the other is a cell in a row."""
    tall = box[1] <= under[1] + _STRAIGHT and box[3] >= under[3] - _STRAIGHT
    return not tall and max(abs(side - other) for side, other in zip(box, under, strict=True)) > _RING


def _across(box: Edges) -> tuple[Stroke, Stroke]:
    x0, top, x1, bottom = box
    return Stroke(top, x0, x1), Stroke(bottom, x0, x1)


def _down(box: Edges) -> tuple[Stroke, Stroke]:
    x0, top, x1, bottom = box
    return Stroke(x0, top, bottom), Stroke(x1, top, bottom)


def _without_highlights(fills: Sequence[Edges], words: Iterable[Word]) -> list[Edges]:
    """The fills but those that mark a text: no wider than its words, no higher than its line."""
    lines = sorted(words, key=lambda word: word.top + word.bottom)
    middles = [(word.top + word.bottom) / 2 for word in lines]
    kept = []
    for fill in fills:
        x0, top, x1, bottom = fill
        beside = lines[bisect_left(middles, top) : bisect_left(middles, bottom)] if bottom - top < _HIGHEST_LINE else []
        marked = [word for word in beside if word.x0 < x1 and word.x1 > x0]
        if (
            not marked
            or bottom - top > _LINE_HEIGHT * max(word.size for word in marked)
            or min(word.x0 for word in marked) - x0 > _SNUG
            or x1 - max(word.x1 for word in marked) > _SNUG
        ):
            kept.append(fill)
    return kept


def _standing_alone(marks: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    near: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    kept = list({(round(x), round(y)): (x, y, side) for x, y, side in marks}.values())
    for x, y, side in kept:
        near[int(x // _ALONE), int(y // _ALONE)].append((x, y, side))
    alone = []
    for x, y, side in kept:
        column, row = int(x // _ALONE), int(y // _ALONE)
        others = (
            other
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for other in near.get((i, j), ())
        )
        reach = min(_ALONE, _ALONE_SIDES * side)
        if not any((ox, oy) != (x, y) and abs(ox - x) + abs(oy - y) < reach for ox, oy, _ in others):
            alone.append((x, y, side))
    return alone


def _mark_before(place: tuple[float, float, float], words: Sequence[Word]) -> Word | None:
    x, y, side = place
    beside = [
        word for word in words if word.top < y < word.bottom and x - _MARK_REACH < word.x1 and word.x0 < x + _MARK_REACH
    ]
    after = [word for word in beside if word.x0 > x]
    if not after or any(word.x1 < x + side and word.x1 > x - _ALONE for word in beside):
        return None
    word = min(after, key=lambda word: word.x0)
    return Word(
        text=BULLET, x0=x - side / 2, top=word.top, x1=x + side / 2, bottom=word.bottom, size=word.size, base=word.base
    )  # fmt: skip
