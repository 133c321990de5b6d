"""The Whoosh index on disk: opened, caught up, rebuilt. Derived from the search documents, and may be deleted at any time.

    index/CURRENT            the name of the folder that stands; replaced in one step
    index/whoosh-<analysis>-<random>/    a Whoosh index

What is missing is told by comparing document numbers and stamps, not by a counter that could be wrong: the index has a
document when it has its number and its stamp. Nothing here trusts what it finds on disk; what cannot be read is made anew.
"""

import re
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from whoosh.index import FileIndex, LockError, create_in, open_dir
from whoosh.util.filelock import FileLock

from kb.errors import SearchIndexError
from kb.language.text import ANALYSIS_VERSION
from kb.search.catalogue import Catalogue
from kb.search.port import SearchDocument
from kb.search.whoosh_matching import OpenSegment, WhooshMatching
from kb.search.whoosh_storage import PlacedStorage
from kb.search.whoosh_writer import SCHEMA, IndexMovedOnError, read_facts, write_segment

Documents = Callable[[Sequence[int]], Iterable[SearchDocument]]

SMALL_LAG = 500
_LAYOUT = 2
_PREFIX = f"whoosh-{_LAYOUT}.{ANALYSIS_VERSION}-"
_FOLDER = re.compile(rf"{re.escape(_PREFIX)}[0-9a-f]{{8}}")
_POINTER = "CURRENT"
_SEGMENT_SIZE = 50_000
_TIERS = (100, 1_000, 10_000)
_MERGED_AT_ONCE = 8
_ATTEMPTS = 3


class WhooshIndex:
    """The index under a directory. Safe for many threads and processes; one of them writes at a time."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._current: WhooshMatching | None = None
        self._lock = threading.RLock()
        self.state = ""

    def matching(self, catalogue: Catalogue, documents: Documents, *, patient: bool = False) -> WhooshMatching | None:
        """The index with every document of the catalogue; None when that would take long, or cannot be: `state` says why.

        A small lag is made good at once, a large one (or a rebuild) only when `patient`.
        """
        current = self._current
        if current is not None and current.catalogue is catalogue:
            return current
        with self._lock:
            try:
                self._current = self._brought_up(catalogue, documents, patient=patient)
                if self._current is not None:
                    self.state = ""
            except OSError as error:
                self.state = f"the search index cannot be written ({error.strerror or error}); SQLite's own index answers"
                self._current = None
            return self._current

    def lag(self, catalogue: Catalogue) -> int | None:
        """How many documents the index on disk lacks; None when there is none that can be read."""
        with self._lock:
            matching = self._opened(catalogue)
            return None if matching is None else len(matching.missing)

    def discard(self, reason: str) -> None:
        """Forget an index that turned out to be torn: the pointer goes, so that the next search makes a new one."""
        with self._lock:
            self._current = None
            self.state = f"the search index is torn ({reason}); SQLite's own index answers until it is made anew"
            (self.directory / _POINTER).unlink(missing_ok=True)

    def rebuild(self, catalogue: Catalogue, documents: Documents) -> WhooshMatching | None:
        """Make the index anew beside the old one, then put it in its place."""
        with self._lock:
            self._current = self._rebuilt(catalogue, documents, even_if_sound=True)
            return self._current

    def _brought_up(self, catalogue: Catalogue, documents: Documents, *, patient: bool) -> WhooshMatching | None:
        for _ in range(_ATTEMPTS):
            matching = self._opened(catalogue)
            if matching is None:
                if not patient and catalogue.live.sum() > SMALL_LAG:
                    self.state = "the search index is being made; SQLite's own index answers"
                    return None
                return self._rebuilt(catalogue, documents)
            missing = matching.missing.tolist()
            if not missing:
                return matching
            if len(missing) > SMALL_LAG and not patient:
                self.state = f"the search index is {len(missing)} records behind; SQLite's own index answers"
                return None
            self._write(matching, missing, documents)
        self.state = "the search index is being written by another process; SQLite's own index answers"
        return None

    def _opened(self, catalogue: Catalogue) -> WhooshMatching | None:
        folder = self._standing()
        if folder is None:
            return None
        segments: list[OpenSegment] = []
        try:
            index = PlacedStorage(folder).open_index()
            current, opened = self._current, (folder.name, index.latest_generation())
            if current is not None and opened == current.opened_from:
                return WhooshMatching(segments=current.segments, catalogue=catalogue, opened_from=opened)
            reader = index.reader()
            for leaf, _offset in reader.leaf_readers():
                segment = leaf.segment() if hasattr(leaf, "segment") else None
                if segment is not None:
                    facts = read_facts(leaf.storage(), segment)
                    segments.append(OpenSegment(segment_id=segment.segment_id(), reader=leaf, facts=facts))
            return WhooshMatching(segments=segments, catalogue=catalogue, opened_from=(folder.name, reader.generation()))
        except MemoryError:
            raise
        except Exception as error:
            # Whatever a torn or foreign file makes Whoosh raise (of any kind), the remedy is the same: a new index.
            self.discard(type(error).__name__)
            return None

    def _standing(self) -> Path | None:
        try:
            name = (self.directory / _POINTER).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        folder = self.directory / name
        return folder if _FOLDER.fullmatch(name) and folder.is_dir() else None

    def _write(self, matching: WhooshMatching, missing: Sequence[int], documents: Documents) -> None:
        name, generation = matching.opened_from
        folder = self.directory / name
        replaced, again = _worth_merging(matching, len(missing))
        numbers = sorted({*missing, *again})
        index = open_dir(folder)
        try:
            for step, start in enumerate(range(0, len(numbers), _SEGMENT_SIZE)):
                batch = documents(numbers[start : start + _SEGMENT_SIZE])
                write_segment(index, batch, replaced if step == 0 else frozenset(), generation + step)
        except (LockError, IndexMovedOnError):
            return  # another process is at it: look again

    def _rebuilt(self, catalogue: Catalogue, documents: Documents, *, even_if_sound: bool = False) -> WhooshMatching | None:
        self.directory.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.directory / "LOCK"))
        if not lock.acquire(blocking=False):
            self.state = "the search index is being made by another process; SQLite's own index answers"
            return None
        try:
            if not even_if_sound and (sound := self._opened(catalogue)) is not None:
                return sound if not len(sound.missing) else None
            folder = self.directory / f"{_PREFIX}{secrets.token_hex(4)}"
            try:
                self._build(folder, catalogue, documents)
                self._publish(folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._sweep(folder)
        finally:
            lock.release()
        return self._opened(catalogue)

    def _build(self, folder: Path, catalogue: Catalogue, documents: Documents) -> None:
        folder.mkdir()
        index: FileIndex = create_in(folder, SCHEMA)
        numbers = catalogue.numbers[catalogue.live].tolist()
        for step, start in enumerate(range(0, len(numbers), _SEGMENT_SIZE)):
            write_segment(index, documents(numbers[start : start + _SEGMENT_SIZE]), frozenset(), step)
        if index.doc_count() != len(numbers):
            found = f"the new search index has {index.doc_count()} of {len(numbers)} records"
            raise SearchIndexError(f"{found}; they were changed meanwhile: `kb rebuild` tries again")

    def _publish(self, folder: Path) -> None:
        pointer = self.directory / f"{_POINTER}.{secrets.token_hex(4)}"
        try:
            pointer.write_text(folder.name, encoding="utf-8")
            pointer.replace(self.directory / _POINTER)
        finally:
            pointer.unlink(missing_ok=True)

    def _sweep(self, standing: Path) -> None:
        for path in self.directory.glob("whoosh-*"):
            if path != standing:
                shutil.rmtree(path, ignore_errors=True)


def _worth_merging(matching: WhooshMatching, added: int) -> tuple[frozenset[str], Iterator[int]]:
    """Small segments to write again as one with the new documents: eight of a size become one of the next size."""
    slots, catalogue = matching.slots, matching.catalogue
    for tier in _TIERS:
        small = [
            (segment, offset)
            for segment, offset in zip(matching.segments, matching.offsets, strict=True)
            if len(segment.facts.numbers) < tier
        ]
        if len(small) >= _MERGED_AT_ONCE and added <= tier:
            standing = (
                int(catalogue.numbers[slot])
                for segment, offset in small
                for slot in slots[offset : offset + len(segment.facts.numbers)]
                if slot >= 0
            )
            return frozenset(segment.segment_id for segment, _offset in small), standing
    return frozenset(), iter(())
