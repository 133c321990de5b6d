"""Claims on reading PDFs: what a page says comes out whole whatever way it is set, and a bad file is refused by name."""

import io
import tracemalloc
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Document, Turn
from ingest.page_bounds import PageLimits
from ingest.pages.glyphs import Glyph, readable_text
from ingest.pages.lines import find_words
from ingest.pdf import PdfLimits, read_document
from kb.errors import (
    FileEmptyError,
    FileUnreadableError,
    NotAPdfError,
    NoTextError,
    PdfDamagedError,
    PdfEncryptedError,
    PdfTooLargeError,
)
from tests.paper import draw_report, pdf_bytes, write_pdf
from tests.raw_pdf import one_page, stream


def lines_of(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines]


def cells_of(document: Document) -> list[list[str]]:
    return [
        [" ".join(line.text for line in cell.lines) for cell in row]
        for page in document.pages
        for table in page.tables
        for row in table.rows
    ]


def read_drawn(tmp_path: Path, *pages) -> Document:  # type: ignore[no-untyped-def] # drawing functions
    return read_document(write_pdf(tmp_path / "drawn.pdf", *pages))


def test_ruled_tables_come_out_cell_by_cell(tmp_path: Path) -> None:
    rows = cells_of(read_drawn(tmp_path, draw_report))

    assert ["Meeting number", "TMAG 006", "Venue", "Virtual"] in rows
    assert ["Plan", "TMAG06-01", "Share the plan", "Programme (PMO)", "22/06/2022", "Shared"] in rows


@pytest.mark.parametrize(("angle", "turn"), [(0, Turn.NONE), (90, Turn.DOWN), (180, Turn.OVER), (270, Turn.UP)])
def test_a_turned_page_says_the_same_and_its_boxes_lie_on_the_displayed_page(tmp_path: Path, angle: int, turn: Turn) -> None:
    flat = pypdfium2.PdfDocument(pdf_bytes(draw_report))
    flat[0].set_rotation(angle)
    flat.save(tmp_path / "turned.pdf")
    flat.close()

    page = read_document(tmp_path / "turned.pdf").pages[0]
    upright = read_drawn(tmp_path, draw_report)

    assert page.turn is turn
    assert cells_of(Document(file_name="", sha256="", pages=(page,))) == cells_of(upright)
    line = page.lines[0]
    box = page.displayed_box(line.x0, line.top, line.x1, line.bottom)
    width, height = (842, 596) if angle in (90, 270) else (596, 842)
    assert 0 <= box.x0 < box.x1 <= width
    assert 0 <= box.top < box.bottom <= height


def test_what_the_crop_box_hides_is_not_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_report(canvas)
        canvas.drawString(2, 2, "printer's mark")
        canvas.setCropBox((20, 20, 590, 830))

    document = read_drawn(tmp_path, draw)

    assert "printer's mark" not in lines_of(document)
    assert document.pages[0].width == 570.0


def test_what_the_clipping_path_hides_is_not_read(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        visible = canvas.beginPath()
        visible.rect(0, 100, 600, 700)
        canvas.clipPath(visible, stroke=0, fill=0)
        canvas.drawString(50, 700, "Shown on this page")
        canvas.drawString(50, 90, "The line of the next page")
        canvas.restoreState()
        canvas.drawString(50, 50, "Page 1")

    assert lines_of(read_drawn(tmp_path, draw)) == ["Shown on this page", "Page 1"]


def test_a_cell_that_the_clipping_path_cuts_ends_there_and_is_open(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        visible = canvas.beginPath()
        visible.rect(0, 100, 600, 700)
        canvas.clipPath(visible, stroke=0, fill=0)
        for left, text in ((50, "TMAG06-01"), (150, "Share the plan")):
            canvas.rect(left, 640, 100, 40)
            canvas.rect(left, 60, 100, 580)
            canvas.rect(left, 10, 100, 50)
            canvas.drawString(left + 4, 660, text)

    (table,) = read_drawn(tmp_path, draw).pages[0].tables

    assert (len(table.rows), table.open_bottom) == (2, True)
    assert table.bottom == pytest.approx(841.9 - 100, abs=1)


def test_a_clip_without_an_inside_and_one_named_over_and_over_hide_nothing(tmp_path: Path) -> None:
    content = b"BT /F1 12 Tf 50 700 Td (Said) Tj ET W n 5 5 0 0 re W n 0 0 m " + b"900 900 l " * 20_000 + b"W " * 20_000
    path = tmp_path / "clips.pdf"
    path.write_bytes(one_page(stream(content + b"n Q BT /F1 12 Tf 1 0 0 1 5 5 Tm (all) Tj ET")))

    assert lines_of(read_document(path)) == ["Said", "all"]


@pytest.mark.parametrize("stated", [b"/FirstChar 140 /LastChar 140 /Widths [500]", b"/FirstChar 140 /Widths (none)", b""])
def test_a_ligature_of_a_standard_font_has_a_width(tmp_path: Path, stated: bytes) -> None:
    """Each part of a word is placed by its own width: without that of `fi` the next part would stand half a letter off."""
    font = (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 10 0 R "
        b"/Encoding << /Type /Encoding /Differences [140 /fi] >> %s >>" % stated
    )
    meaning = stream(b"/CIDInit /ProcSet findresource begin begincmap 1 beginbfchar <8C> <00660069> endbfchar endcmap end")
    content = stream(b"BT /F1 10 Tf 50 700 Td [(Classi\\214cation: Pub)] TJ 82.25 0 Td [(lic)] TJ ET")
    path = tmp_path / "ligature.pdf"
    path.write_bytes(one_page(content, extra={5: font, 10: meaning}))

    assert lines_of(read_document(path)) == ["Classification: Public"]


def _draw_sideways(canvas: Canvas, angle: int, places: tuple[tuple[float, float, str], ...]) -> None:
    canvas.setFont("Helvetica", 9)
    for x, y, text in places:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(angle)
        canvas.drawString(0, 0, text)
        canvas.restoreState()


@pytest.mark.parametrize(("angle", "x", "step", "y"), [(90, 313, 11, 642), (-90, 327, -11, 692)])
def test_a_column_title_that_runs_up_or_down_is_read_and_a_stamp_in_the_margin_is_not(
    tmp_path: Path, angle: int, x: float, step: float, y: float
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([50, 130, 300, 335], [600, 620, 640, 700])
        canvas.setFont("Helvetica", 9)
        for top, row in (
            (646, ("Ref", "Action")),
            (626, ("TMAG06-01", "Share the plan for the trial", "1/6")),
            (606, ("TMAG06-02", "Ask", "")),
        ):
            for left, text in zip((54, 134, 304), row, strict=False):
                canvas.drawString(left, top, text)
        _draw_sideways(canvas, angle, ((x, y, "Due"), (x + step, y, "Date")))
        _draw_sideways(canvas, angle, ((30, 650, "Stamped"), (332, 560, "across the edge of it")))

    page = read_drawn(tmp_path, draw).pages[0]

    rows = cells_of(Document(file_name="", sha256="", pages=(page,)))
    assert rows == [
        ["Ref", "Action", "Due Date"],
        ["TMAG06-01", "Share the plan for the trial", "1/6"],
        ["TMAG06-02", "Ask", ""],
    ]
    assert "Stamped" in page.marks
    assert not page.lines


def test_a_strip_of_text_as_high_as_the_table_is_a_mark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(30, 600, 20, 100)
        canvas.grid([50, 130, 300], [600, 650, 700])
        for top, row in ((656, ("Ref", "Action")), (606, ("TMAG06-01", "Share"))):
            for left, text in zip((54, 134), row, strict=True):
                canvas.drawString(left, top, text)
        _draw_sideways(canvas, 90, ((44, 610, "Confidential"),))

    assert read_drawn(tmp_path, draw).pages[0].marks == ("Confidential",)


def test_a_slanted_watermark_is_kept_apart_from_the_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_report(canvas)
        canvas.saveState()
        canvas.translate(150, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 90)
        canvas.drawString(0, 0, "DRAFT")
        canvas.restoreState()

    document = read_drawn(tmp_path, draw)

    assert document.pages[0].marks == ("DRAFT",)
    assert cells_of(document) == cells_of(read_drawn(tmp_path, draw_report))


def test_print_too_small_to_be_read_is_a_mark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_report(canvas)
        canvas.setFont("Helvetica", 1)
        canvas.drawString(5, 5, "Made by a machine")

    document = read_drawn(tmp_path, draw)

    assert document.pages[0].marks == ("Made by a machine",)
    assert lines_of(document) == lines_of(read_drawn(tmp_path, draw_report))


def _draw_struck_report(canvas: Canvas) -> None:
    """A report with tracked changes: a word of an action and its first due date struck out, and a whole row."""
    rows = (
        ("Plan", "TMAG06-01", "Share the old plan", "Programme", "22/06/2022", ""),
        ("Plan", "TMAG06-02", "Ask for views", "Ofgem", "29/06/2022", "Closed"),
    )
    top = 700.0
    canvas.setFont("Helvetica", 9)
    for row in (("Area", "Action Ref", "Action", "Owner", "Due Date", "Update"), *rows):
        for index, text in enumerate(row):
            x = 40 + 85 * index
            canvas.rect(x, top - 6, 85, 20)
            canvas.drawString(x + 4, top, text)
            if row is rows[1] and text:
                canvas.line(x + 4, top + 2.6, x + 4 + canvas.stringWidth(text, "Helvetica", 9), top + 2.6)
        if row is rows[0]:
            start = 40 + 85 * 2 + 4 + canvas.stringWidth("Share the ", "Helvetica", 9)
            canvas.line(start, top + 2.6, start + canvas.stringWidth("old ", "Helvetica", 9), top + 2.6)
        top -= 20


def test_struck_text_is_left_out_and_noted_but_a_row_struck_as_a_whole_is_kept(tmp_path: Path) -> None:
    document = read_drawn(tmp_path, _draw_struck_report)

    assert cells_of(document)[1:] == [
        ["Plan", "TMAG06-01", "Share the plan", "Programme", "22/06/2022", ""],
        ["Plan", "TMAG06-02", "Ask for views", "Ofgem", "29/06/2022", "Closed"],
    ]
    noted = [(struck.text, struck.kept) for struck in document.pages[0].struck]
    assert noted == [("old", False), *((text, True) for text in cells_of(document)[2])]


def test_words_that_touch_at_a_border_are_two(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        width = canvas.stringWidth("TMAG04.1-01", "Helvetica", 12)
        for y in (700, 680, 660):
            canvas.line(50, y, 350, y)
        for x in (50, 50 + width - 3, 350):
            canvas.line(x, 660, x, 700)
        for y, ref, text in ((686, "Ref", "Action"), (666, "TMAG04.1-01", "Share the plan")):
            canvas.drawString(50, y, ref)
            canvas.drawString(50 + width, y, text)

    assert cells_of(read_drawn(tmp_path, draw)) == [["Ref", "Action"], ["TMAG04.1-01", "Share the plan"]]


def test_a_rule_below_a_word_is_an_underline(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "It was agreed")
        canvas.line(100, 698, 100 + canvas.stringWidth("It was agreed", "Helvetica", 12), 698)

    document = read_drawn(tmp_path, draw)

    assert document.pages[0].struck == ()
    assert lines_of(document) == ["It was agreed"]


def test_words_drawn_twice_come_once_and_drawn_bullets_are_bullets(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Twice drawn")
        canvas.drawString(100.3, 700, "Twice drawn")
        canvas.circle(90, 674, 1.6, stroke=0, fill=1)
        canvas.drawString(100, 670, "A listed point")

    lines = read_drawn(tmp_path, draw).pages[0].lines

    assert [(line.text, line.bullet) for line in lines] == [("Twice drawn", False), ("A listed point", True)]


def test_dotted_rules_and_missing_outer_rules_still_make_a_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (700, 680, 660):
            for x in range(50, 351, 3):
                canvas.rect(x, y, 1, 1, stroke=0, fill=1)
        for y in range(660, 701, 3):
            canvas.rect(200, y, 1, 1, stroke=0, fill=1)
        for y, left, right in ((686, "Area", "Discussion"), (666, "Plan", "It was agreed")):
            canvas.drawString(60, y, left)
            canvas.drawString(210, y, right)

    assert cells_of(read_drawn(tmp_path, draw)) == [["Area", "Discussion"], ["Plan", "It was agreed"]]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("ﬁ", "fi"), ("ﬄ", "ffl"), ("\u00a0", " "), ("\u200b", ""), ("\u202e", ""), ("\x00", ""), ("–", "–"), ("’", "’"),
        ("\u2011", "-"), ("\uf0b7", "•"), ("(cid:127)", "•"), ("(cid:12)", "\ufffd"), ("½", "½"), ("(", "("),
        ("\u7400\u6900", "ti"),
    ],
)  # fmt: skip
def test_glyphs_say_what_is_printed(raw: str, text: str) -> None:
    assert readable_text(raw) == text


def test_a_hyphen_that_its_font_calls_soft_is_a_hyphen(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(50, 700, "TMAG06\u00ad01 half\u00adhourly")

    (line,) = read_drawn(tmp_path, draw).pages[0].lines

    assert line.text.replace("\u2010", "-") == "TMAG06-01 half-hourly"


@pytest.mark.parametrize(("spaces", "words"), [(True, 1), (False, 2)])
def test_a_shrunk_space_parts_words_only_where_no_spaces_are_drawn(spaces: bool, words: int) -> None:
    pair = [Glyph("a", 50, 0, 55, 10, 10, False, 8), Glyph("b", 56.8, 0, 61.8, 10, 10, False, 8)]
    blank = [Glyph(" ", 100, 0, 103, 10, 10, False, 8)] if spaces else []

    assert len(find_words([*pair, *blank])) == words


def test_a_wrong_cross_reference_table_is_mended(tmp_path: Path) -> None:
    data = pdf_bytes(draw_report)
    start = data.rindex(b"startxref")
    path = tmp_path / "wrong.pdf"
    path.write_bytes(data[:start] + b"startxref\n99999999\n%%EOF\n")

    assert cells_of(read_document(path)) == cells_of(read_drawn(tmp_path, draw_report))


def test_a_file_that_cannot_be_taken_in_is_refused_by_name(tmp_path: Path) -> None:
    good = pdf_bytes(draw_report)
    cases = {
        "empty.pdf": (b"", FileEmptyError),
        "page.pdf": (b"<html>not a pdf</html>", NotAPdfError),
        "cut.pdf": (good[: len(good) // 2], PdfDamagedError),
        "blank.pdf": (pdf_bytes(lambda canvas: canvas.rect(10, 10, 50, 50)), NoTextError),
    }
    for name, (data, error) in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(error, match=name):
            read_document(tmp_path / name)
    with pytest.raises(FileUnreadableError):
        read_document(tmp_path / "absent.pdf")
    with pytest.raises(FileUnreadableError):
        read_document(tmp_path)


def test_an_encrypted_file_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "locked.pdf", draw_report, encrypt=StandardEncryption("secret"))

    with pytest.raises(PdfEncryptedError, match="without a password"):
        read_document(path)


def test_limits_on_pages_and_bytes_hold(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "long.pdf", *([draw_report] * 3))

    of_page = (PageLimits(drawing_bytes=50), PageLimits(objects=20))
    for limits in (PdfLimits(pages=2), PdfLimits(file_bytes=100), *(PdfLimits(page=each) for each in of_page)):
        with pytest.raises(PdfTooLargeError):
            read_document(path, limits=limits)
    assert len(read_document(path, limits=PdfLimits(pages=3)).pages) == 3


def test_what_a_page_draws_is_let_go_once_it_is_read(tmp_path: Path) -> None:
    beyond = []
    for pages in (2, 16):
        path = write_pdf(tmp_path / f"{pages}.pdf", *([draw_report] * pages))
        read_document(path)  # what is loaded once is loaded
        tracemalloc.start()
        document = read_document(path)
        kept, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert len(document.pages) == pages
        beyond.append(most - kept)

    assert beyond[1] < 2 * beyond[0]


def test_boxes_outline_the_words_as_a_renderer_draws_them(tmp_path: Path) -> None:
    document = read_drawn(tmp_path, draw_report)
    title = document.pages[0].lines[0]
    rendered = pypdfium2.PdfDocument(io.BytesIO(pdf_bytes(draw_report)))
    text = rendered[0].get_textpage()
    left, bottom, right, top = text.get_charbox(0)
    height = rendered[0].get_height()
    rendered.close()

    assert abs(title.x0 - left) < 3
    assert title.top <= height - top + 1
    assert title.bottom >= height - bottom - 1
    assert right > left
