"""Draws small synthetic reports for tests: as PDF pages with reportlab, and as the document values a PDF becomes."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Cell, Document, Line, Page, Table, Word

SIZE = 10.0
LEADING = 12.0
GLYPH = 5.0  # the width of every character of the paper's own font
TITLE = "MHHS Testing and Migration Advisory Group Headline Report"
HEADER = (
    ("Meeting number", "TMAG 006", "Venue", "Virtual"),
    ("Date and time", "15 June 2022 1000-1200", "Classification", "Public"),
)
ACTION_TITLES = ("Area", "Action Ref", "Action", "Owner", "Due Date", "Update")
WIDTHS = (80.0, 80.0, 180.0, 90.0, 70.0, 90.0)

Draw = Callable[[Canvas], None]


def write_pdf(path: Path, *pages: Draw, **options: object) -> Path:
    """A PDF whose pages are drawn by functions; the same bytes each time."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def pdf_bytes(*pages: Draw) -> bytes:
    """The bytes of such a PDF."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def draw_report(
    canvas: Canvas,
    *,
    title: str = TITLE,
    rules: str = "grid",
    heading: str = "Actions",
    titles: Sequence[str] = ACTION_TITLES,
    rows: Sequence[Sequence[str]] = (("Plan", "TMAG06-01", "Share the plan", "Programme (PMO)", "22/06/2022", "Shared"),),
    number: str = "TMAG 006",
    top: float = 780.0,
) -> None:
    """A one-page report: title, issue date, header block, one section. rules: `grid`, `rows` or `none`."""
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, top, title)
    canvas.setFont("Helvetica", SIZE)
    canvas.drawString(50, top - 20, "Issue date: 17/06/22")
    header = ((HEADER[0][0], number, *HEADER[0][2:]), HEADER[1])
    bottom = draw_table(canvas, top - 35, header, (100.0, 150.0, 100.0, 100.0), rules=rules)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(50, bottom - 24, heading)
    canvas.setFont("Helvetica", SIZE)
    widths = WIDTHS if len(titles) == len(WIDTHS) else (490.0 / len(titles),) * len(titles)
    draw_table(canvas, bottom - 32, (tuple(titles), *rows), tuple(width * 0.83 for width in widths), rules=rules)


def draw_table(canvas: Canvas, top: float, rows: Sequence[Sequence[str]], widths: Sequence[float], *, rules: str) -> float:
    """A table with its top at a y of the PDF; the y of its bottom."""
    edges = [50.0]
    for width in widths:
        edges.append(edges[-1] + width)
    y = top
    if rules != "none":
        canvas.line(edges[0], y, edges[-1], y)
    for row in rows:
        cells = [_wrap(canvas, text, width - 8) for text, width in zip(row, widths, strict=True)]
        height = LEADING * max(map(len, cells)) + 8
        for x, lines in zip(edges, cells, strict=False):
            for place, line in enumerate(lines):
                canvas.drawString(x + 4, y - 12 - LEADING * place, line)
        if rules == "grid":
            for x in edges:
                canvas.line(x, y, x, y - height)
        y -= height
        if rules != "none":
            canvas.line(edges[0], y, edges[-1], y)
    return y


def _wrap(canvas: Canvas, text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and canvas.stringWidth(longer, "Helvetica", SIZE) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def line_at(text: str, x0: float, top: float, *, bold: bool = False, size: float = SIZE, space: float = GLYPH) -> Line:
    """A printed line of the paper's own font; `• ` at its start is a list mark. space: between two words."""
    x0 += GLYPH * (len(text) - len(text.lstrip(" ")))
    text = text.lstrip(" ")
    bullet = text.startswith("• ")
    plain = text.removeprefix("• ")
    words = []
    x = start = x0 + (2 * GLYPH if bullet else 0.0)
    for piece in plain.split(" "):
        words.append(
            Word(
                text=piece,
                x0=x,
                top=top,
                x1=x + GLYPH * len(piece),
                bottom=top + size,
                size=size,
                bold=bold,
                base=top + size - 2,
            )
        )
        x += GLYPH * len(piece) + space
    return Line(
        text=plain, x0=x0, top=top, x1=x - space, bottom=top + size, size=size, bold=bold, bullet=bullet, text_x0=start,
        words=tuple(words),
    )  # fmt: skip


def wrap(text: str, width: float) -> list[str]:
    """The lines of a text set in a column of the paper's own font."""
    most = int((width - 8) // GLYPH)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current = ""
        for word in paragraph.split():
            longer = f"{current} {word}".strip()
            if current and len(longer) > most:
                lines.append(current)
                current = word
            else:
                current = longer
        lines.append(current)
    return lines


def table_of(rows: Sequence[Sequence[Sequence[str]]], widths: Sequence[float] = WIDTHS, *, top: float = 100.0) -> Table:
    """A table whose cells are given as lines."""
    edges = [50.0]
    for width in widths:
        edges.append(edges[-1] + width)
    y = top
    made = []
    for row in rows:
        height = LEADING * max(1, *(len(lines) for lines in row)) + 8
        made.append(
            tuple(
                Cell(
                    lines=tuple(line_at(text, edges[i] + 4, y + 4 + LEADING * k) for k, text in enumerate(lines) if text),
                    x0=edges[i],
                    top=y,
                    x1=edges[i + 1],
                    bottom=y + height,
                )
                for i, lines in enumerate(row)
            )
        )
        y += height
    return Table(rows=tuple(made), column_edges=tuple(edges), x0=edges[0], top=top, x1=edges[-1], bottom=y)


def document_of(*pages: tuple[Sequence[Line], Sequence[Table]], file_name: str = "report.pdf") -> Document:
    """A document of pages given as their free lines and their tables."""
    return Document(
        file_name=file_name,
        sha256="0" * 64,
        pages=tuple(
            Page(number=number, width=700.0, height=900.0, lines=tuple(lines), tables=tuple(tables))
            for number, (lines, tables) in enumerate(pages, start=1)
        ),
    )
