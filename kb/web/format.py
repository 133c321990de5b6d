"""How values are written on the pages: dates, counts, states. Pure text in, text out; knows no Streamlit."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from kb.records import RecordKind, SectionKind, Severity, Status

KIND_LABELS = {
    RecordKind.ACTION: "Action",
    RecordKind.DECISION: "Decision",
    RecordKind.RAID: "RAID item",
    RecordKind.DISCUSSION: "Discussion item",
}
SECTION_LABELS = {
    SectionKind.ACTIONS: "Actions",
    SectionKind.DECISIONS: "Decisions",
    SectionKind.RAID: "RAID items",
    SectionKind.DISCUSSION: "Key discussion items",
    SectionKind.ATTENDEES: "Attendees",
    SectionKind.OTHER: "Other section",
}

_MARK = '<mark style="background: rgb(255 200 60 / 40%); color: inherit; border-radius: 2px">'  # calm in light and dark


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a state is shown: always a word and a symbol, never colour alone. color: a Streamlit colour name."""

    label: str
    icon: str
    color: str


STATUS_MARKS = {
    Status.OPEN: Mark(label="Open", icon=":material/radio_button_unchecked:", color="blue"),
    Status.PROPOSED_CLOSE: Mark(label="Proposed close", icon=":material/pending:", color="violet"),
    Status.CLOSED: Mark(label="Closed", icon=":material/check_circle:", color="green"),
    Status.DELIVERED: Mark(label="Delivered", icon=":material/outbox:", color="green"),
    Status.MOVED: Mark(label="Moved", icon=":material/redo:", color="gray"),
    Status.UNKNOWN: Mark(label="Unknown", icon=":material/help:", color="gray"),
}
SEVERITY_MARKS = {
    Severity.ERROR: Mark(label="Error", icon=":material/error:", color="red"),
    Severity.WARNING: Mark(label="Warning", icon=":material/warning:", color="orange"),
    Severity.INFO: Mark(label="Info", icon=":material/info:", color="gray"),
}


def format_date(value: date | None, missing: str = "no date") -> str:
    """`15 Jun 2022`."""
    return f"{value.day} {value:%b %Y}" if value else missing


def format_times(start: time | None, end: time | None) -> str:
    """`10:00–12:00`, or as much as is known."""
    return "–".join(f"{each:%H:%M}" for each in (start, end) if each)


def format_count(number: int, one: str, many: str = "") -> str:
    """`1 action`, `2 actions`, `1,204 actions`; `many` for irregular plurals."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_facts(facts: Iterable[str]) -> str:
    """The non-empty ones, separated by a middle dot."""
    return " · ".join(fact for fact in facts if fact)


def paragraphs_html(text: str) -> str:
    """Printed text as safe HTML: each line a paragraph, a run of bullet lines a list. Everything from the PDF is escaped."""
    blocks: list[str] = []
    bullets: list[str] = []
    for line in text.split("\n"):
        if line.lstrip().startswith("• "):
            bullets.append(f"<li>{html.escape(line.lstrip()[2:])}</li>")
            continue
        if bullets:
            blocks.append(f"<ul>{''.join(bullets)}</ul>")
            bullets = []
        blocks.append(f"<p>{html.escape(line)}</p>")
    if bullets:
        blocks.append(f"<ul>{''.join(bullets)}</ul>")
    return "".join(blocks)


def segments_html(segments: Iterable[tuple[str, bool]]) -> str:
    """Text segments with hits marked, as safe HTML: `[("test ", False), ("stubs", True)]` → `test <mark …>stubs</mark>`."""
    return "".join(f"{_MARK}{html.escape(text)}</mark>" if hit else html.escape(text) for text, hit in segments)


_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]()<>#+-.!|~$:^"})


def markdown_text(text: str) -> str:
    """Printed text as Markdown that shows exactly these characters: no links, images, directives or formulas come of it."""
    return text.replace("\n", " ").translate(_MARKDOWN)
