"""Runs the drawing commands of a page as a viewer does. Knows pdfminer's interpreter, no page and no report.

Two things a viewer heeds and pdfminer does not: what lies outside the clipping path is not seen, and the widths that a
font of a standard name states are those its text is set with.
"""

from collections.abc import Iterator, Sequence
from typing import cast

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTComponent, LTLine, LTRect
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont, PDFType1Font
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import resolve1
from pdfminer.utils import Matrix, PathSegment, Point, Rect, apply_matrix_pt

_CODES = 256  # a simple font has no more characters
_EDGE = 1.0  # what lies less than this outside a clip is still half seen: a border
_LEAST_CLIP = 1.0  # a clip with a smaller side is a slip of the producer
_EVERYWHERE: Rect = (float("-inf"), float("-inf"), float("inf"), float("inf"))


class ClippingDevice(PDFPageAggregator):
    """Lays a page out without the characters whose middle lies outside `clip`, and without the parts of boxes outside."""

    def __init__(self, rsrcmgr: PDFResourceManager, pageno: int) -> None:
        super().__init__(rsrcmgr, pageno=pageno, laparams=None)
        self.clip: Rect = _EVERYWHERE
        self._clips_of_figures: list[Rect] = []

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        advance = super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)
        clip, drawn = self.clip, self.cur_item._objs
        if clip is not _EVERYWHERE:
            x0, y0, x1, y1 = drawn[-1].bbox
            if not (clip[0] <= (x0 + x1) / 2 <= clip[2] and clip[1] <= (y0 + y1) / 2 <= clip[3]):
                drawn.pop()
        return advance

    def paint_path(
        self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        drawn = self.cur_item._objs
        before = len(drawn)
        super().paint_path(gstate, stroke, fill, evenodd, path)
        if self.clip is not _EVERYWHERE and any(not _within(item.bbox, self.clip) for item in drawn[before:]):
            drawn[before:] = [part for item in drawn[before:] for part in _visible_parts(item, self.clip)]

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        super().begin_figure(name, bbox, matrix)
        self._clips_of_figures.append(self.clip)

    def end_figure(self, name: str) -> None:
        super().end_figure(name)
        self.clip = self._clips_of_figures.pop()


class PageInterpreter(PDFPageInterpreter):
    """An interpreter that keeps the device's clip: a box around each clipping path, so that no more is hidden than is."""

    device: ClippingDevice

    def init_resources(self, resources: dict[object, object]) -> None:
        super().init_resources(resources)
        specs = resolve1(resources.get("Font")) if resources else None
        for name, font in self.fontmap.items():
            if isinstance(font, PDFType1Font):
                _mend_widths(font, resolve1(specs.get(name)) if isinstance(specs, dict) else None)

    def init_state(self, ctm: Matrix) -> None:
        super().init_state(ctm)
        self._clips: list[Rect] = []
        self._clipped_by: Sequence[PathSegment] | None = None

    def do_q(self) -> None:
        super().do_q()
        self._clips.append(self.device.clip)

    def do_Q(self) -> None:  # noqa: N802 # the name pdfminer calls
        super().do_Q()
        if self._clips:
            self.device.clip = self._clips.pop()

    def do_W(self) -> None:  # noqa: N802 # the name pdfminer calls
        if self._clipped_by is not self.curpath:  # each path is walked once, however often it is named
            self._clipped_by = self.curpath
            self.device.clip = _both(self.device.clip, _box_around(self.curpath, self.ctm))

    def do_W_a(self) -> None:  # noqa: N802 # the name pdfminer calls
        self.do_W()


def _box_around(path: Sequence[PathSegment], ctm: Matrix) -> Rect:
    """The box around a path in the coordinates of the page; no bound for a path without an inside."""
    numbers = [step[1:] for step in path]
    points = [
        apply_matrix_pt(ctm, (float(x), float(y))) for step in numbers for x, y in zip(step[::2], step[1::2], strict=False)
    ]
    if not points:
        return _EVERYWHERE
    xs, ys = zip(*points, strict=True)
    box = (min(xs), min(ys), max(xs), max(ys))
    return box if box[2] - box[0] >= _LEAST_CLIP and box[3] - box[1] >= _LEAST_CLIP else _EVERYWHERE


def _both(one: Rect, other: Rect) -> Rect:
    if _EVERYWHERE in (one, other):
        return other if one is _EVERYWHERE else one
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _within(box: Rect, clip: Rect) -> bool:
    return all(side >= bound - _EDGE for side, bound in zip(box[:2], clip[:2], strict=True)) and all(
        side <= bound + _EDGE for side, bound in zip(box[2:], clip[2:], strict=True)
    )


def _touches(box: Rect, clip: Rect) -> bool:
    return _within((box[2], box[3], box[0], box[1]), clip)


def _visible_parts(shape: LTComponent, clip: Rect) -> Iterator[LTComponent]:
    """What is seen of a drawn shape: the part inside of a line or a filled box, the sides inside of a stroked box."""
    if _within(shape.bbox, clip):
        yield shape
    elif not _touches(shape.bbox, clip):
        return
    elif isinstance(shape, LTLine):
        yield _line_of(shape, shape.pts[0], shape.pts[-1], clip)
    elif isinstance(shape, LTRect) and shape.stroke:
        x0, y0, x1, y1 = shape.bbox
        for low, high in (((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))):
            if _touches((*low, *high), clip):
                yield _line_of(shape, low, high, clip)
    else:
        if isinstance(shape, LTRect):
            shape.set_bbox(_both(shape.bbox, clip))
        yield shape


def _line_of(shape: LTLine | LTRect, start: Point, end: Point, clip: Rect) -> LTLine:
    """A line drawn as a shape is, as far as it lies in the clip."""
    (x0, y0), (x1, y1) = [(min(max(x, clip[0]), clip[2]), min(max(y, clip[1]), clip[3])) for x, y in (start, end)]
    colours = shape.stroking_color, shape.non_stroking_color
    return LTLine(shape.linewidth, (x0, y0), (x1, y1), shape.stroke, shape.fill, shape.evenodd, *colours)


def _mend_widths(font: PDFType1Font, spec: object) -> None:
    """Gives a font of a standard name its widths by code: those it states, else those of the characters of its encoding.

    pdfminer looks them up by what a code stands for in text, so that a ligature, which stands for two letters, has none.
    """
    if not font.widths or isinstance(next(reversed(font.widths)), int):
        return
    of_name = cast(dict[object, float], font.widths)
    by_code: dict[int | str, float] = {code: of_name[text] for code, text in font.cid2unicode.items() if text in of_name}
    if isinstance(spec, dict):
        first, stated = resolve1(spec.get("FirstChar")), resolve1(spec.get("Widths"))
        if isinstance(first, int) and isinstance(stated, list):
            widths = ((first + place, resolve1(width)) for place, width in enumerate(stated[:_CODES]))
            by_code |= {code: float(width) for code, width in widths if isinstance(width, (int, float)) and width > 0}
    font.widths = font.widths | by_code
