"""The local log of searches that found nothing: which words are missing, for the PMO. Nobody's name is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlmodel import text

LONGEST_QUERY = 200
MOST_KEPT = 1_000

_NOTE = text("""
    INSERT INTO failed_search (query, times, last_at) VALUES (:query, 1, :at)
    ON CONFLICT DO UPDATE SET times = times + 1, last_at = excluded.last_at
""")
_FORGET_OLDEST = text("""
    DELETE FROM failed_search WHERE query IN (
        SELECT query FROM failed_search ORDER BY last_at DESC LIMIT -1 OFFSET :kept
    )
""")
_LIST = text("SELECT query, times, last_at FROM failed_search ORDER BY times DESC, last_at DESC LIMIT :limit")


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedSearch:
    """A query that found nothing, and how often it was asked."""

    query: str
    times: int
    last_at: datetime


def note_failed_search(connection: Connection, query: str, at: datetime) -> None:
    """Count a query (its first 200 characters, spaces folded); only the 1,000 asked last are kept."""
    folded = " ".join(query.split())[:LONGEST_QUERY]
    connection.execute(_NOTE, {"query": folded, "at": at.isoformat(sep=" ", timespec="seconds")})
    connection.execute(_FORGET_OLDEST, {"kept": MOST_KEPT})


def list_failed_searches(connection: Connection, limit: int = 50) -> Sequence[FailedSearch]:
    """The queries that found nothing, most often asked first."""
    rows = connection.execute(_LIST, {"limit": limit})
    return [FailedSearch(query=row.query, times=row.times, last_at=datetime.fromisoformat(row.last_at)) for row in rows]
