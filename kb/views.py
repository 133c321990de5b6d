"""The public SQL views: what analysts may rely on. Each carries its own documentation, which docs/data-dictionary.md prints.

A view's name and its promised columns never change their meaning; more columns may follow. Dates are ISO text.
"""

from kb.history.raid_kinds import kind_told_by
from kb.history.views import HISTORY_VIEWS
from kb.view import View

MEETINGS = View(
    name="meetings",
    per="meeting, as its current report states it",
    sql="""
        SELECT meeting, group_code, group_name, number, sub, number_raw, meeting_date,
               strftime('%H:%M', start_time) AS start_time, strftime('%H:%M', end_time) AS end_time,
               venue, classification, extraordinary, chair
        FROM report WHERE is_current
    """,
    columns=(
        ("meeting", "key of the meeting: group and two-digit number as refs print it, `TMAG06`, `DAG10.1`, `ePSG03`"),
        ("group_code", "acronym of the group, without the `e` of an extraordinary meeting"),
        ("group_name", "name of the group as the title prints it"),
        ("number", "number of the meeting within its group"),
        ("sub", "decimal of an extra meeting (1 in `DAG 10.1`), else NULL"),
        ("number_raw", "meeting number as printed, `TMAG 006`"),
        ("meeting_date", "date of the meeting"),
        ("start_time", "start, `HH:MM`"),
        ("end_time", "end, `HH:MM`"),
        ("venue", "venue as printed"),
        ("classification", "classification as printed"),
        ("extraordinary", "1 for an `e` meeting"),
        ("chair", "who chaired, as the header names them, else empty"),
    ),
)

REPORTS = View(
    name="reports",
    per="issued report (a file may hold several)",
    sql="""
        SELECT report_id, meeting, revision, is_current, title, issue_date, file_name, sha256, pages,
               (SELECT count(*) FROM problem WHERE problem.report_id = report.report_id) AS problems,
               part, first_page, version, group_code, meeting_date, template, is_synthetic, duplicate_of,
               EXISTS (SELECT 1 FROM problem WHERE problem.report_id = report.report_id AND severity = 'error') AS is_partial
        FROM report
    """,
    columns=(
        ("report_id", "stable key: meeting and the first digits of the file's hash"),
        ("meeting", "key of its meeting"),
        ("revision", "1 for the first issue for the meeting, by issue date and version"),
        ("is_current", "1 for the revision that stands; exactly one per meeting"),
        ("title", "title as printed"),
        ("issue_date", "date of issue"),
        ("file_name", "name of the file it came in"),
        ("sha256", "hash of the file's bytes; the original is kept under it"),
        ("pages", "number of pages"),
        ("problems", "number of doubts about its content, see `problems`"),
        ("part", "place within the file, 1 unless the file holds several reports"),
        ("first_page", "page of the file on which it starts"),
        ("version", "version as printed, `v1.1`, or empty"),
        ("group_code", "acronym of the group"),
        ("meeting_date", "date of the meeting"),
        ("template", "report family it was read with"),
        ("is_synthetic", "1 when its pages say that it is a synthetic specimen"),
        ("duplicate_of", "report that says the same in other bytes, else NULL"),
        ("is_partial", "1 when something of it may be missing (a problem of severity `error`)"),
    ),
)

_ROW = "report_id, file_name, meeting, meeting_date, is_current"
_ROW_COLUMNS = (
    ("report_id", "report that prints it"),
    ("file_name", "file of that report"),
    ("meeting", "key of the meeting"),
    ("meeting_date", "date of the meeting"),
    ("is_current", "1 when the report is the current revision for its meeting"),
)

_PAGE = ("page", "page on which it starts")
_GROUP = ("group_code", "acronym of the group")


def _position(things: str) -> tuple[str, str]:
    return "position", f"place among the {things} of the report"


ACTION_MENTIONS = View(
    name="action_mentions",
    per="printed row or prose mention of an action",
    sql="""
        SELECT mention_id, ref, ref_raw, report_id, file_name, meeting, meeting_date, issue_date, is_current, origin,
               area, text, owner_raw, due_raw, due_date, due_kind, update_raw, status, status_rule, page, row_no AS "row",
               status_raw, status_strength, table_no, group_code, position
        FROM action_mention JOIN report USING (report_id)
    """,
    columns=(
        ("mention_id", "stable key of the mention"),
        ("ref", "canonical ref, `TMAG06-01`; `GROUP:…` when the printed ref names no group; empty when none is printed"),
        ("ref_raw", "ref as printed"),
        *_ROW_COLUMNS[:4],
        ("issue_date", "date of issue of the report"),
        _ROW_COLUMNS[4],
        ("origin", "`table` for a row of the actions table, `discussion` for a mention in prose"),
        ("area", "area of the row, filled down"),
        ("text", "wording of the action; the sentence, for a mention in prose"),
        ("owner_raw", "owner cell as printed"),
        ("due_raw", "due date cell as printed"),
        ("due_date", "due date, when the cell has one"),
        ("due_kind", "`date`, `week commencing`, `next meeting`, `asap`, `tbc`, `ongoing`, `none` or `unreadable`"),
        ("update_raw", "update cell as printed"),
        (
            "status",
            "what the words of this mention say: `open`, `proposed close`, `closed`, `delivered`, `moved`, `unknown`",
        ),
        ("status_rule", "rule by which the status was read"),
        ("page", "page on which the row starts"),
        ("row", "row within its table; NULL in prose"),
        ("status_raw", "status cell as printed, when the report has such a column"),
        ("status_strength", "`stated`, `implied` or `none`"),
        ("table_no", "table within the report; NULL in prose"),
        ("group_code", "acronym of the group of the report"),
        _position("mentions"),
    ),
)

ACTION_OWNERS = View(
    name="action_owners",
    per="action × party that owns it in its latest state",
    sql="""
        SELECT DISTINCT actions.ref AS ref, party, party_kind
        FROM actions JOIN mention_owner ON mention_owner.mention_id = actions.owner_mention_id
    """,
    columns=(
        ("ref", "action"),
        ("party", "name of the party"),
        ("party_kind", "`person`, `role`, `team`, `organisation` or `collective`"),
    ),
)

DECISIONS = View(
    name="decisions",
    per="decision: a row of a decisions table, or a decision statement in discussion prose",
    sql=f"""
        SELECT decision_id, ref, {_ROW}, origin, area, text, verb, page, ref_raw, group_code, position
        FROM decision JOIN report USING (report_id)
    """,  # noqa: S608 - a constant list of column names
    columns=(
        ("decision_id", "stable key of the record"),
        ("ref", "canonical ref, or empty"),
        *_ROW_COLUMNS,
        ("origin", "`table`, or `discussion` for a statement found in prose"),
        ("area", "area of the row"),
        ("text", "wording of the decision"),
        ("verb", "the decision verb found, whatever its form, as `approved`, `agreed`, …; empty when there is none"),
        _PAGE,
        ("ref_raw", "ref as printed"),
        _GROUP,
        _position("decisions"),
    ),
)

_RAID_KIND = kind_told_by(text="text", printed="kind")

RAID_ITEMS = View(
    name="raid_items",
    per="row of a RAID table (a row `None raised` is no item, see `report_sections`)",
    sql=f"""
        SELECT raid_id, ref, {_RAID_KIND} AS kind, area, text, {_ROW}, page, ref_raw, group_code, position,
               kind AS kind_printed
        FROM raid_item JOIN report USING (report_id)
    """,  # noqa: S608 - constants: a list of column names, an expression
    columns=(
        ("raid_id", "stable key of the record"),
        ("ref", "ref of the item, or empty"),
        (
            "kind",
            "`risk`, `assumption`, `issue`, `dependency`, `action`, `decision` or `unknown`: as printed, else as the "
            "opening words tell it (`Risk that …`, `It is assumed …`, `… depends on …`)",
        ),
        ("area", "RAID area"),
        ("text", "description"),
        *_ROW_COLUMNS,
        _PAGE,
        ("ref_raw", "ref as printed"),
        _GROUP,
        _position("RAID items"),
        ("kind_printed", "kind by its type column, ref, area or heading alone; `unknown` when none of them tells it"),
    ),
)

DISCUSSION_ITEMS = View(
    name="discussion_items",
    per="key discussion item",
    sql=f"""
        SELECT item_id, area, text, {_ROW}, page, group_code, position
        FROM discussion_item JOIN report USING (report_id)
    """,  # noqa: S608 - a constant list of column names
    columns=(
        ("item_id", "stable key of the record"),
        ("area", "topic"),
        ("text", "discussion; paragraphs are lines, a bullet is a line that begins with `• `"),
        *_ROW_COLUMNS,
        _PAGE,
        _GROUP,
        _position("discussion items"),
    ),
)

CROSS_REFERENCES = View(
    name="cross_references",
    per="reference found in a text",
    sql="SELECT record_id, raw, kind, target, report_id FROM cross_reference",
    columns=(
        ("record_id", "record whose text holds it"),
        ("raw", "reference as printed"),
        ("kind", "what it refers to: `action`, `group`, `BSC change`, `REC change`, `programme risk`, …"),
        ("target", "canonical spelling; for an action joinable to `actions.ref`"),
        ("report_id", "report that prints it"),
    ),
)

REPORT_SECTIONS = View(
    name="report_sections",
    per="section of a report, in printed order",
    sql="SELECT report_id, section, state, heading, text, page, position FROM report_section",
    columns=(
        ("report_id", "report"),
        ("section", "`actions`, `decisions`, `raid`, `discussion`, `attendees` or `other`"),
        ("state", "`items`, `none raised` (a stated zero), `empty`, or `absent`"),
        ("heading", "heading as printed"),
        ("text", "what a section with an unknown heading says, verbatim"),
        ("page", "page of the heading"),
        ("position", "place within the report"),
    ),
)

PROBLEMS = View(
    name="problems",
    per="doubt about the content of a report",
    sql="""
        SELECT report_id, file_name, severity, code, message, page, meeting, is_current, table_no, row_no AS "row"
        FROM problem JOIN report USING (report_id)
    """,
    columns=(
        ("report_id", "report"),
        ("file_name", "file of that report"),
        ("severity", "`error` (something may be lost), `warning` (a doubt) or `info`"),
        ("code", "kind of problem"),
        ("message", "what was found, what was expected, what to do"),
        ("page", "page, when the problem has a place"),
        ("meeting", "key of the meeting"),
        ("is_current", "1 when the report is the current revision for its meeting"),
        ("table_no", "table within the report"),
        ("row", "row within the table"),
    ),
)

RECORDS = View(
    name="records",
    per="searchable record: row of an actions table, decision, RAID item, discussion item (of every revision)",
    sql=f"""
        SELECT mention_id AS record_id, 'action' AS kind, ref, meeting, group_code, meeting_date, area, text, owner_raw,
               due_date, status, page, report_id, file_name, issue_date, is_current, update_raw, '' AS raid_kind, '' AS verb,
               iif(ref = '', mention_id, ref) AS item_key
        FROM action_mention JOIN report USING (report_id) WHERE origin = 'table'
        UNION ALL
        SELECT decision_id, 'decision', ref, meeting, group_code, meeting_date, area, text, '', NULL,
               '', page, report_id, file_name, issue_date, is_current, '', '', verb,
               iif(ref = '', decision_id, ref)
        FROM decision JOIN report USING (report_id)
        UNION ALL
        SELECT raid_id, 'raid', ref, meeting, group_code, meeting_date, area, text, '', NULL,
               '', page, report_id, file_name, issue_date, is_current, '', {_RAID_KIND}, '',
               iif(ref = '', raid_id, group_code || ':' || ref)
        FROM raid_item JOIN report USING (report_id)
        UNION ALL
        SELECT item_id, 'discussion', '', meeting, group_code, meeting_date, area, text, '', NULL,
               '', page, report_id, file_name, issue_date, is_current, '', '', '',
               item_id
        FROM discussion_item JOIN report USING (report_id)
    """,  # noqa: S608 - a constant expression
    columns=(
        ("record_id", "stable key of the record"),
        ("kind", "`action`, `decision`, `raid` or `discussion`"),
        ("ref", "canonical ref, or empty"),
        ("meeting", "key of the meeting"),
        _GROUP,
        ("meeting_date", "date of the meeting"),
        ("area", "area or topic"),
        ("text", "wording"),
        ("owner_raw", "owner cell of an action as printed"),
        ("due_date", "due date of an action"),
        ("status", "status that this mention of an action states"),
        _PAGE,
        ("report_id", "report that prints it"),
        ("file_name", "file of that report"),
        ("issue_date", "date of issue"),
        ("is_current", "1 when the report is the current revision for its meeting"),
        ("update_raw", "update cell of an action as printed"),
        ("raid_kind", "kind of a RAID item"),
        ("verb", "verb of a decision"),
        ("item_key", "key of the item over all its mentions: the ref, or the record itself when it has none"),
    ),
)

VIEWS: tuple[View, ...] = (
    MEETINGS,
    REPORTS,
    ACTION_MENTIONS,
    *HISTORY_VIEWS,
    ACTION_OWNERS,
    DECISIONS,
    RAID_ITEMS,
    DISCUSSION_ITEMS,
    CROSS_REFERENCES,
    REPORT_SECTIONS,
    PROBLEMS,
    RECORDS,
)
