"""A report as blocks on paper, whatever the renderer, and the golden records that a perfect parser finds in it.

Specimen + Style  ─►  Printed(blocks, golden)  ─►  a renderer  ─►  PDF  ─►  golden with page numbers
"""

import re
from dataclasses import dataclass, field
from typing import Any

from corpus.specimen import ActionRow, Specimen
from corpus.style import SYNTHETIC, Column, Style

STATUS_WORDS = {"open": "Open", "proposed close": "Proposed close", "closed": "Closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The heading of a section; level 0 is the title of the report."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A line of text outside tables."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A block of labels and values; labels are the cells with even index when `rows` alternate, else the first column."""

    rows: tuple[tuple[str, ...], ...]
    labels: frozenset[tuple[int, int]]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a section. Cell texts have lines as paragraphs, `• ` and `•• ` for bullets. area: index of that column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    area: int | None = None


Block = Heading | Para | Grid | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Blocks in order, the style to render them with, running lines, and the golden records (pages not yet known)."""

    style: Style
    head: str
    foot: str
    blocks: tuple[Block, ...]
    golden: dict[str, Any]


@dataclass(slots=True)
class _Writer:
    report: Specimen
    style: Style
    blocks: list[Block] = field(default_factory=list)
    section: int = 0

    def heading(self, section: str) -> None:
        self.section += 1
        self.blocks.append(Heading(text=self.style.heading(section, self.section)))

    def table(self, columns: tuple[Column, ...], rows: list[dict[str, str]]) -> None:
        """Rows as printed; without rows the placeholder stands in the first cell of a single row."""
        style = self.style
        if not rows:
            cells = (style.none_raised, *("" for _ in columns[1:]))
            self.blocks.append(Table(columns=columns, rows=(cells,)))
            return
        names = [column.field for column in columns]
        area = names.index("area") if "area" in names and style.area in {"merged", "once"} else None
        printed, above = [], ""
        for row in rows:
            cells = {name: style.text(row.get(name, "")) for name in names}
            if area is not None and cells["area"] == above:
                cells["area"] = ""
            elif area is not None:
                above = cells["area"]
            printed.append(tuple(cells[name] for name in names))
        self.blocks.append(Table(columns=columns, rows=tuple(printed), area=area if style.area == "merged" else None))


def print_report(report: Specimen, style: Style) -> Printed:
    """Lays out a report in a style."""
    writer = _Writer(report, style)
    title = style.title.format(name=report.group_name, group=report.group)
    writer.blocks.append(Heading(text=title, level=0))
    _header(writer)
    if report.attendees:
        _attendees(writer)
    actions = [_action(row, style) for row in report.actions]
    writer.heading("actions")
    writer.table(style.actions, actions)
    if report.decisions is not None:
        writer.heading("decisions")
        writer.table(style.decisions, [{"ref": row.ref, "area": row.area, "text": row.text} for row in report.decisions])
    if report.raid is not None:
        writer.heading("raid")
        kinds = [{"ref": row.ref, "kind": row.kind.capitalize(), "area": row.area, "text": row.text} for row in report.raid]
        writer.table(style.raid, kinds)
    writer.heading("discussion")
    writer.table(style.discussion, [{"area": row.area, "text": row.text} for row in report.discussion])
    head = style.head.format(group=report.group)
    foot = style.foot.replace("{year}", str(report.issue_date.year))
    golden = _golden(report, style, title, actions)
    return Printed(style=style, head=head, foot=f"{SYNTHETIC}    {foot}", blocks=tuple(writer.blocks), golden=golden)


def _header(writer: _Writer) -> None:
    report, style = writer.report, writer.style
    issue = style.issue.format(issue=style.day(report.issue_date, style.issue_date))
    writer.blocks.append(Para(text=f"{issue} {report.version}" if report.version else issue))
    values = (style.number_raw(report), report.venue, style.when(report), report.classification)
    pairs = list(zip(style.labels, values, strict=True))
    if style.header == "lines":
        writer.blocks += [Para(text=f"{label}: {value}") for label, value in pairs]
        return
    flat = [text for pair in pairs for text in pair]
    shapes = {"2x4": (2, 4), "4x2": (4, 2), "1x8": (1, 8), "8x1": (8, 1)}
    height, width = shapes[style.header]
    rows = tuple(tuple(flat[at * width : (at + 1) * width]) for at in range(height))
    labels = frozenset((at // width, at % width) for at in range(0, 8, 2))
    shares = {8: (0.12, 0.1, 0.08, 0.16, 0.1, 0.2, 0.13, 0.11), 4: (0.2, 0.3, 0.18, 0.32), 2: (0.3, 0.7), 1: (1.0,)}
    writer.blocks.append(Grid(rows=rows, labels=labels, shares=shares[width]))


def _attendees(writer: _Writer) -> None:
    report, style = writer.report, writer.style
    present = [person for person in report.attendees if not person.apologies]
    absent = [person for person in report.attendees if person.apologies]
    writer.blocks.append(Heading(text="Attendees"))
    if style.attendees == "lines":
        writer.blocks.append(Para(text=", ".join(f"{person.name} ({person.role})" for person in present)))
    else:
        rows = tuple((person.name, person.role) for person in present)
        shown = (Column(field="name", title="Name", share=0.4), Column(field="role", title="Role", share=0.6))
        writer.blocks.append(Table(columns=shown, rows=rows))
    writer.blocks.append(Para(text="Apologies: " + ", ".join(f"{person.name} ({person.role})" for person in absent)))


def _action(row: ActionRow, style: Style) -> dict[str, str]:
    return {
        "ref": style.printed_ref(row.ref),
        "area": row.area,
        "text": row.text,
        "owner": row.owner,
        "due": style.due(row.due),
        "update": row.update,
        "status": STATUS_WORDS.get(row.said, ""),
    }


def plain_text(text: str) -> str:
    """A text as the golden records have it: every bullet, nested or not, is a line that begins with `• `."""
    return re.sub(r"^•+ ", "• ", text, flags=re.MULTILINE)


def _golden(report: Specimen, style: Style, title: str, actions: list[dict[str, str]]) -> dict[str, Any]:
    def shown(columns: tuple[Column, ...], name: str, value: str) -> str:
        return plain_text(style.text(value)) if any(column.field == name for column in columns) else ""

    return {
        "group": report.group,
        "meeting": report.key,
        "meeting_number": style.number_raw(report),
        "issue_date": report.issue_date.isoformat(),
        "version": report.version,
        "meeting_date": report.meeting_date.isoformat(),
        "start_time": report.start,
        "end_time": report.end,
        "venue": report.venue,
        "classification": report.classification,
        "title": title,
        "attendees": [{"name": p.name, "role": p.role, "apologies": p.apologies} for p in report.attendees],
        "actions": [
            {
                "ref": row.ref,
                "ref_raw": printed["ref"],
                "area": shown(style.actions, "area", row.area),
                "text": shown(style.actions, "text", row.text),
                "owner": row.owner,
                "due_raw": printed["due"],
                "due_date": row.due.on.isoformat() if row.due.on else None,
                "update": shown(style.actions, "update", row.update),
                "status_raw": shown(style.actions, "status", printed["status"]),
            }
            for row, printed in zip(report.actions, actions, strict=True)
        ],
        "decisions": [
            {
                "ref": row.ref,
                "area": shown(style.decisions, "area", row.area),
                "text": shown(style.decisions, "text", row.text),
            }
            for row in report.decisions or ()
        ],
        "decisions_section": report.decisions is not None,
        "raid": [
            {
                "ref": shown(style.raid, "ref", row.ref),
                "kind": row.kind if {"ref", "kind"} & {column.field for column in style.raid} else "unknown",
                "area": shown(style.raid, "area", row.area),
                "text": shown(style.raid, "text", row.text),
            }
            for row in report.raid or ()
        ],
        "raid_none_raised": report.raid == (),
        "raid_section": report.raid is not None,
        "discussion": [
            {
                "area": row.area,
                "text": plain_text(style.text(row.text)),
                "action_refs": list(dict.fromkeys(mention.ref for mention in row.mentions)),
            }
            for row in report.discussion
        ],
        "decision_statements": [
            {"area": row.area, "verb": statement.verb, "text": style.text(statement.text)}
            for row in report.discussion
            for statement in row.statements
        ],
    }
