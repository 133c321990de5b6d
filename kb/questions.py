"""A library of questions in SQL: a start for analysts, and the examples of the data dictionary. Each is run by a test."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question, and a statement over the public views that answers it. `:name` parameters are asked for on the page."""

    title: str
    sql: str
    parameters: tuple[tuple[str, str], ...] = ()


QUESTIONS: tuple[Question, ...] = (
    Question(
        title="Open actions, oldest due date first",
        sql="""SELECT ref, area, text, owner_raw, due_date, status, last_meeting
FROM actions
WHERE status IN ('open', 'proposed close', 'unknown')
ORDER BY due_date IS NULL, due_date""",
    ),
    Question(
        title="Actions overdue as of a date",
        sql="""SELECT ref, stood.owner_raw, stood.due_date, stood.status,
       cast(julianday(:as_of) - julianday(stood.due_date) AS INTEGER) AS days_overdue, actions.text AS latest_wording
FROM action_states AS stood JOIN actions USING (ref)
WHERE from_on <= :as_of AND (until_on IS NULL OR until_on > :as_of)
  AND stood.status IN ('open', 'proposed close', 'unknown') AND stood.due_date < :as_of
ORDER BY stood.due_date, ref""",
        parameters=(("as_of", "2022-09-01"),),
    ),
    Question(
        title="All that was said about one action",
        sql="""SELECT meeting, meeting_date, origin, text, owner_raw, due_raw, update_raw, status, file_name, page
FROM action_mentions
WHERE ref = :ref AND is_current
ORDER BY meeting_date, origin DESC""",
        parameters=(("ref", "TMAG06-01"),),
    ),
    Question(
        title="Open actions of an owner",
        sql="""SELECT ref, text, due_date, owner_raw
FROM actions JOIN action_owners USING (ref)
WHERE party LIKE '%' || :party || '%' AND status NOT IN ('closed', 'delivered', 'moved')
ORDER BY due_date""",
        parameters=(("party", "PMO"),),
    ),
    Question(
        title="Actions whose due date changed",
        sql="""SELECT ref, due_changes, due_date, status, text
FROM actions WHERE due_changes > 0 ORDER BY due_changes DESC, ref""",
    ),
    Question(
        title="Decisions that contain a word",
        sql="""SELECT meeting, meeting_date, ref, verb, text, file_name, page
FROM decisions
WHERE is_current AND text LIKE '%' || :word || '%'
ORDER BY meeting_date DESC""",
        parameters=(("word", "plan"),),
    ),
    Question(
        title="Records that match a full-text query",
        sql="""SELECT records.kind, records.meeting, records.meeting_date, records.area, records.text
FROM records_fts JOIN records USING (record_id)
WHERE records_fts MATCH :words AND is_current
ORDER BY rank
LIMIT 50""",
        parameters=(("words", "migration AND data"),),
    ),
    Question(
        title="RAID items per meeting and kind; a stated zero is a zero, an absent section is not",
        sql="""SELECT reports.meeting, reports.meeting_date, report_sections.state, raid_items.kind,
       iif(report_sections.state = 'absent', NULL, count(DISTINCT raid_id)) AS items
FROM reports
JOIN report_sections ON report_sections.report_id = reports.report_id AND section = 'raid'
LEFT JOIN raid_items ON raid_items.report_id = reports.report_id
WHERE reports.is_current
GROUP BY reports.report_id, raid_items.kind
ORDER BY reports.meeting_date""",
    ),
    Question(
        title="Actions raised per meeting",
        sql="""SELECT raised_meeting, raised_on, count(*) AS raised
FROM actions WHERE raised_meeting IS NOT NULL
GROUP BY raised_meeting ORDER BY raised_on""",
    ),
    Question(
        title="What each group's reports refer to most",
        sql="""SELECT reports.group_code, cross_references.kind, target, count(*) AS times
FROM cross_references JOIN reports USING (report_id)
WHERE is_current
GROUP BY 1, 2, 3 ORDER BY times DESC LIMIT 100""",
    ),
    Question(
        title="Meetings with more than one issued report",
        sql="""SELECT meeting, count(*) AS files, count(DISTINCT revision) AS revisions, max(issue_date) AS last_issued
FROM reports GROUP BY meeting HAVING files > 1 ORDER BY meeting""",
    ),
    Question(
        title="Problems by code",
        sql="""SELECT code, severity, count(*) AS times, count(DISTINCT report_id) AS reports
FROM problems WHERE is_current GROUP BY code, severity ORDER BY times DESC""",
    ),
)
