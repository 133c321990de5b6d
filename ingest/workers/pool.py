"""Reads many files in a few worker processes, each file within its limits; knows no PDF and no knowledge base.

tasks ─► thread per worker ─► worker process ─► replies, in the order of the tasks
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import ingest
from ingest.workers.limits import MEBIBYTE, Limits
from ingest.workers.task import READY, Reply, Task
from kb.errors import KnowledgeBaseError, PdfDamagedError, PdfTimeoutError, PdfTooLargeError

TASKS_PER_PROCESS = 250  # a worker is replaced after so many files, whatever its libraries have hoarded
AHEAD = 8  # files per worker that may be read before the one in front of them is taken


class WorkerFailedError(KnowledgeBaseError):
    """A worker process cannot do its work at all, whatever the file."""


class ReaderPool:
    """Worker processes that read files. jobs: how many; they start when the first tasks need them."""

    def __init__(self, *, jobs: int, limits: Limits, templates: Path | None = None) -> None:
        self._limits = limits
        self._templates = templates
        self._jobs = max(1, jobs)
        self._threads = ThreadPoolExecutor(self._jobs, thread_name_prefix="reader")
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._workers: set[Worker] = set()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def read_all(self, tasks: Iterable[Task]) -> "Replies":
        """The reply to each task, in the order of the tasks."""
        return Replies((self._threads.submit(self._read, task) for task in tasks), ahead=self._jobs * AHEAD)

    def close(self) -> None:
        """End the workers, also in the middle of a file."""
        with self._lock:
            self._closed = True
            workers = tuple(self._workers)
        for worker in workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def _read(self, task: Task) -> Reply:
        worker: Worker | None = getattr(self._mine, "worker", None)
        if worker is None or worker.is_spent:
            worker = self._mine.worker = self._hire(worker)
        return worker.read(task)

    def _hire(self, predecessor: "Worker | None") -> "Worker":
        if predecessor:
            predecessor.kill()
        with self._lock:
            self._workers -= {predecessor}
            worker = Worker(self._limits, self._templates)
            self._workers.add(worker)
            if self._closed:
                worker.kill()
        return worker


class Replies:
    """The replies to tasks, in their order; only a few are read ahead, so that memory stays flat."""

    def __init__(self, futures: Iterator[Future[Reply]], *, ahead: int) -> None:
        self._futures = futures
        self._ahead = ahead
        self._waiting: deque[Future[Reply]] = deque()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Reply:
        self._read_ahead()
        if not self._waiting:
            raise StopIteration
        return self._waiting.popleft().result()

    def comes_within(self, seconds: float) -> bool:
        """Waits for the next reply for so long at most; whether it is there. True when there is none to wait for."""
        self._read_ahead()
        return not self._waiting or bool(wait([self._waiting[0]], seconds).done)

    def _read_ahead(self) -> None:
        self._waiting.extend(islice(self._futures, self._ahead - len(self._waiting)))


class Worker:
    """One worker process; used by one thread."""

    def __init__(self, limits: Limits, templates: Path | None) -> None:
        self._limits = limits
        self._done = 0
        self._late = False
        self._is_ready = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.workers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(_import_path())},
        )
        self._send(limits, templates)

    @property
    def is_spent(self) -> bool:
        """Whether the process has ended, or has read so many files that a fresh one should take over."""
        return self._done >= TASKS_PER_PROCESS or self._process.poll() is not None

    def read(self, task: Task) -> Reply:
        """The reply to a task; a process that is late, or dies of it, is the file's fault and named so."""
        self._done += 1
        self._await_ready()
        timer = threading.Timer(self._limits.seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            self._send(task)
            assert self._process.stdout
            reply: Reply = pickle.load(self._process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self.kill()
            return self._autopsy(task)
        finally:
            timer.cancel()
        return reply

    def _await_ready(self) -> None:
        if self._is_ready:
            return
        assert self._process.stdout
        try:
            self._is_ready = pickle.load(self._process.stdout) == READY
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            self.kill()
            found = f"a reader process could not start (exit status {self._process.returncode})"
            raise WorkerFailedError(f"{found}; `{sys.executable} -m ingest.workers.worker` says why") from error

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not sent yet has no reader any more
                if pipe:
                    pipe.close()

    def _send(self, *values: object) -> None:
        assert self._process.stdin
        try:
            for value in values:
                pickle.dump(value, self._process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except (OSError, ValueError):
            return  # the process has died, its pipe is closed: reading its reply will say so

    def _end_late(self) -> None:
        self._late = True
        self._process.kill()

    def _autopsy(self, task: Task) -> Reply:
        name, code = task.file_name, self._process.returncode
        if self._late or code == -signal.SIGALRM:
            found = f"reading it took longer than {self._limits.seconds:g} seconds"
            return PdfTimeoutError(name, found, "export it again as an ordinary document")
        if code == -signal.SIGKILL:
            mebibytes = self._limits.memory_bytes // MEBIBYTE
            found = f"reading it was ended by the system, most likely for memory (limit {mebibytes:,} MiB)"
            return PdfTooLargeError(name, found, "export it again as an ordinary document")
        found = f"the process that read it ended unexpectedly (exit status {code})"
        return PdfDamagedError(name, found, "export or download it again; else report this file as a defect")


def _import_path() -> list[str]:
    """Where the worker finds the packages that this process runs."""
    (home,) = {str(Path(place).resolve().parent) for place in ingest.__path__}
    return [home, *(place for place in sys.path if place)]
