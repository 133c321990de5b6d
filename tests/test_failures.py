"""When the disk, the rights or the database file fail, a person is told what to do, in one line, and nothing else."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from kb.failures import explain_failure

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "reports" / "TMAG006_headline_report.pdf"


def kb(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | environment, check=False)


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "kb.sqlite").write_bytes(b"this is no database" * 100)
    told = kb("search", "test", "--home", tmp_path)
    remedy = "move it away and run `kb reparse`, which makes a new one from the originals"
    assert (told.returncode, told.stderr) == (1, f"kb.sqlite is no SQLite database; {remedy}\n")


def test_a_home_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    told = kb("ingest", SAMPLE, "--home", tmp_path / "home")
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "expected a folder" in told.stderr


@pytest.mark.parametrize("arguments", [["search", "x"], ["show", "TMAG06"], ["sql", "SELECT 1"], ["actions"], ["doctor"]])
def test_a_command_that_only_reads_makes_no_knowledge_base(arguments: list[str], tmp_path: Path) -> None:
    told = kb(*arguments, "--home", tmp_path / "typo")
    assert told.returncode == 1
    assert "there is no knowledge base in" in told.stderr
    assert not (tmp_path / "typo").exists()


def test_a_wrong_day_in_the_environment_is_wrong_use(archive_home: Path) -> None:
    told = kb("search", "x", "--home", archive_home, KB_TODAY="tomorrow")
    assert (told.returncode, told.stderr) == (2, "KB_TODAY: found 'tomorrow', expected a day such as 2022-09-01\n")


def test_an_export_into_a_missing_folder_is_told_in_one_line(archive_home: Path, tmp_path: Path) -> None:
    target = tmp_path / "no" / "x.csv"
    told = kb("export", "actions", "--to", target, "--home", archive_home)
    assert (told.returncode, told.stderr) == (1, f"{target}: there is no such file or folder; check the path\n")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EISDIR])
def test_failures_of_the_system_have_a_remedy(code: int) -> None:
    assert ";" in str(explain_failure(OSError(code, "as the system says", "a/place")))


def test_what_the_driver_raises_is_found_beneath_what_wraps_it() -> None:
    raised = sqlite3.OperationalError("database or disk is full")
    raised.sqlite_errorcode = sqlite3.SQLITE_FULL
    assert str(explain_failure(OperationalError("INSERT", {}, raised))).startswith("the disk is full")


def test_errors_of_the_program_are_not_explained_away() -> None:
    assert explain_failure(ValueError("a mistake of ours")) is None
