"""Claims on broken and hostile files: each ends in its named outcome, and the good files beside them are taken in."""

from collections import defaultdict
from pathlib import Path

import pytest

from bench.hostile import is_right, name_of
from ingest.pipeline import Outcome, ingest_paths
from ingest.workers.limits import Limits
from kb.knowledge_base import KnowledgeBase
from tests.attacks import many_pages
from tests.hostile import hostile_files
from tests.hostile_case import Hostile
from tests.hostile_reports import report_bytes
from tests.raw_pdf import bomb, stream

QUICK = [each for each in hostile_files() if not each.slow]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Outcome]]:
    """The outcomes of all quick ones, taken in together by two workers, by the name of the case."""
    folder = tmp_path_factory.mktemp("hostile")
    for hostile in QUICK:
        (folder / "in" / hostile.name).mkdir(parents=True)
        hostile.make(folder / "in" / hostile.name / hostile.printed_name)
    (folder / "in" / "good").mkdir()
    (folder / "in" / "good" / "good.pdf").write_bytes(report_bytes())
    by_case = defaultdict(list)
    with KnowledgeBase.open(folder / "home") as kb:
        for outcome in ingest_paths(kb, [folder / "in"], jobs=2, limits=Limits(seconds=40)):
            by_case[outcome.path.parent.name].append(outcome)
    return by_case


@pytest.mark.parametrize("hostile", QUICK, ids=lambda each: each.name)
def test_a_hostile_file_ends_in_its_named_outcome(hostile: Hostile, outcomes: dict[str, list[Outcome]]) -> None:
    found = outcomes[hostile.name]

    assert found, "no outcome at all"
    assert is_right(hostile, found), [(name_of(outcome), outcome.message, outcome.problems) for outcome in found]


def test_the_good_file_among_them_is_taken_in(outcomes: dict[str, list[Outcome]]) -> None:
    (good,) = outcomes["good"]

    assert good.report_id


def test_every_refusal_says_what_was_found_and_what_to_do(outcomes: dict[str, list[Outcome]]) -> None:
    refused = [outcome for found in outcomes.values() for outcome in found if outcome.code]

    assert refused
    for outcome in refused:
        assert outcome.found
        assert outcome.remedy
        assert outcome.message.isprintable(), outcome.message


def test_a_file_that_takes_too_long_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(many_pages(10, stream(bomb(2), b"/Filter /FlateDecode")))  # each page takes seconds
    (tmp_path / "b.pdf").write_bytes(report_bytes())

    with KnowledgeBase.open(tmp_path / "home") as kb:
        found = list(ingest_paths(kb, [tmp_path / "a.pdf", tmp_path / "b.pdf"], jobs=1, limits=Limits(seconds=5)))

    assert [name_of(outcome) for outcome in found] == ["timeout", "added"]


def test_a_file_that_takes_too_much_memory_costs_only_itself(tmp_path: Path) -> None:
    (greedy,) = (each for each in hostile_files() if each.name == "predictor_bomb")
    greedy.make(tmp_path / "a.pdf")
    (tmp_path / "b.pdf").write_bytes(report_bytes())

    with KnowledgeBase.open(tmp_path / "home") as kb:
        limits = Limits(memory_bytes=500 << 20, seconds=20)
        found = list(ingest_paths(kb, [tmp_path / "a.pdf", tmp_path / "b.pdf"], jobs=1, limits=limits))

    assert name_of(found[0]) in {"too-large", "timeout", "damaged"}
    assert name_of(found[1]) == "added"
