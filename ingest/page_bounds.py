"""What one page may cost, held against it before it is drawn and while it is drawn. Knows pdfminer's objects, no report.

before: streams are inflated no further than allowed, in forms and in the maps of fonts too ─► while: drawn objects counted
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfminer.layout import LTPage
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFGraphicState
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, PathSegment, Rect
from pdfplumber.page import Page as PlumberPage

from ingest.page_interpreter import ClippingDevice, PageInterpreter
from kb.errors import PdfTooLargeError

_REMEDY = "export the report again as an ordinary document"
_RANGES_FROM = re.compile(rb"begin(?=bfrange|cidrange)")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,8})>\s*<([0-9A-Fa-f]{1,8})>\s*(?:<[^>]*>|\[[^\]]*\]|\d+)")
_INFLATE = ("FlateDecode", "Fl")
_FONT_DEPTH = 3  # a font, its descendant, the descriptor of that


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLimits:
    """Of one page: inflated bytes of its drawing commands, of one map of a font, characters of such a map, drawn objects,
    forms and images drawn. The densest page of dotted rules we know has 200 kB, 12,000 objects and no form."""

    drawing_bytes: int = 3 * 1024 * 1024
    map_bytes: int = 2 * 1024 * 1024
    map_characters: int = 500_000
    objects: int = 100_000
    figures: int = 5_000


def draw_page(page: PlumberPage, name: str, limits: PageLimits) -> LTPage:
    """The layout of a page. name: of the file, for messages. Raises `PdfTooLargeError` as soon as a limit is passed."""
    bounds = _Bounds(name=name, number=page.page_number, limits=limits)
    bounds.check_drawing(page)
    bounds.check_fonts(page)
    device = _CountingDevice(page, bounds)
    PageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    return device.get_result()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    name: str
    number: int
    limits: PageLimits

    def refuse(self, found: str) -> PdfTooLargeError:
        return PdfTooLargeError(self.name, f"page {self.number} {found}", _REMEDY)

    def check_drawing(self, page: PlumberPage) -> None:
        room = self.limits.drawing_bytes
        for stream in _drawings(page):
            room -= len(_inflated(stream, room + 1))
            if room < 0:
                raise self.refuse(f"inflates to more than {self.limits.drawing_bytes:,} bytes")

    def check_fonts(self, page: PlumberPage) -> None:
        for stream in _font_maps(page):
            data = _inflated(stream, self.limits.map_bytes + 1)
            if len(data) > self.limits.map_bytes:
                raise self.refuse(f"has a font whose character map inflates to more than {self.limits.map_bytes:,} bytes")
            if _mapped_characters(data) > self.limits.map_characters:
                raise self.refuse(f"has a font that maps more than {self.limits.map_characters:,} characters")


class _CountingDevice(ClippingDevice):
    """Lays a page out, and stops at the first object beyond what is allowed."""

    def __init__(self, page: PlumberPage, bounds: _Bounds) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number)
        self._bounds = bounds
        self._objects = 0
        self._figures = 0

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
        self._count_object()
        return super().render_char(matrix, font, fontsize, scaling, rise, cid, ncs, graphicstate)

    def paint_path(
        self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        self._count_object()
        super().paint_path(gstate, stroke, fill, evenodd, path)

    def begin_figure(self, name: str, bbox: Rect, matrix: Matrix) -> None:
        self._figures += 1
        if self._figures > self._bounds.limits.figures:
            raise self._bounds.refuse(f"draws more than {self._bounds.limits.figures:,} forms and images")
        super().begin_figure(name, bbox, matrix)

    def _count_object(self) -> None:
        self._objects += 1
        if self._objects > self._bounds.limits.objects:
            raise self._bounds.refuse(f"draws more than {self._bounds.limits.objects:,} objects")


def _drawings(page: PlumberPage) -> Iterator[PDFStream]:
    """The streams of drawing commands: the page's own, and the forms it may draw, each once."""
    for reference in page.page_obj.contents:
        stream = resolve1(reference)
        if isinstance(stream, PDFStream):
            yield stream
    seen: set[int] = set()
    waiting = [page.page_obj.resources]
    while waiting:
        for form in _entries(waiting.pop(), "XObject"):
            if isinstance(form, PDFStream) and id(form) not in seen and _name(form.get("Subtype")) == "Form":
                seen.add(id(form))
                yield form
                waiting.append(form.get("Resources"))


def _font_maps(page: PlumberPage) -> Iterator[PDFStream]:
    """The character maps of the fonts that the page, or a form on it, may use."""
    resources = [page.page_obj.resources, *(stream.get("Resources") for stream in _drawings(page))]
    fonts = [font for each in resources for font in _entries(each, "Font")]
    for _depth in range(_FONT_DEPTH):
        for font in fonts:
            if isinstance(font, dict):
                maps = (resolve1(font.get(key)) for key in ("ToUnicode", "Encoding"))
                yield from (each for each in maps if isinstance(each, PDFStream))
        below = (resolve1(font.get("DescendantFonts")) for font in fonts if isinstance(font, dict))
        fonts = [resolve1(each) for group in below if isinstance(group, list) for each in group]


def _mapped_characters(data: bytes) -> int:
    """How many characters the ranges of a font's map have: two numbers in it may name two thousand million."""
    parts = (part.partition(b"end")[0] for part in _RANGES_FROM.split(data)[1:])
    return sum(max(0, int(end, 16) - int(start, 16)) + 1 for part in parts for start, end in _RANGE.findall(part))


def _entries(resources: object, key: str) -> Iterator[object]:
    """What the named part of a resource dictionary holds; nothing when it is not well-formed."""
    known = resolve1(resources)
    part = resolve1(known.get(key)) if isinstance(known, dict) else None
    if isinstance(part, dict):
        yield from map(resolve1, part.values())


def _inflated(stream: PDFStream, most: int) -> bytes:
    """The bytes of a stream after its inflating filters, `most` at most; what cannot be inflated counts as it stands."""
    data: bytes = (stream.rawdata if stream.rawdata is not None else stream.data) or b""
    if stream.rawdata is None:
        return data
    for kind, _parameters in stream.get_filters():
        if _name(kind) not in _INFLATE:
            break
        try:
            data = zlib.decompressobj().decompress(data, most)
        except zlib.error:
            break
    return data


def _name(literal: object) -> str:
    return str(literal.name) if isinstance(literal, PSLiteral) else ""
