"""The page about the query language tells the truth: each example is understood without a note, and finds what it says."""

import re
from pathlib import Path

import pytest

from kb.language.fields import FIELD_NAMES
from kb.language.nodes import Flag
from kb.language.query import MAX_DEPTH, MAX_LENGTH, MAX_OPERATORS, MAX_TERMS, parse_query
from kb.search.plan import MAX_EXPANSIONS, plan_query
from kb.search.port import SearchRequest
from kb.search.suggest import WordList
from tests.search_corpus import ABBREVIATIONS, TODAY, action, database, discussion, open_search

PAGE = (Path(__file__).parent.parent / "docs" / "query-language.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| (.*) \|$", PAGE, re.MULTILINE)
EXAMPLES = [example for example, _meaning in ROWS]


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_understood(example):
    query = parse_query(example, TODAY)
    assert query.notes == ()
    assert query.root is not None


@pytest.mark.parametrize(("example", "meaning"), [row for row in ROWS if row[0] in ("DWG", "data working group", "CP")])
def test_each_abbreviation_is_also_searched_as_told(example, meaning):
    plan = plan_query(parse_query(example, TODAY), WordList({}), ABBREVIATIONS)
    assert set(plan.also_searched) == set(meaning.split(", "))


@pytest.mark.parametrize(
    ("example", "texts"),
    [
        ("half-hourly", ("half-hourly", "half hourly", "halfhourly")),
        ("R&D", ("R&D", "R and D")),
        ("MPAN", ("MPAN", "MPANs", "Meter Point Administration Number")),
        ("test stubs", ("testing the stub", "a stub tests")),
        ("what did Ofgem say about migration", ("Ofgem on the migration",)),
        ("IT", ("IT",)),
        ("BSC P 413", ("BSC P413", "BSC P 413")),
        ("migrat*", ("migration", "migrate")),
        ("migraton~", ("migration",)),
        ("stubs OR simulators", ("a stub", "a simulator")),
    ],
)
def test_each_example_finds_what_the_page_says(example, texts):
    assert example in EXAMPLES
    search = open_search([discussion(number, text) for number, text in enumerate(texts)], None)
    assert search.search(SearchRequest(text=example, today=TODAY)).total == len(texts)


def test_every_field_flag_and_limit_is_on_the_page():
    for name in FIELD_NAMES:
        assert f"{name}:" in PAGE or name in ("type", "topic", "date"), name
    for flag in Flag:
        assert f"`{flag}`" in PAGE, flag
    for limit in (f"{MAX_LENGTH:,}", MAX_TERMS, MAX_OPERATORS, MAX_DEPTH, MAX_EXPANSIONS):
        assert f" {limit} " in PAGE, limit


def test_the_statement_for_analysts_runs():
    (statement,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    connection = database([action(1, "the test of stubs")])
    connection.execute("CREATE VIEW records AS SELECT * FROM search_document")
    assert connection.execute(statement).fetchall() == [("TMAG06-01", "TMAG06", "the [test] of [stubs]")]
