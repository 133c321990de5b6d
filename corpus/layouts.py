"""The layouts of the corpus: a renderer with the traits of style that it is to show."""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.golden import with_pages
from corpus.printed import Printed, print_report
from corpus.specimen import Specimen
from corpus.style import Style, plain_style, varied_style


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """engine: `reportlab`, `word`, `weasyprint`, `chromium`, `typst` or `fpdf2`. fixed: traits of style that do not vary."""

    engine: str
    fixed: dict[str, object] = field(default_factory=dict)
    split_rows: bool = True


LAYOUTS = {
    "word-plain": Layout(engine="word", fixed={"plain": True}),
    "word-grid": Layout(engine="word"),
    "word-repeat": Layout(engine="word", fixed={"repeat_header": True}, split_rows=False),
    "word-cont": Layout(engine="word", fixed={"repeat_header": False, "area": "merged"}),
    "word-double": Layout(engine="word", fixed={"rules": "double"}),
    "word-thick": Layout(engine="word", fixed={"rules": "thick"}),
    "word-landscape": Layout(engine="word", fixed={"landscape": True}),
    "word-draft": Layout(engine="word", fixed={"watermark": "DRAFT", "head": "MHHS Programme – Public"}),
    "word-narrow": Layout(engine="word", fixed={"font_size": 11.5}),
    "word-dotted": Layout(engine="word", fixed={"rules": "dotted"}),
    "word-hrules": Layout(engine="word", fixed={"rules": "hrules"}),
    "rl-grid": Layout(engine="reportlab"),
    "rl-split": Layout(engine="reportlab", fixed={"area": "once"}),
    "rl-light": Layout(engine="reportlab", fixed={"rules": "light", "shaded": False}),
    "rl-hrules": Layout(engine="reportlab", fixed={"rules": "hrules"}),
    "rl-novert": Layout(engine="reportlab", fixed={"rules": "novert"}),
    "rl-dotted": Layout(engine="reportlab", fixed={"rules": "dotted"}),
    "rl-dashed": Layout(engine="reportlab", fixed={"rules": "dashed"}),
    "wp-grid": Layout(engine="weasyprint"),
    "wp-separate": Layout(engine="weasyprint", fixed={"rules": "separate"}),
    "wp-hrules": Layout(engine="weasyprint", fixed={"rules": "hrules"}),
    "typst-grid": Layout(engine="typst"),
    "typst-hrules": Layout(engine="typst", fixed={"rules": "hrules"}),
    "typst-dotted": Layout(engine="typst", fixed={"rules": "dotted"}),
    "fpdf-grid": Layout(engine="fpdf2"),
    "chr-grid": Layout(engine="chromium"),
    "chr-dotted": Layout(engine="chromium", fixed={"rules": "dotted"}),
    "chr-hrules": Layout(engine="chromium", fixed={"rules": "hrules"}),
}


def make(name: str, reports: Sequence[Specimen], folder: Path, seed: int) -> list[Path]:
    """Writes `<report>.pdf` and its golden `<report>.json` for every report, each in a style of its own."""
    layout = LAYOUTS[name]
    folder.mkdir(parents=True, exist_ok=True)
    styles = [style_of(name, layout, report, seed) for report in reports]
    jobs = [
        (print_report(report, style), folder / f"{report.name}.pdf") for report, style in zip(reports, styles, strict=True)
    ]
    if layout.engine == "word":
        from corpus.render_word import render_all

        render_all(jobs, split_rows=layout.split_rows)
    else:
        for printed, path in jobs:
            _renderer(layout.engine)(printed, path)
    for printed, path in jobs:
        write_golden(printed, path, name)
    return [path for _, path in jobs]


def style_of(name: str, layout: Layout, report: Specimen, seed: int) -> Style:
    fixed = dict(layout.fixed)
    if fixed.pop("plain", False):
        return plain_style()
    return varied_style(random.Random(f"style {seed} {name} {report.name}"), **fixed)


def write_golden(printed: Printed, pdf: Path, layout: str) -> None:
    golden = {"file": pdf.name, "layout": layout} | with_pages(printed.golden, pdf)
    pdf.with_suffix(".json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _renderer(engine: str) -> Callable[[Printed, Path], None]:
    """Imported only when asked for: all but reportlab are optional."""
    match engine:
        case "reportlab":
            from corpus.render_reportlab import render

            return render
        case "weasyprint":
            from corpus.render_html import render_weasyprint

            return render_weasyprint
        case "chromium":
            from corpus.render_html import render_chromium

            return render_chromium
        case "typst":
            from corpus.render_other import render_typst

            return render_typst
        case _:
            from corpus.render_other import render_fpdf

            return render_fpdf
