"""From drawn strokes, boxes and dots to straight rules: dotted, double and broken ones become one each. Pure geometry."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_SAME_RULE = 2.6  # strokes nearer than this are one rule (double borders, both edges of shaded neighbours)
_WIDEST_RULE = 6.0  # but never spread a rule over more than this
_JOIN = 3.2  # gaps up to this within one rule are closed
_DOT_JOIN = 6.5  # the same between dots and dashes
_SHORT = 8.0  # shorter strokes are dots or dashes: alone they rule nothing
_FEWEST_DOTS = 4


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn straight piece: its position across its direction, and where along it it begins and ends."""

    at: float
    low: float
    high: float

    @property
    def length(self) -> float:
        """Its length in points."""
        return self.high - self.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is drawn on a page besides text. dots: (x, y) of marks too small to have a direction.

    faint: edges of mere shading; they rule a table only where nothing else does.
    """

    horizontal: tuple[Stroke, ...] = ()
    vertical: tuple[Stroke, ...] = ()
    faint_horizontal: tuple[Stroke, ...] = ()
    faint_vertical: tuple[Stroke, ...] = ()
    dots: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The rules of one table, and the positions of its borders: `xs` from left to right, `ys` from top to bottom."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    horizontal: tuple[Stroke, ...]
    vertical: tuple[Stroke, ...]


def merge_strokes(strokes: Iterable[Stroke], dots: Iterable[tuple[float, float]] = ()) -> tuple[Stroke, ...]:
    """The rules that strokes and dots draw; dots are (position across, position along) pairs.

    Dots and short dashes count only where several stand in a row.
    """
    long: list[Stroke] = []
    short: list[Stroke] = [Stroke(across, along, along) for across, along in dots]
    for stroke in strokes:
        (short if stroke.length < _SHORT else long).append(stroke)
    rows = [*long, *_dotted(short)]
    return tuple(rule for level in _levels(rows) for rule in _joined(level, _JOIN))


def _dotted(short: Sequence[Stroke]) -> list[Stroke]:
    """Long strokes out of dots and dashes that stand in a row."""
    by_level: dict[int, list[Stroke]] = defaultdict(list)
    for stroke in short:
        by_level[round(stroke.at * 2)].append(stroke)
    return [stroke for level in by_level.values() for stroke in _rows_of_dots(level)]


def _rows_of_dots(level: list[Stroke]) -> Iterator[Stroke]:
    """The long strokes that the dots and dashes of one level make."""
    row: list[Stroke] = []
    high = float("-inf")
    for dot in sorted(level, key=lambda stroke: stroke.low):
        if row and dot.low - high > _DOT_JOIN:
            yield from _as_stroke(row, high)
            row = []
            high = float("-inf")
        row.append(dot)
        high = max(high, dot.high)
    yield from _as_stroke(row, high)


def _as_stroke(row: Sequence[Stroke], high: float) -> Iterator[Stroke]:
    length = high - row[0].low
    places = len({round(dot.low * 4) for dot in row})
    if (places >= _FEWEST_DOTS and length >= _SHORT) or length >= 2 * _SHORT:
        yield Stroke(row[0].at, row[0].low, high)


def _levels(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Strokes put together by position, each level moved to its middle."""
    levels: list[list[Stroke]] = []
    start = last = float("-inf")
    for stroke in sorted(strokes, key=lambda stroke: stroke.at):
        if stroke.at - last <= _SAME_RULE and stroke.at - start <= _WIDEST_RULE:
            levels[-1].append(stroke)
        else:
            levels.append([stroke])
            start = stroke.at
        last = stroke.at
    return [_centred(level) for level in levels]


def _centred(level: list[Stroke]) -> list[Stroke]:
    at = (min(stroke.at for stroke in level) + max(stroke.at for stroke in level)) / 2
    return [Stroke(at, stroke.low, stroke.high) for stroke in level]


def _joined(level: list[Stroke], gap: float) -> list[Stroke]:
    level.sort(key=lambda stroke: stroke.low)
    joined: list[Stroke] = []
    for stroke in level:
        if joined and stroke.low - joined[-1].high <= gap:
            joined[-1] = Stroke(stroke.at, joined[-1].low, max(joined[-1].high, stroke.high))
        else:
            joined.append(stroke)
    return [stroke for stroke in joined if stroke.length >= _SHORT]


class RuleIndex:
    """Rules by position: how much of a stretch is ruled."""

    def __init__(self, rules: Iterable[Stroke]) -> None:
        self._rules = sorted(rules, key=lambda rule: rule.at)
        self._positions = [rule.at for rule in self._rules]

    def covered(self, at: float, low: float, high: float) -> float:
        """Which part (0 to 1) of the stretch from low to high is ruled at this position."""
        start = bisect_left(self._positions, at - _SAME_RULE)
        length = 0.0
        for rule in self._rules[start:]:
            if rule.at > at + _SAME_RULE:
                break
            length += max(0.0, min(high, rule.high) - max(low, rule.low))
        return length / (high - low) if high > low else 0.0
