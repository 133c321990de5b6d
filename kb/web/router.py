"""Names the pages and their groups in the menu. This is the script that Streamlit runs; the page chosen runs inside it."""

from pathlib import Path

import streamlit as st

from kb.web.browser import mend_browser
from kb.web.session import corpus_line

st.set_page_config(page_title="Headline reports", page_icon=Path(__file__).with_name("favicon.png"), layout="wide")

SEARCH = st.Page("search.py", title="Search", icon=":material/search:", default=True)
MEETINGS = st.Page("meetings.py", title="Meetings", icon=":material/event:")
REPORT = st.Page("report.py", title="Report", icon=":material/description:", visibility="hidden")
ACTION = st.Page("action.py", title="Action", icon=":material/assignment:", visibility="hidden")

page = st.navigation(
    {
        "": [SEARCH, MEETINGS, REPORT, ACTION],
        "What became of it": [
            st.Page("actions.py", title="Actions", icon=":material/checklist:"),
            st.Page("owners.py", title="Owners", icon=":material/group:"),
            st.Page("decisions.py", title="Decisions", icon=":material/gavel:"),
            st.Page("raid.py", title="RAID", icon=":material/warning:"),
            st.Page("changes.py", title="What changed", icon=":material/compare_arrows:"),
            st.Page("trends.py", title="Trends", icon=":material/show_chart:"),
            st.Page("coverage.py", title="Coverage", icon=":material/inventory_2:"),
        ],
        "For analysts": [
            st.Page("sql.py", title="SQL", icon=":material/database:"),
            st.Page("quality.py", title="Quality", icon=":material/fact_check:"),
            st.Page("help.py", title="Help", icon=":material/help:"),
        ],
    }
)
mend_browser()
page.run()
st.sidebar.caption(corpus_line())
