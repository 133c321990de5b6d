"""What a worker process is asked, and what it answers. Light to import: the parent process needs no PDF library."""

from dataclasses import dataclass
from pathlib import Path

from kb.errors import ReportRejectedError
from kb.records import ParsedReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A file to read, and what to call it in records and messages."""

    path: Path
    file_name: str


READY = "ready"  # the first thing a worker says, once its templates are loaded
Reply = tuple[ParsedReport, ...] | ReportRejectedError
