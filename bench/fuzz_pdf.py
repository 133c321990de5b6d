"""Changes, cuts and splices bytes of real PDFs; reading the result must always end in reports or in a named refusal.

python -m bench.fuzz_pdf [--seconds N] [--seed N]
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ingest.workers.limits import Limits
from ingest.workers.pool import ReaderPool
from ingest.workers.task import Task
from kb.errors import ReportRejectedError

SEEDS = Path(__file__).parents[1] / "tests" / "reports"
BATCH = 40


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz_pdf")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    originals = [path.read_bytes() for path in sorted(SEEDS.glob("*.pdf"))]
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    deadline, serial = time.monotonic() + chosen.seconds, 0
    with tempfile.TemporaryDirectory() as folder, ReaderPool(jobs=2, limits=Limits(seconds=30)) as pool:
        while time.monotonic() < deadline:
            tasks = []
            for _ in range(BATCH):
                path = Path(folder) / f"{serial}.pdf"
                path.write_bytes(mutate(originals, random.Random(f"{chosen.seed} {serial}")))
                tasks.append(Task(path=path, file_name=path.name))
                serial += 1
            began = time.monotonic()
            for task, reply in zip(tasks, pool.read_all(tasks), strict=True):
                outcomes[reply.code if isinstance(reply, ReportRejectedError) else "reports"] += 1
                if isinstance(reply, ReportRejectedError) and ("failed" in reply.found or "unexpectedly" in reply.found):
                    print(f"{task.file_name}: {reply.found}")
                slowest = max(slowest, time.monotonic() - began)
                began = time.monotonic()
                task.path.unlink()
    print(
        f"{serial} files, seed {chosen.seed}; slowest wait {slowest:.1f} s; " + ", ".join(map(str, outcomes.most_common()))
    )
    return 0


def mutate(originals: list[bytes], rng: random.Random) -> bytes:
    """One of the originals with one to three changes."""
    data = rng.choice(originals)
    changes: list[Callable[[bytes], bytes]] = [
        lambda data: _flip(data, rng),
        lambda data: data[: rng.randrange(1, len(data))],
        lambda data: _splice(data, rng.choice(originals), rng),
        lambda data: _renumber(data, rng),
    ]
    for change in rng.sample(changes, rng.choice((1, 1, 2, 3))):
        data = change(data) or b"%PDF-"
    return data


def _flip(data: bytes, rng: random.Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(rng.choice((1, 4, 30))):
        flipped[rng.randrange(len(flipped))] = rng.randrange(256)
    return bytes(flipped)


def _splice(data: bytes, other: bytes, rng: random.Random) -> bytes:
    at, start = rng.randrange(len(data)), rng.randrange(len(other))
    return data[:at] + other[start : start + rng.randrange(1, 3000)] + data[at:]


def _renumber(data: bytes, rng: random.Random) -> bytes:
    """Another number somewhere in the structure: a reference, a length, an offset."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    at = rng.choice(digits) if digits else 0
    return data[:at] + b"%d" % rng.choice((0, 1, 3, 99, 2**31)) + data[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
