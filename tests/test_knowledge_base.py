"""Adding is all or nothing, adding twice changes nothing, and a preview changes nothing at all."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from kb.errors import NotFoundError
from kb.knowledge_base import KnowledgeBase
from kb.library import Library
from kb.search.port import SearchRequest
from kb.store import Change
from tests.builders import full_report, original


def dump(home: Path) -> str:
    with sqlite3.connect(home / "kb.sqlite") as connection:
        return "\n".join(connection.iterdump())


def test_a_report_added_twice_changes_nothing(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        assert base.add([full_report()], original(tmp_path))[0].change is Change.ADDED
        before = dump(tmp_path / "home")
        assert base.add([full_report()], original(tmp_path))[0].change is Change.UNCHANGED
        assert dump(tmp_path / "home") == before


def test_a_preview_says_what_add_would_do_and_changes_nothing(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        before = dump(tmp_path / "home")
        assert base.preview([full_report()])[0].change is Change.ADDED
        assert dump(tmp_path / "home") == before


def test_the_original_is_kept_byte_for_byte(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        base.add([full_report()], original(tmp_path))
        assert base.library.find(full_report().report.sha256).read_bytes() == b"bytes of a file"


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "AB" * 32, "a" * 63, "a" * 64])
def test_the_library_answers_only_for_hashes_that_it_keeps(tmp_path: Path, key: str) -> None:
    with pytest.raises(NotFoundError):
        Library(tmp_path).find(key)


def test_every_change_of_records_grows_the_revision_and_nothing_else_does(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        empty = base.revision()
        base.add([full_report()], original(tmp_path))
        after_one = base.revision()
        base.add([full_report()], original(tmp_path))
        base.preview([full_report(b"other")])
        assert empty < after_one == base.revision()
        base.remove_file(full_report().report.sha256)
        assert base.revision() > after_one


def test_a_rebuild_takes_up_what_the_views_tell_otherwise_now(tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        base.add([full_report()], original(tmp_path))
        with base.store.writing() as connection:
            connection.exec_driver_sql("UPDATE search_document SET raid_kind = 'unknown'")  # as an older version made it
        base.rebuild_index()
        found = base.search(SearchRequest(text="raid:risk", today=date(2023, 1, 1)))
    assert [hit.document.ref for hit in found.hits] == ["R044"]
