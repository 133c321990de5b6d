"""What a person is told when the machine fails the product: a full disk, a folder without rights, a broken database."""

import errno
import sqlite3

_FULL = "the disk is full; free some space, then do it again: what was finished before is kept"
_REMAKE = "move it away and run `kb reparse`, which makes a new one from the originals"
_DATABASE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: "another process has been writing to the database for too long; wait until it has ended",
    sqlite3.SQLITE_NOTADB: f"kb.sqlite is no SQLite database; {_REMAKE}",
    sqlite3.SQLITE_CORRUPT: f"kb.sqlite is damaged; {_REMAKE}",
    sqlite3.SQLITE_CANTOPEN: "the database cannot be opened; its directory must exist, and be writable even for reading",
    sqlite3.SQLITE_READONLY: "the database cannot be written; change its rights, or name another directory with --home",
    sqlite3.SQLITE_IOERR: "the database cannot be read or written; is the disk full, or was it taken away?",
}
_NO_RIGHT = "there is no right to read or write it; change its rights, or name another place"
_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: "it lies on a disk that can only be read; name another place",
    errno.ENOENT: "there is no such file or folder; check the path",
    errno.EEXIST: "it is a file, expected a folder; name another place",
    errno.ENOTDIR: "part of the path is a file, expected a folder; name another place",
    errno.EISDIR: "it is a folder, expected a file; name another place",
}


def explain_failure(error: BaseException) -> str | None:
    """A sentence for a failure of the disk, the database file or rights; None for any other error.

    A `FileNotFoundError` for `x/y.csv` is told as `x/y.csv: there is no such file or folder; check the path`.
    """
    cause = getattr(error, "orig", None) or error  # SQLAlchemy wraps what the driver raised
    match cause:
        case sqlite3.Error():
            code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the rest of an extended code says where, not what
            return _DATABASE.get(code)
        case OSError():
            said = _SYSTEM.get(cause.errno or 0)
            return f"{cause.filename}: {said}" if said and cause.filename else said
        case _:
            return None
