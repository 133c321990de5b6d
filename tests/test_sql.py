"""Analysts may read the public views and nothing else, within limits, and every refusal says why."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kb.errors import UnsafeSqlError
from kb.history.actions import ActionFilter, Lens, list_actions
from kb.knowledge_base import KnowledgeBase
from kb.questions import QUESTIONS, Question
from kb.sql import run_sql
from kb.view import View
from kb.views import VIEWS
from tests.builders import full_report, original

HOSTILE = [
    "INSERT INTO report (report_id) VALUES ('x')",
    "UPDATE report SET title = 'x'",
    "DELETE FROM report",
    "DROP TABLE report",
    "DROP VIEW meetings",
    "CREATE TABLE x (y)",
    "CREATE TEMP TABLE x (y)",
    "CREATE VIEW x AS SELECT 1",
    "CREATE TRIGGER x AFTER INSERT ON report BEGIN SELECT 1; END",
    "CREATE INDEX x ON report (title)",
    "ALTER TABLE report ADD COLUMN x",
    "REPLACE INTO setting VALUES ('a', 'b')",
    "ATTACH 'x.db' AS x",
    "ATTACH ':memory:' AS x",
    "DETACH main",
    "VACUUM",
    "VACUUM INTO 'copy.db'",
    "REINDEX",
    "ANALYZE",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA table_info(report)",
    "SELECT * FROM pragma_database_list",
    "BEGIN",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "SAVEPOINT x",
    "SELECT load_extension('x')",
    "SELECT writefile('x', 'y')",
    "SELECT readfile('/etc/passwd')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT * FROM report",
    "SELECT sha256 FROM main.report",
    "SELECT * FROM failed_search",
    "SELECT * FROM setting",
    "WITH x AS (DELETE FROM report RETURNING *) SELECT * FROM x",
    "SELECT 1; DELETE FROM report",
    "SELECT hex(zeroblob(400000000))",
    "SELECT replace(printf('%.*c', 1000000, 'x'), 'x', 'yyyyyyyyyy')",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "WITH RECURSIVE n(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM n) SELECT max(length(s)) FROM n",
    "SELECT nonsense FROM meetings",
    "SELEC 1",
    "SELECT :missing_parameter",
    "\x00",
    "SELECT '" + "x" * 30_000 + "'",
]

WIDE = ", ".join(["s"] * 1900)
ONE_WIDE_ROW = f"SELECT {WIDE} FROM (SELECT printf('%.*c', 1900000, 'a') AS s)"  # noqa: S608 - columns of our own


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("sql")
    with KnowledgeBase.open(folder / "home") as base:
        base.add([full_report()], original(folder))
        yield folder / "home" / "kb.sqlite"


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_hostile_or_broken_statement_is_refused_with_a_reason(
    database: Path, statement: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {path.name for path in database.parent.iterdir()} | {"kb.sqlite-wal", "kb.sqlite-shm"}
    with pytest.raises(UnsafeSqlError) as refused:
        run_sql(database, statement)
    assert len(str(refused.value)) > 10
    assert sorted(tmp_path.iterdir()) == []
    assert {path.name for path in database.parent.iterdir()} <= files


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_can_be_read_and_has_the_documented_columns(database: Path, view: View) -> None:
    result = run_sql(database, f"SELECT * FROM {view.name}")  # noqa: S608 - the name of a view of the product
    assert result.columns == tuple(name for name, _meaning in view.columns)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.title)
def test_every_question_of_the_library_runs(database: Path, question: Question) -> None:
    assert run_sql(database, question.sql, dict(question.parameters)).columns


@pytest.mark.parametrize("day", ["2022-03-15", "2022-09-01", "2023-02-28", "2026-11-25"])
def test_the_question_of_overdue_actions_answers_as_the_list_of_actions_does(archive: KnowledgeBase, day: str) -> None:
    (question,) = (each for each in QUESTIONS if each.title == "Actions overdue as of a date")
    with archive.store.reading() as connection:
        listed = list_actions(connection, ActionFilter(as_of=date.fromisoformat(day), lens=Lens.OVERDUE))
    answer = run_sql(archive.home / "kb.sqlite", question.sql, {"as_of": day})
    said = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert {(row["ref"], row["due_date"], row["days_overdue"]) for row in said} == {
        (each.ref, str(each.due_date), each.days_overdue) for each in listed
    }


def test_the_mentions_of_an_action_are_its_rows_and_sentences_without_what_a_carried_row_repeats(
    archive: KnowledgeBase,
) -> None:
    printed = """SELECT ref, meeting, origin, replace(text, char(10), ' ') AS words
                 FROM action_mentions WHERE is_current ORDER BY meeting_date"""
    with archive.store.reading() as connection:
        mentions = connection.exec_driver_sql(printed).all()
        said = dict(connection.exec_driver_sql("SELECT ref, mentions FROM actions").all())  # type: ignore[arg-type] # pairs
    rows = [each for each in mentions if each.origin == "table"]
    counted: Counter[str] = Counter()
    seen: set[tuple[str, str, str]] = set()
    for each in mentions:
        others = (row for row in rows if row.meeting == each.meeting and row.ref != each.ref and each.origin != "table")
        inside = {(each.ref, row.ref, each.words) for row in others if each.words in row.words}
        counted[each.ref] += not inside or not inside <= seen
        seen |= inside
    assert said == {ref: counted[ref] for ref in said}
    assert sum(said.values()) < len(mentions)


def test_rows_over_the_limit_are_cut_and_said_to_be(database: Path) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n"
    result = run_sql(database, numbers, row_limit=10)
    assert (len(result.rows), result.truncated) == (10, True)


def test_columns_of_the_same_name_are_told_apart(database: Path) -> None:
    assert run_sql(database, "SELECT meeting, meeting FROM meetings").columns == ("meeting", "meeting (2)")


@pytest.mark.parametrize(
    "statement", ["DELETE FROM report", "SELECT * FROM report", "ATTACH 'x' AS y", "PRAGMA user_version"]
)
def test_a_refusal_is_in_words_of_the_product(database: Path, statement: str) -> None:
    with pytest.raises(UnsafeSqlError, match=r"^the statement changes something, or reads what is private; only SELECTs"):
        run_sql(database, statement)


@pytest.mark.parametrize(
    ("statement", "limit"),
    [
        ("SELECT printf('%.*c', 2000000000, 'x'), printf('%.*c', 2000000000, 'x')", "stopped after"),
        ("SELECT instr(printf('%.*c', 1900000, 'a'), printf('%.*c', 900000, 'a') || 'b')", "stopped after"),
        ("SELECT * FROM n a, n b, n c ORDER BY random()", "too much memory; the limit is"),
        (ONE_WIDE_ROW, "too much memory; the limit is"),
    ],
    ids=["one function", "one comparison", "sorting", "one row"],
)
def test_what_sqlite_does_in_one_step_is_held_to_the_limits_too(database: Path, statement: str, limit: str) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
    with pytest.raises(UnsafeSqlError, match=limit):
        run_sql(database, numbers + statement)


def test_parameters_are_bound_never_spliced(database: Path) -> None:
    result = run_sql(database, "SELECT :word AS word", {"word": "'; DROP TABLE report; --"})
    assert result.rows == (("'; DROP TABLE report; --",),)


def test_the_schema_of_the_views_can_be_listed(database: Path) -> None:
    assert run_sql(database, "SELECT name FROM sqlite_master WHERE type = 'view'").rows
