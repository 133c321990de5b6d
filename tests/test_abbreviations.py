"""The table of abbreviations: shipped, edited, and broken."""

import pytest

from kb.language.abbreviations import FILE_NAME, AbbreviationFile, read_abbreviations


def test_the_table_that_comes_with_the_product_is_whole():
    table = read_abbreviations()
    assert table.note == ""
    assert table.long_forms["cp"] == ("Change Proposal", "Critical Path")
    assert table.short_forms["data", "work", "group"] == ("DWG",)
    assert table.joined["half", "hour"] == "halfhour"


def test_an_edited_copy_in_the_data_directory_is_used_instead(tmp_path):
    (tmp_path / FILE_NAME).write_text('[abbreviations]\nXYZ = "Extra Yellow Zebra"\n', encoding="utf-8")
    table = read_abbreviations(tmp_path)
    assert (table.long_forms, table.compounds, table.note) == ({"xyz": ("Extra Yellow Zebra",)}, (), "")


@pytest.mark.parametrize(
    "text", ["[abbreviations", "[abbreviations]\nX = 3", "[compounds]\nwords = 'half hourly'", "abbreviations = 3"]
)
def test_a_broken_copy_is_told_and_the_shipped_table_used(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    table = read_abbreviations(tmp_path)
    assert FILE_NAME in table.note
    assert "dwg" in table.long_forms


def test_an_edited_table_applies_at_once(tmp_path):
    file = AbbreviationFile(tmp_path)
    shipped = file.table()
    (tmp_path / FILE_NAME).write_text('[abbreviations]\nXYZ = "Extra Yellow Zebra"\n', encoding="utf-8")
    edited = file.table()
    (tmp_path / FILE_NAME).unlink()

    assert [short for short, _ in edited.meanings] == ["XYZ"]
    assert file.table() == shipped
