"""Attendees and apologies, from the rows of a table or from lines of names. Pure."""

from collections.abc import Sequence

from ingest.layout import TextBlock
from ingest.pages.glyphs import LINE_END_HYPHEN
from ingest.rows import Row
from ingest.sections import FoundSection
from ingest.template import Role
from kb.records import Attendee


def row_attendees(row: Row, heading: str) -> tuple[Attendee, ...]:
    """The attendees of a row: one, or one for each line of its name cell."""
    attendance, role = row.get(Role.ATTENDANCE).strip(), " ".join(row.get(Role.MEMBER_ROLE).split())
    apologies = "apolog" in attendance.casefold() or (not attendance and _speaks_of_apologies(heading))
    names = (name.removeprefix("• ").strip() for name in row.get(Role.NAME).split("\n"))
    return tuple(Attendee(name=name, role=role, apologies=apologies) for name in names if name)


def line_attendees(section: FoundSection) -> list[Attendee]:
    """Attendees printed as lines: `Ann Other (Chair), Bob Else (DCC)`, `Apologies: Cy Third (Ofgem)`."""
    apologies = _speaks_of_apologies(section.heading)
    attendees: list[Attendee] = []
    for paragraph in _paragraphs(section.lines):
        label, colon, rest = paragraph.partition(":")
        labelled = bool(colon) and len(label.split()) <= 4 and "(" not in label
        absent = _speaks_of_apologies(label) if labelled else apologies
        for piece in _split_outside_brackets(rest if labelled else paragraph):
            name, bracket, role = piece.partition("(")
            if not bracket:
                name, _, role = piece.partition(" – ")
            role = role.strip()
            role = role[:-1] if bracket and role.endswith(")") else role
            if name.strip(" .-–"):
                attendees.append(Attendee(name=name.strip(" .-–"), role=role.strip(), apologies=absent))
    return attendees


def _speaks_of_apologies(text: str) -> bool:
    return "apolog" in text.casefold() and "attend" not in text.casefold()


def _paragraphs(lines: Sequence[TextBlock]) -> list[str]:
    """Lines put together where one ends within a list: after a comma, inside a bracket, or in the middle of a name."""
    paragraphs: list[str] = []
    last: TextBlock | None = None
    for block in lines:
        text = block.line.text
        above = paragraphs[-1] if paragraphs else ""
        goes_on = last is not None and not block.line.bullet and ":" not in text[:24]
        listed = above.endswith((",", ";", "and")) or above.count("(") > above.count(")") or text.startswith("(")
        full = last is not None and "," in above and block.line.x1 <= last.line.x1 + 60 and last.line.x1 - last.line.x0 > 300
        if goes_on and (listed or full or above.endswith(LINE_END_HYPHEN)):
            paragraphs[-1] = above[:-1] + text if above.endswith(LINE_END_HYPHEN) else f"{above} {text}"
        else:
            paragraphs.append(text)
        last = block
    return paragraphs


def _split_outside_brackets(text: str) -> list[str]:
    pieces, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character in ",;" and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return [piece.strip() for piece in pieces if piece.strip()]
