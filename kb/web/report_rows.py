"""The rows of a report: its records with their keys, and how each is drawn with its facts and its links."""

import html
from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from kb.records import (
    ActionMention,
    Decision,
    DiscussionItem,
    Origin,
    ParsedReport,
    RaidItem,
    RaidKind,
    RecordKind,
    SectionKind,
    Status,
)
from kb.rows import record_key
from kb.web.format import join_facts, markdown_text
from kb.web.widgets import action_link, printed_text, status_badge

AnyRecord = ActionMention | Decision | RaidItem | DiscussionItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A record of the report with its key."""

    key: str
    kind: RecordKind
    record: AnyRecord


def list_rows(parsed: ParsedReport) -> Iterator[Row]:
    """All records of a report with the keys under which they are stored."""
    report_id = parsed.report.report_id
    for n, mention in enumerate(parsed.actions, 1):
        yield Row(key=record_key(report_id, "A", n), kind=RecordKind.ACTION, record=mention)
    for n, decision in enumerate(parsed.decisions, 1):
        yield Row(key=record_key(report_id, "D", n), kind=RecordKind.DECISION, record=decision)
    for n, raid in enumerate(parsed.raid_items, 1):
        yield Row(key=record_key(report_id, "R", n), kind=RecordKind.RAID, record=raid)
    for n, item in enumerate(parsed.discussion_items, 1):
        yield Row(key=record_key(report_id, "K", n), kind=RecordKind.DISCUSSION, record=item)


def section_of(record: AnyRecord) -> SectionKind | None:
    """The section whose table prints the record; None for what was found in prose."""
    match record:
        case ActionMention():
            return SectionKind.ACTIONS if record.origin is Origin.TABLE else None
        case Decision():
            return SectionKind.DECISIONS if record.origin is Origin.TABLE else None
        case RaidItem():
            return SectionKind.RAID
        case DiscussionItem():
            return SectionKind.DISCUSSION


def show_record(report_id: str, row: Row) -> None:
    """Draw a record: its text, what its row says besides, links to its action and to the page that prints it."""
    record = row.record
    if isinstance(record, RaidItem) and (record.ref or record.kind is not RaidKind.UNKNOWN):
        kind = "" if record.kind is RaidKind.UNKNOWN else record.kind.capitalize()
        st.caption(markdown_text(join_facts((kind, record.ref))))
    elif isinstance(record, Decision) and (record.ref or record.verb):
        st.caption(markdown_text(join_facts((record.ref, record.verb))))
    printed_text(record.text)
    if isinstance(record, ActionMention):
        _action_facts(record)
    for name, value in record.extra:
        st.html(f"<small><b>{html.escape(name)}</b> {html.escape(value)}</small>")
    with st.container(horizontal=True, vertical_alignment="center"):
        if isinstance(record, ActionMention):
            if record.ref:
                action_link(record.ref)
            if record.status is not Status.UNKNOWN:
                status_badge(record.status, f"Read by the rule “{record.status_rule}”")
        st.page_link(
            "report.py",
            label=f"Page {record.source.page}",
            icon=":material/ink_highlighter:",
            query_params={"report": report_id, "row": row.key},
            help="Show the page with this row outlined",
        )


def _action_facts(mention: ActionMention) -> None:
    due = mention.due_raw or "not stated"
    facts = [("Owner", mention.owner_raw or "not stated"), ("Due", due), ("Update", mention.update_raw)]
    if mention.status_raw:
        facts.append(("Status", mention.status_raw))
    cells = " &nbsp; ".join(f"<b>{name}</b> {html.escape(value)}" for name, value in facts if value)
    st.html(f"<small>{cells}</small>")
