"""What the pages write: dates and counts for people, and texts from PDFs that stay texts."""

from datetime import date

import pytest

from kb.web.format import format_count, format_date, join_facts, markdown_text, paragraphs_html, segments_html

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "![x](http://example.org/x.png)",
    "$\\frac{1}{2}$",
    ":red[danger]",
    ":material/home:",
    "# heading",
    "`code` **bold** _it_ ~~no~~ | table |",
    "http://example.org <a@example.org>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_survives_in_html(text: str) -> None:
    for shown in (paragraphs_html(text), segments_html([(text, True)])):
        assert "<img" not in shown
        assert "<script" not in shown
        assert "<a" not in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_every_character_that_markdown_could_read_is_escaped(text: str) -> None:
    shown = markdown_text(text)
    unescaped = [letter for n, letter in enumerate(shown) if letter in "[]()<>`*_$:#|~!" and shown[n - 1] != "\\"]
    assert unescaped == []


def test_paragraphs_are_paragraphs_and_bullets_are_a_list() -> None:
    assert paragraphs_html("One:\n• a\n• b & c\nTwo") == "<p>One:</p><ul><li>a</li><li>b &amp; c</li></ul><p>Two</p>"


def test_dates_and_counts_read_like_a_person_wrote_them() -> None:
    assert format_date(date(2022, 6, 5)) == "5 Jun 2022"
    assert format_count(1, "action") == "1 action"
    assert format_count(1204, "entry", "entries") == "1,204 entries"
    assert join_facts(("a", "", "b")) == "a · b"
