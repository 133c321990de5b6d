"""The index on disk: always right or saying that it is not, whatever happened to it."""

import contextlib
import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb.language.abbreviations import read_abbreviations
from kb.search import fts5_documents, whoosh_index, whoosh_writer
from kb.search.port import SearchRequest
from kb.search.service import RecordSearch
from kb.search.whoosh_storage import PlacedStorage
from tests.search_corpus import TODAY, action, discussion

FEW = tuple(action(number, f"synthetic stubs number{number}") for number in range(1, 30))
MANY = tuple(discussion(number, f"synthetic stubs number{number}") for number in range(1, 700))


class Home:
    """A data directory with a database, as several processes would open it."""

    def __init__(self, directory: Path, documents=()) -> None:
        self.directory = directory
        self.index = directory / "index"
        with self.writing() as connection:
            fts5_documents.create(connection)
            fts5_documents.replace(connection, documents)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.directory / "kb.sqlite", isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.directory / "kb.sqlite", isolation_level=None, check_same_thread=False)
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.close()

    def search(self) -> RecordSearch:
        return RecordSearch(self.reading, self.index, read_abbreviations())

    def add(self, *documents) -> None:
        with self.writing() as connection:
            fts5_documents.replace(connection, documents)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path, FEW)


def find(search: RecordSearch, text: str, **more):
    return search.search(SearchRequest(text=text, today=TODAY, limit=1000, **more))


def test_a_missing_index_is_made_by_the_first_search(home):
    result = find(home.search(), "stubs")
    assert (result.total, result.engine, result.state) == (len(FEW), "whoosh", "")


def test_a_record_added_by_another_process_is_found_by_the_next_search(home):
    search = home.search()
    find(search, "stubs")
    home.add(action(99, "brandnew simulator"))
    result = find(search, "brandnew")
    assert [hit.document.record_id for hit in result.hits] == ["a99"]
    assert result.engine == "whoosh"


def test_a_changed_record_is_found_by_its_new_words_only(home):
    search = home.search()
    find(search, "stubs")
    home.add(action(1, "reworded entirely"))
    assert find(search, "number1").total == 0
    assert find(search, "reworded").total == 1
    assert find(search, "stubs").total == len(FEW) - 1


def test_a_removed_record_is_gone_at_once(home):
    search = home.search()
    find(search, "stubs")
    with home.writing() as connection:
        fts5_documents.remove(connection, ["a1", "a2"])
    assert find(search, "stubs").total == len(FEW) - 2


def test_the_same_record_twice_in_one_change_is_one_hit(home):
    search = home.search()
    home.add(action(1, "first wording"), action(1, "second wording"))
    home.add(action(1, "third wording"))
    assert find(search, "wording").total == 1
    assert find(search, "third").total == 1


def test_many_small_changes_keep_the_index_small(home):
    search = home.search()
    for number in range(100, 140):
        home.add(action(number, f"change number{number}"))
        assert find(search, f"number{number}").total == 1
    assert find(search, "change").total == 40
    folder = home.index / (home.index / "CURRENT").read_text()
    assert len(PlacedStorage(folder).open_index().reader().leaf_readers()) < 20
    assert len(list(folder.iterdir())) < 200


def test_while_a_large_index_is_made_sqlite_answers_and_says_so(tmp_path):
    home = Home(tmp_path, MANY)
    search = home.search()
    first = find(search, "stubs")
    assert (first.total, first.engine) == (len(MANY), "fts5")
    assert "SQLite" in first.state
    for _ in range(200):
        later = find(search, "stubs")
        if later.engine == "whoosh":
            break
        time.sleep(0.05)
    assert (later.total, later.engine, later.state) == (len(MANY), "whoosh", "")


def test_a_deleted_index_directory_is_made_again(home):
    find(home.search(), "stubs")
    shutil.rmtree(home.index)
    assert find(home.search(), "stubs").total == len(FEW)


def test_a_directory_deleted_under_a_running_search_does_no_harm(home):
    search = home.search()
    find(search, "stubs")
    shutil.rmtree(home.index)
    assert find(search, "stubs").total == len(FEW)
    home.add(action(99, "brandnew stubs"))
    assert find(search, "stubs").total == len(FEW) + 1


@pytest.mark.parametrize("left", [0.0, 0.5])
def test_an_index_cut_short_while_it_is_open_costs_a_fallback_and_not_the_process(home, left):
    search = home.search()
    find(search, "simulator")
    folder = home.index / (home.index / "CURRENT").read_text()
    for path in folder.iterdir():
        if path.is_file():
            os.truncate(path, int(path.stat().st_size * left))
    for number in range(1, len(FEW) + 1):
        assert find(search, f"stubs number{number}").total == 1
    assert find(search, "stubs").total == len(FEW)


@pytest.mark.parametrize("pattern", ["*.trm", "*.pst", "*.num", "_MAIN_*.toc"])
@pytest.mark.parametrize("damage", ["cut", "zeroed", "garbage", "gone"])
def test_a_torn_index_is_never_believed(home, pattern, damage):
    find(home.search(), "stubs")
    for path in home.index.glob(f"whoosh-*/{pattern}"):
        size = path.stat().st_size
        if damage == "gone":
            path.unlink()
        else:
            kept = path.read_bytes()[: size // 2]
            path.write_bytes(
                kept + {"cut": b"", "zeroed": bytes(size - len(kept)), "garbage": os.urandom(size - len(kept))}[damage]
            )
    search = home.search()
    for text, count in (("stubs", len(FEW)), ("number7", 1), ("synthetic stubs", len(FEW))):
        assert find(search, text).total == count, text
    search.catch_up()
    after = find(search, "stubs")
    assert (after.total, after.engine) == (len(FEW), "whoosh")


def test_the_index_of_another_archive_is_not_believed(home, tmp_path):
    other = Home(tmp_path / "other" if (tmp_path / "other").mkdir() is None else tmp_path, FEW[:10])
    find(other.search(), "stubs")
    find(home.search(), "stubs")
    shutil.rmtree(home.index)
    shutil.copytree(other.index, home.index)
    result = find(home.search(), "number3")
    assert [hit.document.record_id for hit in result.hits] == ["a3"]
    assert find(home.search(), "stubs").total == len(FEW)


def test_a_database_put_back_from_a_backup_is_searched_as_it_is(home):
    find(home.search(), "stubs")
    backup = (home.directory / "kb.sqlite").read_bytes()
    home.add(action(80, "lost in the restore"))
    find(home.search(), "restore")
    for name in ("kb.sqlite-wal", "kb.sqlite-shm"):
        (home.directory / name).unlink(missing_ok=True)
    (home.directory / "kb.sqlite").write_bytes(backup)
    home.add(action(81, "written after the backup"))
    search = home.search()
    assert find(search, "restore").total == 0
    assert find(search, "backup").total == 1


def test_foreign_files_in_the_directory_are_no_index(home):
    home.index.mkdir()
    (home.index / "CURRENT").write_text("../../etc")
    (home.index / "whoosh-note.txt").write_text("not an index")
    assert find(home.search(), "stubs").total == len(FEW)


def test_a_file_where_the_directory_should_be_leaves_sqlite_to_answer(home):
    home.index.write_text("a file")
    result = find(home.search(), "stubs")
    assert (result.total, result.engine) == (len(FEW), "fts5")
    assert "cannot be written" in result.state


def test_a_full_disk_leaves_sqlite_to_answer_and_no_lock_behind(home, monkeypatch):
    search = home.search()
    find(search, "stubs")
    home.add(action(99, "brandnew stubs"))

    class FullDisk(whoosh_writer.SegmentWriter):
        def commit(self, *args, **kwargs):
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(whoosh_writer, "SegmentWriter", FullDisk)
        result = find(search, "brandnew")
        assert (result.total, result.engine) == (1, "fts5")
        assert "No space left" in result.state
    after = find(search, "brandnew")
    assert (after.total, after.engine) == (1, "whoosh")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_killed_writer_leaves_an_index_that_is_right(home):
    script = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from tests.search_corpus import action
        from tests.test_search_index import Home, find
        home = Home(Path({str(home.directory)!r}))
        search = home.search()
        print("ready", flush=True)
        for number in range(1000, 9999):
            home.add(action(number, f"killed number{{number}}"))
            find(search, "killed")
    """)
    find(home.search(), "stubs")
    for delay in (0.0, 0.013, 0.031, 0.057, 0.1):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with home.reading() as connection:
            count = connection.execute("SELECT count(*) FROM search_document WHERE text LIKE 'killed%'").fetchone()[0]
        result = find(home.search(), "killed")
        assert (result.total, result.engine) == (count, "whoosh")
        assert find(home.search(), "stubs").total == len(FEW)


def test_threads_that_search_while_records_come_see_each_record_as_soon_as_it_is_there(home):
    search = home.search()
    find(search, "stubs")
    failures: list[str] = []
    done = threading.Event()

    def look() -> None:
        seen = 0
        while not done.is_set():
            total = find(search, "arriving").total
            if total < seen:
                failures.append(f"{total} after {seen}")
            seen = total

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(200, 230):
        home.add(action(number, f"arriving number{number}"))
        if find(search, "arriving").total < number - 199:
            failures.append(f"record {number} not seen")
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_two_searches_over_one_directory_share_one_index(home):
    first, second = home.search(), home.search()
    for number in range(300, 310):
        home.add(action(number, f"shared number{number}"))
        assert find(first, "shared").total == find(second, "shared").total == number - 299
    assert len(list(home.index.glob("whoosh-*"))) == 1


def test_a_rebuild_replaces_the_index_in_one_step(home):
    search = home.search()
    find(search, "stubs")
    before = (home.index / "CURRENT").read_text()
    assert f"{len(FEW)} records" in search.rebuild()
    assert (home.index / "CURRENT").read_text() != before
    assert len(list(home.index.glob("whoosh-*"))) == 1
    assert find(search, "stubs").total == len(FEW)


def test_a_rebuild_by_another_process_is_waited_for_by_nobody(home):
    home.index.mkdir()
    lock = whoosh_index.FileLock(str(home.index / "LOCK"))
    assert lock.acquire(blocking=False)
    try:
        result = find(home.search(), "stubs")
    finally:
        lock.release()
    assert (result.total, result.engine) == (len(FEW), "fts5")
    assert "another process" in result.state


def test_the_lag_of_an_index_is_known(home):
    search = home.search()
    assert search.lag() is None
    find(search, "stubs")
    home.add(action(99, "new"))
    assert search.lag() == 1
    with contextlib.suppress(FileNotFoundError):
        search.catch_up()
    assert search.lag() == 0
