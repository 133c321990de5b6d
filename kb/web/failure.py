"""What a person sees when a page fails: one sentence, and where to look. The details are in the server's log only."""

import logging

import streamlit as st

from kb.errors import KnowledgeBaseError
from kb.failures import explain_failure

_log = logging.getLogger("kb.web")


def show_failure(error: Exception) -> bool:
    """Log the error, say what failed and what to do, and ask Streamlit not to add words of its own."""
    _log.error("a page failed", exc_info=error)
    known = str(error) if isinstance(error, KnowledgeBaseError) else explain_failure(error)
    reason = f"{known[:1].upper()}{known[1:]}." if known else "The reason is in the log of the server;"
    st.error(
        f"This page could not be drawn, and nothing was changed. {reason} `kb doctor` tells whether the archive is sound.",
        icon=":material/error:",
    )
    return True
