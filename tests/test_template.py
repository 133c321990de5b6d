"""Claims on templates: labels forgive what does not matter, a broken template says where, a new family is one TOML file."""

from pathlib import Path

import pytest

from ingest.parse import parse_document
from ingest.problems import MEANINGS, Code
from ingest.template import HeaderField, Role, TemplateInvalidError, label_key, load_templates, parse_template
from kb.errors import NotAHeadlineReportError
from kb.records import SectionKind
from tests.paper import document_of, line_at, table_of

TEMPLATE = load_templates()[0]
DOCS = Path(__file__).parents[1] / "docs"
BOOK_CLUB = """
name = "book-club"
titles = ["notes of the evening"]
none_raised = ["nobody volunteered"]
[header]
number = ["evening"]
date = ["held"]
[[section]]
kind = "actions"
expected = true
headings = ["promises"]
[section.columns]
ref = ["promise id"]
text = ["promise"]
owner = ["reader"]
due = ["until"]
[groups]
CLUB = ["Book Club"]
"""


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("Actions", SectionKind.ACTIONS),
        ("3. ACTIONS:", SectionKind.ACTIONS),
        ("Key Discussion Item (continued)", SectionKind.DISCUSSION),
        ("Risks, Assumptions, Issues & Dependencies", SectionKind.RAID),
        ("Key Discusion Items", SectionKind.DISCUSSION),
        ("Forward look", None),
        ("", None),
    ],
)
def test_headings_are_told_whatever_their_dress(printed: str, kind: SectionKind | None) -> None:
    assert TEMPLATE.find_heading(printed) is kind


@pytest.mark.parametrize(
    ("text", "zero"), [("None raised.", True), ("N/A", True), ("NIL", True), ("None of the above", False)]
)
def test_stated_zeros(text: str, zero: bool) -> None:
    assert TEMPLATE.says_none_raised(text) is zero


def test_a_new_family_is_one_toml_file(tmp_path: Path) -> None:
    (tmp_path / "club.toml").write_text(BOOK_CLUB, "utf-8")
    widths = (90.0, 200.0, 90.0, 90.0)
    rows = [
        [["Promise ID"], ["Promise"], ["Reader"], ["Until"]],
        [["CLUB03-01"], ["Read it"], ["Ann Other"], ["01/02/2023"]],
    ]
    lines = [
        line_at("Notes of the evening", 50, 30, bold=True, size=16),
        line_at("Evening: CLUB 3", 50, 50),
        line_at("Held: 5 January 2023", 50, 65),
        line_at("Promises", 50, 85, bold=True),
    ]
    document = document_of((lines, [table_of(rows, widths)]))

    with pytest.raises(NotAHeadlineReportError):
        parse_document(document, load_templates())
    (parsed,) = parse_document(document, load_templates(tmp_path))

    assert parsed.report.template == "book-club"
    assert parsed.report.meeting.key == "CLUB03"
    assert [(action.ref, action.text, action.owner_raw) for action in parsed.actions] == [
        ("CLUB03-01", "Read it", "Ann Other")
    ]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('name = "book-club"', "", "name"),
        ('kind = "actions"', 'kind = "promises"', "section 1.kind"),
        ("titles = [", "title = [", "title: unknown key"),
        ('text = ["promise"]', "", "section 1.columns"),
        ('owner = ["reader"]', 'owner = ["promise"]', "stands under both"),
        ('number = ["evening"]', 'number = "evening"', "a list of texts"),
        ("[header]", "[header", "no TOML"),
        ('due = ["until"]', 'dew = ["until"]', "dew: unknown name"),
    ],
)
def test_a_broken_template_says_which_key_of_which_file(before: str, after: str, says: str) -> None:
    with pytest.raises(TemplateInvalidError, match=says) as caught:
        parse_template(BOOK_CLUB.replace(before, after), source="club.toml")

    assert "club.toml" in str(caught.value)


def test_every_key_role_and_field_is_documented() -> None:
    text = (DOCS / "templates.md").read_text("utf-8")

    for name in [*HeaderField, *Role, *(kind for kind in SectionKind)]:
        assert f"`{name}`" in text, name


def test_every_problem_code_has_a_meaning_and_is_documented() -> None:
    text = (DOCS / "problems.md").read_text("utf-8")

    assert set(MEANINGS) == set(Code)
    for code, meaning in MEANINGS.items():
        assert f"| `{code}` | {meaning.severity} | {meaning.meaning} | {meaning.remedy} |" in text


def test_a_title_that_a_narrow_column_cuts_is_told() -> None:
    columns = load_templates()[0].section(SectionKind.ACTIONS).columns  # type: ignore[union-attr] # every family has actions

    assert columns.find("Statu s") is Role.STATUS


def test_label_keys_keep_what_tells_labels_apart() -> None:
    assert label_key("Action Ref") != label_key("Action")
    assert label_key("Date and time") == label_key("Date & Time:")
