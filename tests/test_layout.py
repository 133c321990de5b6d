"""Claims on putting pages back together: whatever the page breaks, the same rows and texts come out."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document, Line, Table
from ingest.layout import TableBlock, TextBlock, arrange
from ingest.template import load_templates
from tests.paper import ACTION_TITLES, WIDTHS, document_of, line_at, table_of, wrap

TEMPLATE = load_templates()[0]
TITLES = [[title] for title in ACTION_TITLES]
WORDS = st.sampled_from(["share", "review", "plan", "data", "testing", "members", "Ofgem", "Programme", "report", "scope"])

SENTENCE = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")


def tables(document: Document) -> list[list[tuple[str, ...]]]:
    return [
        [row.texts for row in block.rows] for block in arrange(document, TEMPLATE).blocks if isinstance(block, TableBlock)
    ]


def set_row(texts: Sequence[str]) -> list[list[str]]:
    return [wrap(text, width) if text else [] for text, width in zip(texts, WIDTHS, strict=True)]


def cut(rows: Sequence[list[list[str]]], at: Sequence[int], *, repeat_titles: bool) -> Document:
    """The rows on pages, cut after so many printed lines; a row over a cut stands on both pages."""
    lines_used, pages = 0, [[TITLES]]
    cuts = sorted(set(at))
    for row in rows:
        height = max(len(cell) for cell in row)
        rest, taken = row, 0
        while cuts and lines_used + height > cuts[0] > lines_used:
            room = cuts.pop(0) - lines_used - taken
            pages[-1].append([cell[:room] for cell in rest])
            rest = [cell[room:] for cell in rest]
            taken += room
            pages.append([TITLES] if repeat_titles else [])
        while cuts and cuts[0] <= lines_used:
            cuts.pop(0)
            pages.append([TITLES] if repeat_titles else [])
        pages[-1].append(rest)
        lines_used += height
    filled = [page for page in pages if page and page != [TITLES]]
    return document_of(*(([], [table_of(page)]) for page in filled))


@settings(max_examples=60, deadline=None)
@given(
    actions=st.lists(st.tuples(SENTENCE, WORDS), min_size=2, max_size=6),
    at=st.lists(st.integers(min_value=1, max_value=40), max_size=3),
    repeat_titles=st.booleans(),
)
def test_a_table_cut_anywhere_gives_the_same_rows(
    actions: list[tuple[str, str]], at: list[int], repeat_titles: bool
) -> None:
    texts = [
        ("Plan", f"TMAG06-{number:02d}", text, owner, "22/06/2022", "Shared")
        for number, (text, owner) in enumerate(actions, start=1)
    ]
    rows = [set_row(row) for row in texts]

    whole = tables(cut(rows, (), repeat_titles=False))
    parted = tables(cut(rows, at, repeat_titles=repeat_titles))

    assert len(parted) == 1
    assert [[" ".join(cell.split()) for cell in row] for row in parted[0]] == [
        [" ".join(cell.split()) for cell in row] for row in whole[0]
    ]


def test_a_row_over_the_page_break_has_a_box_on_both_pages_and_starts_on_the_first() -> None:
    row = set_row(
        ("Plan", "TMAG06-01", "Share the plan with all members of the group ahead of the next meeting.", "PMO", "", "")
    )
    upper, lower = [cell[:1] for cell in row], [cell[1:] for cell in row]
    document = document_of(([], [table_of([TITLES, upper])]), ([], [table_of([lower])]))

    (block,) = arrange(document, TEMPLATE).blocks

    assert isinstance(block, TableBlock)
    assert block.rows[1].page == 1
    assert [box.page for box in block.rows[1].boxes] == [1, 2]
    assert block.rows[1].texts[2].startswith("Share the plan with all members")


@pytest.mark.parametrize(
    ("upper", "lower", "ref", "text"),
    [
        (("Plan", "TMAG06-", "Share the", "", "", ""), ("", "01", "plan.", "", "", ""), "TMAG06-01", "Share the plan."),
        (
            ("Plan", "TMAG06-01", "Develop a re-", "", "", ""),
            ("", "", "plan.", "", "", ""),
            "TMAG06-01",
            "Develop a re-plan.",
        ),
    ],
)
def test_refs_and_words_cut_by_the_page_are_mended(upper: Sequence[str], lower: Sequence[str], ref: str, text: str) -> None:
    document = document_of(([], [table_of([TITLES, set_row(upper)])]), ([], [table_of([set_row(lower)])]))

    ((_, row),) = tables(document)

    assert (row[1], row[2]) == (ref, text)


def test_the_first_row_of_a_page_with_a_ref_of_its_own_is_a_row() -> None:
    first = set_row(("Plan", "TMAG06-01", "Share the plan", "PMO", "22/06/2022", ""))
    second = set_row(("", "TMAG06-02", "Share the report", "PMO", "22/06/2022", ""))
    document = document_of(([], [table_of([TITLES, first])]), ([], [table_of([second])]))

    ((_, *rows),) = tables(document)

    assert [row[1] for row in rows] == ["TMAG06-01", "TMAG06-02"]


def test_running_heads_and_feet_are_taken_off_and_headings_are_not() -> None:
    def page(number: int) -> tuple[list[Line], list[Table]]:
        lines = [
            line_at("MHHS Programme", 50, 20),
            line_at("Actions", 50, 60, bold=True),
            line_at(f"Page {number} of 2", 50, 880),
        ]
        return lines, [table_of([TITLES, set_row(("Plan", f"TMAG06-0{number}", "Share.", "PMO", "", ""))])]

    layout = arrange(document_of(page(1), page(2)), TEMPLATE)

    assert [block.line.text for block in layout.blocks if isinstance(block, TextBlock)] == ["Actions", "Actions"]
    assert layout.page_total == 2


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["This paragraph goes on", "over two lines.", "", "Another."], "This paragraph goes on over two lines.\nAnother."),
        (["Issues:", "• the first of the points", "  is long", "• b"], "Issues:\n• the first of the points is long\n• b"),
        (["to be agreed (see the half-", "hourly plan)"], "to be agreed (see the half-hourly plan)"),
        (["a soft\u00ad", "ware release"], "a software release"),
        (["and/", "or"], "and/or"),
    ],
)  # fmt: skip
def test_wrapped_lines_become_paragraphs_and_bullets(lines: list[str], text: str) -> None:
    cells = [[["Area"], ["Discussion"]], [["Plan"], lines]]
    document = document_of(([], [table_of(cells, (90.0, 160.0))]))

    assert tables(document)[0][1][1].replace("  ", " ") == text


def test_a_date_cut_by_its_cell_is_mended() -> None:
    cells = [TITLES, [["Plan"], ["TMAG06-01"], ["Share."], ["PMO"], ["22/06/202", "2"], [""]]]
    document = document_of(([], [table_of(cells, (80.0, 80.0, 180.0, 90.0, 53.0, 90.0))]))

    assert tables(document)[0][1][4] == "22/06/2022"
