"""Reads PDF files in a process of its own (`python -m ingest.workers.worker`): tasks on standard input, replies on output.

A hostile file can cost this process its memory, its time or its life, and nobody else's.
"""

import os
import pickle
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ingest.parse import parse_document
from ingest.pdf import PdfLimits, read_document
from ingest.template import Template, load_templates
from ingest.workers.limits import MEBIBYTE, Limits, arm_deadline, confine_process
from ingest.workers.task import READY, Reply, Task
from kb.errors import NotAHeadlineReportError, PdfDamagedError, PdfTooLargeError, ReportRejectedError

GRACE = 10.0  # seconds after which a worker ends itself when its parent has not


def read_reports(task: Task, templates: tuple[Template, ...], limits: Limits) -> Reply:
    """All reports of a file, or why it cannot be taken in. Never raises for what a file holds."""
    name = task.file_name
    try:
        bounds = PdfLimits(file_bytes=limits.file_bytes, pages=limits.pages)
        document = read_document(task.path, file_name=name, limits=bounds)
        reports = parse_document(document, templates)
    except ReportRejectedError as refusal:
        return refusal
    except MemoryError:
        found = f"reading it takes more than {limits.memory_bytes // MEBIBYTE:,} MiB"
        return PdfTooLargeError(name, found, "export it again as an ordinary document")
    except Exception as error:  # whatever a hostile file makes the reader meet costs only that file
        found = f"reading it failed ({type(error).__name__}: {str(error)[:200]})"
        return PdfDamagedError(name, found, "export or download it again; else report this file as a defect")
    if not reports:
        return NotAHeadlineReportError(name, "no headline report was found in it", "give the headline report of a meeting")
    return reports


def main() -> None:
    """Serve tasks until standard input ends."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the replies
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with sys.stdin.buffer as tasks:
        limits: Limits = pickle.load(tasks)
        folder: Path | None = pickle.load(tasks)
        confine_process(limits)
        templates = load_templates(folder) if folder else load_templates()
        _answer(READY, replies)
        while True:
            try:
                task: Task = pickle.load(tasks)
            except EOFError:
                return
            arm_deadline(limits.seconds + GRACE)
            reply = read_reports(task, templates, limits)
            arm_deadline(0)
            _answer(reply, replies)


def _answer(value: object, replies: BinaryIO) -> None:
    pickle.dump(value, replies, protocol=pickle.HIGHEST_PROTOCOL)
    replies.flush()


if __name__ == "__main__":
    main()
