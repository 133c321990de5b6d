"""Exports open safely: no cell becomes a formula, dates are dates, and everything listed is there."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest

from kb.export import Table, to_csv, to_json, to_xlsx

HOSTILE = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0"),
    *("  =1", "\u00a0=1", "\u200b=1", "\ufeff=1"),
]


def table(*values: str | int) -> Table:
    rows = [(value, date(2022, 6, 15)) for value in values]
    return Table(title="A list", columns=("what", "when"), rows=rows, about=(("Query", "=x"),))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    (_head, row) = csv.reader(io.StringIO(to_csv(table(text)).decode("utf-8-sig")))
    assert row[0] == f"'{text}"
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx(table(text))))["Rows"]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_no_title_of_a_column_becomes_a_formula() -> None:
    named = Table(title="A list", columns=("=1+1",), rows=[("x",)])
    assert to_csv(named).decode("utf-8-sig").splitlines()[0] == "'=1+1"
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(named)))["Rows"]["A1"].value == "'=1+1"


def test_numbers_stay_numbers() -> None:
    (_head, row) = csv.reader(io.StringIO(to_csv(table(-5)).decode("utf-8-sig")))
    assert row[0] == "-5"
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(table(-5))))["Rows"]["A2"].value == -5


def test_dates_are_dates_in_a_workbook_and_iso_text_elsewhere() -> None:
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(table("x"))))["Rows"]["B2"].value == datetime(2022, 6, 15)  # noqa: DTZ001 - workbooks know no zones
    assert json.loads(to_json(table("x")))["rows"] == [{"what": "x", "when": "2022-06-15"}]


def test_a_workbook_says_how_it_was_made() -> None:
    about = openpyxl.load_workbook(io.BytesIO(to_xlsx(table("x"))))["About"]
    assert [[cell.value for cell in row] for row in about] == [["List", "A list"], ["Rows", "1"], ["Query", "'=x"]]


def test_csv_keeps_commas_quotes_and_line_breaks() -> None:
    text = 'a "quoted", cell\nwith lines'
    (_head, row) = csv.reader(io.StringIO(to_csv(table(text)).decode("utf-8-sig"), newline=""))
    assert row[0] == text


def test_an_empty_list_exports_its_head() -> None:
    assert to_csv(table()).decode("utf-8-sig") == "what,when\r\n"
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(table())))["Rows"]["A1"].value == "what"
