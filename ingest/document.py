"""The values a PDF becomes before anyone asks what it means: pages, lines, words, tables, cells. Pure; knows no PDF library.

Coordinates are points from the top-left corner of the page as its text is read, y downwards. That is the page as it is
displayed, unless the text runs sideways on it: then `Page.turn` says how, and `Page.displayed_box` turns a box back.
"""

from dataclasses import dataclass
from enum import StrEnum

from kb.records import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A run of glyphs without white space. spaced: white space was drawn before it. base: the y of its base line.

    order: its place in the order in which the page's words were drawn. struck: a line strikes it out.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    bold: bool = False
    base: float = 0.0
    spaced: bool = True
    order: int = -1
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line of text. bold: all of its words are. size: font size in points (the largest of its words).

    bullet: the line begins with a list mark, which `text` no longer holds; x0 is where the mark stands and text_x0 where
    the text after it begins (the same for other lines). words: what it is made of, without the mark; mark: the list mark.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    bold: bool = False
    bullet: bool = False
    text_x0: float = 0.0
    words: tuple[Word, ...] = ()
    mark: Word | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: its box and its printed lines. merged: covered by a cell of an earlier row (no box of its own)."""

    lines: tuple[Line, ...] = ()
    x0: float
    top: float
    x1: float
    bottom: float
    merged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table found on one page: rows of cells in column order; `column_edges` are the n + 1 x positions of n columns.

    open_top, open_bottom: no rule closes the first (last) row there, as when a row is cut by the end of the page.
    """

    rows: tuple[tuple[Cell, ...], ...]
    column_edges: tuple[float, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight horizontal line that belongs to no found table: its y, and the x from which to which it runs."""

    y: float
    x0: float
    x1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A text that is struck out on the page, and its box. kept: the whole row is, so it was read all the same."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    kept: bool


class Turn(StrEnum):
    """Which way the text of a page runs on the page as it is displayed."""

    NONE = "none"
    DOWN = "down"
    UP = "up"
    OVER = "upside down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its number (1-based), its size as read, its tables, and the lines that stand outside of them, top to bottom.

    rules: horizontal rules outside tables. marks: text across the page that is no part of what it says (a watermark).
    struck: text that is struck out.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    rules: tuple[Rule, ...] = ()
    marks: tuple[str, ...] = ()
    struck: tuple[Struck, ...] = ()
    turn: Turn = Turn.NONE

    def displayed_box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """The box, on the page as it is displayed, of a rectangle of the page as it is read."""
        width, height = self.width, self.height
        match self.turn:
            case Turn.NONE:
                edges = (x0, top, x1, bottom)
            case Turn.DOWN:
                edges = (height - bottom, x0, height - top, x1)
            case Turn.UP:
                edges = (top, width - x1, bottom, width - x0)
            case Turn.OVER:
                edges = (width - x1, height - bottom, width - x0, height - top)
        rounded = tuple(round(edge, 1) for edge in edges)
        return Box(page=self.number, x0=rounded[0], top=rounded[1], x1=rounded[2], bottom=rounded[3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A PDF as read: its name, the hash of its bytes, its pages. repaired: its structure was broken and could be mended."""

    file_name: str
    sha256: str
    pages: tuple[Page, ...]
    repaired: bool = False
