"""Runs every broken and hostile file through the pipeline, one at a time, and prints outcome, time and verdict.

python -m bench.hostile [NAME…]
"""

import sys
import tempfile
import time
from pathlib import Path

from ingest.pipeline import Outcome, OutcomeKind, ingest_paths
from kb.knowledge_base import KnowledgeBase
from tests.hostile import hostile_files
from tests.hostile_case import Hostile

LIMIT = 30.0  # seconds, of which a quiet machine needs a small part


def main(names: list[str]) -> int:
    wrong = 0
    for hostile in hostile_files():
        if names and hostile.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "in" / hostile.printed_name
            path.parent.mkdir()
            hostile.make(path)
            began = time.monotonic()
            with KnowledgeBase.open(Path(folder) / "home") as kb:
                outcomes = list(ingest_paths(kb, [path], jobs=1))
            seconds = time.monotonic() - began
        right = is_right(hostile, outcomes) and seconds <= LIMIT
        wrong += not right
        shown = " ".join(name_of(outcome) for outcome in outcomes)
        print(f"{'ok   ' if right else 'WRONG'} {seconds:6.1f} s  {hostile.name:24} {shown:24} {outcomes[0].message[:110]}")
    print(f"{wrong} wrong")
    return 1 if wrong else 0


def name_of(outcome: Outcome) -> str:
    """The name of an outcome: its code when it is a rejection, else its kind."""
    return outcome.code if outcome.kind is OutcomeKind.REJECTED else outcome.kind.value


def is_right(hostile: Hostile, outcomes: list[Outcome]) -> bool:
    """Whether every outcome is one of those expected, and doubts are noted where they must be."""
    named = all(name_of(outcome) in hostile.expected for outcome in outcomes)
    doubted = not hostile.has_problems or any(outcome.problems for outcome in outcomes)
    return bool(outcomes) and named and doubted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
