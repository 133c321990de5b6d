"""Proper PDFs with odd contents, other documents of the same programme, and odd file names."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.printed import Grid, Heading, Para, Printed, Table, print_report
from corpus.programme import invent_programme
from corpus.render_reportlab import render
from corpus.specimen import DiscussionRow, Specimen
from corpus.style import plain_style
from tests.hostile_case import TAKEN, Hostile, from_bytes
from tests.raw_pdf import deflated, one_page, stream, text_lines


def odd_contents() -> list[Hostile]:
    unreadable = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [11 0 R] >>"
    descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X >>"
    no_map = one_page(
        stream(b"BT /F2 10 Tf 40 700 Td <000100020003000400050006> Tj ET"),
        resources=b"/Font << /F2 10 0 R >>",
        extra={10: unreadable, 11: descendant},
    )
    image = one_page(
        stream(b"500 0 0 700 40 40 cm /I Do"),
        resources=b"/XObject << /I 10 0 R >>",
        extra={
            10: deflated(
                bytes(300 * 400),
                b"/Type /XObject /Subtype /Image /Width 300 /Height 400 /ColorSpace /DeviceGray /BitsPerComponent 8",
            )
        },
    )
    script = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\);while\\(1\\){}) >>"
    return [
        from_bytes("image_only", image, {"no-text"}),
        from_bytes("blank_page", one_page(stream(b"")), {"no-text"}),
        from_bytes("no_character_map", no_map, {"no-text"}),
        from_report("rotated", lambda data: data.replace(b"/Rotate 0", b"/Rotate 90"), TAKEN),
        from_report(
            "script_in_catalog",
            lambda data: data.replace(b"/Type /Catalog", script + b" /Type /Catalog"),
            TAKEN | {"damaged"},
        ),
        _from_cells("formulas_in_cells", ("=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x")')),
        _from_cells(
            "scripts_in_cells",
            ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "$\\int$ :red[x]"),
        ),
        _from_cells("sql_in_cells", ("'; DROP TABLE report; --", "Robert'); --", '" OR 1=1', "%s %d {0}")),
        _from_cells("direction_marks", ("safe\u202etxt.exe", "\u2066abc\u2069", "a\u200bb\u200dc", "\ufeffstart")),
        _from_cells("one_endless_word", ("x" * 6000, "=" * 500, "ABC-" * 400)),
        _from_header(
            "impossible_dates",
            ("Meeting number", "TMAG 006", "Date and time", "31 February 2022 2500-9900"),
            TAKEN,
            problems=True,
        ),
        _from_header("no_meeting_date", ("Meeting number", "TMAG 006", "Venue", "Virtual"), TAKEN, problems=True),
        _from_header(
            "no_meeting_number",
            ("Venue", "Virtual", "Date and time", "15 June 2022 1000-1200"),
            TAKEN | {"not-a-headline-report"},
        ),
        _from_header(
            "number_of_nonsense",
            ("Meeting number", "TMAG 999999999999999999999", "Date and time", "15 June 2022"),
            TAKEN | {"not-a-headline-report"},
        ),
        _from_header("empty_header", ("Meeting number", "", "Date and time", ""), TAKEN | {"not-a-headline-report"}),
        Hostile(name="two_reports", make=_two_reports, expected=TAKEN),
        Hostile(name="a_long_report", make=_long_report, expected=TAKEN, slow=True),
    ]


def other_documents() -> list[Hostile]:
    def document(name: str, title: str, *lines: str) -> Hostile:
        def make(path: Path) -> None:
            printed = _printed()
            header = [
                replace(block, text=title) if isinstance(block, Heading) and block.level == 0 else block
                for block in printed.blocks[:3]
            ]
            render(replace(printed, blocks=(*header, *(Para(text=line) for line in lines))), path)

        return Hostile(name=name, make=make, expected=frozenset({"not-a-headline-report"}))

    paper = "The purpose of this paper is to set out the approach to testing. Members are asked to note its contents."
    return [
        document(
            "agenda", "MHHS Testing and Migration Advisory Group Agenda", "1. Welcome", "2. Minutes and actions", "3. AOB"
        ),
        document(
            "minutes",
            "MHHS Testing and Migration Advisory Group Minutes",
            "1. The Chair welcomed members.",
            "2. Actions were reviewed.",
        ),
        document(
            "terms_of_reference", "Testing and Migration Advisory Group Terms of Reference", "1. Purpose", "2. Membership"
        ),
        document("paper", "Paper 3: Test Data Strategy", paper, "Headline reports are issued after each meeting."),
        from_bytes(
            "invoice",
            one_page(stream(text_lines([b"Invoice 4711", b"Total due: 100.00", b"Due date: 01/02/2022"]))),
            {"not-a-headline-report"},
        ),
        from_bytes("one_word", one_page(stream(text_lines([b"hello"]))), {"not-a-headline-report"}),
    ]


def odd_names() -> list[Hostile]:
    names = {
        "name_with_escape": "TMAG\x1b[31m06\x07.pdf",
        "name_with_lines": "TMAG\n06\r\t.pdf",
        "name_turned_round": "TMAG\u202efdp.06.pdf",
        "name_of_250": "T" * 246 + ".pdf",
        "name_like_an_option": "--dry-run.pdf",
        "name_like_a_path": "..\\..\\x.pdf",
        "name_with_markup": "<img src=x onerror=alert(1)>.pdf",
        "name_with_quotes": "a'; DROP TABLE report; --.pdf",
        "name_with_stray_bytes": os.fsdecode(b"TMAG\xff\xfe06.pdf"),
        "name_two_endings": "TMAG06.pdf.exe.PDF",
    }
    return [
        Hostile(name=name, make=lambda path, at=at: _odd_report(path, at), expected=TAKEN, file_name=file_name)
        for at, (name, file_name) in enumerate(names.items(), start=20)
    ]


def from_report(name: str, change: Callable[[bytes], bytes], expected: frozenset[str] | set[str]) -> Hostile:
    return Hostile(name=name, make=lambda path: path.write_bytes(change(report_bytes())), expected=frozenset(expected))


def report_bytes() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        render(replace(_printed(), style=replace(plain_style(), font="Helvetica")), path)
        return path.read_bytes()


def _from_cells(name: str, texts: tuple[str, ...]) -> Hostile:
    """A proper report with odd texts in its cells."""

    def make(path: Path) -> None:
        report = _specimen()
        actions = tuple(
            replace(row, area=text, text=f"{text} {row.text}", owner=text[:80], update=text[:80])
            for row, text in zip(report.actions * 3, texts, strict=False)
        )
        actions = tuple(replace(row, ref=f"TMAG06-{at:02d}") for at, row in enumerate(actions, start=1))
        items = tuple(DiscussionRow(area=text[:60], text=f"{text}\n• {text}") for text in texts)
        printed = print_report(replace(report, actions=actions, discussion=items), replace(plain_style(), area="repeated"))
        render(printed, path)

    return Hostile(name=name, make=make, expected=TAKEN)


def _from_header(
    name: str, cells: tuple[str, str, str, str], expected: frozenset[str], *, problems: bool = False
) -> Hostile:
    """A proper report with another header block, and no line with the date of issue."""

    def make(path: Path) -> None:
        printed = _printed()
        grid = Grid(rows=(cells,), labels=frozenset({(0, 0), (0, 2)}), shares=(0.2, 0.3, 0.2, 0.3))
        blocks = [grid if isinstance(block, Grid) else block for block in printed.blocks if not isinstance(block, Para)]
        render(replace(printed, blocks=tuple(blocks)), path)

    return Hostile(name=name, make=make, expected=expected, has_problems=problems)


@cache
def _specimen(at: int = 0) -> Specimen:
    """A report of an invented TMAG."""
    return invent_programme(1, groups=1, meetings=(3, 3)).specimens[at]


def _printed(at: int = 0) -> Printed:
    return print_report(_specimen(at), plain_style())


def _odd_report(path: Path, serial: int) -> None:
    """A proper report of a meeting of its own, so that several can be taken in beside each other."""
    report = replace(_specimen(), number=serial, key=f"TMAG{serial}")
    render(print_report(report, plain_style()), path)


def _two_reports(path: Path) -> None:
    first, second = _printed(0), _printed(1)
    merged = replace(first, blocks=(*first.blocks, Heading(text=""), *second.blocks))
    render(merged, path)


def _long_report(path: Path) -> None:
    """Two thousand actions in one table."""
    report = _specimen()
    rows = [replace(report.actions[at % len(report.actions)], ref=f"TMAG06-{at:02d}") for at in range(1, 1500)]
    printed = print_report(replace(report, actions=tuple(rows)), replace(plain_style(), area="repeated", font_size=6.5))
    blocks = tuple(block for block in printed.blocks if isinstance(block, (Heading, Para, Grid, Table)))
    render(replace(printed, blocks=blocks), path)
