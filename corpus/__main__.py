"""The generator's command: `python -m corpus layouts …`, `python -m corpus demo …`, `python -m corpus truth …`."""

import argparse
import json
import random
import sys
from pathlib import Path

from corpus.layouts import LAYOUTS, make
from corpus.programme import Programme, invent_programme


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m corpus", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    layouts = commands.add_parser("layouts", help="PDFs with golden records, a few reports in each layout")
    layouts.add_argument("folder", type=Path)
    layouts.add_argument("--only", nargs="*", default=sorted(LAYOUTS), choices=sorted(LAYOUTS), metavar="LAYOUT")
    layouts.add_argument("--reports", type=int, default=6)
    layouts.add_argument("--seed", type=int, default=1)
    truth = commands.add_parser("truth", help="the life of every action of a programme, as JSON")
    truth.add_argument("file", type=Path)
    truth.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    programme = invent_programme(chosen.seed)
    if chosen.command == "truth":
        write_truth(programme, chosen.file)
        return 0
    for name in chosen.only:
        rng = random.Random(f"{chosen.seed} {name}")
        reports = rng.sample(programme.specimens, chosen.reports)
        try:
            made = make(name, reports, chosen.folder / name, chosen.seed)
        except (ImportError, FileNotFoundError) as missing:
            sys.stderr.write(f"{name}: skipped, {missing}\n")
            continue
        sys.stdout.write(f"{name}: {len(made)} reports\n")
    return 0


def write_truth(programme: Programme, file: Path) -> None:
    """Every action's life, keyed by ref, with the dates of each group's meetings."""
    groups = sorted({report.group for report in programme.specimens})
    truth = {
        "synthetic": True,
        "seed": programme.seed,
        "meetings": {group: [day.isoformat() for day in programme.meeting_dates(group)] for group in groups},
        "reports": [
            {
                "report": report.name,
                "meeting": report.key,
                "meeting_date": report.meeting_date.isoformat(),
                "version": report.version,
            }
            for report in programme.specimens
        ],
        "actions": {life.ref: life.summary(programme.meeting_dates(life.group)) for life in programme.lives},
    }
    file.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
