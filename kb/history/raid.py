"""RAID items as a list. Read-only."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection
from sqlmodel import text

from kb.history.actions import day
from kb.records import RaidKind

_CHOSEN = """
    FROM raid_items
    WHERE is_current AND (:group_code = '' OR group_code = :group_code) AND (:kind = '' OR kind = :kind)
      AND (meeting_date IS NULL OR meeting_date BETWEEN :since AND :until) AND (:meeting = '' OR meeting = :meeting)
      AND (:words = '' OR instr(lower(ref || ' ' || area || ' ' || text), :words) > 0)
"""
_LIST = text(f"""
    SELECT raid_id, ref, kind, area, text, report_id, file_name, meeting, meeting_date, page, group_code,
           count(*) OVER (PARTITION BY group_code, nullif(ref, '')) AS printings {_CHOSEN}
    ORDER BY meeting_date DESC, meeting, position LIMIT :limit
""")
_COUNT = text(f"SELECT kind, count(*) AS number {_CHOSEN} GROUP BY kind ORDER BY number DESC, kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidFilter:
    """Which RAID items: of a group, of a kind, held in a span, of one meeting, containing words."""

    since: date
    until: date
    group_code: str = ""
    kind: RaidKind | None = None
    meeting: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidOnList:
    """A RAID item as a list shows it. printings: how often its group's reports in the list print the same ref."""

    raid_id: str
    ref: str
    kind: RaidKind
    area: str
    text: str
    report_id: str
    file_name: str
    meeting: str
    meeting_date: date | None
    page: int
    group_code: str
    printings: int


def list_raid_items(connection: Connection, chosen: RaidFilter, limit: int = -1) -> tuple[RaidOnList, ...]:
    """The RAID items that the filter lets through, newest first. limit: -1 for all."""
    rows = connection.execute(_LIST, _parameters(chosen) | {"limit": limit}).mappings()
    return tuple(
        RaidOnList(
            raid_id=row["raid_id"],
            ref=row["ref"],
            kind=RaidKind(row["kind"]),
            area=row["area"],
            text=row["text"],
            report_id=row["report_id"],
            file_name=row["file_name"],
            meeting=row["meeting"],
            meeting_date=day(row["meeting_date"]),
            page=row["page"],
            group_code=row["group_code"],
            printings=row["printings"] if row["ref"] else 1,
        )
        for row in rows
    )


def count_raid_items(connection: Connection, chosen: RaidFilter) -> dict[RaidKind, int]:
    """How many RAID items of each kind `list_raid_items` lists without a limit; only kinds that occur."""
    rows = connection.execute(_COUNT, _parameters(chosen)).mappings()
    return {RaidKind(row["kind"]): row["number"] for row in rows}


def _parameters(chosen: RaidFilter) -> dict[str, object]:
    return {
        "since": chosen.since.isoformat(),
        "until": chosen.until.isoformat(),
        "group_code": chosen.group_code,
        "kind": chosen.kind or "",
        "meeting": chosen.meeting,
        "words": chosen.words.strip().lower(),
    }
