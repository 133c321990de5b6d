"""The web face: one Streamlit app around `kb/web/router.py`, with the plain HTTP routes beside it."""

from pathlib import Path

import streamlit as st

from kb.web.failure import show_failure
from kb.web.routes import ROUTES

app = st.App(Path(__file__).parent / "kb" / "web" / "router.py", routes=ROUTES, on_script_error=show_failure)
