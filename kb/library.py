"""The library of originals: every PDF that was taken in, kept by the hash of its bytes, never changed."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from kb.errors import NotFoundError


class Kept(StrEnum):
    """How an original is kept."""

    WHOLE = "whole"
    DAMAGED = "damaged"  # there are other bytes in its place
    MISSING = "missing"


class Library:
    """Originals under a directory: `ab/abcdef….pdf`."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def keep(self, original: Path, sha256: str) -> Path:
        """Copy a file in under its hash; nothing happens when it is kept whole. The copy appears whole or not at all."""
        kept = self._place(sha256)
        if self.check(sha256) is Kept.WHOLE:
            return kept
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=kept.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as target, original.open("rb") as source:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())
            Path(part).replace(kept)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        return kept

    def find(self, sha256: str) -> Path:
        """The kept original with this hash. Raises `NotFoundError`."""
        kept = self._place(sha256)
        if not kept.is_file():
            raise NotFoundError("original", sha256)
        return kept

    def check(self, sha256: str) -> Kept:
        """Read the kept original and compare its bytes with its hash."""
        try:
            with self._place(sha256).open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            return Kept.MISSING
        return Kept.WHOLE if found == sha256 else Kept.DAMAGED

    def list_hashes(self) -> Iterator[str]:
        """The hashes of all kept originals, sorted."""
        for path in sorted(self.directory.glob("??/*.pdf")):
            yield path.stem

    def _place(self, sha256: str) -> Path:
        if not (len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")):
            raise NotFoundError("original", sha256)
        return self.directory / sha256[:2] / f"{sha256}.pdf"
