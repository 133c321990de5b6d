"""The data dictionary as Markdown, written from the views themselves: docs/data-dictionary.md and the Help page."""

import json
import re

from kb.history.life_schema import ActionLifeRow
from kb.questions import QUESTIONS
from kb.schema import Base
from kb.views import VIEWS

_ROWS = frozenset(Base.metadata.tables) | {str(ActionLifeRow.__tablename__)}  # the import brings in the tables of lives
_OF_SEARCH = frozenset({"search_document", "search_gone", "search_state", "search_terms", "search_word", "sqlite_sequence"})

_HEAD = """# Data dictionary

What analysts may rely on. The database is one SQLite file, `kb.sqlite` in the data directory (`data/` unless `KB_HOME` or
`--home` names another); open it with `sqlite3`, Datasette, or anything that reads SQLite, while the product runs.

- **Views are the contract.** Their names and columns keep their meaning; more columns may follow. The base tables (singular
  names) are private and may change.
- **Keys are stable.** The same file gives the same keys whenever it is ingested, in whatever order.
- **Dates are ISO text** (`2022-06-15`), so they sort and compare as they are. What was printed stands beside what it means:
  `due_raw` beside `due_date`.
- **Revisions.** All issued reports are there; `is_current = 1` picks the one that stands for each meeting.
- **Full text.** `records_fts` is a full-text table over `records`, joined by `record_id`: see the examples.
"""


def render() -> str:
    """The whole document."""
    parts = [_HEAD, "## Views\n"]
    for view in VIEWS:
        parts.append(f"### {view.name}\n\nOne row per {view.per}.\n")
        parts.append("| column | meaning |\n| --- | --- |")
        parts.append("".join(f"| `{name}` | {meaning} |\n" for name, meaning in view.columns))
    parts.append("## Questions and their SQL\n")
    for question in QUESTIONS:
        given = "".join(f"\n\nWith `:{name}` such as `{value}`." for name, value in question.parameters)
        parts.append(f"### {question.title}\n\n```sql\n{question.sql};\n```{given}\n")
    return "\n".join(parts)


def render_datasette() -> str:
    """Metadata for Datasette, as JSON: descriptions of views and columns, the questions as stored queries.

    The private tables beneath the views are hidden, and with them what people searched for.
    """
    views: dict[str, dict[str, object]] = {
        view.name: {"description": f"One row per {view.per}.", "columns": dict(view.columns), "size": 50} for view in VIEWS
    }
    private: dict[str, dict[str, object]] = {name: {"hidden": True} for name in sorted(_ROWS | _OF_SEARCH)}
    queries = {
        re.sub(r"[^a-z0-9]+", "-", question.title.lower()).strip("-"): {"title": question.title, "sql": question.sql}
        for question in QUESTIONS
    }
    databases = {"kb": {"tables": views | private, "queries": queries}}
    document = {"title": "Headline reports", "databases": databases}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
