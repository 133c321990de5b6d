"""Help: how to ask, what the views hold, what the words mean. The texts are the project's own documents."""

from pathlib import Path

import streamlit as st

from kb.data_dictionary import render
from kb.web.widgets import page_title

_DOCUMENTS = Path(__file__).parent / "documents"
_TABS = {
    "Asking questions": "query-language.md",
    "What became of an action": "history.md",
    "Words": "glossary.md",
    "Views for SQL": "",
}


def main() -> None:
    """Draw the page."""
    page_title("Help")
    for tab, name in zip(st.tabs(list(_TABS)), _TABS.values(), strict=True):
        with tab:
            document = _read(name) if name else without_title(render())
            st.markdown(document.replace("```sql", "```text"))  # the colours of SQL are too pale on white


def _read(name: str) -> str:
    for folder in (_DOCUMENTS, Path(__file__).parents[2] / "docs"):
        if (folder / name).is_file():
            return without_title((folder / name).read_text(encoding="utf-8"))
    return f"The document `{name}` is not installed."


def without_title(document: str) -> str:
    """A document without its first line."""
    return document.partition("\n")[2]


main()
