"""Reads a PDF file into a `Document`, each page once; the only module that knows pdfplumber.

What a page draws is taken from the layout objects behind pdfplumber's pages: building its dictionaries of characters
costs as much again as opening the page.
"""

import hashlib
import io
import itertools
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pdfplumber
import pypdfium2
from pdfminer.layout import LTChar, LTCurve, LTFigure, LTItem, LTLine, LTRect
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page as PlumberPage

from ingest.document import Document, Line, Page, Turn
from ingest.page_bounds import PageLimits, draw_page
from ingest.pages.drawing import Frame, Shapes
from ingest.pages.glyphs import LINE_END_HYPHEN, SOFT_HYPHEN, UNREADABLE, Glyph, mend_quotes, readable_text
from ingest.pages.grid import find_tables
from ingest.pages.lines import find_words, group_lines
from ingest.pages.sideways import laid_flat, place_sideways, turn_against
from ingest.pages.struck import find_strikes, leave_out
from kb.errors import (
    FileEmptyError,
    FileUnreadableError,
    NotAPdfError,
    NoTextError,
    PdfDamagedError,
    PdfEncryptedError,
    PdfTooLargeError,
)

_HEADER_WITHIN = 1024  # a PDF says so within its first bytes
_TRAILER_WITHIN = 2048
_INDEX = re.compile(rb"/(?:Index\s*\[|Size\s)(?P<counts>[\d\s]+)")
_COUNT_DIGITS = 7  # no report has ten million objects
_SLANT = 0.1  # text that strays further from an axis is a mark across the page
_TINY = 2.0  # point size: no print is as small
_TINY_PART = 0.1  # of the font size: a hyphen is wider than that
_HUGE, _LARGE = 60.0, 32.0  # point sizes of a horizontal watermark: any colour, light colours
_WHITE = 0.97
_LIGHT = 0.55
_BOLD = ("bold", "black", "heavy", "semibold", "demi", "cmbx", "ecbx", "sfbx")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLimits:
    """What one file may cost: bytes of the file, pages, and what one page may."""

    file_bytes: int = 64 * 1024 * 1024
    pages: int = 300
    page: PageLimits = field(default_factory=PageLimits)


def read_document(path: Path, *, file_name: str | None = None, limits: PdfLimits | None = None) -> Document:
    """The pages of a PDF file. file_name: what to call it in records and messages, when it is not the path's own name.

    Raises a leaf of `ReportRejectedError`: unreadable, empty, no PDF, encrypted, damaged, too large, or without text.
    """
    name = file_name or path.name
    limits = limits or PdfLimits()
    data = _read_bytes(path, name, limits)
    pages, repaired = _read_pages(data, name, limits)
    _require_text(pages, name)
    return Document(file_name=name, sha256=hashlib.sha256(data).hexdigest(), pages=pages, repaired=repaired)


def _read_bytes(path: Path, name: str, limits: PdfLimits) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_file() and size > limits.file_bytes:
            raise PdfTooLargeError(
                name, f"the file has {size:,} bytes, the limit is {limits.file_bytes:,}", "split the file"
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileUnreadableError(
            name, f"the file cannot be read: {reason}", "give the path of a PDF file you may read"
        ) from error
    if not data:
        raise FileEmptyError(name, "the file has no bytes", "fetch or export it again")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        start = data[:12].decode("latin-1").strip()
        raise NotAPdfError(name, f"the file begins with {start!r}, a PDF begins with '%PDF-'", "export the report as a PDF")
    return data


def _read_pages(data: bytes, name: str, limits: PdfLimits) -> tuple[tuple[Page, ...], bool]:
    try:
        return _parse_pages(data, name, limits), False
    except PdfDamagedError:
        # A wrong cross-reference table can be mended without loss. A file that has lost its end has lost pages.
        if b"%%EOF" not in data[-_TRAILER_WITHIN:]:
            raise
        mended = _mend(data)
        if mended is None:
            raise
        return _parse_pages(mended, name, limits), True


def _mend(data: bytes) -> bytes | None:
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            buffer = io.BytesIO()
            document.save(buffer)
            return buffer.getvalue()
        finally:
            document.close()
    except (pypdfium2.PdfiumError, OSError, ValueError):
        return None


def _parse_pages(data: bytes, name: str, limits: PdfLimits) -> tuple[Page, ...]:
    damaged = PdfDamagedError(name, "the PDF is truncated or its structure is broken", "export or download it again")
    counts = (count for found in _INDEX.finditer(data) for count in found["counts"].split())
    if any(len(count.lstrip(b"0")) > _COUNT_DIGITS for count in counts):
        raise damaged  # a table of objects that lies about its length: it would be walked entry by entry
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a parser's remarks on odd fonts and colours say nothing to our reader
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                plumbed = pdf.pages
                if not plumbed:
                    raise PdfDamagedError(name, "the PDF has no pages", "export or download it again")
                if len(plumbed) > limits.pages:
                    found = f"the PDF has {len(plumbed):,} pages, the limit is {limits.pages:,}"
                    raise PdfTooLargeError(name, found, "give the headline report by itself")
                return tuple(_read_page(page, name, limits) for page in plumbed)
    except (PdfDamagedError, PdfTooLargeError):
        raise
    except MemoryError:
        raise
    except RecursionError as error:
        raise damaged from error
    except Exception as error:  # pdfminer raises whatever a broken file makes it meet: KeyError, TypeError, struct.error …
        if _asks_for_password(error):
            found = "the PDF is encrypted and asks for a password"
            raise PdfEncryptedError(name, found, "save a copy without a password") from error
        raise damaged from error


def _asks_for_password(error: BaseException) -> bool:
    seen: list[BaseException | object] = [error, *error.args, error.__cause__, error.__context__]
    return any(isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) for cause in seen)


def _require_text(pages: Iterable[Page], name: str) -> None:
    words = [word.text for page in pages for line in _all_lines(page) for word in line.words]
    text = "".join(words)
    if not any(character.isalnum() for character in text):
        raise NoTextError(
            name, "the pages hold no text, only images or drawings", "run text recognition (OCR) on the file first"
        )
    if text.count(UNREADABLE) > len(text) / 2:
        found = "the glyphs of the PDF do not say which characters they are"
        raise NoTextError(name, found, "export it again with Unicode fonts, or run text recognition (OCR) on it")


def _all_lines(page: Page) -> Iterator[Line]:
    yield from page.lines
    for table in page.tables:
        for row in table.rows:
            for cell in row:
                yield from cell.lines


def _read_page(page: PlumberPage, name: str, limits: PdfLimits) -> Page:
    objects = list(_leaves(draw_page(page, name, limits.page)))
    frame = _frame(page, objects)
    drawn = _glyphs(objects, frame)
    shapes = _shapes(objects, frame)
    number, turn = page.page_number, frame.turn
    page.close()
    glyphs = mend_quotes(drawn.glyphs)
    strikes, glyphs = find_strikes(shapes.horizontals(), glyphs)
    shapes.remove(strikes)
    words = find_words(glyphs, shapes.verticals())
    words += shapes.list_marks(words)
    grid = find_tables(shapes.drawing(words), words)
    sideways = place_sideways(grid.tables, drawn.sideways)
    tables, free, struck = leave_out(sideways.tables, grid.words) if strikes else (sideways.tables, grid.words, ())
    return Page(
        number=number,
        width=round(frame.width, 1),
        height=round(frame.height, 1),
        lines=group_lines(free),
        tables=tables,
        rules=grid.rules,
        marks=drawn.marks + sideways.marks,
        struck=struck,
        turn=turn,
    )


def _leaves(container: Iterable[LTItem]) -> Iterator[LTItem]:
    """Every drawn object, those inside of forms too."""
    stack = [iter(container)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, LTFigure):
                stack.append(iter(item))
                break
            yield item
        else:
            stack.pop()


def _frame(page: PlumberPage, objects: Iterable[LTItem]) -> Frame:
    media, crop, rotate = page.page_obj.mediabox, page.page_obj.cropbox, page.page_obj.rotate % 360
    left, bottom, right, top = media
    x0, y0, x1, y1 = max(crop[0], left), max(crop[1], bottom), min(crop[2], right), min(crop[3], top)
    if x1 - x0 < 1 or y1 - y0 < 1:
        x0, y0, x1, y1 = media
    match rotate:
        case 90:
            corners = (y0 - bottom, right - x1, y1 - bottom, right - x0)
        case 180:
            corners = (right - x1, top - y1, right - x0, top - y0)
        case 270:
            corners = (top - y1, x0 - left, top - y0, x1 - left)
        case _:
            corners = (x0 - left, y0 - bottom, x1 - left, y1 - bottom)
    turns = Counter(turn for item in objects if isinstance(item, LTChar) and (turn := _turn(item)) is not None)
    turn = turns.most_common(1)[0][0] if turns else Turn.NONE
    return Frame(x0=corners[0], y0=corners[1], x1=corners[2], y1=corners[3], turn=turn)


def _turn(char: LTChar) -> Turn | None:
    """Which way a character runs; None when it is set aslant."""
    a, b = char.matrix[0], char.matrix[1]
    if abs(b) <= _SLANT * abs(a):
        return Turn.NONE if a > 0 else Turn.OVER
    if abs(a) <= _SLANT * abs(b):
        return Turn.UP if b > 0 else Turn.DOWN
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """The glyphs that make up the text, in drawing order; those that run up or down, laid flat; marks across the page."""

    glyphs: list[Glyph]
    sideways: dict[Turn, list[Glyph]]
    marks: tuple[str, ...]


def _glyphs(objects: Iterable[LTItem], frame: Frame) -> _Drawn:
    glyphs: list[Glyph] = []
    sideways: dict[Turn, list[Glyph]] = {}
    marks: list[str] = []
    bold: dict[str, bool] = {}
    for item in objects:
        if not isinstance(item, LTChar) or not frame.shows(*item.bbox):
            continue
        text = readable_text(item.get_text())
        if text == SOFT_HYPHEN:  # with a width it is printed, and may be what the font calls any hyphen
            text = LINE_END_HYPHEN if item.adv > _TINY_PART * item.size else ""
        if not text:
            continue
        turn = _turn(item)
        across = turn_against(turn, frame.turn)
        if (turn is not frame.turn and across is None) or _is_no_text(item):
            marks.append(text)
            continue
        font = str(item.fontname)
        if font not in bold:
            bold[font] = any(word in font.lower() for word in _BOLD)
        x0, top, x1, bottom = frame.box(*item.bbox)
        origin = frame.place(item.matrix[4], item.matrix[5])
        size = item.size if frame.turn in (Turn.NONE, Turn.OVER) else item.width
        if text[0] == " " and text.strip() == "":
            text = " "
        if across is None:
            glyphs.append(Glyph(text, x0, top, x1, bottom, size, bold[font], origin[1]))
        else:
            glyph = Glyph(text, x0, top, x1, bottom, size, bold[font], origin[0])
            sideways.setdefault(across, []).append(laid_flat(glyph, across))
    joined = " ".join("".join(marks).split())
    return _Drawn(glyphs=glyphs, sideways=sideways, marks=(joined,) if joined else ())


def _is_no_text(char: LTChar) -> bool:
    """Whether a character is of a watermark, or too small to be read: a producer's name in the corner."""
    if max(char.width, char.height) < _TINY:
        return True
    return char.size >= _LARGE and (char.size >= _HUGE or _lightness(char.graphicstate.ncolor) > _LIGHT)


def _lightness(colour: object) -> float:
    """0 (black) to 1 (white) of a grey or RGB colour, by its darkest part; 0 for any other."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if len(parts) in (1, 3) and all(isinstance(part, (int, float)) for part in parts):
        return float(min(parts))
    return 0.0


def _shapes(objects: Iterable[LTItem], frame: Frame) -> Shapes:
    shapes = Shapes()
    for item in objects:
        if not isinstance(item, LTCurve):
            continue
        stroked = bool(item.stroke) and _lightness(item.stroking_color) < _WHITE
        filled = bool(item.fill)
        if not (stroked or filled):
            continue
        if isinstance(item, LTLine):
            shapes.add_line(*frame.place(*item.pts[0]), *frame.place(*item.pts[-1]))
        elif isinstance(item, LTRect) or (item.height <= 3 or item.width <= 3) or not stroked:
            box = frame.box(*item.bbox)
            if isinstance(item, LTRect) or min(item.height, item.width) <= 3 < max(item.height, item.width):
                shapes.add_box(box, stroked=stroked, colour=item.non_stroking_color)
            else:
                shapes.add_curve(box)
        else:
            _add_outline(shapes, item, frame)
    return shapes


def _add_outline(shapes: Shapes, curve: LTCurve, frame: Frame) -> None:
    """A stroked shape: its straight sides when it has no bends, else at most a mark."""
    path = getattr(curve, "original_path", None) or []
    if any(step[0] in ("c", "v", "y") for step in path):
        shapes.add_curve(frame.box(*curve.bbox))
        return
    points = [frame.place(*point) for point in curve.pts]
    for start, end in itertools.pairwise(points):
        shapes.add_line(*start, *end)
