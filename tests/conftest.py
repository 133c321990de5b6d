"""What tests share: an archive made once per run from real PDFs, and the pages that look at it."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import OutcomeKind, ingest_paths
from kb.knowledge_base import KnowledgeBase

REPORTS = Path(__file__).parents[1] / "data" / "reports"
DEMO_GROUP = "MWG"


@pytest.fixture(scope="session")
def archive_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a knowledge base with TMAG 006 and all demo reports of one group. Shared: read it only."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home = shared / "archive"
    with (shared / "archive.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # parallel test processes: the first makes it, the others wait
        if not (home / "made").exists():
            _make(home)
            (home / "made").touch()
    return home


def _make(home: Path) -> None:
    paths = sorted(REPORTS.glob("*.pdf")) + sorted((REPORTS / "demo").glob(f"*{DEMO_GROUP}*.pdf"))
    with KnowledgeBase.open(home) as base:
        rejected = [each.message for each in ingest_paths(base, paths) if each.kind is OutcomeKind.REJECTED]
        assert not rejected
        base.update_index()


@pytest.fixture
def archive(archive_home: Path) -> Iterator[KnowledgeBase]:
    """The shared archive, opened."""
    with KnowledgeBase.open(archive_home) as base:
        yield base
