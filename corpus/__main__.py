"""The generator's command: `python -m corpus layouts …`, `python -m corpus demo …`, `python -m corpus truth …`."""

import argparse
import random
import sys
from pathlib import Path

from corpus.demo import demo_programme, write_demo, write_truth
from corpus.layouts import LAYOUTS, make
from corpus.programme import invent_programme


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
    truth.add_argument("--seed", type=int, help="of a programme; without it, the truth of the demo archive")
    demo = commands.add_parser("demo", help="the demo archive")
    demo.add_argument("folder", type=Path, nargs="?", default=Path("data/reports/demo"))
    chosen = parser.parse_args(arguments)
    match chosen.command:
        case "truth":
            write_truth(demo_programme() if chosen.seed is None else invent_programme(chosen.seed), chosen.file)
        case "demo":
            sys.stdout.write(f"{len(write_demo(chosen.folder))} reports in {chosen.folder}\n")
        case _:
            _make_layouts(chosen)
    return 0


def _make_layouts(chosen: argparse.Namespace) -> None:
    programme = invent_programme(chosen.seed)
    for name in chosen.only:
        rng = random.Random(f"{chosen.seed} {name}")
        reports = rng.sample(programme.specimens, chosen.reports)
        try:
            made = make(name, reports, chosen.folder / name, chosen.seed)
        except (ImportError, FileNotFoundError) as missing:
            sys.stderr.write(f"{name}: skipped, {missing}\n")
            continue
        sys.stdout.write(f"{name}: {len(made)} reports\n")


if __name__ == "__main__":
    sys.exit(main())
