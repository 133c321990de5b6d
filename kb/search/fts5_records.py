"""Search documents from the public views: which records are searched, and what is known of each. Called by the store.

Only records of current reports are searched. An action's status and due date are those of its latest state, as the view
`actions` defines it, so a mention in one report changes what is said of the action in all of them.
"""

import json
import sqlite3
from collections.abc import Iterable

from kb.search import fts5_documents
from kb.search.fts5_documents import day_of
from kb.search.port import SearchDocument

_ALL_MEETINGS = "SELECT DISTINCT meeting FROM records UNION SELECT meeting FROM search_document"
_REFS_OF_MEETINGS = """
    SELECT ref FROM action_mentions WHERE ref <> '' AND meeting IN (SELECT value FROM json_each(:meetings))
    UNION SELECT ref FROM search_document
    WHERE kind = 'action' AND ref <> '' AND meeting IN (SELECT value FROM json_each(:meetings))
"""
_KNOWN = """
    SELECT record_id FROM search_document WHERE meeting IN (SELECT value FROM json_each(:meetings))
    UNION SELECT record_id FROM search_document WHERE kind = 'action' AND ref IN (SELECT value FROM json_each(:refs))
"""
_RECORDS = """
    SELECT record_id, item_key, kind, ref, meeting, group_code, meeting_date, area, text, update_raw, owner_raw,
           (SELECT group_concat(party, char(10)) FROM mention_owner WHERE mention_id = record_id) AS owners,
           status, raid_kind, due_date, issue_date, file_name, page, report_id
    FROM records
    WHERE is_current AND record_id IN (
        SELECT record_id FROM records WHERE meeting IN (SELECT value FROM json_each(:meetings))
        UNION SELECT record_id FROM records WHERE kind = 'action' AND ref IN (SELECT value FROM json_each(:refs))
    )
"""
_STATES = "SELECT ref, status, due_date FROM actions WHERE ref IN (SELECT value FROM json_each(:refs))"


def refresh(connection: sqlite3.Connection, meetings: Iterable[str]) -> None:
    """Bring the search documents of these meetings up to date, in the caller's transaction."""
    keys = {"meetings": json.dumps(sorted(set(meetings)))}
    keys["refs"] = json.dumps([row[0] for row in connection.execute(_REFS_OF_MEETINGS, keys)])
    states: dict[str, tuple[str, str | None]] = {}
    for ref, status, due_date in connection.execute(_STATES, keys):
        states[ref] = (status, due_date)
    documents = [_document(row, states) for row in connection.execute(_RECORDS, keys)]
    known = {row[0] for row in connection.execute(_KNOWN, keys)}
    fts5_documents.remove(connection, known - {each.record_id for each in documents})
    fts5_documents.replace(connection, documents)


def refresh_all(connection: sqlite3.Connection) -> None:
    """Bring all search documents up to date: after a removal, or to mend."""
    refresh(connection, [row[0] for row in connection.execute(_ALL_MEETINGS)])


def _document(row: sqlite3.Row | tuple[str, ...], states: dict[str, tuple[str, str | None]]) -> SearchDocument:
    (
        record_id, item_key, kind, ref, meeting, group, meeting_date, area, text, update, owner_raw, owners,
        status, raid_kind, due_date, issue_date, file_name, page, report_id,
    ) = row  # fmt: skip
    if kind == "action" and ref in states:
        status, due_date = states[ref][0], states[ref][1] or due_date
    return SearchDocument(
        record_id=record_id, item_key=item_key, kind=kind, ref=ref, meeting=meeting, group=group,
        meeting_date=day_of(meeting_date), area=area, text=text, update=update, owner_raw=owner_raw,
        owners=tuple(owners.split("\n")) if owners else (),
        status=status, raid_kind=raid_kind, due_date=day_of(due_date), issue_date=day_of(issue_date), file_name=file_name,
        page=None if page is None else int(page), report_id=report_id,
    )  # fmt: skip
