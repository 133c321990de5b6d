"""Lists as files: CSV for everyone, XLSX for Excel, JSON for programs. Safe to open: no cell becomes a formula."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

Value = str | int | float | bool | bytes | date | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SPACE = " \u00a0\u200b\u200c\u200d\u2060\ufeff"  # what a spreadsheet may skip before it looks for a formula
_XLSX_CELL_LIMIT = 32_767
_WIDEST_COLUMN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A list to export. title: what it lists; about: how it was made (query, filters, date), as (name, value)."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    about: tuple[tuple[str, str], ...] = ()


def to_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads it right; lines end in CRLF (RFC 4180)."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(map(_safe, table.columns))
    writer.writerows([_csv_cell(value) for value in row] for row in table.rows)
    return target.getvalue().encode("utf-8-sig")


def to_json(table: Table) -> bytes:
    """An object with `title`, `about` and `rows` (an object for each)."""
    rows = [dict(zip(table.columns, map(_json_value, row), strict=True)) for row in table.rows]
    document = {"title": table.title, "about": dict(table.about), "rows": rows}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def to_xlsx(table: Table) -> bytes:
    """A sheet with the rows (dates as dates, head row frozen, filters on) and a sheet `About`."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        day = book.add_format({"num_format": "d mmm yyyy", "align": "left", "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Rows")
        for column, name in enumerate(table.columns):
            sheet.write_string(0, column, _safe(name), head)
        for n, row in enumerate(table.rows, 1):
            for column, value in enumerate(row):
                match value:
                    case None:
                        pass
                    case datetime() | date():
                        sheet.write_datetime(n, column, value, day)
                    case bool() | int() | float():
                        sheet.write(n, column, value, wrapped)
                    case _:
                        sheet.write_string(n, column, _safe(_text(value))[:_XLSX_CELL_LIMIT], wrapped)
        sheet.freeze_panes(1, 0)
        if table.rows:
            sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)
        about = book.add_worksheet("About")
        about.set_column(0, 1, 30)
        for n, (name, value) in enumerate((("List", table.title), ("Rows", str(len(table.rows))), *table.about)):
            about.write_string(n, 0, name, head)
            about.write_string(n, 1, _safe(value)[:_XLSX_CELL_LIMIT])
    return target.getvalue()


def _widths(table: Table) -> list[int]:
    sample = table.rows[:200]
    return [
        min(_WIDEST_COLUMN, max([len(name) + 4, *(len(_text(row[n])) + 2 for row in sample)]))
        for n, name in enumerate(table.columns)
    ]


def _csv_cell(value: Value) -> str | int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return _safe(_text(value))


def _safe(text: str) -> str:
    """A text that a spreadsheet would take for a formula, also after space, gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) or text.lstrip(_SPACE).startswith(_FORMULA_STARTS) else text


def _json_value(value: Value) -> str | int | float | bool | None:
    return _text(value) if isinstance(value, bytes | date) else value


def _text(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case _:
            return str(value)
