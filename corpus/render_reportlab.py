"""Renders a printed report with reportlab: byte-stable PDFs, rows that split over pages, rules of every kind."""

from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Platypus

from corpus.printed import Grid, Heading, Para, Printed, Table
from corpus.style import Style

FONTS = Path("/usr/share/fonts/truetype/crosextra")
MARGIN = 18 * mm


def render(printed: Printed, path: Path) -> None:
    """Writes the PDF; the same report in the same style gives the same bytes where the same fonts are installed."""
    style = printed.style
    size = landscape(A4) if style.landscape else A4
    fonts = _fonts(style.font)
    story: list[Flowable] = []
    width = size[0] - 2 * MARGIN
    for block in printed.blocks:
        match block:
            case Heading():
                points = 15 if block.level == 0 else 12
                story += [Spacer(1, 6), Paragraph(escape(block.text), _text(fonts[1], points)), Spacer(1, 4)]
            case Para():
                story += [Paragraph(escape(block.text), _text(fonts[0], style.font_size + 1)), Spacer(1, 3)]
            case Grid():
                story.append(_grid(block, style, fonts, width))
            case Table():
                story.append(_table(block, style, fonts, width))
    document = SimpleDocTemplate(
        str(path), pagesize=size, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=20 * mm, bottomMargin=20 * mm,
        title=printed.golden["title"], author="Synthetic specimen", invariant=1,
    )  # fmt: skip
    document.build(story, canvasmaker=_running_lines(printed, fonts[0]))


def _fonts(wanted: str) -> tuple[str, str]:
    """Carlito where it is wanted and installed (as Word documents look), else Helvetica: the same bytes on any machine."""
    if wanted == "Times":
        return "Times-Roman", "Times-Bold"
    if wanted != "Carlito" or not (FONTS / "Carlito-Regular.ttf").exists():
        return "Helvetica", "Helvetica-Bold"
    if "Carlito" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Carlito", FONTS / "Carlito-Regular.ttf"))
        pdfmetrics.registerFont(TTFont("Carlito-Bold", FONTS / "Carlito-Bold.ttf"))
        pdfmetrics.registerFontFamily(
            "Carlito", normal="Carlito", bold="Carlito-Bold", italic="Carlito", boldItalic="Carlito-Bold"
        )
    return "Carlito", "Carlito-Bold"


def _text(font: str, size: float, indent: float = 0) -> ParagraphStyle:
    return ParagraphStyle(
        font, fontName=font, fontSize=size, leading=size * 1.22, leftIndent=indent, bulletIndent=max(indent - 9, 0)
    )


def _cell(text: str, font: str, size: float) -> list[Flowable]:
    parts: list[Flowable] = []
    for line in text.split("\n"):
        if line.startswith("•• "):
            parts.append(Paragraph(escape(line[3:]), _text(font, size, 20), bulletText="–"))
        elif line.startswith("• "):
            parts.append(Paragraph(escape(line[2:]), _text(font, size, 10), bulletText="•"))
        else:
            parts.append(Paragraph(escape(line), _text(font, size)))
    return parts


def _grid(block: Grid, style: Style, fonts: tuple[str, str], width: float) -> Platypus:
    cells = [
        [_cell(text, fonts[1] if (y, x) not in block.labels else fonts[0], style.font_size) for x, text in enumerate(row)]
        for y, row in enumerate(block.rows)
    ]
    shaded = [("BACKGROUND", (x, y), (x, y), colors.whitesmoke) for y, x in sorted(block.labels)]
    look = [*_rules(style, len(block.rows)), ("VALIGN", (0, 0), (-1, -1), "TOP"), *shaded]
    return Platypus(cells, colWidths=[share * width for share in block.shares], style=look, hAlign="LEFT")


def _table(block: Table, style: Style, fonts: tuple[str, str], width: float) -> Platypus:
    header = [_cell(column.title, fonts[1], style.font_size) for column in block.columns]
    body = [
        [
            _cell(text, fonts[1] if column.field == "area" else fonts[0], style.font_size)
            for text, column in zip(row, block.columns, strict=True)
        ]
        for row in block.rows
    ]
    look = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_rules(style, len(body) + 1)]
    if style.shaded:
        look.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#dde6f0")))
    look += _spans(block)
    return Platypus(
        [header, *body], colWidths=[column.share * width for column in block.columns], style=look, hAlign="LEFT",
        repeatRows=1 if style.repeat_header else 0, splitInRow=1 if block.area is None else 0,
    )  # fmt: skip


def _spans(block: Table) -> list[tuple[object, ...]]:
    """Area cells merged over the rows whose own area is empty."""
    spans: list[tuple[object, ...]] = []
    if block.area is None:
        return spans
    first = 1
    for at, row in enumerate([*block.rows, None], start=1):
        if row is None or row[block.area]:
            if at - 1 > first:
                spans.append(("SPAN", (block.area, first), (block.area, at - 1)))
            first = at
    return spans


def _rules(style: Style, rows: int) -> list[tuple[object, ...]]:
    every, black = ((0, 0), (-1, -1)), colors.black
    match style.rules:
        case "hrules":
            return [("LINEBELOW", *every, 0.5, black), ("LINEABOVE", (0, 0), (-1, 0), 0.5, black)]
        case "novert":
            return [("LINEBELOW", *every, 0.5, black), ("BOX", *every, 0.8, black)]
        case "dotted":
            return [("INNERGRID", *every, 0.6, black, "round", (0.1, 2)), ("BOX", *every, 0.6, black, "round", (0.1, 2))]
        case "dashed":
            return [("INNERGRID", *every, 0.5, black, "butt", (3, 2)), ("BOX", *every, 0.5, black, "butt", (3, 2))]
        case "light":
            return [("GRID", *every, 0.25, colors.HexColor("#b8b8b8"))]
        case "thick":
            return [("INNERGRID", *every, 0.5, black), ("BOX", *every, 2.2, black)]
        case "double":
            return [("GRID", *every, 0.4, black, None, None, None, 2, 1.2)]
        case "header only":
            return [("LINEBELOW", (0, 0), (-1, 0), 0.8, black), ("LINEABOVE", (0, 0), (-1, 0), 0.8, black),
                    ("LINEBELOW", (0, -1), (-1, -1), 0.8, black)]  # fmt: skip
        case _:
            return [("GRID", *every, 0.5, black)]


def _running_lines(printed: Printed, font: str) -> type[Canvas]:
    """A canvas that knows how many pages there are before it prints `Page 1 of 4`."""

    class NumberedCanvas(Canvas):
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self._waiting: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802  # the name is reportlab's
            self._waiting.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for state in self._waiting:
                self.__dict__.update(state)
                width, height = self._pagesize
                if printed.style.watermark:
                    self.saveState()
                    self.setFillColor(colors.HexColor("#e6e6e6"))
                    self.setFont(font, 90)
                    self.translate(width / 2, height / 2)
                    self.rotate(45)
                    self.drawCentredString(0, 0, printed.style.watermark)
                    self.restoreState()
                self.setFont(font, 8)
                self.drawString(MARGIN, height - 12 * mm, printed.head)
                foot = printed.foot.format(page=self._pageNumber, pages=len(self._waiting))
                self.drawString(MARGIN, 11 * mm, foot)
                super().showPage()
            super().save()

    return NumberedCanvas
