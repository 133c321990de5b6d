"""The state of a page that lives in its address, so that any view can be sent, and Back leads back.

The address is the truth: a widget shows what it says, and writes into it when a person changes something.
"""

from collections.abc import Callable, Iterable
from typing import TypedDict

import streamlit as st

from kb.web.format import markdown_text


class Addressed(TypedDict):
    """Arguments of a widget whose value lives in the address."""

    key: str
    on_change: Callable[[str, str], None]
    args: tuple[str, str]


def query_parameter(name: str) -> str:
    """A parameter of the page's address, empty when absent."""
    return str(st.query_params.get(name, ""))


def set_parameter(name: str, value: str) -> None:
    """Put a value into the address, or take it out, and draw the page again when that changed something."""
    if query_parameter(name) != value:
        _write(name, value)
        st.rerun()


def addressed(name: str, value: object, default: str = "") -> Addressed:
    """Arguments for a widget (toggle, pills, segmented control) that shows `value`, as read from parameter `name`.

    A switch that is on is written as `1`, several choices as several values; off, none and `default` are not written.
    """
    key = f"w_{name}"
    st.session_state[key] = value
    return {"key": key, "on_change": _take_over, "args": (name, default)}


def warn_of_unknown(name: str, what: str, known: Iterable[str]) -> None:
    """Say that the address asks for something that is not there, before Streamlit takes it out of the address in silence."""
    asked = query_parameter(name)
    if asked and asked not in set(known):
        warn_of_asked(asked, what)


def warn_of_asked(asked: str, what: str) -> None:
    """The words for it; what was asked may come from anywhere and is shown as it is."""
    st.warning(
        f"The address asks for the {what} “{markdown_text(asked[:80])}”, which is not there: it was left out.",
        icon=":material/link_off:",
    )


def is_new(key: str, selection: object) -> bool:
    """Whether a selection (in a chart or list) is another one than when the page was last drawn.

    The browser keeps a selection while the address moves on: only a new one is a wish.
    """
    seen = st.session_state.get(f"seen_{key}")
    st.session_state[f"seen_{key}"] = selection
    return bool(selection) and selection != seen


def _take_over(name: str, default: str) -> None:
    match st.session_state[f"w_{name}"]:
        case list() as chosen if chosen:
            st.query_params[name] = [str(each) for each in chosen]  # also the empty one: records that have no such value
        case True:
            _write(name, "1")
        case str() as chosen if chosen != default:
            _write(name, str(chosen))
        case _:
            _write(name, "")


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
