"""One analysis of words: what counts as the same word."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.language.text import extras_of, fold, joined_stems, stem, stems_of, tokens_of, words_of
from kb.search.whoosh_writer import SCHEMA


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("migration", "migrating"), ("MPANs", "MPAN"), ("PPs", "PP"), ("MSNs", "msn"), ("DWGs", "DWG"), ("Résumé", "resume"),
        ("ﬁnal", "final"), ("co\u00adop", "coop"), ("Ofgem’s", "Ofgem"), ("don’t", "don't"), ("ＭＰＡＮ", "mpan"),
        ("organisation", "organization"), ("programme", "program"), ("MPxN", "MPXN"), ("naïve", "nai\u0308ve"),
    ],
)  # fmt: skip
def test_the_same_word_in_other_forms_has_one_stem(one, other):
    assert stems_of(one) == stems_of(other) != []


@pytest.mark.parametrize("word", ["IT", "may", "will", "not", "us", "CSS", "LSS", "x"])
def test_short_and_small_words_stay_words(word):
    assert words_of(word) == [word.lower()]
    assert stems_of(word) != []


def test_words_are_told_apart_by_everything_that_is_no_letter_or_digit():
    assert words_of("risk.Next node_exporter R&D (a/b) 10.1") == [
        "risk", "next", "node", "exporter", "r", "and", "d", "a", "b", "10", "1",
    ]  # fmt: skip


def test_hyphenated_words_have_the_word_in_one_beside_them():
    assert joined_stems("a half‑hourly re-plan, 10-12") == [stem("halfhourly"), "replan"]
    assert extras_of("see TMAG 006–1 and DAG 10.1") == ["§tmag06§01", "§tmag06", "§dag10§1"]


def test_tokens_know_their_places():
    text = "Ofgem’s “test stubs”"
    assert [text[token.start : token.end] for token in tokens_of(text)] == ["Ofgem’s", "test", "stubs"]


@given(st.text(max_size=200))
def test_any_text_has_words_that_are_letters_and_digits(text):
    for token in tokens_of(text):
        assert token.word.isalnum()
        assert token.stem
        assert fold(token.word) == token.word
        assert 0 <= token.start < token.end <= len(text)


def test_the_schema_of_the_index_can_be_pickled():
    assert pickle.loads(pickle.dumps(SCHEMA)).names() == SCHEMA.names()
