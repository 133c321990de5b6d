"""Claims on the sample reports: the parser finds exactly what they say, and what it finds does not drift unseen."""

import json
from pathlib import Path

import pytest

from bench.score import Score, compare
from tests.golden import FOLDER, golden_path, read_golden

SAMPLES = sorted(FOLDER.rglob("*.pdf"))
PLACE = "page"


@pytest.mark.parametrize("pdf", SAMPLES, ids=lambda pdf: pdf.stem)
def test_the_parser_finds_what_a_sample_says(pdf: Path) -> None:
    score = Score()
    (found,) = read_golden(pdf)

    compare(json.loads(pdf.with_suffix(".json").read_text("utf-8")), found, score, pdf.stem)

    # The generator tells the page of a row from its first words, which may stand on an earlier page as well.
    wrong = [line for line in score.wrong if pdf.stem.startswith("TMAG006") or f".{PLACE}:" not in line]
    assert wrong == []
    assert score.f1 == 1.0


@pytest.mark.parametrize("pdf", SAMPLES, ids=lambda pdf: pdf.stem)
def test_what_the_parser_finds_is_what_was_reviewed(pdf: Path) -> None:
    assert read_golden(pdf) == json.loads(golden_path(pdf).read_text("utf-8"))


@pytest.mark.parametrize("name", ["continued", "repeated"])
def test_the_real_report_comes_out_to_the_letter(name: str) -> None:
    (found,) = read_golden(FOLDER / f"TMAG006_{name}.pdf")
    truth = json.loads((FOLDER / f"TMAG006_{name}.json").read_text("utf-8"))

    for kind in ("actions", "decisions", "raid", "discussion"):
        rows = [{key: row[key] for key in golden} for row, golden in zip(found[kind], truth[kind], strict=True)]
        assert rows == truth[kind]
    assert found["raid_none_raised"] is True
    assert found["problems"] == []
