"""Claims on the generator: the same seed gives the same reports, and the truth agrees with them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.demo import demo_programme, truth_of, write_demo, write_truth
from corpus.printed import print_report
from corpus.programme import invent_programme
from corpus.style import SYNTHETIC, plain_style

DEMO = Path(__file__).parents[1] / "data" / "reports" / "demo"
TRUTH = Path(__file__).parent / "reports" / "truth.json"


def test_the_same_seed_gives_the_same_programme() -> None:
    assert invent_programme(5).specimens == invent_programme(5).specimens
    assert invent_programme(5).specimens != invent_programme(6).specimens


def test_the_committed_demo_archive_is_what_the_generator_makes(tmp_path: Path) -> None:
    made = write_demo(tmp_path)

    assert sorted(path.name for path in made) == sorted(path.name for path in DEMO.glob("*.pdf"))
    for path in made:
        assert path.read_bytes() == (DEMO / path.name).read_bytes(), path.name
        golden = path.with_suffix(".json").name
        assert (tmp_path / golden).read_text() == (DEMO / golden).read_text(), golden


def test_the_committed_truth_is_that_of_the_demo_archive(tmp_path: Path) -> None:
    write_truth(demo_programme(), tmp_path / "truth.json")

    assert (tmp_path / "truth.json").read_text() == TRUTH.read_text()


def test_the_demo_archive_is_large_enough_to_have_a_history() -> None:
    meetings = Counter(report.group for report in demo_programme().specimens if not report.version)

    assert len(demo_programme().specimens) >= 60
    assert len(meetings) >= 6
    assert min(meetings.values()) >= 8


@pytest.mark.parametrize("trait", ["slips", "closed_on", "reopened_on", "vanished"])
def test_the_demo_archive_holds_every_turn_an_action_can_take(trait: str) -> None:
    assert any(life[trait] for life in truth_of(demo_programme())["actions"].values())


def test_every_mention_in_the_truth_is_printed_in_its_report() -> None:
    programme = demo_programme()
    reports = {report.name: report for report in programme.specimens}
    for life in programme.lives:
        for event in life.events:
            report = reports[event.report]
            if event.origin == "table":
                (row,) = (row for row in report.actions if row.ref == life.ref)
                assert (row.owner, row.due.on, row.update) == (event.owner, event.due_date, event.update)
            else:
                assert any(f"«{life.ref}»" in item.text for item in report.discussion)


def test_every_printed_report_says_that_it_is_synthetic() -> None:
    printed = print_report(demo_programme().specimens[0], plain_style())

    assert SYNTHETIC in printed.foot


def test_golden_records_name_the_page_of_every_row() -> None:
    golden = json.loads(next(DEMO.glob("*.json")).read_text())

    for kind in ("actions", "decisions", "raid", "discussion"):
        assert all(1 <= row["page"] <= golden["pages"] for row in golden[kind])
