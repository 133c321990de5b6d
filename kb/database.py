"""The SQLite file: connections with the right pragmas, base tables, public views, schema version. Knows no records."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool
from sqlmodel import text

from kb.errors import NewerSchemaError
from kb.schema import METADATA, SCHEMA_VERSION
from kb.views import VIEWS

BUSY_TIMEOUT_MS = 30_000
# What brings the base tables of a version to those of the next one.
_UPGRADES = {1: ("ALTER TABLE report ADD COLUMN chair VARCHAR NOT NULL DEFAULT ''",)}


def open_database(path: Path | None) -> Engine:
    """An engine over the file (made when missing), or over a new database in memory when `path` is None.

    Raises `NewerSchemaError` when a later version of the product wrote the file.
    """
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    _prepare(engine, str(path or ":memory:"))
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: it takes the write lock at once, commits at the end, rolls back on any error."""
    with engine.connect().execution_options(takes_write_lock=True) as connection, connection.begin():
        yield connection


def _set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the "begin" event below decides, not the driver
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("takes_write_lock", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _prepare(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if found > SCHEMA_VERSION:
            raise NewerSchemaError(name, found, SCHEMA_VERSION)
        if found == SCHEMA_VERSION and _views_fingerprint(connection) == _fingerprint():
            return
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")  # cannot be set inside a transaction
    finally:
        raw.close()
    with writing(engine) as connection:
        for version in range(found or SCHEMA_VERSION, SCHEMA_VERSION):  # 0: a new file
            for statement in _UPGRADES.get(version, ()):
                connection.exec_driver_sql(statement)
        METADATA.create_all(connection)
        for view in reversed(VIEWS):
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view.name}")
        for view in VIEWS:
            connection.exec_driver_sql(view.create_statement)
        connection.execute(
            text("INSERT INTO setting (name, value) VALUES ('views', :value) ON CONFLICT DO UPDATE SET value = :value"),
            {"value": _fingerprint()},
        )
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _views_fingerprint(connection: Connection) -> str | None:
    found: str | None = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'views'").scalar()
    return found


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(view.create_statement for view in VIEWS).encode()).hexdigest()
