"""The demo archive: all reports of one invented programme, each group with its own template, and the truth beside it."""

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

from corpus.golden import with_pages
from corpus.printed import print_report
from corpus.programme import Programme, invent_programme
from corpus.render_reportlab import render
from corpus.specimen import Specimen
from corpus.style import ACTION_TITLES, Style, columns, varied_style

SEED = 22
REAL_GROUPS = frozenset({"TMAG"})  # the archive beside it holds a real report: no invented history may mix with it
RULES = ("grid", "light", "grid", "thick", "grid", "novert", "grid", "light")
ORDERS = (
    ("area", "ref", "text", "owner", "due", "update"),
    ("ref", "area", "text", "owner", "due", "status", "update"),
    ("area", "ref", "text", "owner", "due", "update"),
    ("ref", "text", "owner", "due", "update"),
)


def write_demo(folder: Path) -> list[Path]:
    """Writes all PDFs of the demo archive, byte for byte the same on any machine, each with its golden JSON."""
    folder.mkdir(parents=True, exist_ok=True)
    programme = demo_programme()
    groups = list(dict.fromkeys(report.group for report in sorted(programme.specimens, key=lambda each: each.group)))
    paths = []
    for report in programme.specimens:
        printed = print_report(report, _style(report, groups.index(report.group)))
        path = folder / _file_name(report)
        render(printed, path)
        golden = {"file": path.name, "layout": "demo"} | with_pages(printed.golden, path)
        path.with_suffix(".json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


@cache
def demo_programme() -> Programme:
    """The programme of the demo archive."""
    return invent_programme(SEED, meetings=(10, 15), without=REAL_GROUPS)


def truth_of(programme: Programme) -> dict[str, Any]:
    """Every action's life by ref, the reports, and the dates of each group's meetings."""
    groups = sorted({report.group for report in programme.specimens})
    return {
        "synthetic": True,
        "seed": programme.seed,
        "meetings": {group: [day.isoformat() for day in programme.meeting_dates(group)] for group in groups},
        "reports": [
            {
                "report": report.name,
                "meeting": report.key,
                "meeting_date": report.meeting_date.isoformat(),
                "issue_date": report.issue_date.isoformat(),
                "version": report.version,
                "actions": [row.ref for row in report.actions],
            }
            for report in programme.specimens
        ],
        "actions": {life.ref: life.summary(programme.meeting_dates(life.group)) for life in programme.lives},
    }


def write_truth(programme: Programme, file: Path) -> None:
    """The truth as JSON, one action a line."""
    truth = truth_of(programme)
    actions = truth.pop("actions")
    lines = [f"  {json.dumps(ref)}: {json.dumps(life, ensure_ascii=False)}" for ref, life in actions.items()]
    head = json.dumps(truth, ensure_ascii=False)[:-1]
    file.write_text(f'{head},\n "actions": {{\n' + ",\n".join(lines) + "\n }\n}\n", encoding="utf-8")


def _style(report: Specimen, at: int) -> Style:
    rng = random.Random(f"demo {report.group}")
    titles = {name: rng.choice(choices) for name, choices in ACTION_TITLES.items()}
    return varied_style(
        rng,
        actions=columns(ORDERS[at % len(ORDERS)], titles),
        font="Helvetica",
        font_size=8.5,
        rules=RULES[at % len(RULES)],
        watermark="",
        landscape=at % 5 == 4,
        head=rng.choice(("", "MHHS Programme (synthetic)")),
    )


def _file_name(report: Specimen) -> str:
    """As archives name them, e.g. `TMAG 06 Headline Report v1.1.pdf`."""
    number = f"{'e' if report.extraordinary else ''}{report.group} {report.number:02d}" + (
        f".{report.sub}" if report.sub else ""
    )
    version = f" {report.version}" if report.version else ""
    return f"{report.issue_date:%Y-%m-%d} {number} Headline Report{version}.pdf"
