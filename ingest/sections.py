"""Splits the flow of a document into reports, and each report into its front matter and its sections. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.layout import Block, TableBlock, TextBlock
from ingest.tables.columns import ColumnTitles, find_titles
from ingest.tables.row_mending import LONGEST_HEADING
from ingest.template import HeaderField, Role, Template, label_key
from kb.records import SectionKind, Source

_CONTENTS = frozenset({"content", "tableofcontent"})
_LEADERS = re.compile(r"\S\s*(?:[.…·_]\s?){4,}\s*\d{1,3}$")
_CONTENTS_GAP = 8.0  # between an entry and its page number, in parts of the font size
_TITLE_REACH = 12  # blocks after a title within which a header shows that a report begins
_LEAST_HEADER_PAIRS = 2
_MOST_LABEL_WORDS = 4
_LEAST_KNOWN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A table of a section. titles: its column titles, None when it has none; rows without them."""

    table: TableBlock
    titles: ColumnTitles | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSection:
    """A section as printed: its heading, its tables, and the lines of text that stand beside them."""

    kind: SectionKind
    heading: str
    source: Source | None
    known: bool = True
    tables: tuple[FoundTable, ...] = ()
    lines: tuple[TextBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReport:
    """One report of a file: what stands before its first section, and its sections in printed order."""

    first_page: int
    last_page: int
    front_lines: tuple[TextBlock, ...]
    front_tables: tuple[TableBlock, ...]
    sections: tuple[FoundSection, ...]


@dataclass(slots=True)
class _Open:
    """A section that is being filled."""

    kind: SectionKind
    heading: str
    source: Source | None
    known: bool = True
    tables: list[FoundTable] = field(default_factory=list)
    lines: list[TextBlock] = field(default_factory=list)


def split_reports(blocks: Sequence[Block], template: Template) -> tuple[FoundReport, ...]:
    """The reports of a file in printed order; most files hold one. A table of contents is no part of them."""
    blocks = [block for block in blocks if not (isinstance(block, TextBlock) and _is_of_contents(block))] or blocks
    starts = [0, *(index for index in range(1, len(blocks)) if _begins_report(blocks, index, template))]
    ends = [*starts[1:], len(blocks)]
    return tuple(
        _split_sections(blocks[start:end], template) for start, end in zip(starts, ends, strict=True) if end > start
    )


def _is_of_contents(block: TextBlock) -> bool:
    """Whether a line is one of a table of contents: `Contents`, or a text that a page number follows at a distance."""
    line = block.line
    if label_key(line.text) in _CONTENTS or _LEADERS.search(line.text):
        return True
    if len(line.words) < 2 or not line.text.rsplit(" ", 1)[-1].isdigit():
        return False
    before, number = line.words[-2:]
    return number.x0 - before.x1 > _CONTENTS_GAP * line.size


def is_title(text: str, template: Template) -> bool:
    """Whether a line holds the family's title; a sentence that speaks of headline reports is none."""
    key = label_key(text)
    return not text.rstrip().endswith(".") and any(title in key for title in template.titles)


def header_pairs(table: TableBlock, template: Template) -> list[tuple[HeaderField, str, str, Source]]:
    """The labels of a header block with their values: (field, printed label, value, place)."""
    pairs: list[tuple[HeaderField, str, str, Source]] = []
    rows = [row for row in table.rows if any(row.texts)]
    for number, row in enumerate(rows, start=1):
        source = Source(page=row.page, table=table.number, row=number, boxes=row.boxes)
        filled = [text for text in row.texts if text.strip()]
        labels = [template.header.find(text) for text in filled]
        below = rows[number].texts if number < len(rows) else ()
        if len(filled) > 1 and all(labels) and any(below) and not all(template.header.find(text) for text in below if text):
            pairs += [
                (found, text, value, source)
                for text, value in zip(row.texts, below, strict=False)
                if (found := template.header.find(text) if text else None) is not None
            ]
            continue
        index = 0
        while index < len(filled):
            found = labels[index]
            if found is not None and index + 1 < len(filled) and labels[index + 1] in (None, found):
                pairs.append((found, filled[index], filled[index + 1], source))
                index += 2
                continue
            if found is None:
                pairs += _inline_pairs(filled[index], template, source) or _stacked_pair(filled[index], template, source)
            index += 1
    return pairs


def _stacked_pair(text: str, template: Template, source: Source) -> list[tuple[HeaderField, str, str, Source]]:
    """The label that a cell begins with, and the value below it in the same cell."""
    words = text.split()
    for count in range(min(_MOST_LABEL_WORDS, len(words) - 1), 0, -1):
        label, value = " ".join(words[:count]), " ".join(words[count:])
        found = template.header.meanings.get(label_key(label))
        if found is not None and not value[0].islower():
            return [(found, label, value, source)]
    return []


def _inline_pairs(text: str, template: Template, source: Source) -> list[tuple[HeaderField, str, str, Source]]:
    pairs = []
    for line in text.splitlines():
        label, _, value = line.partition(":")
        found = template.header.find(label)
        if found is not None and value.strip():
            pairs.append((found, label, value.strip(), source))
    return pairs


def _begins_report(blocks: Sequence[Block], index: int, template: Template) -> bool:
    """Whether a later title opens another report: a header follows it before any section does."""
    block = blocks[index]
    if not isinstance(block, TextBlock) or not is_title(block.line.text, template) or len(block.line.text) > 140:
        return False
    before = blocks[:index]
    if not any(isinstance(other, TableBlock) or template.find_heading(other.line.text) is not None for other in before):
        return False
    for other in blocks[index + 1 : index + 1 + _TITLE_REACH]:
        if isinstance(other, TableBlock):
            return find_titles(other.rows[0].texts, template) is None and _is_header(other, template)
        if template.find_heading(other.line.text) is not None:
            return False
        if template.header.find(other.line.text.split(":")[0]) is not None:
            return True
    return False


def _is_header(table: TableBlock, template: Template) -> bool:
    pairs = header_pairs(table, template)
    return len(pairs) >= _LEAST_HEADER_PAIRS or any(
        pair[0] in (HeaderField.NUMBER, HeaderField.ISSUE_DATE) for pair in pairs
    )


def _split_sections(blocks: Sequence[Block], template: Template) -> FoundReport:
    front_lines: list[TextBlock] = []
    front_tables: list[TableBlock] = []
    sections: list[_Open] = []
    for index, block in enumerate(blocks):
        if isinstance(block, TextBlock):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            opened = _heading(block, following, template, started=bool(sections))
            if opened is not None:
                sections.append(opened)
            elif sections:
                sections[-1].lines.append(block)
            else:
                front_lines.append(block)
            continue
        for piece in _split_at_headings(block, template):
            if isinstance(piece, _Open):
                sections.append(piece)
                continue
            _place_table(piece, sections, front_tables, template)
    pages = [block.page for block in blocks]
    return FoundReport(
        first_page=min(pages),
        last_page=max(_last_page(block) for block in blocks),
        front_lines=tuple(front_lines),
        front_tables=tuple(front_tables),
        sections=tuple(
            FoundSection(
                kind=section.kind, heading=section.heading, source=section.source, known=section.known,
                tables=tuple(section.tables), lines=tuple(section.lines),
            )
            for section in sections
        ),
    )  # fmt: skip


def _last_page(block: Block) -> int:
    if isinstance(block, TextBlock):
        return block.page
    return max((box.page for row in block.rows for box in row.boxes), default=block.page)


def _heading(block: TextBlock, following: Block | None, template: Template, *, started: bool) -> _Open | None:
    text = block.line.text.strip()
    if len(text) > LONGEST_HEADING or block.line.bullet:
        return None
    source = Source(page=block.page, boxes=(block.box,))
    kind = template.find_heading(text)
    if kind is not None and _looks_set_apart(block, following, text):
        return _Open(kind=kind, heading=text, source=source)
    looks_like = block.line.bold and not text.endswith((".", ",", ";")) and ":" not in text[:-1]
    if kind is None and looks_like and isinstance(following, TableBlock) and following.rows:
        # Before the first section such a line may as well be the header's: there only clear column titles make it a heading.
        titles = find_titles(following.rows[0].texts, template)
        if started or (titles is not None and _speaks_for_itself(titles)):
            return _Open(kind=SectionKind.OTHER, heading=text, source=source, known=False)
    return None


def _looks_set_apart(block: TextBlock, following: Block | None, text: str) -> bool:
    """Whether a line that reads like a heading is one, and no word of a sentence that happens to stand alone."""
    if isinstance(following, TableBlock) or block.line.bold or text.isupper() or text[:1].isdigit():
        return True
    if following is None:
        return True
    return block.line.size > following.line.size * 1.05 or (not text.endswith((".", ",")) and text[:1].isupper())


def _split_at_headings(table: TableBlock, template: Template) -> list[TableBlock | _Open]:
    """A table parted at rows that hold nothing but a section's heading."""
    pieces: list[TableBlock | _Open] = []
    start = 0
    for index, row in enumerate(table.rows):
        filled = [text for text in row.texts if text.strip()]
        if len(filled) != 1 or len(filled[0]) > LONGEST_HEADING or not row.texts[0].strip() or row.cells[0].merged:
            continue
        kind = template.find_heading(filled[0])
        after = table.rows[index + 1].texts if index + 1 < len(table.rows) else ()
        if kind is None or not (find_titles(after, template) or _is_lone_statement(after, template)):
            continue
        if index > start:
            pieces.append(_part(table, start, index))
        pieces.append(_Open(kind=kind, heading=filled[0], source=Source(page=row.page, table=table.number, boxes=row.boxes)))
        start = index + 1
    if start < len(table.rows) or not pieces:
        pieces.append(_part(table, start, len(table.rows)))
    return pieces


def _is_lone_statement(texts: Sequence[str], template: Template) -> bool:
    filled = [text for text in texts if text.strip()]
    return len(filled) == 1 and template.says_none_raised(filled[0])


def _part(table: TableBlock, start: int, end: int) -> TableBlock:
    rows = table.rows[start:end]
    return replace(table, page=rows[0].page if rows else table.page, rows=rows)


def _place_table(table: TableBlock, sections: list[_Open], front_tables: list[TableBlock], template: Template) -> None:
    """Puts a table into the section it stands in, or the one its titles speak of, or the header."""
    if not table.rows:
        return
    current = sections[-1] if sections else None
    titles = find_titles(table.rows[0].texts, template, prefer=current.kind if current else None)
    if (
        titles is None
        and (current is None or _is_header(table, template))
        and (not sections or not current_has_use(current))
    ):
        front_tables.append(table)
        return
    rows = table.rows[1:] if titles is not None else table.rows
    found = FoundTable(table=replace(table, rows=rows), titles=titles)
    clear = titles is not None and _speaks_for_itself(titles)
    if current is not None and current.kind is SectionKind.OTHER and not current.tables and titles is not None and clear:
        current.kind = titles.kind  # an unknown heading, but the columns say what kind of section it is
        current.known = _names(current.heading, titles.kind, template)
    fits = current is not None and (
        titles is None or titles.kind is current.kind or (current.kind is SectionKind.OTHER and not clear)
    )
    if current is None or not fits:
        assert titles is not None
        source = Source(page=table.page, table=table.number)
        current = _Open(kind=titles.kind, heading="", source=source)
        sections.append(current)
    current.tables.append(found)


def _names(heading: str, kind: SectionKind, template: Template) -> bool:
    """Whether a heading begins or ends with a known one of its kind: `Actions carried over from last month`."""
    section, key = template.section(kind), label_key(heading)
    return section is not None and any(key.startswith(known) or key.endswith(known) for known in section.headings.meanings)


def _speaks_for_itself(titles: ColumnTitles) -> bool:
    """Whether column titles alone are enough to tell the kind of a section."""
    filled = sum(bool(title) for title in titles.titles)
    return (
        not {Role.TEXT, Role.NAME}.isdisjoint(titles.roles)
        and titles.known >= _LEAST_KNOWN
        and titles.known * 4 >= filled * 3
    )


def current_has_use(section: _Open | None) -> bool:
    """Whether a section waits for a table that may lack titles."""
    return section is not None and section.kind is not SectionKind.OTHER
