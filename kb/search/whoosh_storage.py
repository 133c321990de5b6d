"""Index files for reading as memory maps: many threads can read one, and nothing has to be closed in time.

A map dies with its process when another program cuts the file short; no part of this product ever does. Read whole instead,
an index takes its size in memory again in each process, and new records are found later (61 ms for 49, 10,000 records).
"""

import mmap
from pathlib import Path
from typing import Any as Untyped

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile


class MappedFile(BufferFile):  # type: ignore[misc] # Whoosh has no types
    """A file read through a map. Whoosh's own copies the whole file into memory first."""

    def __init__(self, mapped: mmap.mmap, name: str) -> None:
        self._buf = mapped
        self._name = name
        self.file = mapped
        self.onclose = None
        self.is_real = False
        self.is_closed = False


class MappedStorage(FileStorage):  # type: ignore[misc] # Whoosh has no types
    """A directory of index files, opened for reading only."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=True, readonly=True)

    def open_file(self, name: str, **kwargs: Untyped) -> Untyped:
        """A file of the index. An empty one cannot be mapped, and is read as what it is."""
        path = Path(self.folder) / name
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                return BufferFile(b"", name=name)
            return MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name)
