"""The views that say what became of an action. The one definition of an action's state stands here."""

from kb.view import View

ACTIONS = View(
    name="actions",
    per="action, in its latest state over all current reports",
    sql="""
        WITH mention AS (
            SELECT action_mentions.*,
                   row_number() OVER oldest AS age_rank,
                   row_number() OVER newest AS recency
            FROM action_mentions
            WHERE is_current AND ref <> ''
            WINDOW oldest AS (PARTITION BY ref ORDER BY meeting_date, issue_date, origin = 'discussion', mention_id),
                   newest AS (
                       PARTITION BY ref ORDER BY meeting_date DESC, issue_date DESC, origin = 'discussion', mention_id
                   )
        ),
        latest AS (
            SELECT ref,
                   min(iif(origin = 'table', recency, NULL)) AS row_rank,
                   min(iif(status <> 'unknown', recency, NULL)) AS status_rank,
                   min(iif(due_raw <> '', recency, NULL)) AS due_rank,
                   min(iif(owner_raw <> '', recency, NULL)) AS owner_rank,
                   count(*) AS mentions,
                   count(DISTINCT due_date) - 1 AS due_changes
            FROM mention GROUP BY ref
        )
        SELECT latest.ref,
               first.group_code,
               iif(first.origin = 'table', first.meeting, NULL) AS raised_meeting,
               iif(first.origin = 'table', first.meeting_date, NULL) AS raised_on,
               coalesce(wording.area, first.area) AS area,
               coalesce(wording.text, last.text) AS text,
               coalesce(owner.owner_raw, '') AS owner_raw,
               coalesce(due.due_raw, '') AS due_raw,
               due.due_date,
               last.update_raw,
               coalesce(said.status, iif(row_rank IS NULL, 'unknown', 'open')) AS status,
               coalesce(
                   said.status_rule, iif(row_rank IS NULL, 'only mentioned', 'raised, nothing said since')
               ) AS status_rule,
               last.meeting AS last_meeting,
               last.meeting_date AS last_seen_on,
               mentions,
               max(due_changes, 0) AS due_changes,
               row_rank IS NULL AS is_stub,
               owner.mention_id AS owner_mention_id
        FROM latest
        JOIN mention AS first ON first.ref = latest.ref AND first.age_rank = 1
        JOIN mention AS last ON last.ref = latest.ref AND last.recency = 1
        LEFT JOIN mention AS wording ON wording.ref = latest.ref AND wording.recency = row_rank
        LEFT JOIN mention AS said ON said.ref = latest.ref AND said.recency = status_rank
        LEFT JOIN mention AS due ON due.ref = latest.ref AND due.recency = due_rank
        LEFT JOIN mention AS owner ON owner.ref = latest.ref AND owner.recency = owner_rank
    """,
    columns=(
        ("ref", "canonical ref of the action"),
        ("group_code", "acronym of the group that raised it"),
        ("raised_meeting", "meeting whose report raised it; NULL when the archive does not hold that report"),
        ("raised_on", "date of that meeting"),
        ("area", "area, latest wording"),
        ("text", "wording, latest"),
        ("owner_raw", "owner as printed, latest stated"),
        ("due_raw", "due date cell as printed, latest stated"),
        ("due_date", "due date, latest stated"),
        ("update_raw", "update cell of the latest mention"),
        ("status", "state: `open`, `proposed close`, `closed`, `delivered`, `moved`, `unknown`"),
        ("status_rule", "rule by which the state was read"),
        ("last_meeting", "last meeting whose report mentions it"),
        ("last_seen_on", "date of that meeting"),
        ("mentions", "number of mentions"),
        ("due_changes", "number of times its due date changed"),
        ("is_stub", "1 when no report prints a row for it: it is known from prose only"),
        ("owner_mention_id", "mention that states the owner"),
    ),
)

HISTORY_VIEWS: tuple[View, ...] = (ACTIONS,)
