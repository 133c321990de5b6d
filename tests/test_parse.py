"""Claims on parsing a document: the right records, every doubt told, other documents refused, nothing raised or lost."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Document, Line, Table
from ingest.pages.lines import group_lines
from ingest.parse import parse_document
from ingest.template import load_templates
from kb.errors import NotAHeadlineReportError
from kb.records import DueKind, Origin, ParsedReport, RaidKind, SectionKind, SectionState, Severity, Status
from tests.paper import ACTION_TITLES, TITLE, WIDTHS, document_of, line_at, table_of, wrap

TEMPLATES = load_templates()
ROW = ("Plan", "TMAG06-01", "Share the plan", "Programme (PMO)", "22/06/2022", "")
NARROW = (120.0, 470.0)


def cells(rows: Sequence[Sequence[str]], widths: Sequence[float] = WIDTHS, *, top: float) -> Table:
    return table_of([[wrap(text, width) for text, width in zip(row, widths, strict=True)] for row in rows], widths, top=top)


def report(
    *rows: Sequence[str],
    title: str = TITLE,
    number: str = "TMAG 006",
    titles: Sequence[str] = ACTION_TITLES,
    discussion: Sequence[tuple[str, str]] = (("Plan", "The plan was presented."),),
    raid: Sequence[tuple[str, str]] = (("None raised", ""),),
    extra: Sequence[Line] = (),
    header: Sequence[Sequence[str]] = (),
    heading: str = "Actions",
    file_name: str = "report.pdf",
) -> Document:
    return document_of(
        page(
            *rows,
            title=title,
            number=number,
            titles=titles,
            discussion=discussion,
            raid=raid,
            extra=extra,
            more_header=header,
            heading=heading,
        ),
        file_name=file_name,
    )


def page(
    *rows: Sequence[str],
    title: str = TITLE,
    number: str = "TMAG 006",
    titles: Sequence[str] = ACTION_TITLES,
    discussion: Sequence[tuple[str, str]] = (("Plan", "The plan was presented."),),
    raid: Sequence[tuple[str, str]] = (("None raised", ""),),
    extra: Sequence[Line] = (),
    more_header: Sequence[Sequence[str]] = (),
    heading: str = "Actions",
) -> tuple[list[Line], list[Table]]:
    header = cells(
        [
            ("Meeting number", number, "Venue", "Virtual"),
            ("Date and time", "15 June 2022 1000-1200", "Classification", "Public"),
            *more_header,
        ],
        (110.0, 160.0, 110.0, 110.0),
        top=80,
    )
    lines = [line_at(title, 50, 30, bold=True, size=16), line_at("Issue date: 17/06/22", 50, 55)]
    tables = [header]
    y = header.bottom + 20
    sections = (
        (heading, [titles, *(rows or (ROW,))], WIDTHS),
        ("RAID Items", [("RAID area", "Description"), *raid], NARROW),
        ("Key Discussion Items", [("Area", "Discussion"), *discussion], NARROW),
    )
    for section, content, widths in sections:
        lines.append(line_at(section, 50, y, bold=True, size=12))
        table = cells(content, widths, top=y + 20)
        tables.append(table)
        y = table.bottom + 20
    return [*lines, *extra], tables


def parse(document: Document) -> ParsedReport:
    (parsed,) = parse_document(document, TEMPLATES)
    return parsed


def codes(parsed: ParsedReport) -> list[str]:
    return [str(problem.code) for problem in parsed.problems]


def test_a_whole_report_has_its_records_and_no_problem() -> None:
    parsed = parse(report())

    assert parsed.report.meeting.key == "TMAG06"
    assert parsed.report.meeting.meeting_date == date(2022, 6, 15)
    assert [action.ref for action in parsed.actions] == ["TMAG06-01"]
    assert {section.kind: section.state for section in parsed.sections}[SectionKind.RAID] is SectionState.NONE_RAISED
    assert [item.text for item in parsed.discussion_items] == ["The plan was presented."]
    assert codes(parsed) == []


@pytest.mark.parametrize("title", ["MHHS Testing and Migration Advisory Group Agenda", "TMAG Minutes", "Meeting papers"])
def test_other_documents_of_the_same_template_are_refused(title: str) -> None:
    with pytest.raises(NotAHeadlineReportError, match=title.split()[-1]):
        parse(report(title=title))


def part(lines: slice, tables: slice) -> tuple[list[Line], list[Table]]:
    whole_lines, whole_tables = page()
    return whole_lines[lines], whole_tables[tables]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        (
            [part(slice(2, None), slice(1, None))],
            "the sections actions, raid, discussion, but no title .* and no header; .*first page",
        ),
        (
            [part(slice(4, None), slice(3, None)), page()],
            f"the title '{TITLE}' stands on page 2 .* expected at the beginning; .*order",
        ),
        ([part(slice(0, 0), slice(0, 1))], "it has a header, but no title such as 'Headline Report'; .*first page"),
        (
            [part(slice(0, 1), slice(0, 0))],
            "titled like a headline report but has neither its header nor any of its sections",
        ),
        ([([line_at("Dear all, see you soon.", 50, 100)], [])], "neither the title nor the sections"),
    ],
    ids=["first page lost", "pages in reverse", "no title", "title only", "a letter"],
)
def test_a_refusal_says_what_was_found_what_is_missing_and_what_to_do(
    pages: list[tuple[list[Line], list[Table]]], said: str
) -> None:
    with pytest.raises(NotAHeadlineReportError, match=said):
        parse_document(document_of(*pages), TEMPLATES)


def test_two_reports_in_one_file_are_two() -> None:
    first, second = parse_document(document_of(page(), page(number="TMAG 007")), TEMPLATES)

    assert (first.report.meeting.key, second.report.meeting.key) == ("TMAG06", "TMAG07")
    assert (second.report.part, second.report.first_page) == (2, 2)
    assert first.report.report_id != second.report.report_id


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("Plan", "", "Share", "PMO", "22/06/2022", ""), "ref-missing"),
        (("Plan", "see above", "Share", "PMO", "22/06/2022", ""), "ref-unreadable"),
        (("Plan", "DAG06-01", "Share", "PMO", "22/06/2022", ""), "ref-other-group"),
        (("Plan", "TMAG09-01", "Share", "PMO", "22/06/2022", ""), "ref-later-meeting"),
        (("Plan", "TMAG06-04", "Share", "PMO", "22/06/2022", ""), "ref-out-of-sequence"),
        (("Plan", "TMAG06-01", "Share", "PMO", "22/06/2022", ""), "ref-duplicate"),
        (("Plan", "TMAG06-02", "Share", "PMO", "31/02/2022", ""), "due-date-impossible"),
        (("Plan", "TMAG06-02", "Share", "PMO", "soonish", ""), "due-date-unreadable"),
        (("Plan", "TMAG06-02", "Share", "PMO", "22/06", ""), "due-date-without-year"),
        (("Plan", "TMAG06-02", "Share", "PMO", "01/06/2022", ""), "due-before-meeting"),
        (("Plan", "TMAG06-02", "Share", "", "22/06/2022", ""), "owner-missing"),
        (("Plan", "TMAG06-02", "", "PMO", "22/06/2022", ""), "text-missing"),
        (("Plan", "TMAG06-02", "Share the plan with the", "PMO", "22/06/2022", ""), "text-cut-off"),
    ],
)
def test_a_doubtful_row_is_kept_and_told_with_its_place(row: Sequence[str], code: str) -> None:
    parsed = parse(report(ROW, row))

    assert len([action for action in parsed.actions if action.origin is Origin.TABLE]) == 2
    assert code in codes(parsed)
    assert all(problem.source for problem in parsed.problems if problem.code == code and code != "ref-out-of-sequence")


def test_rows_that_may_be_several_are_told() -> None:
    glued = ("Plan", "R022 D034", "Share the plan", "PMO", "22/06/2022", "")
    parsed = parse(report(ROW, glued, raid=[("Weather", "It rains")], discussion=[("costs of the plan", "They rise.")]))

    told = {str(problem.code): problem.message for problem in parsed.problems}
    assert "R022 D034" in told["rows-glued"]
    assert "'costs of the plan'" in told["text-cut-off"]


def test_a_row_without_an_area_in_a_table_that_has_them_is_told() -> None:
    parsed = parse(report(("", "TMAG06-01", "Share the plan", "PMO", "22/06/2022", ""), ("Plan", "TMAG06-02", *ROW[2:])))

    assert [problem.source.row for problem in parsed.problems if problem.code == "area-missing" and problem.source] == [1]


def test_lines_with_refs_beside_a_table_are_rows_that_were_not_read() -> None:
    lost = [line_at(f"TMAG06-0{number} Share the plan", 50, 840 + 14 * number) for number in (2, 3)]

    assert "rows-unread" in codes(parse(report(extra=lost)))


def test_a_missing_number_is_inferred_and_said_so() -> None:
    from_refs, from_name = (
        parse(report(number="")),
        parse(report(number="TBC", file_name="21-06-2022 DAG 10.1 Headline Report.pdf")),
    )

    assert from_refs.report.meeting.key == "TMAG06"
    assert from_name.report.meeting.key == "DAG10.1"
    assert "meeting-number-inferred" in codes(from_refs)
    assert "meeting-number-inferred" in codes(from_name)


def test_unknown_columns_and_headings_are_kept_as_printed() -> None:
    titles = ("Area", "Action Ref", "Action", "Owner", "Due Date", "Mood")
    parsed = parse(report((*ROW[:5], "sunny"), titles=titles))

    assert parsed.actions[0].extra == (("Mood", "sunny"),)
    assert "unknown-column" in codes(parsed)


def test_text_that_no_section_takes_is_told() -> None:
    parsed = parse(report(extra=[line_at("This line belongs to no table at all", 50, 860)]))

    assert any("belongs to no table" in problem.message for problem in parsed.problems)


def test_the_header_names_the_chair_and_its_unknown_labels_are_told() -> None:
    parsed = parse(report(header=[("Chair", "Ann Other (Elexon)", "Dial-in", "0123 456")]))

    assert parsed.report.meeting.chair == "Ann Other (Elexon)"
    assert [problem.message for problem in parsed.problems if "'Dial-in 0123 456'" in problem.message]


def test_a_line_of_a_title_that_says_only_group_is_no_label() -> None:
    lines, tables = page(ROW)
    title = [
        line_at(text, 50, top, bold=True, size=16)
        for text, top in (("Testing and Migration Advisory", 0.0), ("Group", 20.0), ("Headline Report", 40.0))
    ]

    parsed = parse(document_of(([*title, *lines[1:]], tables)))

    assert parsed.report.title == "Testing and Migration Advisory Group Headline Report"


HEADER_IN_COLUMNS = (
    (("Meeting number", "TMAG 006"), ("Meeting date", "15 June 2022"), ("Time", "1000-1200")),
    (("Venue", "Room 4.12"), ("Classification", "Public"), ("Chair", "Ann Other")),
)


@pytest.mark.parametrize("in_cells", [True, False])
def test_values_below_their_labels_are_read(in_cells: bool) -> None:
    (_, tables) = page(ROW)
    lines = [line_at(TITLE, 50, 30, bold=True, size=16), line_at("Issue date: 17/06/22", 50, 55, space=3)]
    tables = tables[1:]
    if in_cells:
        tables = [table_of(HEADER_IN_COLUMNS, (160.0, 160.0, 160.0), top=80), *tables]
    else:
        for row, top in zip(HEADER_IN_COLUMNS, (80.0, 110.0), strict=True):
            for place, text in enumerate(zip(*row, strict=True)):
                placed = [line_at(cell, x, top + 12 * place, space=3) for cell, x in zip(text, (50, 250, 450), strict=True)]
                lines += group_lines(word for line in placed for word in line.words)
    lines += page(ROW)[0][2:]

    (parsed,) = parse_document(document_of((lines, tables)), TEMPLATES)

    meeting = parsed.report.meeting
    assert (meeting.key, meeting.meeting_date, meeting.venue) == ("TMAG06", date(2022, 6, 15), "Room 4.12")
    assert (meeting.classification, meeting.chair) == ("Public", "Ann Other")


def test_an_action_of_which_only_the_text_is_printed_is_no_area() -> None:
    titles = ("Action", "Action Ref", "Owner", "Due Date", "Update", "Status")
    rows = [(text, ref, "", "", "", "") for text, ref in (("Share it", ""), ("Review it", ""), ("Close it", "TMAG06-01"))]

    (parsed,) = parse_document(report(*rows, titles=titles), TEMPLATES)

    assert [action.text for action in parsed.actions] == ["Share it", "Review it", "Close it"]


@pytest.mark.parametrize("label", ["Area: ", ""])
def test_an_area_in_a_row_of_its_own_is_the_area_of_the_rows_below(label: str) -> None:
    titles = ("Action", "Action Ref", "Owner", "Due Date", "Update", "Status")
    rows = [
        (f"{label}Testing", "", "", "", "", ""),
        ("Share the plan", "TMAG06-01", "PMO", "22/06/2022", "", ""),
        (f"{label}Data quality", "", "", "", "", ""),
        ("Review the scope", "TMAG06-02", "PMO", "22/06/2022", "", ""),
    ]

    (parsed,) = parse_document(report(*rows, titles=titles), TEMPLATES)

    assert [(action.ref, action.area) for action in parsed.actions if action.origin is Origin.TABLE] == [
        ("TMAG06-01", "Testing"), ("TMAG06-02", "Data quality")
    ]  # fmt: skip


def test_a_page_that_is_printed_as_another_is_told_with_both_pages() -> None:
    feet = [line_at(foot, 50, 885) for foot in ("Page 1 of 2", "Page 2 of 2", "Page 2 of 3")]
    lines, tables = page()
    more = line_at("Members thanked the chair.", 50, 200)
    parsed = parse(document_of(([*lines, feet[0]], tables), ([more, feet[1]], []), ([more, feet[2]], [])))

    (told,) = [each for each in parsed.problems if each.code == "page-numbers-unsteady"]
    assert "page 2 of the file prints 'Page 2 of 2', page 3 'Page 2 of 3'" in told.message
    assert (told.severity, told.source and told.source.page) == (Severity.WARNING, 3)


def test_each_report_of_a_file_counts_its_own_pages() -> None:
    feet = [line_at(foot, 50, 885) for foot in ("Page 1 of 2", "Page 2 of 2", "Page 1 of 1")]
    lines, tables = page()
    more, others = page(number="TMAG 007")
    both = parse_document(document_of(([*lines, feet[0]], tables), ([feet[1]], []), ([*more, feet[2]], others)), TEMPLATES)

    assert len(both) == 2
    assert not [each for parsed in both for each in parsed.problems if each.code == "page-numbers-unsteady"]


def test_a_longer_heading_than_the_familys_opens_the_section_its_columns_tell() -> None:
    parsed = parse(report(heading="Actions carried over from last month"))

    assert parsed.sections[0].heading == "Actions carried over from last month"
    assert codes(parsed) == []


def test_mentions_and_decision_statements_come_from_prose() -> None:
    parsed = parse(report(discussion=[("Plan", "The TMAG approved the plan. Action TMAG05-01 still stands.")]))

    mention = next(action for action in parsed.actions if action.origin is Origin.DISCUSSION)
    assert (mention.ref, mention.text, mention.status) == ("TMAG05-01", "Action TMAG05-01 still stands.", Status.OPEN)
    assert [(decision.verb, decision.area) for decision in parsed.decisions] == [("approved", "Plan")]


def test_raid_rows_have_the_kind_of_their_area() -> None:
    parsed = parse(report(raid=[("Risk", "It may rain"), ("Weather", "It rains")]))

    assert [item.kind for item in parsed.raid_items] == [RaidKind.RISK, RaidKind.UNKNOWN]


def test_the_content_hash_is_of_what_is_said() -> None:
    same = parse(report(file_name="other.pdf"))

    assert parse(report()).report.content_hash == same.report.content_hash
    assert parse(report(discussion=[("Plan", "Other words.")])).report.content_hash != same.report.content_hash


def test_a_report_of_which_most_is_missing_is_partial() -> None:
    lines, tables = page()
    parsed = parse(document_of((lines[:3], tables[:2])))

    partial = [problem for problem in parsed.problems if problem.code == "partial-report"]
    assert [problem.severity for problem in partial] == [Severity.ERROR]


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(*[st.text(alphabet=st.characters(codec="utf-8"), max_size=25)] * 6), min_size=1, max_size=4))
def test_no_content_makes_parsing_raise(rows: list[tuple[str, ...]]) -> None:
    parsed = parse(report(*rows))

    assert parsed.report.meeting.group_code == "TMAG"
    assert all(action.due_kind in DueKind for action in parsed.actions)
