"""Finds the files to take in: paths to regular files, hashed, in an order that depends on nothing but their names.

Files are read to be hashed, never parsed here.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.errors import FileEmptyError, FileUnreadableError, PdfTooLargeError, ReportRejectedError

LONGEST_NAME = 160
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A file as found. file_name: its name, fit to be shown and stored. refusal: why it cannot even be hashed."""

    path: Path
    file_name: str
    sha256: str = ""
    refusal: ReportRejectedError | None = None


def find_files(paths: Iterable[Path], *, file_bytes: int) -> tuple[FoundFile, ...]:
    """The files among `paths`: files as given, folders with all that is in them that is a PDF by name or by its first bytes.

    Sorted by name and path, each path once. What is missing, unreadable or no regular file is a `FoundFile` with a refusal.
    """
    seen: dict[str, FoundFile] = {}
    for path in paths:
        for each in _list_path(path):
            key = os.path.realpath(each.path)
            seen.setdefault(key, each)
    ordered = sorted(seen.values(), key=lambda each: (each.file_name.casefold(), os.fsencode(each.path)))
    return tuple(_hash(each, file_bytes) for each in ordered)


def show_name(name: str) -> str:
    """A file name that can be shown and stored anywhere: on one line, without control or direction marks, not too long.

    `show_name("a\\x1b[31m\\u202efdp.pdf")` is `a\\\\x1b[31m\\\\u202efdp.pdf`.
    """
    shown = "".join(_show_letter(letter) for letter in name)
    if len(shown) <= LONGEST_NAME:
        return shown
    return f"{shown[: LONGEST_NAME - 20]}…{shown[-19:]}"


def _show_letter(letter: str) -> str:
    if unicodedata.category(letter)[0] != "C" and unicodedata.category(letter) not in {"Zl", "Zp"}:
        return letter
    point = ord(letter)
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def _list_path(path: Path) -> Iterator[FoundFile]:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        yield _refused(path, error)
        return
    if not stat.S_ISDIR(mode):
        yield FoundFile(path=path, file_name=show_name(path.name))
        return
    errors: list[OSError] = []
    for folder, subfolders, names in os.walk(path, onerror=errors.append):  # links to folders are not followed: no loops
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in names:
            each = Path(folder) / name
            if not name.startswith("._") and _looks_like_pdf(each):  # `._x.pdf`: a Mac's notes on x.pdf
                yield FoundFile(path=each, file_name=show_name(name))
    for unlisted in errors:
        yield _refused(Path(str(unlisted.filename)), unlisted)


def _looks_like_pdf(path: Path) -> bool:
    if path.suffix.lower() == ".pdf":
        return True
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(5) == b"%PDF-"
    except OSError:
        return False


def _refused(path: Path, error: Exception) -> FoundFile:
    name = show_name(path.name or str(path))
    match error:
        case FileNotFoundError():
            refusal = FileUnreadableError(name, f"there is no file or folder {show_name(str(path))}", "check the path")
        case OSError():
            found = f"it cannot be read: {error.strerror or type(error).__name__}"
            refusal = FileUnreadableError(name, found, "check the path and your permissions")
        case _:
            refusal = FileUnreadableError(name, "the path has characters that no path can have", "check the path")
    return FoundFile(path=path, file_name=name, refusal=refusal)


def _hash(found: FoundFile, file_bytes: int) -> FoundFile:
    if found.refusal:
        return found
    name = found.file_name
    refusal: ReportRejectedError
    try:
        status = found.path.stat()
        if not stat.S_ISREG(status.st_mode):
            refusal = FileUnreadableError(name, "it is a device, a pipe or a socket", "give the path of a PDF file")
        elif status.st_size == 0:
            refusal = FileEmptyError(name, "the file has no bytes", "fetch or export it again")
        elif status.st_size > file_bytes:
            size = f"the file has {status.st_size:,} bytes, the limit is {file_bytes:,}"
            refusal = PdfTooLargeError(name, size, "give the headline report by itself")
        else:
            digest = hashlib.sha256()
            with found.path.open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
            return FoundFile(path=found.path, file_name=name, sha256=digest.hexdigest())
    except OSError as error:
        return _refused(found.path, error)
    return FoundFile(path=found.path, file_name=name, refusal=refusal)
