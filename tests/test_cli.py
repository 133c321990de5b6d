"""The `kb` command: what it prints, and its exit status."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from kb.failed_searches import list_failed_searches
from kb.knowledge_base import KnowledgeBase

SAMPLE = Path(__file__).parents[1] / "data" / "reports" / "TMAG006_headline_report.pdf"
runner = CliRunner()


def kb(*arguments: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_ingest_says_what_became_of_each_file_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    status, printed = kb(
        "ingest", SAMPLE, tmp_path / "empty.pdf", tmp_path / "missing.pdf", "--home", tmp_path / "home", "--json"
    )
    outcomes = {each["file_name"]: each for each in json.loads(printed)["outcomes"]}
    assert status == 1
    assert outcomes[SAMPLE.name]["outcome"] == "added"
    assert {outcomes["empty.pdf"]["code"], outcomes["missing.pdf"]["code"]} == {"empty", "unreadable"}
    assert all(outcomes[name]["remedy"] for name in ("empty.pdf", "missing.pdf"))


def test_the_same_file_again_is_unchanged_and_that_is_success(tmp_path: Path) -> None:
    assert kb("ingest", SAMPLE, "--home", tmp_path)[0] == 0
    status, printed = kb("ingest", SAMPLE, "--home", tmp_path)
    assert (status, printed.split()[0]) == (0, "unchanged")


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    status, printed = kb("ingest", SAMPLE, "--home", tmp_path, "--dry-run")
    assert (status, printed.split()[0]) == (0, "added")
    assert list(tmp_path.iterdir()) == []
    kb("ingest", SAMPLE, "--home", tmp_path)
    other = SAMPLE.with_name("TMAG006_headline_report_repeated_headers.pdf")
    assert kb("ingest", other, "--home", tmp_path, "--dry-run")[1].split()[0] == "duplicate"
    assert json.loads(kb("sql", "SELECT count(*) AS n FROM reports", "--home", tmp_path, "--json")[1])["rows"] == [{"n": 1}]


def test_the_version_is_told() -> None:
    status, printed = kb("--version")
    assert (status, printed.split()[0]) == (0, "kb")


def test_search_prints_the_promised_fields(archive_home: Path) -> None:
    status, printed = kb("search", "test stubs", "--home", archive_home, "--json")
    found = json.loads(printed)
    assert status == 0
    assert {"query", "understood", "total", "approximate", "also_searched", "hits"} <= set(found)
    assert {(hit["kind"], hit["page"]) for hit in found["hits"]} == {("action", 1), ("discussion", 2)}
    assert {"record_id", "kind", "ref", "meeting", "file_name", "page", "score", "snippet", "text"} <= set(found["hits"][0])


def test_a_search_that_finds_nothing_is_noted_as_one_on_the_page_is(tmp_path: Path) -> None:
    kb("ingest", SAMPLE, "--home", tmp_path)
    assert kb("search", "zyzzyva", "--home", tmp_path)[0] == 1
    with KnowledgeBase.open(tmp_path) as base, base.store.reading() as connection:
        assert [each.query for each in list_failed_searches(connection)] == ["zyzzyva"]


@pytest.mark.parametrize("engine", ["whoosh", "fts5"])
def test_both_engines_answer(archive_home: Path, engine: str) -> None:
    found = json.loads(kb("search", "migration", "--engine", engine, "--home", archive_home, "--json")[1])
    assert found["total"] > 0
    assert found["engine"] == engine


@pytest.mark.parametrize("spelling", ["TMAG06-01", "tmag 006-1", "TMAG6–01"])
def test_show_tells_the_life_of_an_action_in_any_spelling(archive_home: Path, spelling: str) -> None:
    status, printed = kb("show", spelling, "--home", archive_home)
    assert status == 0
    assert "Raised 15 Jun 2022, p. 1" in printed


def test_show_prints_a_meeting(archive_home: Path) -> None:
    status, printed = kb("show", "TMAG06", "--home", archive_home)
    assert (status, "none raised" in printed) == (0, True)


def test_actions_are_listed_as_of_a_day(archive_home: Path) -> None:
    before = json.loads(kb("actions", "--as-of", "2022-06-16", "--group", "TMAG", "--home", archive_home, "--json")[1])
    after = json.loads(
        kb("actions", "--as-of", "2022-08-01", "--group", "TMAG", "--overdue", "--home", archive_home, "--json")[1]
    )
    assert not [each for each in before if each["days_overdue"] > 0 and each["status"] == "open"]
    assert {each["ref"] for each in after} == {"TMAG06-01", "TMAG06-03", "TMAG06-05", "TMAG06-06"}


def test_an_unknown_group_is_told_with_the_known_ones(archive_home: Path) -> None:
    status, printed = kb("actions", "--group", "XYZ", "--home", archive_home)
    assert (status, printed.strip()) == (2, "there is no group 'XYZ'; the groups are MWG, TMAG")


def test_actions_are_listed_by_owner_in_all_its_spellings_or_by_a_part_of_a_name(archive_home: Path) -> None:
    owners = {each["owner_raw"] for each in _actions(archive_home, "--owner", "programme")}
    assert len(owners) > 1
    assert all("programme" in owner.casefold() for owner in owners)
    assert _actions(archive_home, "--owner", "PMO", "--group", "tmag")
    status, printed = kb("actions", "--owner", "Programe", "--home", archive_home)
    assert (status, printed.strip()) == (2, "no report prints an owner 'Programe'; did you mean Programme?")


def test_a_row_is_one_line_when_no_terminal_reads_it(archive_home: Path) -> None:
    listed = _actions(archive_home)
    head, *lines = kb("actions", "--home", archive_home)[1].splitlines()
    assert head.split() == ["ref", "status", "due", "overdue", "slips", "owner", "action"]
    assert [line.split()[0] for line in lines] == [each["ref"] for each in listed]
    assert max(map(len, lines)) > 80


def _actions(home: Path, *options: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(kb("actions", *options, "--home", home, "--json")[1])
    return found


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_a_view_is_exported(archive_home: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"actions.{ending}"
    assert kb("export", "actions", "--to", target, "--home", archive_home)[0] == 0
    assert target.stat().st_size > 1000


def test_a_snapshot_is_a_whole_database(archive_home: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    assert kb("export", "--snapshot", tmp_path / "home" / "kb.sqlite", "--home", archive_home)[0] == 0
    assert kb("show", "TMAG06", "--home", tmp_path / "home")[0] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "nonsense", "--to", "x.csv"],
        ["export", "actions", "--to", "x.doc"],
        ["actions", "--as-of", "soon"],
        ["nonsense"],
    ],
)
def test_wrong_use_is_status_2(arguments: list[str], archive_home: Path) -> None:
    assert kb(*arguments, *(["--home", archive_home] if arguments != ["nonsense"] else []))[0] == 2


def test_doctor_finds_a_sound_archive_sound(archive_home: Path) -> None:
    status, printed = kb("doctor", "--home", archive_home, "--json")
    assert status == 0
    assert {check["health"] for check in json.loads(printed)["checks"]} == {"ok"}


def lose(path: Path) -> None:
    path.unlink()


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"junk")


@pytest.mark.parametrize(("harm", "how"), [(lose, "missing"), (damage, "damaged")])
def test_a_lost_original_is_told_by_doctor_and_reparse_and_put_back_by_ingest(
    tmp_path: Path, harm: Callable[[Path], None], how: str
) -> None:
    kb("ingest", SAMPLE, "--home", tmp_path)
    (kept,) = (tmp_path / "library").glob("*/*.pdf")
    before = kb("sql", "SELECT * FROM reports", "--home", tmp_path, "--json")
    harm(kept)

    assert kb("doctor", "--home", tmp_path)[0] == 1
    assert f"originals: {how}: {SAMPLE.name}" in kb("doctor", "--home", tmp_path)[1]
    status, printed = kb("reparse", "--home", tmp_path)
    assert (status, printed.split()[0], f"{SAMPLE.name}: its original in the library is {how}" in printed) == (
        1,
        "rejected",
        True,
    )
    assert "0 of 1 reports changed, 1 could not be read again" in printed
    assert f"was {how} and would be put back" in kb("ingest", SAMPLE, "--home", tmp_path, "--dry-run")[1]
    status, printed = kb("ingest", SAMPLE, "--home", tmp_path)
    assert (status, printed.split()[0], f"its original was {how} and has been put back" in printed) == (0, "unchanged", True)
    assert kept.read_bytes() == SAMPLE.read_bytes()
    assert kb("doctor", "--home", tmp_path)[0] == 0
    assert kb("sql", "SELECT * FROM reports", "--home", tmp_path, "--json") == before
