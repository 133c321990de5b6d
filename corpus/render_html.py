"""Renders printed reports through HTML: with WeasyPrint or with Chromium's print-to-PDF. Optional, for benchmarks only."""

import subprocess
import tempfile
from html import escape
from pathlib import Path

from corpus.printed import Grid, Heading, Para, Printed, Table
from corpus.style import Style


def render_chromium(printed: Printed, path: Path) -> None:
    """Prints with the Chromium on the PATH."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(to_html(printed), encoding="utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile",
        ]
        subprocess.run([*command, f"--print-to-pdf={path}", page.as_uri()], check=True, capture_output=True, timeout=120)


def render_weasyprint(printed: Printed, path: Path) -> None:
    """Prints with WeasyPrint, when it is installed."""
    from weasyprint import HTML

    HTML(string=to_html(printed)).write_pdf(str(path))


def to_html(printed: Printed) -> str:
    """The whole document; the running lines stand in the page margins."""
    style = printed.style
    body: list[str] = []
    if style.watermark:
        body.append(f'<div class="watermark">{escape(style.watermark)}</div>')
    for block in printed.blocks:
        match block:
            case Heading():
                level = block.level + 1
                body.append(f"<h{level}>{escape(block.text)}</h{level}>")
            case Para():
                body.append(f"<p>{escape(block.text)}</p>")
            case Grid():
                body.append(_grid(block))
            case Table():
                body.append(_table(block, style))
    return f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><style>{_css(printed)}</style>{"".join(body)}</html>'


def _grid(block: Grid) -> str:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(text) if (y, x) in block.labels else f'<b>{escape(text)}</b>'}</td>" for x, text in enumerate(row)
        )
        + "</tr>"
        for y, row in enumerate(block.rows)
    )
    return f"<table>{_widths(block.shares)}{rows}</table>"


def _table(block: Table, style: Style) -> str:
    titles = "".join(f"<th>{escape(column.title)}</th>" for column in block.columns)
    head = f"<thead><tr>{titles}</tr></thead>" if style.repeat_header else f"<tr>{titles}</tr>"
    rows = []
    for at, row in enumerate(block.rows):
        cells = []
        for x, text in enumerate(row):
            if x == block.area and at and not text:
                continue
            span = ""
            if x == block.area:
                height = 1
                while at + height < len(block.rows) and not block.rows[at + height][x]:
                    height += 1
                span = f' rowspan="{height}"' if height > 1 else ""
            inner = _cell(text)
            cells.append(f"<td{span}>{f'<b>{inner}</b>' if block.columns[x].field == 'area' else inner}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{_widths([column.share for column in block.columns])}{head}<tbody>{''.join(rows)}</tbody></table>"


def _widths(shares: tuple[float, ...] | list[float]) -> str:
    return "<colgroup>" + "".join(f'<col style="width:{share * 100:.2f}%">' for share in shares) + "</colgroup>"


def _cell(text: str) -> str:
    if "\n" not in text:
        return escape(text)
    parts: list[str] = []
    depth = 0
    for line in text.split("\n"):
        wanted = 2 if line.startswith("•• ") else 1 if line.startswith("• ") else 0
        while depth < wanted:
            parts.append("<ul>")
            depth += 1
        while depth > wanted:
            parts.append("</ul>")
            depth -= 1
        parts.append(f"<li>{escape(line.lstrip('• '))}</li>" if wanted else f"<p>{escape(line)}</p>")
    return "".join(parts) + "</ul>" * depth


def _css(printed: Printed) -> str:
    style = printed.style
    border = {
        "grid": "td,th{border:0.7pt solid #000}",
        "dotted": "td,th{border:1pt dotted #000}",
        "dashed": "td,th{border:0.7pt dashed #000}",
        "double": "td,th{border:2pt double #000}",
        "hrules": "td,th{border:none;border-bottom:0.7pt solid #000}",
        "novert": "table{border:0.7pt solid #000}td,th{border:none;border-bottom:0.7pt solid #000}",
        "separate": "table{border-collapse:separate!important;border-spacing:1.5pt}td,th{border:0.6pt solid #000}",
        "light": "td,th{border:0.5pt solid #bbb}",
    }.get(style.rules, "td,th{border:0.7pt solid #000}")
    size = "A4 landscape" if style.landscape else "A4"
    foot = printed.foot.replace("{page}", '" counter(page) "').replace("{pages}", '" counter(pages) "')
    margins = f'@top-left{{content:"{printed.head}";font-size:8pt}}@bottom-left{{content:"{foot}";font-size:8pt}}'
    hyphens = "auto" if style.rules == "separate" else "manual"
    shade = "th{background:#dde6f0}" if style.shaded else ""
    return f"""@page{{size:{size};margin:20mm 18mm;{margins}}}
body{{font-family:"{style.font}",sans-serif;font-size:{style.font_size}pt;hyphens:{hyphens};margin:0}}
h1{{font-size:16pt;margin:4pt 0}}h2{{font-size:12pt;margin:8pt 0 4pt}}p{{margin:1pt 0}}ul{{margin:0;padding-left:12pt}}
table{{border-collapse:collapse;width:100%;table-layout:fixed;margin-bottom:6pt}}
td,th{{padding:2pt 3pt;vertical-align:top;text-align:left;overflow-wrap:break-word}}{shade}{border}
.watermark{{position:fixed;top:40%;left:15%;font-size:90pt;color:#e6e6e6;transform:rotate(-45deg);z-index:-1}}"""
