"""Decides whether the first row of a page goes on with the last row of the page before, and how sure that is. Pure.

         page 1                      page 2                    verdict
│ Area   │ TMAG06- │ text   │   │   │ 02 │ goes on. │     one row: TMAG06-02, “text goes on.”
                                │   │ TMAG06-03 │ … │      a row of its own
"""

import re
from collections.abc import Sequence

from ingest.tables.raw_table import RawRow, RawTable
from ingest.tables.row_mending import FULL_REF, SHORT_REF
from ingest.template import Role
from ingest.verdict import Verdict

_KEPT_TOGETHER = 4.5  # in parts of the font size: lines that a paragraph takes along to the next page
_INCOMPLETE_REF = re.compile(r"(?:[-‐–/.]|^[A-Za-z]+\s*\d*|^[A-Za-z]+\s*\d+(?:\.\d+)?[-‐–])$")
_ENDS_SENTENCE = re.compile(r"[.!?:;)\]”’\"']$")
_FULL_DATE = re.compile(r"\d{1,2}\W\w+\W\d{2,4}$|^[A-Za-z]{3,}")
_OPEN_ENDS = ("-", "&", ",", "/", " and", " of", " the", " for")


def judge_break(table: RawTable, more: RawTable, first: RawRow, *, leaves_open: bool) -> Verdict:
    """Whether `first`, the first row of `more`, goes on with the last row of the table before.

    leaves_open: the producer leaves a cut row without a rule at the page end, so that a rule there ends a row for sure.
    """
    last = table.rows[-1]
    if not any(last.texts):
        return Verdict.YES
    if not _flows_on(last, first):
        return Verdict.NO
    if leaves_open and table.ruled:
        head_between = first is not more.rows[0]
        is_open = table.open_bottom and (more.open_top or head_between)
        if _have_refs_of_their_own(table, last, first):
            return Verdict.NO
        if not is_open:
            return Verdict.LIKELY if _ends_in_mid_sentence(table, last, first) else Verdict.NO
        return Verdict.UNLIKELY if _begins_anew(table, last, first) else Verdict.YES
    ref = _ref_column(table)
    by_ref = _judge_by_ref(table, last, first, ref) if ref is not None else None
    return by_ref or _judge_by_prose(table, last, first)


def _flows_on(last: RawRow, first: RawRow) -> bool:
    """Whether the cells with text in the lower row have text down to the end of the upper one: else they began anew."""
    cells = [(last.parts[column][-1], first.parts[column][0]) for column in range(len(last.parts))]
    end = max((line.bottom for upper, _ in cells for line in upper.lines), default=0.0)
    return all(
        not upper.lines or not lower.lines or end - upper.lines[-1].bottom < _KEPT_TOGETHER * upper.lines[-1].size
        for upper, lower in cells
    )


def _have_refs_of_their_own(table: RawTable, last: RawRow, first: RawRow) -> bool:
    """Whether two rows both print a whole ref: then they are two, whatever the rules say."""
    ref = _ref_column(table)
    if ref is None:
        return False
    refs = [row.text(ref).replace(" ", "") for row in (last, first)]
    return all(map(FULL_REF.match, refs)) or all(map(SHORT_REF.match, refs))


def _ends_in_mid_sentence(table: RawTable, last: RawRow, first: RawRow) -> bool:
    """Whether the text of a row breaks off at its right end, and the row below has nothing but a text."""
    place = max(range(len(last.parts)), key=lambda column: len(last.text(column)))
    others = [text for column, text in enumerate(first.texts) if column != place]
    if any(others) or not first.text(place) or _ENDS_SENTENCE.search(last.text(place)):
        return False
    return _breaks_off(table, last, next(column for column in range(len(last.parts)) if column != place))


def _begins_anew(table: RawTable, last: RawRow, first: RawRow) -> bool:
    """Whether a row of a table without refs reads as one of its own: an area, and a sentence, below ones that are whole."""
    roles = _roles(table)
    if _ref_column(table) is not None or Role.AREA not in roles:
        return False
    place = roles.index(Role.AREA)
    area, area_above = first.text(place), last.text(place)
    text, text_above = (_beside(row, place) for row in (first, last))
    if not (area and area_above and text and text_above) or area_above.endswith(_OPEN_ENDS):
        return False
    return area[0].isupper() and text[0].isupper() and bool(_ENDS_SENTENCE.search(text_above))


def _ref_column(table: RawTable) -> int | None:
    roles = _roles(table)
    return roles.index(Role.REF) if Role.REF in roles else _column_of_refs(table)


def _roles(table: RawTable) -> Sequence[Role | None]:
    return table.titles.roles if table.titles else ()


def _column_of_refs(table: RawTable) -> int | None:
    """The column whose cells are refs, in a table without titles."""
    for column in range(len(table.edges) - 1):
        texts = [row.text(column).replace(" ", "") for row in table.rows]
        if texts and sum(bool(FULL_REF.match(text)) for text in texts) * 2 > len(texts):
            return column
    return None


def _judge_by_ref(table: RawTable, last: RawRow, first: RawRow, ref: int) -> Verdict | None:
    """What the refs say; None when they say nothing."""
    roles = _roles(table)
    upper, lower = last.text(ref).replace(" ", ""), first.text(ref).replace(" ", "")
    if FULL_REF.match(lower):
        return Verdict.LIKELY if not upper and _complement(roles, last, first) else Verdict.NO
    if SHORT_REF.match(lower) and (not upper or SHORT_REF.match(upper)):
        return Verdict.NO
    if lower:
        whole = FULL_REF.match(upper + lower) or (_INCOMPLETE_REF.search(upper) and lower[0].isdigit())
        return Verdict.YES if upper and whole and not FULL_REF.match(upper) else Verdict.UNLIKELY
    if not upper or not any(first.texts):
        return None
    if _is_complete_by_itself(roles, last, first):
        return Verdict.UNLIKELY
    return Verdict.YES if _reads_on(last, first) else Verdict.LIKELY


def _complement(roles: Sequence[Role | None], last: RawRow, first: RawRow) -> bool:
    """Whether the upper row lacks a text and all that the lower one has: cells whose lines all went to the next page."""
    if Role.TEXT not in roles or last.text(roles.index(Role.TEXT)):
        return False
    return not any(upper and lower for upper, lower in zip(last.texts, first.texts, strict=True))


def _is_complete_by_itself(roles: Sequence[Role | None], last: RawRow, first: RawRow) -> bool:
    """Whether a row without a ref has an owner and a due date of its own, and the row above does not need them."""
    for role in (Role.OWNER, Role.DUE):
        if role not in roles:
            return False
        column = roles.index(role)
        if not first.text(column) or not last.text(column) or first.text(column)[0].islower():
            return False
    due = roles.index(Role.DUE)
    upper, lower = last.text(due).replace(" ", ""), first.text(due).replace(" ", "")
    return bool(_FULL_DATE.search(upper) and _FULL_DATE.search(lower)) and len(upper) + len(lower) > 10


def _reads_on(last: RawRow, first: RawRow) -> bool:
    """Whether a cell of the lower row begins as only the rest of a text does, or follows an unfinished sentence."""
    return any(
        lower and (lower[0].islower() or (upper and not _ENDS_SENTENCE.search(upper)))
        for upper, lower in zip(last.texts, first.texts, strict=True)
    )


def _judge_by_prose(table: RawTable, last: RawRow, first: RawRow) -> Verdict:
    roles = _roles(table)
    place = roles.index(Role.AREA) if Role.AREA in roles else 0
    area, area_above = first.text(place), last.text(place)
    text, text_above = (_beside(row, place) for row in (first, last))
    if not text:
        return Verdict.LIKELY if area and area_above else Verdict.NO
    unfinished = bool(text_above) and not _ENDS_SENTENCE.search(text_above)
    if not area:
        if text[0].islower() or unfinished:
            return Verdict.YES
        if not any(not row.text(place) for row in table.rows[table.head :]):
            return Verdict.LIKELY  # no other row is without an area
        return Verdict.LIKELY if _goes_on_with_list(table, first, place) else Verdict.UNLIKELY
    if area_above and (area[0].islower() or area[0] in "&–/(" or area_above.endswith(_OPEN_ENDS)):
        return Verdict.YES
    return Verdict.LIKELY if unfinished and (text[0].islower() or _breaks_off(table, last, place)) else Verdict.NO


def _beside(row: RawRow, place: int) -> str:
    return " ".join(text for column, text in enumerate(row.texts) if column != place).strip()


def _goes_on_with_list(table: RawTable, first: RawRow, area: int) -> bool:
    """Whether a row begins with a list item, which the rows of the table else never do."""
    return _begins_with_item(first, area) and not any(_begins_with_item(row, area) for row in table.rows)


def _begins_with_item(row: RawRow, area: int) -> bool:
    firsts = [parts[0].lines[0] for column, parts in enumerate(row.parts) if column != area and parts[0].lines]
    return any(line.bullet for line in firsts)


def _breaks_off(table: RawTable, row: RawRow, place: int) -> bool:
    """Whether the last line of a row's text runs to the right end of its column, and is no item of a list."""
    columns = [column for column in range(len(row.parts)) if column != place]
    column = max(columns, key=lambda index: len(row.text(index)), default=None)
    lines = [line for part in row.parts[column] for line in part.lines] if column is not None else []
    if column is None or len(lines) < 2 or any(line.bullet for line in lines[-2:]):
        return False
    reach = max(line.x1 for other in table.rows for part in other.parts[column] for line in part.lines)
    return reach - lines[-1].x1 < 0.12 * (reach - lines[-1].x0)
