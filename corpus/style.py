"""How a report family prints what it says: titles, grids, columns, date forms, refs, running heads. Knows no renderer."""

import random
import re
from dataclasses import dataclass, replace
from datetime import date

from corpus.specimen import Due, Specimen

SYNTHETIC = "Synthetic specimen report – no real meeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: the field it shows (`ref`, `text`, …), its title, its share of the width."""

    field: str
    title: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One template. Column tuples are in printed order; `area` is `merged`, `repeated` or `once`."""

    title: str = "MHHS {name} Headline Report"
    issue: str = "Issue date: {issue}"
    header: str = "2x4"
    labels: tuple[str, str, str, str] = ("Meeting number", "Venue", "Date and time", "Classification")
    number: str = "{e}{group} {number:03d}{sub}"
    meeting_date: str = "%-d %B %Y"
    times: str = "{h1}{m1}-{h2}{m2}"
    issue_date: str = "%d/%m/%y"
    due_date: str = "%d/%m/%Y"
    due_was: str = "{due} (was {was})"
    ref: str = "plain"
    headings: tuple[tuple[str, str], ...] = (
        ("actions", "Actions"),
        ("decisions", "Decisions"),
        ("raid", "RAID Items"),
        ("discussion", "Key Discussion Items"),
    )
    numbered: bool = False
    actions: tuple[Column, ...] = ()
    decisions: tuple[Column, ...] = ()
    raid: tuple[Column, ...] = ()
    discussion: tuple[Column, ...] = ()
    none_raised: str = "None raised"
    area: str = "merged"
    repeat_header: bool = False
    head: str = ""
    foot: str = "Page {page} of {pages}"
    watermark: str = ""
    landscape: bool = False
    font: str = "Carlito"
    font_size: float = 9.0
    rules: str = "grid"
    shaded: bool = True
    attendees: str = "table"

    def heading(self, section: str, at: int) -> str:
        words = dict(self.headings)[section]
        return f"{at}. {words}" if self.numbered else words

    def printed_ref(self, ref: str) -> str:
        """A canonical ref as this template prints it."""
        found = re.fullmatch(r"(?P<e>e?)(?P<group>[A-Z]+)(?P<number>\d+)(?P<sub>\.\d+)?-(?P<dec>DEC)?(?P<serial>\d+)", ref)
        if not found or found["sub"] or found["dec"]:
            return ref.replace("-", "–") if self.ref == "en dash" else ref
        number, serial, group = int(found["number"]), int(found["serial"]), found["e"] + found["group"]
        match self.ref:
            case "spaced":
                return f"{group} {number:03d}-{serial}"
            case "unpadded":
                return f"{group}{number}-{serial:02d}"
            case "en dash":
                return f"{group}{number:02d}–{serial:02d}"
            case "underscore":
                return f"{group}{number:02d}_{serial:02d}"
            case _:
                return ref

    def text(self, text: str) -> str:
        """A text with its «refs» printed."""
        return re.sub(r"«([^»]+)»", lambda found: self.printed_ref(found[1]), text)

    def due(self, due: Due) -> str:
        """The due cell."""
        if due.on is None:
            return due.words
        printed = self.day(due.on, self.due_date)
        if due.kind == "week commencing":
            return f"w/c {printed}"
        return self.due_was.format(due=printed, was=self.day(due.was, self.due_date)) if due.was else printed

    def number_raw(self, report: Specimen) -> str:
        return self.number.format(
            e="e" if report.extraordinary else "",
            group=report.group,
            number=report.number,
            sub=f".{report.sub}" if report.sub else "",
        )

    def when(self, report: Specimen) -> str:
        h1, m1 = report.start.split(":")
        h2, m2 = report.end.split(":")
        times = self.times.format(h1=h1, m1=m1, h2=h2, m2=m2, h1n=int(h1), h2n=int(h2))
        return f"{self.day(report.meeting_date, self.meeting_date)} {times}"

    @staticmethod
    def day(day: date, form: str) -> str:
        """strftime, and `%o` for the day with its ordinal (`15th`)."""
        ending = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
        return day.strftime(form.replace("%o", f"{day.day}{ending}"))


SHARES = {"area": 0.14, "ref": 0.15, "text": 0.34, "owner": 0.16, "due": 0.13, "update": 0.16, "status": 0.1, "kind": 0.13}
ACTION_TITLES: dict[str, tuple[str, ...]] = {
    "area": ("Area", "Topic", "Agenda item", "Workstream"),
    "ref": ("Action Ref", "Ref", "Action No.", "Action ref.", "Action ID"),
    "text": ("Action", "Description", "Action description", "Action required"),
    "owner": ("Owner", "Action owner", "Responsible", "Action Owner"),
    "due": ("Due Date", "Due", "Target date", "Date due", "Deadline"),
    "update": ("Update", "Latest update", "Progress update", "Update / Status", "Comments"),
    "status": ("Status",),
}
ACTION_ORDERS = (
    ("area", "ref", "text", "owner", "due", "update"),
    ("area", "ref", "text", "owner", "due", "update"),
    ("ref", "area", "text", "owner", "due", "update"),
    ("ref", "area", "text", "owner", "due", "status", "update"),
    ("area", "ref", "text", "owner", "update", "due"),
    ("ref", "text", "owner", "due", "update"),
    ("area", "ref", "text", "owner", "due", "status", "update"),
    ("area", "ref", "text", "owner", "due"),
)
RAID_ORDERS = (
    ("area", "text"),
    ("area", "text"),
    ("ref", "kind", "area", "text"),
    ("ref", "area", "text"),
    ("kind", "ref", "text"),
    ("ref", "kind", "text"),
)
RAID_TITLES: dict[str, tuple[str, ...]] = {
    "area": ("RAID area", "Area", "RAID Area"),
    "ref": ("RAID Ref", "Ref", "ID"),
    "kind": ("Type", "RAID type", "Category"),
    "text": ("Description", "Details", "RAID item"),
}
DECISION_ORDERS = (("area", "ref", "text"), ("ref", "area", "text"), ("ref", "text"))
DECISION_TITLES: dict[str, tuple[str, ...]] = {
    "area": ("Area", "Topic"),
    "ref": ("Decision Ref", "Ref", "Dec. No.", "Decision No."),
    "text": ("Decision", "Decision made", "Decisions"),
}
DISCUSSION_TITLES: dict[str, tuple[str, ...]] = {
    "area": ("Area", "Topic", "Item", "Agenda item"),
    "text": ("Discussion", "Discussion points", "Summary of discussion", "Key points"),
}
HEADINGS: dict[str, tuple[str, ...]] = {
    "actions": ("Actions", "Actions", "Action log", "New and open actions", "ACTIONS"),
    "decisions": ("Decisions", "Decisions", "Decisions made", "DECISIONS"),
    "raid": ("RAID Items", "RAID Items", "RAID", "RAID items raised", "Risks, Assumptions, Issues and Dependencies"),
    "discussion": (
        "Key Discussion Items",
        "Key Discussion Items",
        "Key discussion points",
        "Discussion items",
        "Key Discussions",
    ),
}


def plain_style() -> Style:
    """The template of the one family whose text is known: two grids, six columns, merged areas."""
    return Style(
        actions=columns(("area", "ref", "text", "owner", "due", "update"), {k: v[0] for k, v in ACTION_TITLES.items()}),
        decisions=columns(DECISION_ORDERS[0], {k: v[0] for k, v in DECISION_TITLES.items()}),
        raid=columns(RAID_ORDERS[0], {k: v[0] for k, v in RAID_TITLES.items()}),
        discussion=columns(("area", "text"), {k: v[0] for k, v in DISCUSSION_TITLES.items()}),
    )


def varied_style(rng: random.Random, **fixed: object) -> Style:
    """A template with everything that varies drawn at random; `fixed` fields win."""
    order = rng.choice(ACTION_ORDERS)
    style = Style(
        title=rng.choice(
            (
                "MHHS {name} Headline Report",
                "MHHS {name} ({group}) Headline Report",
                "{name} Headline Report",
                "Headline Report – {name} ({group})",
                "{group} Headline Report",
            )
        ),
        issue=rng.choice(("Issue date: {issue}", "Issued: {issue}", "Date of issue: {issue}", "Issue Date {issue}")),
        header=rng.choice(("2x4", "2x4", "4x2", "1x8", "lines", "8x1")),
        labels=rng.choice(
            (
                ("Meeting number", "Venue", "Date and time", "Classification"),
                ("Meeting number", "Venue", "Date and time", "Classification"),
                ("Meeting No.", "Location", "Date & time", "Classification"),
                ("Meeting", "Venue", "Date/Time", "Document classification"),
            )
        ),
        number=rng.choice(
            (
                "{e}{group} {number:03d}{sub}",
                "{e}{group} {number}{sub}",
                "{e}{group} {number:02d}{sub}",
                "{e}{group}{number:02d}{sub}",
            )
        ),
        meeting_date=rng.choice(("%-d %B %Y", "%d/%m/%Y", "%A %-d %B %Y", "%o %B %Y", "%-d %b %Y", "%a %d %b %Y")),
        times=rng.choice(
            (
                "{h1}{m1}-{h2}{m2}",
                "{h1}:{m1} – {h2}:{m2}",
                "{h1}:{m1}-{h2}:{m2}",
                "{h1}.{m1} to {h2}.{m2}",
                "({h1}:{m1} - {h2}:{m2})",
            )
        ),
        issue_date=rng.choice(("%d/%m/%y", "%d/%m/%Y", "%-d %B %Y", "%d %b %Y", "%d-%b-%Y")),
        due_date=rng.choice(
            ("%d/%m/%Y", "%d/%m/%Y", "%d/%m/%y", "%-d %B %Y", "%d %b %Y", "%d-%b-%y", "%d.%m.%Y", "%o %b %Y")
        ),
        due_was=rng.choice(("{due} (was {was})", "{due} (was {was})", "{due} (previously {was})")),
        ref=rng.choice(("plain", "plain", "plain", "spaced", "unpadded", "en dash", "underscore")),
        headings=tuple((section, rng.choice(titles)) for section, titles in HEADINGS.items()),
        numbered=rng.random() < 0.2,
        actions=columns(order, _titles(rng, ACTION_TITLES)),
        decisions=columns(rng.choice(DECISION_ORDERS), _titles(rng, DECISION_TITLES)),
        raid=columns(rng.choice(RAID_ORDERS), _titles(rng, RAID_TITLES)),
        discussion=columns(("area", "text"), _titles(rng, DISCUSSION_TITLES)),
        none_raised=rng.choice(("None raised", "None raised", "None", "N/A", "No items raised")),
        area=rng.choice(("merged", "merged", "repeated", "once")),
        repeat_header=rng.random() < 0.4,
        head=rng.choice(("", "MHHS Programme", "{group} Headline Report | Public", "Classification: Public")),
        foot=rng.choice(
            ("Page {page} of {pages}", "{page} of {pages}", "Public | Page {page}", "© Programme {year}    {page}")
        ),
        watermark="DRAFT" if rng.random() < 0.1 else "",
        landscape=rng.random() < 0.15,
        font_size=rng.choice((8.5, 9.0, 9.5, 10.0)),
        shaded=rng.random() < 0.6,
        attendees=rng.choice(("table", "lines")),
    )
    return replace(style, **fixed)  # type: ignore[arg-type]  # the fields vary by caller; a wrong name fails at once


def columns(order: tuple[str, ...], titles: dict[str, str]) -> tuple[Column, ...]:
    """Columns in this order; their shares fill the width."""
    total = sum(SHARES[name] for name in order)
    wide = 3.0 if order == ("area", "text") else 1.0
    weights = {name: SHARES[name] * (wide if name == "text" else 1.0) for name in order}
    total = sum(weights.values())
    return tuple(Column(field=name, title=titles[name], share=weights[name] / total) for name in order)


def _titles(rng: random.Random, titles: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: rng.choice(choices) for name, choices in titles.items()}
