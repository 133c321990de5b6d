"""One action: its life in one line, a timeline of every mention with its page, and what else speaks of it.

Address: `ref` is the action, in any spelling.
"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kb.errors import NotFoundError
from kb.export import Table
from kb.history.actions import ActionOnDay, find_action
from kb.history.life import EventKind
from kb.history.line import describe_life
from kb.history.story import (
    ActionStory,
    EventOnDay,
    MentionOnDay,
    RelatedRecord,
    find_neighbours,
    list_related,
    read_story,
)
from kb.knowledge_base import KnowledgeBase
from kb.language.refs import canonical_ref
from kb.records import Origin, Strength
from kb.web.address import query_parameter
from kb.web.format import KIND_LABELS, STATUS_MARKS, format_count, format_date, join_facts, markdown_text
from kb.web.session import archive_summary, knowledge_base, today
from kb.web.widgets import (
    action_link,
    empty_archive,
    empty_state,
    export_buttons,
    overdue_badge,
    page_title,
    printed_text,
    report_link,
    search_link,
    status_badge,
)

EVENT_WORDS = {
    EventKind.RAISED: "Raised",
    EventKind.CLOSED: "Closed",
    EventKind.REOPENED: "Re-opened",
    EventKind.DELIVERED: "Delivered",
    EventKind.CLOSE_PROPOSED: "Closing proposed",
    EventKind.MOVED: "Moved",
    EventKind.OPENED: "Said to be open",
    EventKind.SLIPPED: "Due date slipped",
    EventKind.BROUGHT_FORWARD: "Due date brought forward",
    EventKind.REASSIGNED: "Owner changed",
    EventKind.REWORDED: "Wording changed",
}
STRENGTH_WORDS = {Strength.STATED: "stated", Strength.IMPLIED: "implied", Strength.NONE: "nothing said"}
EXPORT_COLUMNS = (
    *("ref", "meeting", "meeting_date", "origin", "text", "owner", "due_as_printed", "due_date", "update", "says", "rule"),
    *("strength", "state_after", "what_happened", "file", "page", "mention_id"),
)


def main() -> None:
    """Draw the page."""
    base = knowledge_base()
    wanted = query_parameter("ref").strip()
    try:
        story = _read(base, wanted)
    except NotFoundError as error:
        page_title("Action")
        if not archive_summary(base).reports:
            empty_archive(base, "the life of each of their actions can then be read here.")
            return
        empty_state(
            "No such action" if wanted else "No action chosen",
            markdown_text(f"The archive has no {error.what} “{wanted}”.")
            if wanted
            else "Open one from the Actions page or from a search.",
        )
        if wanted:
            search_link(wanted)
        st.page_link("actions.py", label="All actions", icon=":material/checklist:")
        return
    with base.store.reading() as connection:
        standing = find_action(connection, story.ref, today())
        related = list_related(connection, story)
        previous, following = find_neighbours(connection, story)
    _head(story, standing)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _timeline(story)
    with right:
        _facts(story, standing)
        _related(related)
        _neighbours(previous, following)


def _read(base: KnowledgeBase, wanted: str) -> ActionStory:
    with base.store.reading() as connection:
        try:
            return read_story(connection, wanted)
        except NotFoundError:
            ref = canonical_ref(wanted)
            if ref is None or ref == wanted:
                raise
            return read_story(connection, ref)


def _head(story: ActionStory, standing: ActionOnDay | None) -> None:
    page_title(story.ref)
    with st.container(horizontal=True, vertical_alignment="center"):
        if standing is not None:
            status_badge(standing.status, f"By rule `{standing.status_rule}`, since {format_date(standing.status_since)}")
            if standing.days_overdue:
                overdue_badge(standing.days_overdue)
            if standing.is_vanished:
                meetings = format_count(standing.silent, "meeting")
                st.badge(f"Vanished: not mentioned for {meetings}", icon=":material/visibility_off:", color="orange")
        if story.is_stub:
            st.badge(
                "Known from prose only",
                icon=":material/short_text:",
                color="gray",
                help="No report in the archive prints a row for this action.",
            )
    st.markdown(markdown_text(describe_life(story)))


def _timeline(story: ActionStory) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader("Timeline", anchor=False)
        export_buttons(_table(story), f"action {story.ref}", "ac")
    shown_text = ""
    for mention in story.mentions:
        with st.container(border=True):
            _mention(mention, shown_text)
        if mention.origin is Origin.TABLE:
            shown_text = mention.text


def _mention(mention: MentionOnDay, shown_text: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        where = "row" if mention.origin is Origin.TABLE else "in prose"
        report_link(
            join_facts((format_date(mention.meeting_date), mention.meeting, f"page {mention.page}", where)),
            mention.report_id,
            mention.mention_id,
        )
        status_badge(mention.state)
    for event in mention.events:
        st.markdown(f"**{EVENT_WORDS[event.kind]}**{_change(event)}")
    if mention.origin is Origin.DISCUSSION or mention.text != shown_text:
        printed_text(mention.text)
    owner, due = (mention.owner_raw, mention.due_raw) if mention.origin is Origin.TABLE else ("", "")
    said = STATUS_MARKS[mention.status].label.lower()
    st.caption(
        join_facts(
            (
                f"Owner {markdown_text(owner)}" if owner else "",
                f"Due {markdown_text(due)}" if due else "",
                f"Status “{markdown_text(mention.status_raw)}”" if mention.status_raw else "",
                f"Update “{markdown_text(mention.update_raw)}”" if mention.update_raw else "",
                f"Read as {said}, {STRENGTH_WORDS[mention.status_strength]}, rule {markdown_text(mention.status_rule)}"
                if mention.status_strength is not Strength.NONE
                else "Says nothing about its state",
            )
        )
    )


def _change(event: EventOnDay) -> str:
    if event.days is not None:
        from_print = ", by what is printed beside the new date" if event.printed_only else ""
        return f": {_day(event.old)} → {_day(event.new)} ({event.days:+d} days{from_print})"
    if event.kind is EventKind.REASSIGNED:
        return f": {markdown_text(event.old)} → {markdown_text(event.new)}"
    return ""


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso))


def _facts(story: ActionStory, standing: ActionOnDay | None) -> None:
    st.subheader("As it stands", anchor=False)
    if standing is None:
        st.caption("No report up to today mentions it.")
        return
    raised = f"{format_date(story.raised_on)} at {story.raised_meeting}" if story.raised_on else "not in the archive"
    age = f"{standing.age_days:,} days" if story.raised_on else f"at least {standing.age_days:,} days"
    rows = {
        "Owner": standing.owner_raw or "none printed",
        "Due": format_date(standing.due_date, standing.due_raw or "none printed"),
        "Raised": raised,
        "Age": age,
        "Area": standing.area or "none printed",
        "Last mentioned": f"{format_date(standing.last_seen_on)} at {standing.last_meeting}",
        "Since then": f"{format_count(standing.silent, 'meeting')} of {standing.group_code}",
        "Slips": str(standing.slips),
        "Status": f"{STATUS_MARKS[standing.status].label}, rule {standing.status_rule}",
    }
    st.table({"": list(rows), " ": list(rows.values())}, hide_index=True, hide_header=True, alt="Facts about the action")


def _related(related: Sequence[RelatedRecord]) -> None:
    st.subheader("Related", anchor=False)
    if not related:
        st.caption("No other record names this action or shares its area in the raising meeting.")
    for each in related[:20]:
        why = "names it" if each.is_cited else "same area, same meeting"
        label = join_facts((KIND_LABELS[each.kind], each.ref, each.meeting, f"page {each.page}", each.verb, why))
        report_link(label, each.report_id, each.record_id)
        st.caption(markdown_text(each.text[:220] + ("…" if len(each.text) > 220 else "")))
    if len(related) > 20:
        st.caption(f"{len(related) - 20} more; search for the ref to see all.")


def _neighbours(previous: str | None, following: str | None) -> None:
    st.subheader("Beside it", anchor=False)
    with st.container(horizontal=True):
        if previous:
            action_link(previous, f"← {previous}")
        if following:
            action_link(following, f"{following} →")
    st.page_link("actions.py", label="All actions", icon=":material/checklist:")


def _table(story: ActionStory) -> Table:
    return Table(
        title=f"Action {story.ref}",
        columns=EXPORT_COLUMNS,
        rows=[
            (
                story.ref,
                each.meeting,
                each.meeting_date,
                each.origin,
                each.text,
                each.owner_raw,
                each.due_raw,
                each.due_date,
                each.update_raw,
                each.status,
                each.status_rule,
                each.status_strength,
                each.state,
                ", ".join(event.kind for event in each.events),
                each.file_name,
                each.page,
                each.mention_id,
            )
            for each in story.mentions
        ],
        about=(("Life", describe_life(story)),),
    )


main()
