"""Decisions: what was decided, by which group, in which words; from decisions tables and from statements in prose.

Address: `d_group`, `d_origin`, `d_verb`, `d_words`, `d_from`, `d_to`; `decision` is the one whose details are shown.
"""

from collections.abc import Mapping, Sequence
from textwrap import shorten

import streamlit as st

from kb.errors import NotFoundError
from kb.export import Table, Value
from kb.history.decisions import (
    DecisionFilter,
    DecisionOnList,
    Superseding,
    count_decisions,
    list_decisions,
    list_superseded,
    list_verbs,
)
from kb.history.dossier import make_dossier
from kb.knowledge_base import KnowledgeBase
from kb.records import Origin
from kb.web.address import query_parameter, warn_of_unknown
from kb.web.filters import group_filter, span_filter, words_filter
from kb.web.format import format_date, join_facts, markdown_text
from kb.web.lists import SHOWN, Listing, Opening, date_column, show_listing, wide_column
from kb.web.session import archive_summary, knowledge_base, today
from kb.web.widgets import empty_archive, empty_state, page_title, report_link

ORIGIN_WORDS = {Origin.TABLE: "Decisions table", Origin.DISCUSSION: "Statement in prose"}
COLUMNS = (
    *("Date", "Group", "Meeting", "Ref", "Decision", "Verb", "Printed in", "Area", "Superseded by"),
    *("File", "Page", "Record"),
)


def main() -> None:
    """Draw the page."""
    page_title(
        "Decisions",
        "Rows of decisions tables, and sentences in discussion prose in which a deciding subject decided something. "
        "Choose a row for its evidence and its dossier.",
    )
    base = knowledge_base()
    archive = archive_summary(base)
    if not archive.reports:
        empty_archive(base, "what they decide is then listed here.")
        return
    with base.store.reading() as connection:
        verbs = list_verbs(connection)
        superseded = list_superseded(connection)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group = group_filter(base, "d_group")
        origin = st.selectbox(
            "Printed in",
            list(Origin),
            index=None,
            placeholder="Tables and prose",
            format_func=lambda each: ORIGIN_WORDS[each],
            key="d_origin",
            bind="query-params",
            width=190,
        )
        warn_of_unknown("d_verb", "verb", verbs)
        verb = st.selectbox("Verb", verbs, index=None, placeholder="Any verb", key="d_verb", bind="query-params", width=170)
        words = words_filter("d_words")
        since, until = span_filter(archive, "d")
    chosen = DecisionFilter(since=since, until=until, group_code=group, origin=origin, verb=verb or "", words=words)
    _detail(base, superseded)
    _list(base, chosen, superseded)


def _list(base: KnowledgeBase, chosen: DecisionFilter, superseded: Mapping[str, Superseding]) -> None:
    with base.store.reading() as connection:
        count = count_decisions(connection, chosen)
        decisions = list_decisions(connection, chosen, limit=SHOWN)
    if not decisions:
        empty_state("No decisions in this list", "Widen the dates or take a filter out.")
        return
    show_listing(
        Listing(
            key="d",
            name="decisions",
            alt="Decisions, newest first",
            columns=COLUMNS,
            rows=[_row(each, superseded) for each in decisions],
            one="decision",
            total=count.number,
            make_all=lambda: _table(base, chosen, superseded),
            opens=lambda row: _opening(decisions[row]),
            config={"Date": date_column(), "Decision": wide_column(), "Verb": st.column_config.TextColumn(width=120)},
        )
    )
    st.caption(f"{count.printed:,} from decisions tables, {count.number - count.printed:,} statements found in prose.")


def _close() -> None:
    st.query_params.pop("decision", None)


def _opening(each: DecisionOnList) -> Opening:
    label = join_facts((each.meeting, each.ref, shorten(each.text, 80, placeholder=" …")))
    return Opening(page="decisions.py", address={"decision": each.decision_id}, label=label, stays=True)


def _detail(base: KnowledgeBase, superseded: Mapping[str, Superseding]) -> None:
    """The decision that the address names, above the list: one sees it come when a row is chosen."""
    decision_id = query_parameter("decision")
    if not decision_id:
        return
    with base.store.reading() as connection:
        try:
            dossier = make_dossier(connection, decision_id, as_of=today())
        except NotFoundError:
            empty_state("No such decision", "The address names a decision that no current report prints.")
            return
    head, _, rest = dossier.partition("\n## ")
    with st.container(border=True, key="d_chosen"):
        st.markdown(head.replace("# Decision", "#### Decision", 1))
        ref = head.split("\n", 1)[0].removeprefix("# Decision ").replace("\\", "")
        if ref in superseded:
            words = superseded[ref]
            st.warning(
                f"Superseded by {markdown_text(words.by_ref)} at {words.meeting}: “{markdown_text(words.words)}”",
                icon=":material/history:",
            )
        with st.expander("Its discussion, its actions, later mentions", icon=":material/article:", key="d_read"):
            st.markdown(f"##### {rest}".replace("\n## ", "\n##### "))
        with st.container(horizontal=True, vertical_alignment="center"):
            report_link("Where it is printed", "", decision_id)
            st.download_button(
                "Dossier (Markdown)",
                dossier,
                f"dossier {decision_id}.md",
                "text/markdown",
                icon=":material/folder_open:",
                key="d_dossier",
                on_click="ignore",
            )
            st.button("Close", icon=":material/close:", on_click=_close)


def _row(each: DecisionOnList, superseded: Mapping[str, Superseding]) -> tuple[Value, ...]:
    by = superseded.get(each.ref) if each.ref else None
    return (
        each.meeting_date,
        each.group_code,
        each.meeting,
        each.ref,
        each.text,
        each.verb,
        ORIGIN_WORDS[each.origin],
        each.area,
        f"{by.by_ref} ({by.meeting})" if by else "",
        each.file_name,
        each.page,
        each.decision_id,
    )


def _table(base: KnowledgeBase, chosen: DecisionFilter, superseded: Mapping[str, Superseding]) -> Table:
    with base.store.reading() as connection:
        decisions: Sequence[DecisionOnList] = list_decisions(connection, chosen)
    return Table(
        title="Decisions",
        columns=COLUMNS,
        rows=[_row(each, superseded) for each in decisions],
        about=(
            ("Held", f"{format_date(chosen.since)} to {format_date(chosen.until)}"),
            ("Group", chosen.group_code or "all"),
            ("Printed in", chosen.origin or "tables and prose"),
            ("Verb", chosen.verb or "any"),
            ("Contains", chosen.words),
        ),
    )


main()
