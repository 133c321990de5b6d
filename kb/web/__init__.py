"""The Streamlit pages. Only this package (and app.py) knows Streamlit."""
