"""What a person sees when a page fails: one sentence, and where to look. The details are in the server's log only."""

import logging

import streamlit as st

_log = logging.getLogger("kb.web")


def show_failure(error: Exception) -> bool:
    """Log the error, say that the page failed, and ask Streamlit not to add words of its own."""
    _log.error("a page failed", exc_info=error)
    st.error(
        "This page could not be drawn. Nothing was changed. The reason is in the log of the server; "
        "`kb doctor` tells whether the archive is sound.",
        icon=":material/error:",
    )
    return True
