"""Claims on putting pages back together: whatever the page breaks, the same rows and texts come out."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document, Line, Rule, Table
from ingest.layout import TableBlock, TextBlock, arrange
from ingest.pages.lines import group_lines
from ingest.template import load_templates
from tests.paper import ACTION_TITLES, GLYPH, WIDTHS, document_of, line_at, table_of, wrap

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


def test_a_head_above_titles_that_an_earlier_page_prints_is_no_row() -> None:
    def side_by_side(left: str, right: str, top: float) -> Line:
        one, other = line_at(left, 60, top), line_at(right, 260, top)
        return replace(one, text=f"{left} {right}", x1=other.x1, words=(*one.words, *other.words))

    def titled(top: float, area: str) -> list[Line]:
        return [side_by_side("Area", "Discussion", top), side_by_side(area, "It was presented.", top + 20)]

    first = [line_at("Key Discussion Items", 60, 300, bold=True), *titled(330, "Plan")]
    second = [line_at("MHHS Programme", 60, 40), *titled(60, "Costs")]

    layout = arrange(document_of((first, []), (second, [])), TEMPLATE)

    assert layout.running == ("MHHS Programme",)


def test_what_is_left_of_a_frame_at_a_page_end_parts_no_table() -> None:
    row = set_row(("Plan", "TMAG06-01", "Share the plan", "PMO", "22/06/2022", ""))
    rest = set_row(("", "", "with all members.", "", "", ""))
    empty = table_of([set_row(("", "", "", "", "", ""))], top=850)

    ((_, whole),) = tables(document_of(([], [table_of([TITLES, row]), empty]), ([], [table_of([rest])])))

    assert whole[2] == "Share the plan with all members."


HEADINGS = ["Actions", "Actions from previous meetings"]


def test_running_heads_and_feet_are_taken_off_and_headings_are_not() -> None:
    def page(number: int) -> tuple[list[Line], list[Table]]:
        lines = [
            line_at("MHHS Programme", 50, 20),
            line_at(HEADINGS[number - 1], 50, 60, bold=True),
            line_at(f"Page {number} of 2", 50, 880),
        ]
        return lines, [table_of([TITLES, set_row(("Plan", f"TMAG06-0{number}", "Share.", "PMO", "", ""))])]

    layout = arrange(document_of(page(1), page(2)), TEMPLATE)

    assert [block.line.text for block in layout.blocks if isinstance(block, TextBlock)] == HEADINGS
    assert layout.page_total == 2


@pytest.mark.parametrize(
    ("feet", "broken"),
    [
        (["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], []),
        (["Page 1 of 3", "Page 2 of 3", "Page 2 of 2", "Page 3 of 3"], [(2, 3), (3, 4)]),
        (["Page 1 of 2", "Page 2 of 3"], [(1, 2)]),
        (["Page 3", "Page 2", "Page 1"], [(1, 2), (2, 3)]),
        (["© Programme 2022 1", "© Programme 2022 2", "© Programme 2022 2"], [(2, 3)]),
        (["1", "2", "4"], [(2, 3)]),
        (["Cover", "Page 1", "Page 2"], []),
        (["Page 8 of 9", "Page 9 of 9", "Annex", "Page 11 of 9"], []),
        (["Part 1 of 2", "Part 1 of 2", "Part 1 of 2"], []),
        (["Page 1 of 1", "Page 1 of 1", "Page 1 of 1"], []),
        (["Issued 17/06/22", "Issued 17/06/22", "Issued 18/06/22"], []),
        (["Meeting 6", "Meeting 6"], []),
    ],
)
def test_printed_page_numbers_that_do_not_run_on_are_found(feet: list[str], broken: list[tuple[int, int]]) -> None:
    layout = arrange(document_of(*(([line_at(foot, 300, 885)], []) for foot in feet)), TEMPLATE)

    assert [(each.before.page, each.after.page) for each in layout.number_breaks] == broken


def test_the_end_of_a_date_at_the_foot_of_a_table_is_no_page_number() -> None:
    lines = [line_at("(was 3 November", 50, 860), line_at("2022)", 50, 872), line_at("- 1 -", 300, 885)]

    layout = arrange(document_of((lines, [])), TEMPLATE)

    assert layout.running == ("- 1 -",)


def test_a_heading_printed_again_above_its_titles_goes_on_with_the_table_before() -> None:
    def page(number: int) -> tuple[list[Line], list[Table]]:
        row = set_row(("Plan", f"TMAG06-0{number}", "Share.", "PMO", "", ""))
        return [line_at("Actions", 50, 60, bold=True)], [table_of([TITLES, row])]

    (rows,) = tables(document_of(page(1), page(2)))

    assert [row[1] for row in rows] == ["Action Ref", "TMAG06-01", "TMAG06-02"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["This paragraph goes on", "over two lines.", "", "Another."], "This paragraph goes on over two lines.\nAnother."),
        (["Issues:", "• the first of the points", "  is long", "• b"], "Issues:\n• the first of the points is long\n• b"),
        (["to be agreed (see the half-", "hourly plan)"], "to be agreed (see the half-hourly plan)"),
        (["a soft\u00ad", "ware release"], "a software release"),
        (["Share the", "Design Baseline."], "Share the Design Baseline."),
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


BAR = [["Actions"], [], [], [], [], []]


def test_a_section_bar_above_the_titles_is_part_of_a_tables_head_on_every_page() -> None:
    first = set_row(("Plan", "TMAG06-01", "Share the plan with", "PMO", "22/06/2022", ""))
    rest = set_row(("", "", "all members.", "", "", ""))
    document = document_of(([], [table_of([BAR, TITLES, first])]), ([], [table_of([BAR, TITLES, rest])]))

    (rows,) = tables(document)

    assert [row[2] for row in rows] == ["", "Action", "Share the plan with all members."]


def test_a_row_that_a_cell_begins_anew_is_no_rest_of_the_row_above() -> None:
    long = "It was noted that the plan is late. " * 6
    above = [["Planning"], wrap(long, 400.0)]
    below = [["Testing"], ["The group agreed the plan."]]
    widths = (100.0, 400.0)
    titles = [["Area"], ["Discussion"]]
    pages = ([], [table_of([titles, above], widths)]), ([], [table_of([below], widths)])

    (rows,) = tables(document_of(*pages))

    assert [row[0] for row in rows] == ["Area", "Planning", "Testing"]


def test_a_whole_row_below_a_cell_left_open_is_a_row_of_its_own_and_a_doubt() -> None:
    titles = [["Area"], ["Discussion"]]
    upper = replace(table_of([titles, [["Plan"], ["Members agreed."]]], WIDTHS[:2]), open_bottom=True)
    lower = replace(table_of([[["Costs"], ["The budget was noted."]]], WIDTHS[:2]), open_top=True)

    (block,) = arrange(document_of(([], [upper]), ([], [lower])), TEMPLATE).blocks

    assert isinstance(block, TableBlock)
    assert [row.texts for row in block.rows[1:]] == [("Plan", "Members agreed."), ("Costs", "The budget was noted.")]
    assert [row.doubtful for row in block.rows[1:]] == [False, True]


def test_a_row_closed_by_a_rule_in_mid_sentence_is_likely_to_go_on() -> None:
    titles = [["Area"], ["Discussion"]]
    cut_open = replace(table_of([titles, [["Plan"], ["Members", "agreed."]]], (100.0, 100.0)), open_bottom=True)
    goes_on = [[[], ["It was so."]], [["Costs"], ["A supplier offered", "to share figures on"]]]
    closed = replace(table_of(goes_on, (100.0, 100.0)), open_top=True)
    rest = table_of([[[], ["NHS numbers."]], [["Risks"], ["None."]]], (100.0, 100.0))

    (block,) = arrange(document_of(([], [cut_open]), ([], [closed]), ([], [rest])), TEMPLATE).blocks

    assert isinstance(block, TableBlock)
    (costs,) = (row for row in block.rows if row.texts[0] == "Costs")
    assert (costs.texts[1], costs.doubtful) == ("A supplier offered to share figures on NHS numbers.", True)


def test_titles_above_the_frame_of_a_table_are_its_first_row() -> None:
    lines = [line_at(title, x, 86, bold=True) for title, x in (("Area", 54), ("Ref", 154), ("Action", 254))]
    row = [["Plan"], ["TMAG06-01"], ["Share the plan."]]

    assert tables(document_of((on_lines(lines), [table_of([row], (100.0, 100.0, 200.0))]))) == [
        [("Area", "Ref", "Action"), ("Plan", "TMAG06-01", "Share the plan.")]
    ]


def test_a_ref_alone_at_the_page_end_belongs_to_the_text_on_the_next_page() -> None:
    row = set_row(("Plan", "TMAG06-01", "Share the plan.", "PMO", "22/06/2022", ""))
    head = [["Testing"], [], [], ["Ofgem"], [], []]
    rest = set_row(("", "TMAG06-02", "Review the scope.", "", "29/06/2022", ""))
    document = document_of(([], [table_of([TITLES, row, head])]), ([], [table_of([TITLES, rest])]))
    (block,) = (block for block in arrange(document, TEMPLATE).blocks if isinstance(block, TableBlock))

    assert block.rows[-1].texts == ("Testing", "TMAG06-02", "Review the scope.", "Ofgem", "29/06/2022", "")
    assert (block.rows[-1].page, block.rows[-1].doubtful) == (1, True)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Environ", "ment"], "Environment"), (["Infrastr", "ucture"], "Infrastructure"),
        (["relation", "ships"], "relationships"),
        (["allocati", "on plan"], "allocation plan"),
        (["03/10/202", "2"], "03/10/2022"), (["Supplier–", "agent"], "Supplier–agent"),
        (["impact", "assessment"], "impact assessment"), (["default", "load"], "default load"), (["CDWG", "-04"], "CDWG-04"),
        (["Consumer", "-impact a", "ssessment"], "Consumer-impact assessment"),
        (["PROPOS", "E TO", "CLOSE"], "PROPOSE TO CLOSE"), (["Operational", "readiness"], "Operational readiness"),
        (["CDWG27‐", "01"], "CDWG27-01"), (["func‐", "tional"], "functional"),
        (["the End-", "to-end run"], "the End-to-end run"),
        (["Ramanath", "an"], "Ramanathan"),
        (["Chaudhry", "/", "Anneliese"], "Chaudhry / Anneliese"), (["Copperwaite", "and Rowan"], "Copperwaite and Rowan"),
    ],
)  # fmt: skip
def test_words_that_a_narrow_cell_cuts_are_mended_and_neighbours_stay_apart(lines: list[str], text: str) -> None:
    width = GLYPH * max(map(len, lines)) + 8
    narrow = [[lines, ["A text."]]]

    assert tables(document_of(([], [table_of(narrow, (width, 100.0))])))[0][0][0] == text


def test_a_name_with_a_hyphen_is_no_line_of_its_own_where_no_line_breaks_at_a_hyphen() -> None:
    cells = [[["Anselm", "Dovecote-Hall"], ["A text."]], [["Ann", "Other"], ["A text."]]]

    names = [row[0] for row in tables(document_of(([], [table_of(cells, (78.0, 100.0))])))[0]]

    assert names == ["Anselm Dovecote-Hall", "Ann\nOther"]


def test_the_last_word_of_a_cell_opens_no_section() -> None:
    lines = [
        line_at("Actions", 50, 100, bold=True),
        line_at("Area", 50, 120, bold=True), line_at("Ref", 150, 120, bold=True), line_at("Action", 250, 120, bold=True),
        line_at("Infrastructure", 50, 140, bold=True), line_at("TMAG06-01", 150, 140), line_at("Share the plan.", 250, 140),
        line_at("dependencies", 50, 152, bold=True),
        line_at("Testing", 50, 172, bold=True), line_at("TMAG06-02", 150, 172), line_at("Review the scope.", 250, 172),
    ]  # fmt: skip

    (rows,) = tables(document_of((on_lines(lines), [])))

    assert [row[:2] for row in rows[1:]] == [("Infrastructure dependencies", "TMAG06-01"), ("Testing", "TMAG06-02")]


@pytest.mark.parametrize(
    ("below", "gap"),
    [
        (["The next meeting will be held by teleconference on Tuesday,", "starting at ten."], 20),
        (["Contact: the PMO"], 70),
    ],
)
def test_a_paragraph_below_a_table_without_rules_is_no_part_of_its_last_row(below: list[str], gap: int) -> None:
    lines = [
        line_at("Actions", 50, 100, bold=True),
        line_at("Area", 50, 120, bold=True), line_at("Ref", 150, 120, bold=True), line_at("Action", 250, 120, bold=True),
        line_at("Plan", 50, 140), line_at("TMAG06-01", 150, 140), line_at("Share the plan", 250, 140),
        line_at("with members.", 250, 152),
        line_at("Testing", 50, 172), line_at("TMAG06-02", 150, 172), line_at("Review the scope.", 250, 172),
        *(line_at(text, 50, 172 + gap + 12 * number, space=3) for number, text in enumerate(below)),
    ]  # fmt: skip

    blocks = arrange(document_of((on_lines(lines), [])), TEMPLATE).blocks

    (table,) = (block for block in blocks if isinstance(block, TableBlock))
    assert table.rows[-1].texts[:3] == ("Testing", "TMAG06-02", "Review the scope.")
    assert [block.line.text for block in blocks if isinstance(block, TextBlock)][1:] == below


def test_a_heading_in_plain_print_above_titles_ends_the_table_of_the_page_before() -> None:
    actions = [
        line_at("Actions", 50, 100),
        line_at("Action", 50, 120), line_at("Owner", 250, 120), line_at("Ref", 350, 120),
        line_at("Share the plan.", 50, 140), line_at("PMO", 250, 140), line_at("TMAG06-01", 350, 140),
    ]  # fmt: skip
    decisions = [
        line_at("Decisions", 50, 50),
        line_at("Decision Ref", 50, 70, space=3), line_at("Decision", 250, 70),
        line_at("TMAG06-D01", 50, 90), line_at("Approved the plan.", 250, 90, space=3),
    ]  # fmt: skip

    found = tables(document_of((on_lines(actions), []), (on_lines(decisions), [])))

    assert [len(rows) for rows in found] == [2, 2]
    assert found[1][1] == ("TMAG06-D01", "Approved the plan.")


def test_titles_in_small_print_are_titles_of_larger_rows() -> None:
    lines = [
        line_at("Actions", 50, 100, bold=True, size=12),
        *(line_at(title, x, 120, size=7) for title, x in (("ACTION", 50), ("OWNER", 250), ("REF", 350))),
        line_at("Share the plan.", 50, 140), line_at("PMO", 250, 140), line_at("TMAG06-01", 350, 140),
    ]  # fmt: skip

    (rows,) = tables(document_of((on_lines(lines), [])))

    assert rows[1] == ("Share the plan.", "PMO", "TMAG06-01")


def test_a_row_that_fills_its_columns_is_no_paragraph_below_the_table() -> None:
    lines = [
        line_at("Actions", 50, 100, bold=True),
        line_at("Area", 50, 120, bold=True), line_at("Ref", 150, 120, bold=True), line_at("Action", 250, 120, bold=True),
        line_at("Plan", 50, 140), line_at("TMAG06-01", 150, 140), line_at("Share the plan.", 250, 140),
        line_at("Infrastructure and more", 50, 170), line_at("TMAG06-02", 165, 170), line_at("Review it.", 250, 170),
    ]  # fmt: skip

    (rows,) = tables(document_of((on_lines(lines), [])))

    assert len(rows) == 3


def test_refs_beside_the_first_lines_part_rows_that_no_white_parts() -> None:
    lines = [
        line_at("Actions", 50, 100, bold=True),
        line_at("Ref", 50, 120, bold=True), line_at("Action", 150, 120, bold=True),
        line_at("TMAG06-01", 50, 140), line_at("Share the plan with", 150, 140), line_at("all the members.", 150, 152),
        line_at("TMAG06-02", 50, 164), line_at("Review the scope", 150, 164), line_at("of the tests:", 150, 176),
        line_at("the first one", 150, 194), line_at("and the last", 150, 212),
        line_at("TMAG06-03", 50, 224), line_at("Close it.", 150, 224),
    ]  # fmt: skip

    (rows,) = tables(document_of((on_lines(lines), [])))

    assert [ref for ref, _ in rows[1:]] == ["TMAG06-01", "TMAG06-02", "TMAG06-03"]
    assert rows[1][1] == "Share the plan with all the members."


def test_an_area_that_flows_down_beside_the_next_ref_is_one_area() -> None:
    lines = [
        line_at("Actions", 50, 100, bold=True),
        line_at("Area", 50, 120, bold=True), line_at("Ref", 150, 120, bold=True), line_at("Action", 250, 120, bold=True),
        line_at("Identity checks", 50, 140), line_at("TMAG06-01", 150, 140), line_at("Share the plan.", 250, 140),
        line_at("for agents", 50, 152), line_at("TMAG06-02", 150, 152), line_at("Review the scope.", 250, 152),
    ]  # fmt: skip

    (rows,) = tables(document_of((on_lines(lines), [])))

    assert [row[:2] for row in rows[1:]] == [("Identity checks for agents", "TMAG06-01"), ("", "TMAG06-02")]


def test_short_refs_with_texts_of_their_own_part_a_row_that_no_rule_parts() -> None:
    titles = [["RAID Ref"], ["Type"], ["Description"]]
    width = (100.0, 100.0, 200.0)
    row = [["A561", "R157"], ["Assumption", "Risk"], ["Staff are available", "Late delivery"]]
    other = [["A562", "R158"], ["Risk"], ["Staff are", "available"]]

    (rows,) = tables(document_of(([], [table_of([titles, row, other], width)])))

    assert [ref for ref, *_ in rows[1:]] == ["A561", "R157", "A562 R158"]


def test_refs_in_the_middle_of_their_rows_part_them_at_the_widest_white() -> None:
    lines = [
        line_at("Actions", 50, 100, bold=True),
        line_at("Ref", 50, 120, bold=True), line_at("Action", 150, 120, bold=True),
        line_at("Share the plan with", 150, 140), line_at("TMAG06-01", 50, 152), line_at("all the members", 150, 152),
        line_at("of the group.", 150, 164),
        line_at("Review the scope", 150, 190), line_at("TMAG06-02", 50, 202), line_at("of the tests", 150, 202),
        line_at("again.", 150, 214),
    ]  # fmt: skip

    (rows,) = tables(document_of((on_lines(lines), [])))

    assert [(ref, " ".join(text.split())) for ref, text in rows[1:]] == [
        ("TMAG06-01", "Share the plan with all the members of the group."),
        ("TMAG06-02", "Review the scope of the tests again."),
    ]


def test_a_label_with_its_value_above_a_header_block_without_rules_is_no_part_of_it() -> None:
    lines = [
        line_at("TMAG Headline Report", 50, 40, bold=True),
        line_at("Issue Date 31 October 2022", 50, 80, space=3),
        line_at("Meeting number", 53, 93, space=3), line_at("TMAG 006", 143, 93, space=3),
        line_at("Venue", 230, 93), line_at("Online", 300, 93),
    ]  # fmt: skip

    blocks = arrange(document_of((on_lines(lines), [])), TEMPLATE).blocks

    assert [block.line.text for block in blocks if isinstance(block, TextBlock)][1:] == ["Issue Date 31 October 2022"]
    assert [row.texts for block in blocks if isinstance(block, TableBlock) for row in block.rows] == [
        ("Meeting number", "TMAG 006", "Venue", "Online")
    ]


def test_two_rows_of_labels_between_two_rules_are_two() -> None:
    lines = [
        line_at("TMAG Headline Report", 50, 40, bold=True),
        line_at("Meeting number", 50, 80, space=3), line_at("TMAG 006", 150, 80, space=3),
        line_at("Venue", 230, 80), line_at("Online", 300, 80),
        line_at("Meeting date", 50, 92, space=3), line_at("15/06/2022", 150, 92),
        line_at("Classification", 220, 92), line_at("Public", 300, 92),
    ]  # fmt: skip
    document = document_of((on_lines(lines), []))
    rules = tuple(Rule(y=y, x0=50, x1=340) for y in (77.0, 105.0))
    document = replace(document, pages=tuple(replace(page, rules=rules) for page in document.pages))

    assert tables(document) == [
        [("Meeting number", "TMAG 006", "Venue", "Online"), ("Meeting date", "15/06/2022", "Classification", "Public")]
    ]


def test_a_count_in_a_cell_is_no_page_number() -> None:
    lines = [line_at("3 of 5 responses received, 3 of 5", 50, 60)]
    texts = [line_at("Actions", 50, 300, bold=True), line_at("The plan was shared with all members of the group.", 50, 320)]
    blocks = arrange(document_of((lines + texts, [])), TEMPLATE).blocks

    assert next(block.line.text for block in blocks if isinstance(block, TextBlock)).startswith("3 of 5")


def on_lines(lines: Sequence[Line]) -> list[Line]:
    """Lines that stand at the same height put together, as they are read from a page."""
    return list(group_lines(word for line in lines for word in line.words))
