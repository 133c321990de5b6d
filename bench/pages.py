"""How long the pages' own work takes: every page through the real router over a synthetic archive of a given size.

    python bench/pages.py [--records 50000]

The archive is invented (see `corpus`), put straight into the store without PDFs. Each page is opened once to warm the
caches that a running app has warm, then timed five times; the time is that of a whole rerun of the script, as Streamlit
runs it. The goal is 300 ms at 50,000 records. Run by hand; the machine should be quiet.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from streamlit.testing.v1 import AppTest

from corpus.programme import invent_programme
from kb.knowledge_base import KnowledgeBase
from kb.store import replace_reports
from tests.programme import parsed

ROUTER = str(Path(__file__).parents[1] / "kb" / "web" / "router.py")
RUNS = 5
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("actions.py", {}),
    ("actions.py", {"a_show": "vanished"}),
    ("owners.py", {}),
    ("decisions.py", {}),
    ("raid.py", {}),
    ("changes.py", {}),
    ("coverage.py", {}),
    ("trends.py", {}),
    ("trends.py", {"t_view": "Age"}),
    ("trends.py", {"t_view": "Time to close"}),
    ("trends.py", {"t_view": "Slips"}),
    ("trends.py", {"t_view": "By group, area, owner"}),
    ("trends.py", {"t_view": "RAID"}),
    ("trends.py", {"t_view": "Rising topics"}),
)


def main() -> None:
    """Make the archive, time the pages, print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=50_000)
    options.add_argument("--home", type=Path, help="an archive made by an earlier run")
    wanted = options.parse_args()
    home = wanted.home or Path(tempfile.mkdtemp(prefix="kb_pages_"))
    if not (home / "kb.sqlite").exists():
        fill(home, wanted.records)
    with KnowledgeBase.open(home) as base, base.store.reading() as connection:
        records = connection.exec_driver_sql("SELECT count(*) FROM records WHERE is_current").scalar_one()
        actions = connection.exec_driver_sql("SELECT count(*) FROM actions").scalar_one()
        ref = connection.exec_driver_sql("SELECT ref FROM actions ORDER BY mentions DESC LIMIT 1").scalar_one()
    print(f"{records:,} records, {actions:,} actions in {home}")
    os.environ["KB_HOME"], os.environ["KB_TODAY"] = str(home), "2024-06-01"
    print(f"{'page':<48}{'median ms':>10}{'worst ms':>10}")
    for script, address in (*PAGES, ("action.py", {"ref": str(ref)})):
        times = time_page(script, address)
        name = script + " " + " ".join(f"{key}={value}" for key, value in address.items())
        print(f"{name:<48}{statistics.median(times):>10.0f}{max(times):>10.0f}")


def fill(home: Path, records: int) -> None:
    """Invent programmes, each with groups of its own, until there are enough records."""
    with KnowledgeBase.open(home) as base:
        count, seed = 0, 0
        while count < records:
            seed += 1
            programme = invent_programme(seed, meetings=(40, 60))
            with base.store.writing() as connection:
                for specimen in programme.specimens:
                    report = parsed(specimen, prefix=_letters(seed))
                    count += sum(map(len, (report.actions, report.decisions, report.raid_items, report.discussion_items)))
                    replace_reports(connection, [report])
            print(f"\r{count:,} records", end="", flush=True)
    print()


def time_page(script: str, address: dict[str, str]) -> list[float]:
    """Milliseconds of single reruns of a page."""
    app = AppTest.from_file(ROUTER, default_timeout=120)
    app.run()
    app.switch_page(script)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        app.run()
        times.append(1000 * (time.perf_counter() - start))
    return times


def _letters(seed: int) -> str:
    return "".join(chr(ord("A") + digit) for digit in divmod(seed, 26))


if __name__ == "__main__":
    main()
