"""The values a PDF becomes before anyone asks what it means: pages, lines, tables, cells. Pure; knows no PDF library.

Coordinates are points from the top-left corner of the page as it is displayed (rotation applied), y downwards.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line of text. bold: all of its words are. size: font size in points (the largest of its words)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    bold: bool = False


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
    """A table found on one page: rows of cells in column order; `column_edges` are the n + 1 x positions of n columns."""

    rows: tuple[tuple[Cell, ...], ...]
    column_edges: tuple[float, ...]
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: its number (1-based), its size, its tables, and the lines that stand outside of them, top to bottom."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A PDF as read: its name, the hash of its bytes, its pages."""

    file_name: str
    sha256: str
    pages: tuple[Page, ...]
