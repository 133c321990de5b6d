"""The filters that lists and trends share. Each keeps its state in the address under its key, so that a view can be sent."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from kb.archive import ArchiveSummary, list_groups
from kb.history.owner_names import Alias
from kb.history.owners import list_aliases
from kb.knowledge_base import KnowledgeBase
from kb.web.address import addressed, query_parameter, warn_of_asked, warn_of_unknown
from kb.web.session import today

Choice = TypeVar("Choice", bound=str)
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)


@st.cache_data(show_spinner=False, max_entries=4)
def _aliases(home: str, revision: int, _base: KnowledgeBase) -> tuple[Alias, ...]:
    with _base.store.reading() as connection:
        return list_aliases(connection)


def owner_aliases(base: KnowledgeBase) -> tuple[Alias, ...]:
    """Printed owner names and whom they mean; read again after each change of the archive."""
    return _aliases(str(base.home), base.revision(), base)


def as_of_filter(key: str) -> date:
    """The day as of which everything on the page is told; today unless chosen."""
    _warn_of_no_day(key)
    chosen = st.date_input(
        "As of",
        value=today(),
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=key,
        bind="query-params",
        format="DD/MM/YYYY",
        width=150,
        help="Everything on this page is told as it stood on this day. What later reports say is left out.",
    )
    return chosen if isinstance(chosen, date) else today()


def group_filter(base: KnowledgeBase, key: str) -> str:
    """The acronym of a group, empty for all."""
    with base.store.reading() as connection:
        groups = [each.group_code for each in list_groups(connection)]
    warn_of_unknown(key, "group", groups)
    chosen = st.selectbox("Group", groups, index=None, placeholder="All groups", key=key, bind="query-params", width=150)
    return chosen or ""


def owner_filter(aliases: Sequence[Alias], key: str) -> str:
    """An owner by its merged name, empty for everyone."""
    owners = sorted({each.owner for each in aliases}, key=str.casefold)
    warn_of_unknown(key, "owner", owners)
    chosen = st.selectbox("Owner", owners, index=None, placeholder="Everyone", key=key, bind="query-params", width=230)
    return chosen or ""


def words_filter(key: str) -> str:
    """Words to look for in what a list shows."""
    words = st.text_input("Contains", key=key, bind="query-params", max_chars=120, placeholder="ref or words", width=220)
    return words or ""


def counted_choice(
    options: Sequence[Choice], counts: Mapping[Choice, int], key: str, default: Choice | None
) -> Choice | None:
    """Pills with counts, one of which may be chosen; kept in the address under `key`. Without a default none need be.

    Streamlit would put the words of a pill into the address, and these change with the counts; so this does it itself.
    """
    printed = query_parameter(key)
    warn_of_unknown(key, "list", map(str, options))
    chosen = next((each for each in options if each == printed), default)
    return st.pills(
        "Show",
        options,
        required=default is not None,
        format_func=lambda each: f"{each[:1].upper()}{each[1:]} ({counts.get(each, 0):,})",
        label_visibility="collapsed",
        **addressed(key, chosen, default or ""),
    )


def span_filter(archive: ArchiveSummary, key: str) -> tuple[date, date]:
    """From when to when, in whole months; the whole archive unless chosen. Two addresses: `<key>_from`, `<key>_to`."""
    oldest = archive.oldest or today() - timedelta(days=365)
    newest = archive.newest or today()
    since = day_filter("From", oldest.replace(day=1), f"{key}_from")
    until = day_filter("To", newest, f"{key}_to")
    return (since, until) if since <= until else (until, since)


def day_filter(label: str, value: date, key: str) -> date:
    """A day, `value` unless chosen."""
    _warn_of_no_day(key)
    chosen = st.date_input(
        label,
        value=value,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        key=key,
        bind="query-params",
        format="DD/MM/YYYY",
        width=150,
    )
    return chosen if isinstance(chosen, date) else value


def _warn_of_no_day(key: str) -> None:
    asked = query_parameter(key)
    try:
        is_day = not asked or FIRST_DAY <= date.fromisoformat(asked) <= LAST_DAY
    except ValueError:
        is_day = False
    if not is_day:
        warn_of_asked(asked, "day")
