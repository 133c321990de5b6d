"""Renders printed reports as Word would lay them out: python-docx writes the document, LibreOffice prints it. Optional."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from corpus.printed import Grid, Heading, Para, Printed, Table

BORDERS = {
    "grid": ("single", 4),
    "double": ("double", 4),
    "thick": ("single", 18),
    "dotted": ("dotted", 4),
    "dashed": ("dashed", 4),
    "hrules": ("single", 4),
    "novert": ("single", 4),
    "thickthin": ("thickThinSmallGap", 12),
}


def render_all(jobs: Sequence[tuple[Printed, Path]], *, split_rows: bool = True) -> None:
    """Writes all PDFs with one run of LibreOffice. split_rows: whether a row may go on over a page break."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for at, (printed, _) in enumerate(jobs):
            made.append(Path(folder) / f"{at}.docx")
            _document(printed, split_rows).save(str(made[-1]))
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
        ]
        subprocess.run([*command, *map(str, made)], check=True, capture_output=True, timeout=600)
        for (_, path), docx in zip(jobs, made, strict=True):
            path.write_bytes(docx.with_suffix(".pdf").read_bytes())


def _document(printed: Printed, split_rows: bool):  # type: ignore[no-untyped-def]  # python-docx publishes a factory, not a type
    style = printed.style
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if style.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin = section.bottom_margin = Mm(22)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = style.font, Pt(style.font_size)
    normal.paragraph_format.space_after = Pt(2)
    _running_lines(section, printed)
    width = section.page_width - Mm(36)
    for block in printed.blocks:
        match block:
            case Heading():
                line = document.add_paragraph()
                run = line.add_run(block.text)
                run.bold, run.font.size = True, Pt(16 if block.level == 0 else 12)
                line.paragraph_format.space_before = Pt(8)
                line.paragraph_format.keep_with_next = True
            case Para():
                document.add_paragraph(block.text)
            case Grid():
                table = _new_table(document, len(block.rows), block.shares, width, style.rules)
                for y, row in enumerate(block.rows):
                    for x, text in enumerate(row):
                        _write(table.cell(y, x), text, bold=(y, x) not in block.labels)
                document.add_paragraph()
            case Table():
                _add_table(document, block, printed, width, split_rows)
    return document


def _add_table(document, block: Table, printed: Printed, width: int, split_rows: bool) -> None:  # type: ignore[no-untyped-def]  # see above
    style = printed.style
    shares = [column.share for column in block.columns]
    table = _new_table(document, len(block.rows) + 1, shares, width, style.rules)
    for x, column in enumerate(block.columns):
        _write(table.cell(0, x), column.title, bold=True)
        if style.shaded:
            table.cell(0, x)._tc.get_or_add_tcPr().append(
                parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="D9E2F3"/>')
            )
    if style.repeat_header:
        _flag(table.rows[0], "w:tblHeader")
    cells = [row.cells for row in table.rows]
    first = 1
    for y, row in enumerate(block.rows, start=1):
        if not split_rows:
            _flag(table.rows[y], "w:cantSplit")
        for x, text in enumerate(row):
            if x == block.area:
                continue
            _write(cells[y][x], text, bold=block.columns[x].field == "area")
        if block.area is not None:
            first = y if row[block.area] else first
            last = y == len(block.rows) or bool(block.rows[y][block.area])
            if last:
                merged = cells[first][block.area]
                if y > first:
                    merged = merged.merge(cells[y][block.area])
                _write(merged, block.rows[first - 1][block.area], bold=True)
    document.add_paragraph()


def _new_table(document, rows: int, shares: Sequence[float], width: int, rules: str):  # type: ignore[no-untyped-def]  # see above
    table = document.add_table(rows=rows, cols=len(shares))
    table.autofit = False
    properties = table._tbl.tblPr
    kind, size = BORDERS.get(rules, BORDERS["grid"])
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    open_sides = {"hrules": {"left", "right", "insideV"}, "novert": {"insideV"}}.get(rules, set())
    lines = "".join(
        f'<w:{side} w:val="{"nil" if side in open_sides else kind}" w:sz="{size}" w:color="000000"/>' for side in sides
    )
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share)
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = int(width * share)
    return table


def _write(cell, text: str, *, bold: bool) -> None:  # type: ignore[no-untyped-def]  # see above
    for at, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        if line.startswith("•"):
            paragraph.style = "List Bullet 2" if line.startswith("•• ") else "List Bullet"
            line = line.lstrip("• ")
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(line).bold = bold
    for extra in cell.paragraphs[len(text.split("\n")) :]:
        extra._p.getparent().remove(extra._p)


def _flag(row, name: str) -> None:  # type: ignore[no-untyped-def]  # see above
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _running_lines(section, printed: Printed) -> None:  # type: ignore[no-untyped-def]  # see above
    section.header.paragraphs[0].text = printed.head
    if printed.style.watermark:
        section.header.paragraphs[0]._p.append(parse_xml(WATERMARK.replace("TEXT", printed.style.watermark)))
    line = section.footer.paragraphs[0]
    for at, part in enumerate(printed.foot.replace("{pages}", "\x00N\x00").replace("{page}", "\x00P\x00").split("\x00")):
        if at % 2 == 0:
            line.add_run(part)
        else:
            _field(line, "NUMPAGES" if part == "N" else "PAGE")


def _field(paragraph, name: str) -> None:  # type: ignore[no-untyped-def]  # see above
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = name
            run._r.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


WATERMARK = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="1600,21600" o:spt="136" adj="10800" path="m@7,0l@8,0m@5,21600l@6,21600e"/>'
    '<v:shape id="WaterMark" type="#_x0000_t136" style="position:absolute;'
    "margin-left:0;margin-top:0;width:412pt;height:165pt;"
    "rotation:315;z-index:-251;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="silver" stroked="f">'
    '<v:textpath style="font-family:Carlito;font-size:1pt" string="TEXT"/></v:shape></w:pict></w:r>'
)
