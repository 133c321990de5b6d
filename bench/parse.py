"""Rows found and CPU time per page: this product, pdfplumber's default tables, camelot and PyMuPDF, in one run.

    python -m bench.parse FOLDER [--rounds N] [--layout NAME…]

FOLDER holds one folder per layout, with PDFs and golden JSON (`python -m corpus layouts FOLDER`). The tools take turns on
each file; the best time of the rounds counts. A peer that is not installed is skipped with a line that says so.

A golden row counts as found when one row of the tool holds all of its printed cells (ref, text, owner, due date, update),
each as a cell of its own, up to white space, dashes and bullets. Areas are left out: they may be merged.
"""

import argparse
import importlib.util
import json
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber

from ingest.parse import parse_document
from ingest.pdf import read_document
from ingest.template import Template, load_templates
from kb.errors import ReportRejectedError

Row = frozenset[str]
Tool = Callable[[Path], list[Row]]
FIELDS = ("ref_raw", "text", "owner", "due_raw", "update")


@dataclass(slots=True)
class Tally:
    """What a tool did on a layout."""

    rows: int = 0
    found: int = 0
    pages: int = 0
    seconds: float = 0.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.parse")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--layout", nargs="*", default=[])
    chosen = parser.parse_args()
    tools = _tools()
    tallies: dict[str, dict[str, Tally]] = defaultdict(lambda: {name: Tally() for name in tools})
    for golden_path in sorted(chosen.folder.rglob("*.json")):
        pdf, layout = golden_path.with_suffix(".pdf"), golden_path.parent.name
        if not pdf.exists() or (chosen.layout and layout not in chosen.layout):
            continue
        golden = json.loads(golden_path.read_text(encoding="utf-8"))
        wanted = _golden_rows(golden)
        for name, (rows, seconds) in _take_turns(tools, pdf, chosen.rounds).items():
            tally = tallies[layout][name]
            tally.rows += len(wanted)
            tally.found += sum(any(want <= row for row in rows) for want in wanted)
            tally.pages += golden["pages"]
            tally.seconds += seconds
    _print(tallies, list(tools))
    return 0


def _tools() -> dict[str, Tool]:
    templates = load_templates()
    tools: dict[str, Tool] = {
        "this product": lambda pdf: _read_ours(pdf, templates),
        "pdfplumber": _read_pdfplumber,
        "objects only": _open_objects,
    }
    for name, module, read in (("camelot", "camelot", _read_camelot), ("PyMuPDF", "pymupdf", _read_pymupdf)):
        if importlib.util.find_spec(module):
            tools[name] = read
        else:
            sys.stderr.write(f"{name}: skipped, not installed here\n")
    return tools


def _take_turns(tools: dict[str, Tool], pdf: Path, rounds: int) -> dict[str, tuple[list[Row], float]]:
    rows: dict[str, list[Row]] = {}
    best = dict.fromkeys(tools, float("inf"))
    for _ in range(rounds):
        for name, read in tools.items():
            began = time.process_time()
            rows[name] = read(pdf)
            best[name] = min(best[name], time.process_time() - began)
    return {name: (rows[name], best[name]) for name in tools}


def _golden_rows(golden: dict[str, Any]) -> list[Row]:
    records = [*golden["actions"], *golden["decisions"], *golden["raid"], *golden["discussion"]]
    return [_row(record.get(name, "") for name in FIELDS) for record in records]


def _read_ours(pdf: Path, templates: tuple[Template, ...]) -> list[Row]:
    try:
        reports = parse_document(read_document(pdf), templates)
    except ReportRejectedError:
        return []
    rows = []
    for report in reports:
        for action in report.actions:
            cells = (action.ref_raw, action.text, action.owner_raw, action.due_raw, action.update_raw)
            rows += [_row(cells)]
        rows += [_row((record.text,)) for record in (*report.decisions, *report.raid_items, *report.discussion_items)]
    return rows


def _read_pdfplumber(pdf: Path) -> list[Row]:
    rows = []
    with pdfplumber.open(pdf) as opened:
        for page in opened.pages:
            rows += [_row(row) for table in page.extract_tables() for row in table]
            page.close()
    return rows


def _open_objects(pdf: Path) -> list[Row]:
    """What any reader on pdfplumber pays before it looks for a table."""
    with pdfplumber.open(pdf) as opened:
        for page in opened.pages:
            _ = page.objects
            page.close()
    return []


def _read_camelot(pdf: Path) -> list[Row]:
    import camelot

    tables = camelot.read_pdf(str(pdf), pages="all", flavor="lattice")
    return [_row(row) for table in tables for row in table.df.itertuples(index=False)]


def _read_pymupdf(pdf: Path) -> list[Row]:
    import pymupdf

    rows = []
    with pymupdf.open(pdf) as opened:
        for page in opened:
            for table in page.find_tables(use_layout=False).tables:
                rows += [_row(row) for row in table.extract()]
    return rows


def _row(cells: Iterable[str | None]) -> Row:
    return frozenset(squeezed for cell in cells if (squeezed := _squeeze(cell or "")))


def _squeeze(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in folded if letter.isalnum())


def _print(tallies: dict[str, dict[str, Tally]], tools: list[str]) -> None:
    print("| layout | pages | " + " | ".join(f"{name} rows %, ms/page" for name in tools) + " |")
    print("|---|---|" + "---|" * len(tools))
    total = {name: Tally() for name in tools}
    for layout in sorted(tallies):
        for name, tally in tallies[layout].items():
            sums = total[name]
            sums.rows, sums.found = sums.rows + tally.rows, sums.found + tally.found
            sums.pages, sums.seconds = sums.pages + tally.pages, sums.seconds + tally.seconds
        print(_line(layout, tallies[layout]))
    print(_line("all", total))


def _line(layout: str, tallies: dict[str, Tally]) -> str:
    pages = max(tally.pages for tally in tallies.values())
    cells = (f"{100 * tally.found / tally.rows:.1f}, {1000 * tally.seconds / tally.pages:.0f}" for tally in tallies.values())
    return f"| {layout} | {pages} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
