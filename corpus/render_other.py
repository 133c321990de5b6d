"""Renders printed reports with typst and fpdf2. Optional, for benchmarks only."""

import re
from pathlib import Path

from corpus.printed import Grid, Heading, Para, Printed, Table
from corpus.style import Style


def render_typst(printed: Printed, path: Path) -> None:
    """Prints with typst, when it is installed."""
    import typst

    source = _typst(printed).encode()
    path.write_bytes(typst.compile(source, format="pdf"))


def render_fpdf(printed: Printed, path: Path) -> None:
    """Prints with fpdf2, when it is installed. It never splits a row over pages."""
    from fpdf import FPDF
    from fpdf.enums import TableBordersLayout

    style = printed.style

    class Report(FPDF):
        def header(self) -> None:
            self.set_font("Carlito", size=8)
            self.cell(0, 5, printed.head, new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-13)
            self.set_font("Carlito", size=8)
            self.cell(0, 5, printed.foot.format(page=self.page_no(), pages="{nb}"))

    pdf = Report(orientation="landscape" if style.landscape else "portrait", format="A4")
    fonts = Path("/usr/share/fonts/truetype/crosextra")
    pdf.add_font("Carlito", fname=fonts / "Carlito-Regular.ttf")
    pdf.add_font("Carlito", style="B", fname=fonts / "Carlito-Bold.ttf")
    pdf.set_auto_page_break(True, margin=18)
    pdf.add_page()
    layout = TableBordersLayout.HORIZONTAL_LINES if style.rules in {"hrules", "novert"} else TableBordersLayout.ALL
    for block in printed.blocks:
        match block:
            case Heading():
                pdf.set_font("Carlito", "B", 15 if block.level == 0 else 12)
                pdf.multi_cell(0, 7, block.text, new_x="LMARGIN", new_y="NEXT")
            case Para():
                pdf.set_font("Carlito", size=style.font_size + 1)
                pdf.multi_cell(0, 5, block.text, new_x="LMARGIN", new_y="NEXT")
            case Grid():
                pdf.set_font("Carlito", size=style.font_size)
                with pdf.table(
                    col_widths=block.shares,
                    first_row_as_headings=False,
                    borders_layout=layout,
                    text_align="LEFT",
                    line_height=4.4,
                ) as table:
                    for row in block.rows:
                        table.row(row)
                pdf.ln(2)
            case Table():
                pdf.set_font("Carlito", size=style.font_size)
                shares = tuple(column.share for column in block.columns)
                repeat = 1 if style.repeat_header else 0
                with pdf.table(
                    col_widths=shares, borders_layout=layout, text_align="LEFT", line_height=4.4, repeat_headings=repeat
                ) as table:
                    table.row([column.title for column in block.columns])
                    for row in block.rows:
                        table.row([re.sub(r"^•• ", "   – ", text, flags=re.MULTILINE) for text in row])
                pdf.ln(2)
    pdf.output(str(path))


def _typst(printed: Printed) -> str:
    style = printed.style
    foot = "".join(
        {"{page}": "#counter(page).display()", "{pages}": "#counter(page).final().first()"}.get(part, _string(part))
        for part in re.split(r"(\{pages?\})", printed.foot)
    )
    paper = f'paper: "a4", flipped: {str(style.landscape).lower()}, margin: (x: 18mm, y: 20mm)'
    page = f"#set page({paper}, header: [#text(8pt)[{_string(printed.head)}]], footer: context [#text(8pt)[{foot}]])"
    parts = [
        page,
        f'#set text(font: "{style.font}", size: {style.font_size}pt, lang: "en", region: "gb")',
        "#set par(leading: 0.45em, spacing: 0.5em)",
    ]
    for block in printed.blocks:
        match block:
            case Heading():
                parts.append(
                    f'#v(4pt)#text(size: {15 if block.level == 0 else 12}pt, weight: "bold")[{_string(block.text)}]\n'
                )
            case Para():
                parts.append(_string(block.text) + "\n")
            case Grid():
                cells = [
                    f"[{_string(text)}]" if (y, x) in block.labels else f"[*{_string(text)}*]"
                    for y, row in enumerate(block.rows)
                    for x, text in enumerate(row)
                ]
                parts.append(_typst_table(style, block.shares, cells))
            case Table():
                parts.append(
                    _typst_table(style, tuple(column.share for column in block.columns), _typst_cells(block, style))
                )
    return "\n\n".join(parts)


def _typst_cells(block: Table, style: Style) -> list[str]:
    titles = ", ".join(f"[*{_string(column.title)}*]" for column in block.columns)
    cells = [f"table.header(repeat: {str(style.repeat_header).lower()}, {titles})"]
    for at, row in enumerate(block.rows):
        for x, text in enumerate(row):
            if x == block.area and at and not text:
                continue
            inner = _typst_text(text)
            if x == block.area:
                height = 1
                while at + height < len(block.rows) and not block.rows[at + height][x]:
                    height += 1
                cells.append(f"table.cell(rowspan: {height})[*{inner}*]")
            else:
                cells.append(f"[{inner}]")
    return cells


def _typst_table(style: Style, shares: tuple[float, ...], cells: list[str]) -> str:
    stroke = {
        "hrules": "(x, y) => (bottom: 0.5pt)",
        "novert": "(x, y) => (bottom: 0.5pt, top: 0.5pt)",
        "dotted": '(thickness: 0.8pt, dash: "dotted")',
        "dashed": '(thickness: 0.5pt, dash: "dashed")',
    }.get(style.rules, "0.5pt")
    widths = ", ".join(f"{share * 100:.2f}fr" for share in shares)
    return f"#table(columns: ({widths},), align: left + top, inset: 3pt, stroke: {stroke}, {', '.join(cells)})"


def _typst_text(text: str) -> str:
    """A cell's lines; a bullet is a list item."""
    lines = []
    for line in text.split("\n"):
        if line.startswith("•• "):
            lines.append("  - " + _string(line[3:]))
        elif line.startswith("• "):
            lines.append("- " + _string(line[2:]))
        else:
            lines.append("\n" + _string(line) + "\n" if lines else _string(line) + ("\n" if "\n" in text else ""))
    return "\n".join(lines) + ("\n" if "\n" in text else "")


def _string(text: str) -> str:
    """Text as a typst string: nothing in it is markup."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{quoted}"'
