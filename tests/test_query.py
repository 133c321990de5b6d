"""The query language: what each typed thing means, and that nothing typed is an error."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.language.dates import parse_period
from kb.language.query import MAX_LENGTH, MAX_OPERATORS, MAX_TERMS, describe, parse_query

TODAY = date(2022, 7, 13)


def understood(text: str) -> str:
    return describe(parse_query(text, TODAY).root)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("test stubs", "test AND stubs"),
        ('"test stubs"', '"test stubs"'),
        ("“test stubs”", '"test stubs"'),
        ("test or stubs and more", "test AND or AND stubs AND and AND more"),
        ("test OR stubs", "test OR stubs"),
        ("a b OR c", "(a AND b) OR c"),
        ("a (b OR c)", "a AND (b OR c)"),
        ("-draft", "NOT draft"),
        ("NOT NOT draft", "draft"),
        ("re-plan - now", "re-plan AND now"),
        ("-(a OR b)", "NOT (a OR b)"),
        ("migrat*", "migrat*"),
        ("word~", "word~"),
        ("kind:action", "kind:action"),
        ("KIND:Actions", "kind:action"),
        ('owner:"Kate Goodman"', 'owner:"Kate Goodman"'),
        ("meeting:TMAG 006", "meeting:tmag06"),
        ("ref:TMAG 006-1 now", "ref:tmag06-01 AND now"),
        ("status:open,closed", "status:open,closed"),
        ("is:open has:due", "is:open AND has:due"),
        ("on:last 3 meetings stubs", 'on:"last 3 meetings" AND stubs'),
        ("on:last month stubs", "on:2022-06-01..2022-06-30 AND stubs"),
        ("before:15 June 2022 x", "on:..2022-06-14 AND x"),
        ("after:2022-06", "on:2022-07-01.."),
        ("due:>=2022-06", "due:2022-06-01.."),
        ("http://example.org/a", "http://example.org/a"),
        ("", ""),
        ("  \t\n ", ""),
        ('"TMAG06-01"', "TMAG06-01"),
    ],
)
def test_typed_text_means(text, meaning):
    query = parse_query(text, TODAY)
    assert (describe(query.root), query.notes) == (meaning, ())


@pytest.mark.parametrize("text", ["()", '""', "?!", "🙂", "-", "*"])
def test_a_query_without_a_letter_says_that_everything_is_listed(text):
    query = parse_query(text, TODAY)
    assert query.root is None
    assert [note.reason for note in query.notes] == ["there is no letter or digit to search for; everything is listed"]


def test_a_query_of_too_many_words_says_so_once():
    query = parse_query("plan " * (MAX_TERMS + 50), TODAY)
    assert [note.reason for note in query.notes] == [f"only the first {MAX_TERMS} words are searched"]


@pytest.mark.parametrize(
    ("text", "meaning", "place"),
    [
        ("kind:foo stubs", "stubs", (0, 8)),
        ("foo:bar stubs", "foo:bar AND stubs", (0, 7)),
        ("due:banana stubs", "stubs", (0, 10)),
        ("due:31/02/2022", "", (0, 14)),
        ('say "test stubs', "say AND test AND stubs", (4, 5)),
        ('-"test stubs', "NOT test AND stubs", (1, 2)),
        ("(a b", "a AND b", (0, 1)),
        ("a) b", "a AND b", (1, 2)),
        ("stubs OR", "stubs", (6, 8)),
        ("OR stubs", "stubs", (0, 2)),
        ("stubs NOT", "stubs", (6, 9)),
        ("ab* c", "ab* AND c", (0, 3)),
        ("*ab c", "*ab AND c", (0, 3)),
        ("is:purple c", "c", (0, 9)),
    ],
)
def test_what_is_not_understood_is_noted_with_its_place_and_the_rest_is_searched(text, meaning, place):
    query = parse_query(text, TODAY)
    assert describe(query.root) == meaning
    assert [(note.start, note.end) for note in query.notes] == [place]
    assert query.notes[0].reason


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ('a 5" pipe and a 6" pipe', "a AND 5 AND pipe AND and AND a AND 6 AND pipe"),
        ("git add -A twice", "git AND add AND A AND twice"),
        ("sort --reverse", "sort AND -reverse"),
        ("rm -rf --force", "rm AND rf AND -force"),
        ("diff -q, or -y", "diff AND q, AND or AND y"),
        ("the stubs are NOT ready", "the AND stubs AND are AND NOT AND ready"),
        ("stubs AND NOT ready", "stubs AND NOT ready"),
        ("stubs NOT ready", "stubs AND NOT ready"),
        ("report -2021", "report AND NOT 2021"),
    ],
)
def test_a_sign_that_nobody_means_as_an_operator_is_none(text, meaning):
    query = parse_query(text, TODAY)
    assert (describe(query.root), query.notes) == (meaning, ())


PROSE = "When the tube is cooled to -20 degrees, does the flow –as in the first int* test– OR the pressure NOT rise again"


def test_prose_forbids_nothing_and_begins_no_word():
    words = [part.strip("(),") for part in describe(parse_query(PROSE, TODAY).root).split(" AND ")]
    assert [word.strip("–") for word in words] == [word.strip("-–,") for word in PROSE.split()]
    assert describe(parse_query(f"{PROSE} -kind:action", TODAY).root).endswith("again AND NOT kind:action")


@pytest.mark.parametrize(("text", "asides"), [("tests on:banana", ("on banana",)), ("status:404 error", ("status 404",))])
def test_what_is_not_understood_still_says_what_is_wanted(text, asides):
    assert parse_query(text, TODAY).asides == asides


@pytest.mark.parametrize("text", ["TMAG06-01", "TMAG 006-1", "tmag6-1", "TMAG06–01", "tmag 006-01", '"TMAG06-01"'])
def test_a_ref_alone_is_told_in_any_spelling(text):
    assert parse_query(text, TODAY).ref == "TMAG06-01"


@pytest.mark.parametrize(("text", "meeting"), [("TMAG 006", "TMAG06"), ("DAG 10.1", "DAG10.1"), ("ePSG 3", "ePSG03")])
def test_a_meeting_alone_is_told(text, meeting):
    assert parse_query(text, TODAY).meeting == meeting


@pytest.mark.parametrize("text", ["TMAG06-01 stubs", "stubs", "pages 10-12", "2022", ""])
def test_other_queries_are_no_ref(text):
    assert parse_query(text, TODAY).ref is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-02", date(2022, 2, 1), date(2022, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2022-Q2", date(2022, 4, 1), date(2022, 6, 30)),
        ("q4 2022", date(2022, 10, 1), date(2022, 12, 31)),
        ("15/06/2022", date(2022, 6, 15), date(2022, 6, 15)),
        ("15/06/22", date(2022, 6, 15), date(2022, 6, 15)),
        ("15 June 2022", date(2022, 6, 15), date(2022, 6, 15)),
        ("June 2022", date(2022, 6, 1), date(2022, 6, 30)),
        ("sept 2022", date(2022, 9, 1), date(2022, 9, 30)),
        ("August", date(2021, 8, 1), date(2021, 8, 31)),
        ("2022-05..2022-07", date(2022, 5, 1), date(2022, 7, 31)),
        ("2022-07..2022-05", date(2022, 5, 1), date(2022, 7, 31)),
        ("..2022", None, date(2022, 12, 31)),
        ("2022..", date(2022, 1, 1), None),
        ("today", TODAY, TODAY),
        ("last week", date(2022, 7, 4), date(2022, 7, 10)),
        ("this month", date(2022, 7, 1), date(2022, 7, 31)),
        ("last quarter", date(2022, 4, 1), date(2022, 6, 30)),
        ("this quarter", date(2022, 7, 1), date(2022, 9, 30)),
        ("last year", date(2021, 1, 1), date(2021, 12, 31)),
        ("next month", date(2022, 8, 1), date(2022, 8, 31)),
        ("last 30 days", date(2022, 6, 13), TODAY),
        ("last 2 months", date(2022, 5, 13), TODAY),
    ],
)
def test_words_for_dates_mean(text, first, last):
    period = parse_period(text, TODAY)
    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("text", ["31/02/2022", "2022-13", "banana", "..", "", "99/99/9999", "last", "0000", ">"])
def test_other_words_are_no_dates(text):
    assert parse_period(text, TODAY) is None


def test_a_query_is_bounded_in_length_terms_operators_and_depth():
    long = parse_query("word " * 2_000, TODAY)
    assert any(str(MAX_LENGTH) in note.reason for note in long.notes)
    assert describe(long.root).count("word") <= MAX_TERMS
    prefixes = parse_query(" ".join(f"pre{'x' * number}*" for number in range(40)), TODAY)
    assert describe(prefixes.root).count("*") == MAX_OPERATORS
    assert parse_query("(" * 500 + "a" + ")" * 500, TODAY).notes
    assert describe(parse_query("NOT " * 301 + "a", TODAY).root) == "NOT a"


@pytest.mark.parametrize(
    "text", ["(" * 4000, '"' * 4000, "NOT " * 1000, "a OR " * 800, "-a " * 1300, "a:b " * 1000, "TMAG 0" * 600]
)
def test_hostile_text_is_understood_quickly(text):
    started = time.perf_counter()
    parse_query(text, TODAY)
    assert time.perf_counter() - started < 5  # no benchmark: only that nothing explodes


PIECES = st.sampled_from(
    ["(", ")", '"', "“", "-",
     "NOT", "OR", "AND", "*", "~", ":", "kind:", "due:", "on:last 3", "owner:", "word", "TMAG 006-1",
     " ", "..", "2022-06", "é", "\u00ad", "\x00", "𝔘", "ﬁ", ",", "'", "&", "is:open"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join), st.lists(PIECES, max_size=25).map(" ".join))
)
def test_nothing_typed_is_an_error_and_notes_lie_within_the_text(text):
    query = parse_query(text, TODAY)
    for note in query.notes:
        assert 0 <= note.start <= note.end <= len(text)
    parse_query(describe(query.root), TODAY)


def test_a_text_in_capitals_has_no_operators():
    assert understood("MEASUREMENT OF LIQUIDS OR GASES BY MICROWAVE TECHNIQUES NOT OPTICAL").count(" AND ") == 9
