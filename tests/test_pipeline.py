"""Claims on taking files in: outcomes, order, dry runs, crashes, two runs at once; on real PDFs."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.printed import print_report
from corpus.programme import invent_programme
from corpus.render_reportlab import render
from corpus.style import plain_style
from ingest.pipeline import Outcome, OutcomeKind, Progress, ingest_paths
from ingest.reparse import ReparseKind, reparse_originals
from ingest.workers.discover import find_files, show_name
from kb.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[1]
KIND = OutcomeKind


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports of two invented groups, a corrected re-issue and a reprint among them."""
    folder = tmp_path_factory.mktemp("archive")
    for report in invent_programme(3, groups=2, meetings=(2, 3)).specimens:
        (folder / report.group).mkdir(exist_ok=True)
        render(print_report(report, plain_style()), folder / report.group / f"{report.name}.pdf")
    one = next(folder.glob("DAG/*.pdf"))
    reissue(one, folder / "DAG" / "again.pdf")
    return folder


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path / "home") as opened:
        yield opened


def reissue(original: Path, copy: Path) -> None:
    """The same report in other bytes."""
    copy.write_bytes(original.read_bytes() + b"\n% printed again\n%%EOF\n")


def kinds(outcomes: list[Outcome]) -> list[OutcomeKind]:
    return [outcome.kind for outcome in outcomes]


def dump(home: Path) -> list[str]:
    """What the database says, whatever the order in which it was told. Serial numbers and times of changes are left out."""
    with sqlite3.connect(home / "kb.sqlite") as connection:
        views = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")]
        return [f"{view}: {sorted(map(repr, connection.execute(f'SELECT * FROM {view}')))}" for view in views]  # noqa: S608  # names of our own views


def test_a_second_run_changes_nothing(archive: Path, kb: KnowledgeBase) -> None:
    first = list(ingest_paths(kb, [archive], jobs=2))
    before = dump(kb.home)
    second = list(ingest_paths(kb, [archive], jobs=2))

    assert KIND.REJECTED not in kinds(first)
    assert set(kinds(second)) == {KIND.UNCHANGED}
    assert dump(kb.home) == before


def test_the_order_of_files_does_not_matter(archive: Path, tmp_path: Path) -> None:
    files = sorted(archive.rglob("*.pdf"))
    shuffled = random.Random(1).sample(files, len(files))
    runs = {"all": [[archive]], "one by one": [[file] for file in reversed(files)], "overlapping": [shuffled[::2], shuffled]}
    for name, parts in runs.items():
        with KnowledgeBase.open(tmp_path / name) as kb:
            for part in parts:
                list(ingest_paths(kb, part, jobs=2))

    assert dump(tmp_path / "all") == dump(tmp_path / "one by one") == dump(tmp_path / "overlapping")


def test_outcomes_come_in_the_order_of_names_whatever_the_jobs(archive: Path, tmp_path: Path) -> None:
    runs = []
    for jobs in (1, 3):
        with KnowledgeBase.open(tmp_path / f"home{jobs}") as kb:
            runs.append([(outcome.file_name, outcome.kind) for outcome in ingest_paths(kb, [archive], jobs=jobs)])

    assert runs[0] == runs[1]
    assert [name for name, _ in runs[0]] == sorted((name for name, _ in runs[0]), key=str.casefold)


def test_a_dry_run_says_what_would_be_and_changes_nothing(archive: Path, kb: KnowledgeBase) -> None:
    empty = dump(kb.home)
    told = list(ingest_paths(kb, [archive], dry_run=True))

    assert KIND.ADDED in kinds(told)
    assert dump(kb.home) == empty
    assert not list(kb.library.list_hashes())


def test_a_dry_run_foresees_what_the_run_does(archive: Path, kb: KnowledgeBase) -> None:
    foreseen = [(outcome.file_name, outcome.kind) for outcome in ingest_paths(kb, [archive], dry_run=True)]
    done = [(outcome.file_name, outcome.kind) for outcome in ingest_paths(kb, [archive])]

    assert foreseen == done


def test_the_same_bytes_twice_in_a_run_are_taken_in_once(archive: Path, kb: KnowledgeBase, tmp_path: Path) -> None:
    one = next(archive.rglob("*.pdf"))
    shutil.copy(one, tmp_path / "a.pdf")
    shutil.copy(one, tmp_path / "b.pdf")

    first, second = ingest_paths(kb, [tmp_path / "b.pdf", tmp_path / "a.pdf"], jobs=1)

    assert (first.kind, second.kind) == (KIND.ADDED, KIND.UNCHANGED)
    assert "a.pdf" in second.note


def test_the_same_words_in_other_bytes_are_a_duplicate(archive: Path, kb: KnowledgeBase, tmp_path: Path) -> None:
    one = next(archive.rglob("TMAG*.pdf"))
    reissue(one, tmp_path / "copy.pdf")

    found = [*ingest_paths(kb, [one], jobs=1), *ingest_paths(kb, [tmp_path / "copy.pdf"], jobs=1)]

    assert kinds(found) == [KIND.ADDED, KIND.DUPLICATE]


def test_a_corrected_report_is_a_revision(kb: KnowledgeBase, tmp_path: Path) -> None:
    corrected = next(report for report in invent_programme(1).specimens if report.version)
    first = next(report for report in invent_programme(1).specimens if report.key == corrected.key and not report.version)
    render(print_report(corrected, plain_style()), tmp_path / "1.pdf")
    render(print_report(first, plain_style()), tmp_path / "2.pdf")

    found = list(ingest_paths(kb, [tmp_path / "1.pdf", tmp_path / "2.pdf"], jobs=1))

    assert kinds(found) == [KIND.ADDED, KIND.REVISED]
    assert kb.store.find_current(corrected.key) == found[0].report_id


def test_what_is_rejected_leaves_nothing_and_can_be_tried_again(archive: Path, kb: KnowledgeBase, tmp_path: Path) -> None:
    one = next(archive.rglob("*.pdf"))
    broken = tmp_path / "late.pdf"
    broken.write_bytes(one.read_bytes()[:4000])
    (before,) = ingest_paths(kb, [broken], jobs=1)
    shutil.copy(one, broken)
    (after,) = ingest_paths(kb, [broken], jobs=1)

    assert (before.kind, before.code) == (KIND.REJECTED, "damaged")
    assert after.kind is KIND.ADDED


def test_a_missing_path_is_named_and_the_others_are_taken_in(archive: Path, kb: KnowledgeBase) -> None:
    one = next(archive.rglob("*.pdf"))

    found = {outcome.file_name: outcome for outcome in ingest_paths(kb, [Path("/nowhere/x.pdf"), one], jobs=1)}

    assert found["x.pdf"].code == "unreadable"
    assert found[one.name].kind is KIND.ADDED


def test_progress_counts_every_file(archive: Path, kb: KnowledgeBase) -> None:
    seen: list[Progress] = []
    list(ingest_paths(kb, [archive], on_progress=seen.append))

    assert [each.done for each in seen] == list(range(1, seen[-1].total + 1))
    assert seen[-1].remaining == 0


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("TMAG 06 – report.pdf", "TMAG 06 – report.pdf"),
        ("a\x1b[31mb\n.pdf", "a\\x1b[31mb\\x0a.pdf"),
        ("a\u202efdp.pdf", "a\\u202efdp.pdf"),
        ("\udcff.pdf", "\\udcff.pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_mislead(name: str, shown: str) -> None:
    assert show_name(name) == shown


def test_a_long_name_is_shown_with_its_end() -> None:
    assert len(show_name("x" * 300 + ".pdf")) == 160
    assert show_name("x" * 300 + ".pdf").endswith("x.pdf")


def test_folders_are_searched_without_following_links_to_folders(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.PDF").write_bytes(b"%PDF-1.7")
    (tmp_path / "deep" / "report").write_bytes(b"%PDF-1.7 without an ending in its name")
    (tmp_path / "deep" / "notes.txt").write_text("no report")
    (tmp_path / "._a.pdf").write_bytes(b"notes of a Mac")
    (tmp_path / "deep" / "loop").symlink_to(tmp_path)

    assert [each.file_name for each in find_files([tmp_path, tmp_path], file_bytes=1000)] == ["a.PDF", "report"]


def test_reading_the_originals_again_changes_nothing(archive: Path, kb: KnowledgeBase) -> None:
    list(ingest_paths(kb, [archive]))
    before = dump(kb.home)

    again = list(reparse_originals(kb))

    assert {each.kind for each in again} == {ReparseKind.UNCHANGED}, [str(d) for each in again for d in each.differences][:9]
    assert dump(kb.home) == before


def test_reading_again_mends_what_an_earlier_parser_got_wrong(archive: Path, kb: KnowledgeBase) -> None:
    list(ingest_paths(kb, [archive]))
    before = dump(kb.home)
    with sqlite3.connect(kb.home / "kb.sqlite") as connection:
        changed = connection.execute("UPDATE action_mention SET owner_raw = 'Nobody' WHERE ref LIKE 'DAG%'").rowcount

    again = [each for each in reparse_originals(kb) if each.kind is ReparseKind.CHANGED]

    assert sum(len(each.differences) for each in again) == changed
    assert "owner_raw 'Nobody' →" in str(again[0].differences[0])
    assert dump(kb.home) == before


RUN = """
import sys
from pathlib import Path
from ingest.pipeline import ingest_paths
from kb.knowledge_base import KnowledgeBase
with KnowledgeBase.open(Path(sys.argv[1])) as kb:
    list(ingest_paths(kb, [Path(sys.argv[2])], jobs=2))
"""


def start(home: Path, archive: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", RUN, home, archive], stdout=subprocess.DEVNULL, env=environment)


def test_a_run_that_is_killed_leaves_whole_reports_and_the_next_run_completes(archive: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "whole") as kb:
        list(ingest_paths(kb, [archive], jobs=2))
    home = tmp_path / "killed"
    for delay in (0.5, 0.9, 1.1, 1.3):
        process = start(home, archive)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if (home / "kb.sqlite").exists():
            with sqlite3.connect(home / "kb.sqlite") as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with KnowledgeBase.open(home) as kb:
        list(ingest_paths(kb, [archive], jobs=2))

    assert dump(home) == dump(tmp_path / "whole")


def test_two_runs_at_once_take_every_report_in_once(archive: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "whole") as kb:
        list(ingest_paths(kb, [archive], jobs=2))
    home = tmp_path / "both"
    with KnowledgeBase.open(home):
        pass

    runs = [start(home, archive), start(home, archive)]

    assert [run.wait(timeout=60) for run in runs] == [0, 0]
    assert dump(home) == dump(tmp_path / "whole")
