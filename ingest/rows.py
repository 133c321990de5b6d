"""The rows of a section's tables by the meaning of their columns: Area filled down, placeholders told. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.fields.refs import REF_WORD
from ingest.layout import TableRow
from ingest.problems import Code, problem, shown
from ingest.sections import FoundSection, FoundTable
from ingest.tables.columns import guess_roles
from ingest.template import Role, Template, label_key
from kb.records import Problem, SectionKind, SectionState, Source

_MOST_ROWS = 2_000
_LONGEST_BAND = 70  # characters of an area in a row of its own
_AREA_WRAP = re.compile(r"\n(?=[^\W\d_A-Z]|[–—&/(-])")  # an area is one phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row by role. extra: (column title, text) of columns that no record has a field for."""

    values: dict[Role, str]
    extra: tuple[tuple[str, str], ...]
    source: Source

    def get(self, role: Role) -> str:
        """What the column of this role says; empty when there is none."""
        return self.values.get(role, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All rows of a section that are records, whether it states a zero, and what is doubtful about its tables."""

    rows: tuple[Row, ...]
    state: SectionState
    roles: frozenset[Role]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reading:
    """What reading one section has gathered so far."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    roles: set[Role] = field(default_factory=set)
    none_raised: bool = False
    last: tuple[int, tuple[Role | None, ...], tuple[str, ...]] = (0, (), ())


def read_rows(section: FoundSection, template: Template) -> Rows:
    """The rows of a section's tables. A row that only says `None raised` is a stated zero, not a row."""
    reading = _Reading()
    for found in section.tables:
        _read_table(found, section, template, reading)
    lines = [block.line.text for block in section.lines]
    if any(template.says_none_raised(text) for text in lines):
        reading.none_raised = True
    if len(reading.rows) > _MOST_ROWS:
        message = f"{len(reading.rows):,} rows in {shown(section.heading)}, expected at most {_MOST_ROWS:,}"
        reading.problems.append(problem(Code.TOO_MANY_ROWS, message, section.source))
    state = SectionState.ITEMS if reading.rows else SectionState.NONE_RAISED if reading.none_raised else SectionState.EMPTY
    return Rows(rows=tuple(reading.rows), state=state, roles=frozenset(reading.roles), problems=tuple(reading.problems))


def _read_table(found: FoundTable, section: FoundSection, template: Template, reading: _Reading) -> None:
    rows = [row for row in found.table.rows if any(text.strip() for text in row.texts)]
    records: list[TableRow] = []
    for row in rows:
        if _is_placeholder(row, template):
            reading.none_raised = True
        else:
            records.append(row)
    roles, titles = _roles(found, records, section, reading)
    heading = shown(section.heading or section.kind.value)
    if found.table.rows_told and len(records) > 1:
        message = f"no rules part the {len(records)} rows of the table under {heading}"
        reading.problems.append(problem(Code.ROWS_GUESSED, message, Source(page=found.table.page, table=found.table.number)))
    areas = [row.texts[roles.index(Role.AREA)] for row in records] if Role.AREA in roles else []
    bands = _bands(records, roles, section, template)
    area = ""
    for number, row in enumerate(found.table.rows, start=1):
        if row not in records:
            continue
        if id(row) in bands:
            area = bands[id(row)]
            continue
        source = Source(page=row.page, table=found.table.number, row=number, boxes=row.boxes)
        record = _row(row, roles, titles, area, source)
        area = record.get(Role.AREA)
        reading.problems += _doubts(row, record, roles, heading, named=any(name for name in areas))
        reading.rows.append(record)


def _bands(
    records: Sequence[TableRow], roles: Sequence[Role | None], section: FoundSection, template: Template
) -> dict[int, str]:
    """The areas of rows that hold nothing else, by the id of the row: `Area: Testing` above the rows of that area.

    Without the label they are told only in a table that begins with such a row and all whose others have refs.
    """
    found = template.section(section.kind)
    if Role.AREA in roles or found is None:
        return {}
    bands: dict[int, str] = {}
    bare: dict[int, str] = {}
    for row in records:
        filled = [text.strip() for text in row.texts if text.strip()]
        if len(filled) != 1:
            continue
        label, colon, value = filled[0].partition(":")
        if colon and value.strip() and found.columns.find(label) is Role.AREA:
            bands[id(row)] = value.strip()
        elif len(filled[0]) <= _LONGEST_BAND and "\n" not in filled[0] and filled[0][-1] not in ".:;?":
            bare[id(row)] = filled[0]
    if bands or Role.REF not in roles or not records or id(records[0]) not in bare:
        return bands
    ref = roles.index(Role.REF)
    others_have_refs = all(row.texts[ref].strip() for row in records if id(row) not in bare)
    in_pairs = any(id(above) in bare and id(row) in bare for above, row in pairwise(records)) or id(records[-1]) in bare
    return bare if others_have_refs and not in_pairs else {}


def _doubts(row: TableRow, record: Row, roles: Sequence[Role | None], heading: str, *, named: bool) -> Iterator[Problem]:
    """What is doubtful about how a row was put together. named: rows of its table print an area."""
    texts = " | ".join(" ".join(text.split()) for text in filter(None, row.texts))
    for doubt in (word for cell in row.cells for word in cell.doubts):
        message = f"{shown(doubt)} in the row {shown(texts[:60])} runs over a line end, so it may be one word or two"
        yield problem(Code.WORD_CUT, message, record.source)
    if row.doubtful:
        message = f"a row at the top of a page, {shown(texts[:80])}, under {heading}"
        yield problem(Code.PAGE_BREAK_UNCLEAR, message, record.source)
    refs, area = record.get(Role.REF).split(), record.get(Role.AREA)
    if sum(bool(REF_WORD.fullmatch(ref)) for ref in refs) > 1:
        yield problem(Code.ROWS_GLUED, f"the ref cell says {shown(' '.join(refs))}, under {heading}", record.source)
    if "\n" in area:
        yield problem(
            Code.ROWS_GLUED, f"the area says {shown(' | '.join(area.splitlines()))}, under {heading}", record.source
        )
    if Role.AREA in roles and not area and named:
        yield problem(Code.AREA_MISSING, f"a row under {heading} has no area: {shown(texts[:80])}", record.source)
    if area[:1].islower():
        message = f"the area {shown(area)} under {heading} begins like the rest of a text"
        yield problem(Code.CUT_OFF, message, record.source)


def _is_placeholder(row: TableRow, template: Template) -> bool:
    filled = [text for text in row.texts if text.strip()]
    said = [text for text in filled if template.says_none_raised(text)]
    blank = [text for text in filled if not label_key(text)]  # dashes
    return (bool(said or blank) and len(said) + len(blank) == len(filled)) or _is_placeholder_text(filled, template)


def _is_placeholder_text(filled: Sequence[str], template: Template) -> bool:
    """`None` split over the cells of a row that was one cell, or repeated in some of them."""
    return len(filled) > 1 and template.says_none_raised(" ".join(filled))


def _roles(
    found: FoundTable, records: Sequence[TableRow], section: FoundSection, reading: _Reading
) -> tuple[tuple[Role | None, ...], tuple[str, ...]]:
    count = max((len(row.cells) for row in found.table.rows), default=0)
    if found.titles is not None:
        roles, titles = found.titles.roles, found.titles.titles
        for title, role in zip(titles, roles, strict=True):
            if role is None and title and records:
                message = f"the column {shown(title)} under {shown(section.heading)} is not known"
                source = Source(page=found.table.page, table=found.table.number)
                reading.problems.append(problem(Code.UNKNOWN_COLUMN, message, source))
    elif reading.last[0] == count:
        roles, titles = reading.last[1], reading.last[2]
    else:
        roles, titles = guess_roles([row.texts for row in records], section.kind), ("",) * count
        if records:
            told = ", ".join(role.value if role else "?" for role in roles)
            message = f"a table of {count} columns under {shown(section.heading)} has no titles; read as {told}"
            source = Source(page=found.table.page, table=found.table.number)
            reading.problems.append(problem(Code.COLUMNS_GUESSED, message, source))
    reading.last = (count, roles, titles)
    reading.roles.update(role for role in roles if role is not None)
    return roles, titles


def _row(row: TableRow, roles: Sequence[Role | None], titles: Sequence[str], area: str, source: Source) -> Row:
    values: dict[Role, str] = {}
    extra: list[tuple[str, str]] = []
    for index, cell in enumerate(row.cells):
        role = roles[index] if index < len(roles) else None
        title = titles[index] if index < len(titles) else ""
        if role is None or role is Role.EXTRA:
            if cell.text:
                extra.append((title, cell.text))
        else:
            values[role] = _AREA_WRAP.sub(" ", cell.text) if role is Role.AREA else cell.text
    if (area or Role.AREA in roles) and not values.get(Role.AREA):
        values[Role.AREA] = area
    return Row(values=values, extra=tuple(extra), source=source)


def prose_items(section: FoundSection) -> tuple[Row, ...]:
    """The discussion items of a section without tables: a bold line is the area of the text below it."""
    if section.tables or section.kind is not SectionKind.DISCUSSION:
        return ()
    rows: list[Row] = []
    area, paragraphs, source = "", list[str](), section.source
    for block in section.lines:
        line = block.line
        if line.bold and len(line.text) <= 90 and not line.bullet and not line.text.endswith("."):
            if paragraphs and source is not None:
                rows.append(Row(values={Role.AREA: area, Role.TEXT: "\n".join(paragraphs)}, extra=(), source=source))
            area, paragraphs = line.text, []
            source = Source(page=block.page, boxes=(block.box,))
            continue
        if not paragraphs and not area:
            source = Source(page=block.page, boxes=(block.box,))
        if line.bullet:
            paragraphs.append(f"• {line.text}")
        elif paragraphs and not paragraphs[-1].endswith((".", ":", "?")):
            paragraphs[-1] = f"{paragraphs[-1]} {line.text}"
        else:
            paragraphs.append(line.text)
    if paragraphs and source is not None:
        rows.append(Row(values={Role.AREA: area, Role.TEXT: "\n".join(paragraphs)}, extra=(), source=source))
    return tuple(rows)
