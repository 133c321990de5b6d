"""Index files for reading in place: what is asked for is read where it lies, by many threads at once.

Neither read whole (an index would take its size in memory again in each process, and new records be found later) nor mapped
(a map ends its process when another program cuts the file short): what is no longer there comes back short, and whoever
asked for it tells that the index is torn.
"""

import os
from io import RawIOBase
from pathlib import Path
from typing import Any as Untyped

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile


class _OpenFile(RawIOBase):
    """A file opened for reading; closed when nobody has it any more. Read from its position on, or at any place."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.descriptor = os.open(path, os.O_RDONLY)
        self.position = 0

    def __del__(self) -> None:
        if hasattr(self, "descriptor"):
            os.close(self.descriptor)

    def close(self) -> None:
        """Nothing: another thread may be reading."""

    def at(self, position: int, length: int) -> bytes:
        """The bytes at a place; fewer when the file ends sooner. A negative place is none."""
        return os.pread(self.descriptor, length, position) if position >= 0 and length > 0 else b""

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Untyped, /) -> int:
        """Fill a buffer with the next bytes; how many there were."""
        view = memoryview(buffer)
        found = self.at(self.position, len(view))
        view[: len(found)] = found
        self.position += len(found)
        return len(found)

    def seek(self, position: int, whence: int = os.SEEK_SET, /) -> int:
        """Move to a place."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.position}.get(whence)
        self.position = position + (os.fstat(self.descriptor).st_size if start is None else start)
        return self.position

    def tell(self) -> int:
        """The place of the next read."""
        return self.position


class PlacedFile(BufferFile):  # type: ignore[misc] # Whoosh has no types
    """A file read in place. Whoosh's own copies the whole file into memory first."""

    def __init__(self, file: _OpenFile, name: str) -> None:
        self._name = name
        self.file = file
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def get(self, position: int, length: int) -> bytes:
        """The bytes at a place."""
        return self.file.at(position, length)


class PlacedStorage(FileStorage):  # type: ignore[misc] # Whoosh has no types
    """A directory of index files, opened for reading only."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False, readonly=True)

    def open_file(self, name: str, **kwargs: Untyped) -> Untyped:
        """A file of the index. Where the system cannot read at a place (Windows), it is read whole."""
        path = Path(self.folder) / name
        if not hasattr(os, "pread"):
            return BufferFile(path.read_bytes(), name=name)
        return PlacedFile(_OpenFile(path), name)
