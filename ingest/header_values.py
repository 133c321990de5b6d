"""What the header of a report prints: labels with their values, and the title. Pure; does not judge the values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from ingest.fields.dates import parse_date
from ingest.fields.refs import parse_meeting_number
from ingest.layout import TextBlock
from ingest.sections import FoundReport, header_pairs, is_title
from ingest.tables.spans import side_by_side
from ingest.template import HeaderField, Template
from kb.records import Source

_MOST_LABEL_WORDS = 4
_WIDE_GAP = 1.6  # between two labelled values on one line, in parts of the font size
_LABELLED = re.compile(r"(?P<label>[^:]{2,40}?)\s*[:\t]\s*(?P<value>\S.*)")
# "Working Group": the last line of a title that was too long for one; no label, no number stands in it
_TITLE_END = re.compile(r"(?:[^\d:]+\s)?(?:group|board|committee|forum|report)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\((?P<code>[A-Z]{2,8})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderValue:
    """A value of the header as printed, and where."""

    text: str
    source: Source


Values = Mapping[HeaderField, HeaderValue]


def read_values(report: FoundReport, template: Template) -> tuple[dict[HeaderField, HeaderValue], list[TextBlock]]:
    """The labelled values of a header's tables and lines, and the lines that are none."""
    values: dict[HeaderField, HeaderValue] = {}
    for table in report.front_tables:
        for found, _, text, source in header_pairs(table, template):
            values.setdefault(found, HeaderValue(text=text, source=source))
    rest: list[TextBlock] = []
    waiting: HeaderField | None = None
    labels_above: list[tuple[HeaderField, float]] = []
    for block, following in zip_longest(report.front_lines, report.front_lines[1:]):
        source = Source(page=block.page, boxes=(block.box,))
        labels = _row_of_labels(block, template)
        pairs = [] if labels else _below(labels_above, block) if labels_above else _line_pairs(block, template)
        labels_above = labels
        if labels:
            continue
        if pairs and not is_title(block.line.text, template):
            for found, text in pairs:
                values.setdefault(found, HeaderValue(text=text, source=source))
            waiting = None
        elif waiting is not None and waiting not in values and template.header.find(block.line.text) is None:
            values[waiting] = HeaderValue(text=block.line.text, source=source)
            waiting = None
        else:
            in_title = bool(rest) and _is_in_title(rest[-1], block, following, template)
            waiting = None if in_title else template.header.find(block.line.text.rstrip(":"))
            if waiting is None:
                rest.append(block)
    return values, rest


def _is_in_title(above: TextBlock, block: TextBlock, following: TextBlock | None, template: Template) -> bool:
    """Whether a line that may be a label is a line of a title, be it only `Group`: set like the lines around it."""
    if not _belong_together([above, block]):
        return False
    ends = is_title(above.line.text, template)
    return ends or (
        following is not None and is_title(following.line.text, template) and _belong_together([block, following])
    )


def _row_of_labels(block: TextBlock, template: Template) -> list[tuple[HeaderField, float]]:
    """The labels of a line that holds nothing else, and where each begins: their values stand below."""
    spans = side_by_side([block.line])
    found = [(template.header.find(text.rstrip(":")), x0) for text, x0, _ in spans]
    labels = [(label, x0) for label, x0 in found if label is not None]
    return labels if len(spans) > 1 and len(labels) == len(spans) else []


def _below(labels: Sequence[tuple[HeaderField, float]], block: TextBlock) -> list[tuple[HeaderField, str]]:
    """The labels of a line with what stands below each."""
    texts: dict[HeaderField, list[str]] = {}
    for word in block.line.words:
        above = [label for label, x0 in labels if x0 <= word.x0 + 2]
        if above:
            texts.setdefault(above[-1], []).append(word.text)
    return [(label, " ".join(words)) for label, words in texts.items()]


def unread_cells(report: FoundReport, template: Template) -> list[HeaderValue]:
    """What stands in the header's tables beside its labels and their values: labels that nobody knows, with theirs."""
    unread: list[HeaderValue] = []
    for table in report.front_tables:
        read = {text for _, label, value, _ in header_pairs(table, template) for text in (label, value)}
        for number, row in enumerate(table.rows, start=1):
            texts = [text for text in dict.fromkeys(row.texts) if text.strip() and not _is_read(text, read, template)]
            if texts:
                source = Source(page=row.page, table=table.number, row=number, boxes=row.boxes)
                unread.append(HeaderValue(text=" ".join(" ".join(texts).split()), source=source))
    return unread


def _is_read(text: str, read: set[str], template: Template) -> bool:
    """Whether a cell is a label, a value, several of these, or the title."""
    if text in read or template.header.find(text) is not None or is_title(text, template):
        return True
    pieces = {piece.strip() for line in text.splitlines() for piece in line.split(":", 1)}
    return len(pieces) > 1 and pieces <= read | {""}


def _line_pairs(block: TextBlock, template: Template) -> list[tuple[HeaderField, str]]:
    """The labelled values of a line: `Issue date: 17/06/22`, or label and value side by side in a table without rules."""
    pieces = _pieces(block)
    pairs: list[tuple[HeaderField, str]] = []
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        labelled = _LABELLED.fullmatch(piece)
        found = template.header.find(labelled["label"]) if labelled else None
        if found is not None and labelled is not None:
            pairs.append((found, labelled["value"]))
            index += 1
            continue
        alone = template.header.find(piece.rstrip(":"))
        if alone is not None and index + 1 < len(pieces):
            pairs.append((alone, pieces[index + 1]))
            index += 2
            continue
        if (unmarked := _unmarked_pair(piece, template)) is not None:
            pairs.append(unmarked)
        index += 1
    if not pairs and len(pieces) > 1 and (labelled := _LABELLED.fullmatch(block.line.text)):
        found = template.header.find(labelled["label"])
        return [(found, labelled["value"])] if found is not None else []
    return pairs


def _pieces(block: TextBlock) -> list[str]:
    pieces: list[list[str]] = []
    last_x1 = float("-inf")
    for word in block.line.words:
        if not pieces or word.x0 - last_x1 > _WIDE_GAP * block.line.size:
            pieces.append([])
        pieces[-1].append(word.text)
        last_x1 = word.x1
    return [part for piece in pieces for part in " ".join(piece).split(" | ")] or [block.line.text]


def _unmarked_pair(piece: str, template: Template) -> tuple[HeaderField, str] | None:
    """`Issue date 17/06/22`, `Version 1.1`: a label without a colon counts before a date, a number or a version."""
    words = piece.split()
    for count in range(min(_MOST_LABEL_WORDS, len(words) - 1), 0, -1):
        found = template.header.find(" ".join(words[:count]))
        value = " ".join(words[count:]).lstrip("-–— ")
        fits = (
            (found in (HeaderField.ISSUE_DATE, HeaderField.DATE, HeaderField.DATE_TIME) and parse_date(value) is not None)
            or (found is HeaderField.NUMBER and parse_meeting_number(value) is not None)
            or (found is HeaderField.VERSION and re.fullmatch(r"v?\d+(?:\.\d+)*", value) is not None)
            or (found is HeaderField.CLASSIFICATION and len(words) - count <= 2)
        )
        if found is not None and fits:
            return found, value
    return None


def read_title(
    lines: Sequence[TextBlock], values: Values, template: Template, running: Sequence[str]
) -> tuple[str, list[TextBlock]]:
    """The title, joined when it runs over two lines, and the front lines without it."""
    largest_first = sorted(range(len(lines)), key=lambda index: -round(lines[index].line.size))
    for start in largest_first:
        for count in (1, 2, 3):
            group = lines[start : start + count]
            text = " ".join(block.line.text for block in group)
            if len(group) == count and _belong_together(group) and is_title(text, template) and len(text) <= 200:
                while start > 0 and _belong_together([lines[start - 1], *group]) and not _is_banner(lines[start - 1]):
                    start -= 1
                    group = [lines[start], *group]
                end = start + len(group)
                while end < len(lines) and _belong_together([*group, lines[end]]) and _continues(group[-1], lines[end]):
                    group = [*group, lines[end]]
                    end += 1
                return " ".join(block.line.text for block in group), [*lines[:start], *lines[end:]]
    if HeaderField.TITLE in values and is_title(values[HeaderField.TITLE].text, template):
        return " ".join(values[HeaderField.TITLE].text.split()), list(lines)
    for text in running:
        if is_title(text, template):
            return text, list(lines)
    return "", list(lines)


def _belong_together(blocks: Sequence[TextBlock]) -> bool:
    return all(
        a.page == b.page
        and abs(a.line.size - b.line.size) < 0.6
        and a.line.bold == b.line.bold
        and b.line.bottom - a.line.bottom < 1.7 * b.line.size
        for a, b in pairwise(blocks)
    )


def _is_banner(block: TextBlock) -> bool:
    return block.line.text.isupper() and len(block.line.text.split()) <= 3


def _continues(above: TextBlock, block: TextBlock) -> bool:
    """Whether a title goes on in the next line: in brackets, in lower case, or up to the `Group` it lacks so far."""
    text = block.line.text.strip()
    if _IN_BRACKETS.fullmatch(text) or text[:1].islower():
        return True
    return bool(_TITLE_END.fullmatch(text)) and not _TITLE_END.fullmatch(above.line.text.strip())
