"""The documents say what is true: they are compared with the code that they describe."""

import json
from pathlib import Path

import pytest

from kb.data_dictionary import render, render_datasette
from kb.knowledge_base import KnowledgeBase
from kb.records import SectionKind, SectionState, Status

DOCS = Path(__file__).parents[1] / "docs"
DICTIONARY = DOCS / "data-dictionary.md"
DATASETTE = DOCS / "datasette.json"


def test_the_data_dictionary_is_written_from_the_views() -> None:
    for path, text in ((DICTIONARY, render()), (DATASETTE, render_datasette())):
        assert path.read_text(encoding="utf-8") == text, "run `make golden` and review the difference"


def test_datasette_lists_the_views_and_hides_the_private_tables(archive: KnowledgeBase) -> None:
    described = json.loads(render_datasette())["databases"]["kb"]["tables"]
    with archive.store.reading() as connection:
        made = connection.exec_driver_sql("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").all()
    full_text = tuple(f"{name}_" for name in ("records_fts", "search_terms"))  # its inner tables Datasette hides by itself
    tables = {each.name for each in made if each.type == "table" and not each.name.startswith(full_text)} - {"records_fts"}

    assert {name for name, about in described.items() if about.get("hidden")} == tables
    assert {name for name, about in described.items() if not about.get("hidden")} <= {each.name for each in made} - tables


@pytest.mark.parametrize("word", [*SectionKind, *SectionState, *Status])
def test_every_value_of_a_closed_set_is_in_the_data_dictionary(word: str) -> None:
    assert f"`{word}`" in render()


def test_every_document_is_reached_from_the_readme() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    for path in DOCS.glob("*.md"):
        assert f"docs/{path.name}" in readme, f"README.md does not link docs/{path.name}"


def test_decision_records_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (DOCS / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
