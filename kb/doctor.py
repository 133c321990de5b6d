"""The health of a knowledge base: does everything that belongs together agree? Finds, says what to do, changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import text

from kb.knowledge_base import KnowledgeBase
from kb.library import Kept

_HASHES = text("SELECT DISTINCT sha256, file_name FROM report ORDER BY file_name, sha256")
_CURRENT_PER_MEETING = text("SELECT meeting, sum(is_current) AS currents FROM report GROUP BY meeting HAVING currents <> 1")

_NAMED = 20


class Health(StrEnum):
    """What a check found."""

    OK = "ok"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check and what it found. remedy: empty when nothing is to be done."""

    name: str
    health: Health
    found: str
    remedy: str = ""


def examine(base: KnowledgeBase) -> tuple[Check, ...]:
    """All checks, in the order in which their remedies should be tried."""
    return (_database(base), _foreign_keys(base), _revisions(base), *_originals(base), _index(base))


def _database(base: KnowledgeBase) -> Check:
    with base.store.reading() as connection:
        said = str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())
    if said == "ok":
        return Check(name="database", health=Health.OK, found="SQLite finds the file sound")
    remedy = "move kb.sqlite away and run `kb reparse`: it is made again from the originals"
    return Check(name="database", health=Health.BROKEN, found=said, remedy=remedy)


def _foreign_keys(base: KnowledgeBase) -> Check:
    with base.store.reading() as connection:
        broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    if not broken:
        return Check(name="references", health=Health.OK, found="every row has its report")
    return Check(name="references", health=Health.BROKEN, found=f"{broken} rows without a report", remedy="run `kb reparse`")


def _revisions(base: KnowledgeBase) -> Check:
    with base.store.reading() as connection:
        wrong = [row.meeting for row in connection.execute(_CURRENT_PER_MEETING)]
    if not wrong:
        return Check(name="revisions", health=Health.OK, found="each meeting has exactly one current report")
    found = f"not exactly one current report for {', '.join(wrong)}"
    return Check(name="revisions", health=Health.BROKEN, found=found, remedy="run `kb reparse`")


def _originals(base: KnowledgeBase) -> Iterator[Check]:
    with base.store.reading() as connection:
        known = {row.sha256: row.file_name for row in connection.execute(_HASHES)}
    lost: dict[Kept, list[str]] = {}
    for sha256, name in known.items():
        lost.setdefault(base.library.check(sha256), []).append(name)
    whole = len(lost.pop(Kept.WHOLE, ()))
    for how, names in sorted(lost.items()):
        found = f"{how}: {', '.join(names[:_NAMED])}{f' and {len(names) - _NAMED} more' if len(names) > _NAMED else ''}"
        remedy = "put the files back with `kb ingest FILE`, or restore the library/ directory from a backup"
        yield Check(name="originals", health=Health.BROKEN, found=found, remedy=remedy)
    if not lost:
        yield Check(name="originals", health=Health.OK, found=f"all {whole} are kept, byte for byte")
    spare = [sha256 for sha256 in base.library.list_hashes() if sha256 not in known]
    if spare:
        remedy = "left by an interrupted ingest, harmless; `kb ingest` of the same files uses them"
        yield Check(name="spare originals", health=Health.NOTE, found=f"{len(spare)} without a report", remedy=remedy)


def _index(base: KnowledgeBase) -> Check:
    lag = base.index_lag()
    if lag == 0:
        return Check(name="search index", health=Health.OK, found="it holds every record")
    found = "there is none that can be read" if lag is None else f"it lacks {lag} records"
    remedy = "nothing needs doing: SQLite's own index answers meanwhile; `kb rebuild` makes it anew now"
    return Check(name="search index", health=Health.NOTE, found=found, remedy=remedy)
