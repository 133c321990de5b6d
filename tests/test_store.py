"""The store gives back what it was given, ranks revisions whatever the order of files, and notes index changes."""

import itertools
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kb.database import open_database
from kb.errors import NewerSchemaError, NotFoundError
from kb.records import ParsedReport
from kb.store import Added, Change, Store, forget_file, replace_reports
from tests.builders import full_report


@pytest.fixture
def store() -> Store:
    return Store(None)


def replace(store: Store, reports: list[ParsedReport]) -> tuple[Added, ...]:
    with store.writing() as connection:
        return replace_reports(connection, reports).added


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(sql)]


def test_a_report_comes_back_field_for_field(store: Store) -> None:
    report = full_report()
    replace(store, [report])
    assert store.find_report(report.report.report_id) == report


def test_replacing_a_file_leaves_nothing_of_what_it_said_before(store: Store) -> None:
    replace(store, [full_report()])
    before = rows(store, "SELECT count(*) FROM source_box") + rows(store, "SELECT count(*) FROM cross_reference")
    replace(store, [full_report()])
    assert rows(store, "SELECT count(*) FROM source_box") + rows(store, "SELECT count(*) FROM cross_reference") == before


def test_the_later_issue_is_current_whatever_the_order_of_files() -> None:
    first = full_report(b"1", date(2022, 6, 17))
    second = full_report(b"2", date(2022, 6, 20))
    undated = full_report(b"3", None)
    states = set()
    for order in itertools.permutations([first, second, undated]):
        store = Store(None)
        for report in order:
            replace(store, [report])
        states.add(tuple(rows(store, "SELECT report_id, revision, is_current FROM reports ORDER BY report_id")))
    (state,) = states
    assert {row[0]: row[1:] for row in state} == {
        undated.report.report_id: (1, 0),
        first.report.report_id: (2, 0),
        second.report.report_id: (3, 1),
    }


def test_the_same_words_in_other_bytes_are_a_duplicate_and_never_two_current_reports(store: Store) -> None:
    one, other = full_report(b"1", content_hash="same"), full_report(b"2", content_hash="same")
    assert [replace(store, [each])[0].change for each in (one, other)] == [Change.ADDED, Change.DUPLICATE]
    assert rows(store, "SELECT sum(is_current), count(duplicate_of), count(DISTINCT revision) FROM reports") == [(1, 1, 1)]


def test_which_of_equal_files_stands_is_told_as_it_is_stored_whatever_their_order() -> None:
    files = [full_report(content, content_hash="same") for content in (b"1", b"2", b"3")]
    states = set()
    for order in itertools.permutations(files):
        store = Store(None)
        for report in order:
            (added,) = replace(store, [report])
            said = f"says the same as {store.find_current('TMAG06')}, in other bytes"
            stands = rows(store, f"SELECT is_current FROM reports WHERE report_id = '{added.report_id}'") == [(1,)]  # noqa: S608 - our own key
            assert added.change is Change.ADDED or (added.note == said) is not stands
            assert ("stands for both" in added.note) is (stands and added.change is Change.DUPLICATE)
        states.add(tuple(rows(store, "SELECT report_id, is_current, duplicate_of FROM reports ORDER BY report_id")))
    assert len(states) == 1


def test_removing_the_current_revision_makes_the_earlier_one_current(store: Store) -> None:
    first, second = full_report(b"1", date(2022, 6, 17)), full_report(b"2", date(2022, 6, 20))
    replace(store, [first])
    replace(store, [second])
    with store.writing() as connection:
        forget_file(connection, second.report.sha256)
    assert store.find_current("tmag06") == first.report.report_id


def test_files_laid_down_together_say_what_they_say_one_by_one(store: Store) -> None:
    files = [full_report(b"1"), full_report(b"2", date(2022, 6, 20)), full_report(b"3", content_hash="3")]
    together = Store(None)

    one_by_one = [replace(store, [each])[0] for each in files]

    assert list(replace(together, files)) == one_by_one
    for view in ("reports", "action_mentions", "actions", "action_owners"):
        assert rows(together, f"SELECT * FROM {view}") == rows(store, f"SELECT * FROM {view}")  # noqa: S608 - names of our own views


def test_an_unknown_key_is_not_found(store: Store) -> None:
    with pytest.raises(NotFoundError, match="NOPE01"):
        store.find_current("NOPE01")
    with pytest.raises(NotFoundError, match="NOPE-1"):
        store.find_report("NOPE-1")


def test_a_database_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(NewerSchemaError, match="999"):
        open_database(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_database_of_the_version_before_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP VIEW meetings")
        connection.execute("ALTER TABLE report DROP COLUMN chair")
        connection.execute("PRAGMA user_version = 1")
    reopened = Store(path)
    assert rows(reopened, "SELECT chair FROM meetings") == []
    reopened.close()


def test_views_are_made_again_when_their_definition_changed(tmp_path: Path) -> None:
    path = tmp_path / "kb.sqlite"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DROP VIEW meetings")
        connection.execute("UPDATE setting SET value = 'older' WHERE name = 'views'")
    reopened = Store(path)
    assert rows(reopened, "SELECT count(*) FROM meetings") == [(0,)]
    reopened.close()


def test_two_stores_on_one_file_see_each_other(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "kb.sqlite"), Store(tmp_path / "kb.sqlite")
    replace(one, [full_report()])
    assert other.knows_file(full_report().report.sha256)
    one.close()
    other.close()
