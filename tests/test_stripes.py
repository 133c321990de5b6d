"""Claims on rows that only shading tells: bands in a ruled frame, stripes with white rows, and what is none of these."""

from collections.abc import Sequence
from itertools import pairwise

from ingest.document import Word
from ingest.pages.drawing import Shapes
from ingest.pages.grid import find_tables
from ingest.pages.rules import Drawing, Stroke

SIZE = 9.0
XS = (50.0, 150.0, 450.0)
HEIGHT = 24.0


def word_at(text: str, x0: float, top: float, size: float = SIZE) -> Word:
    return Word(
        text=text, x0=x0, top=top, x1=x0 + 0.5 * size * len(text), bottom=top + size, size=size, base=top + 0.8 * size
    )


def row_words(number: int, texts: Sequence[str]) -> list[Word]:
    """The words of a row in the middle of its height, one for each column; an empty text leaves its cell empty."""
    top = 100 + number * HEIGHT + (HEIGHT - SIZE) / 2
    return [word_at(text, x + 4, top) for x, text in zip(XS, texts, strict=False) if text]


def band(number: int) -> tuple[list[Stroke], list[Stroke]]:
    """The edges of the shaded cells of a row."""
    top, bottom = 100 + number * HEIGHT, 100 + (number + 1) * HEIGHT
    across = [Stroke(y, left, right) for y in (top, bottom) for left, right in pairwise(XS)]
    return across, [Stroke(x, top, bottom) for x in XS]


def shaded(*numbers: int) -> Drawing:
    bands = [band(number) for number in numbers]
    return Drawing(
        faint_horizontal=tuple(stroke for across, _ in bands for stroke in across),
        faint_vertical=tuple(stroke for _, down in bands for stroke in down),
    )


def texts(words: Sequence[Word], drawing: Drawing) -> list[list[list[str]]]:
    found = find_tables(drawing, words)
    return [[[" ".join(line.text for line in cell.lines) for cell in row] for row in table.rows] for table in found.tables]


ROWS = [("Area", "Discussion"), ("Plan", "One"), ("Costs", "Two"), ("Risks", "Three"), ("Tests", "Four")]


def test_white_rows_between_and_below_stripes_are_rows() -> None:
    words = [word for number, row in enumerate(ROWS) for word in row_words(number, row)]

    assert texts(words, shaded(0, 1, 3)) == [[list(row) for row in ROWS]]


def test_a_heading_between_two_striped_tables_is_no_row_of_either() -> None:
    upper = [word for number, row in enumerate(ROWS[:3]) for word in row_words(number, row)]
    heading = word_at("Decisions", XS[0], 100 + 3.6 * HEIGHT, size=12)
    lower = [word for number, row in enumerate(ROWS[:3], start=5) for word in row_words(number, row)]

    tables = texts([*upper, heading, *lower], shaded(0, 2, 5, 7))

    assert tables == [[list(row) for row in ROWS[:3]]] * 2


def test_text_that_runs_over_a_column_border_is_no_white_row() -> None:
    words = [word for number in (0, 2) for word in row_words(number, ROWS[number])]
    paragraph = word_at("A-paragraph-over-the-whole-width-of-the-page", XS[0], 100 + 1.3 * HEIGHT)

    assert all(len(table) < 3 for table in texts([*words, paragraph], shaded(0, 2)))


def test_bands_part_the_rows_of_a_frame_that_has_no_rules_inside() -> None:
    words = [word for number, row in enumerate(ROWS) for word in row_words(number, row)]
    ends = 100.0, 100 + HEIGHT, 100 + len(ROWS) * HEIGHT
    frame = Drawing(
        horizontal=tuple(Stroke(y, XS[0], XS[-1]) for y in ends),
        vertical=(
            *(Stroke(x, 100, ends[-1]) for x in (XS[0], XS[-1])),
            Stroke(XS[1], 100, 100 + HEIGHT),
        ),
        faint_horizontal=shaded(1, 3).faint_horizontal,
        faint_vertical=shaded(1, 3).faint_vertical,
    )

    assert texts(words, frame) == [[list(row) for row in ROWS]]


def test_shaded_cells_that_meet_tell_the_columns_of_a_frame_without_rules_inside() -> None:
    xs = (XS[0], 100.0, XS[1], 300.0, XS[2])
    shapes = Shapes()
    for number in (1, 3):
        for left, right in pairwise(xs[1:]):
            shapes.add_box((left, 100 + number * HEIGHT, right, 100 + (number + 1) * HEIGHT), stroked=False, colour="grey")
    for number in range(len(ROWS)):
        shapes.add_box((xs[0], 100 + number * HEIGHT, xs[1], 100 + (number + 1) * HEIGHT), stroked=False, colour="white")
    end = 100 + len(ROWS) * HEIGHT
    shapes.add_line(xs[0], 100, xs[-1], 100)
    for x in (xs[0], xs[1], xs[-1]):
        shapes.add_line(x, 100, x, end)
    shapes.add_line(xs[0], end, xs[-1], end)
    cells = [[f"{row}{column}" for column in "abcd"] for row in range(len(ROWS))]
    words = [
        word_at(text, x + 4, 100 + number * HEIGHT + 8)
        for number, row in enumerate(cells)
        for text, x in zip(row, xs, strict=False)
    ]

    assert texts(words, shapes.drawing(words)) == [cells]


def test_a_mark_behind_a_text_is_no_cell() -> None:
    shapes = Shapes()
    words = [word for number, row in enumerate(ROWS) for word in row_words(number, row)]
    for number in range(len(ROWS)):
        for left, right in pairwise(XS):
            shapes.add_box((left, 100 + number * HEIGHT, right, 100 + (number + 1) * HEIGHT), stroked=False, colour="grey")
    for word in words[2:5]:
        shapes.add_box((word.x0, word.top - 1, word.x1, word.bottom + 1), stroked=False, colour="yellow")

    assert texts(words, shapes.drawing(words)) == [[list(row) for row in ROWS]]


def test_a_fill_behind_a_text_on_a_fill_of_its_colour_is_no_cell_of_its_own() -> None:
    shapes = Shapes()
    for number in range(len(ROWS)):
        top, bottom = 100 + number * HEIGHT, 100 + (number + 1) * HEIGHT
        for left, right in pairwise(XS):
            shapes.add_box((left, top, right, bottom), stroked=False, colour=number % 2)
            shapes.add_box((left + 3, top + 6, left + 60, bottom - 6), stroked=False, colour=number % 2)

    words = [word for number, row in enumerate(ROWS) for word in row_words(number, row)]
    assert texts(words, shapes.drawing(words)) == [[list(row) for row in ROWS]]
