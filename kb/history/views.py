"""The views that say what became of an action: what `kb.history.life` derived. The definitions are in its docstring."""

from kb.view import View

_COUNTED = (
    "in its life: its rows and sentences in `action_mentions` of current reports, but a sentence inside the row of another "
    "action only once, not again in each report that carries that row over"
)

ACTIONS = View(
    name="actions",
    per="action, in its latest state over all current reports",
    sql="""
        SELECT life.ref,
               life.group_code,
               life.raised_meeting,
               life.raised_on,
               coalesce(wording.area, last.area) AS area,
               coalesce(wording.text, last.text) AS text,
               state.owner_raw,
               state.due_raw,
               state.due_date,
               last.update_raw,
               state.status,
               state.status_rule,
               state.meeting AS last_meeting,
               state.from_on AS last_seen_on,
               state.seen AS mentions,
               (SELECT count(*) FROM action_event AS e WHERE e.ref = life.ref AND e.days IS NOT NULL) AS due_changes,
               life.is_stub,
               state.owner_mention_id,
               state.status_since,
               life.first_seen_on,
               state.mention_id AS last_mention_id
        FROM action_life AS life
        JOIN action_state AS state ON state.ref = life.ref AND state.until_on IS NULL
        JOIN action_mention AS last ON last.mention_id = state.mention_id
        LEFT JOIN action_mention AS wording ON wording.mention_id = state.row_mention_id
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
        ("mentions", f"number of mentions that count {_COUNTED}"),
        ("due_changes", "number of times its due date changed"),
        ("is_stub", "1 when no report prints a row for it: it is known from prose only"),
        ("owner_mention_id", "mention that states the owner"),
        ("status_since", "date of the meeting since which it has had this state"),
        ("first_seen_on", "date of the first meeting whose report mentions it"),
        ("last_mention_id", "latest mention"),
    ),
)

ACTION_STATES = View(
    name="action_states",
    per="action × time between two mentions: the state as of a day is the row with `from_on <= day < until_on`",
    sql="""
        SELECT state.ref, state.from_on, state.until_on, state.status, state.due_date, state.owner_raw,
               state.status_rule AS rule, state.status_since, state.due_raw, state.meeting, state.mention_id,
               life.group_code, life.raised_meeting, life.raised_on, life.is_stub, state.seen AS mentions
        FROM action_state AS state JOIN action_life AS life USING (ref)
        WHERE state.until_on IS NULL OR state.until_on > state.from_on
    """,
    columns=(
        ("ref", "action"),
        ("from_on", "first day of the state: the date of a meeting whose report mentions the action"),
        ("until_on", "day on which the next state begins; NULL when this one still stands"),
        ("status", "state: `open`, `proposed close`, `closed`, `delivered`, `moved`, `unknown`"),
        ("due_date", "due date that stood"),
        ("owner_raw", "owner that stood, as printed"),
        ("rule", "rule by which the state was read"),
        ("status_since", "date of the meeting since which it has had this state"),
        ("due_raw", "due date cell that stood, as printed"),
        ("meeting", "meeting whose report began it"),
        ("mention_id", "mention that began it"),
        ("group_code", "acronym of the group that raised the action"),
        ("raised_meeting", "meeting whose report raised it, or NULL"),
        ("raised_on", "date of that meeting"),
        ("is_stub", "1 when the action is known from prose only"),
        ("mentions", f"number of mentions up to then that count {_COUNTED}"),
    ),
)

ACTION_EVENTS = View(
    name="action_events",
    per="thing that happened to an action at a meeting, with the mention that shows it",
    sql="""
        SELECT event.ref, event.happened_on, event.meeting, event.event, event.old, event.new, event.days,
               event.printed_only, event.mention_id, mention.report_id, file_name, mention.page, life.group_code,
               event.position
        FROM action_event AS event
        JOIN action_life AS life ON life.ref = event.ref
        JOIN action_mention AS mention ON mention.mention_id = event.mention_id
        JOIN report ON report.report_id = mention.report_id
    """,
    columns=(
        ("ref", "action"),
        ("happened_on", "date of the meeting"),
        ("meeting", "meeting whose report shows it"),
        (
            "event",
            "`raised`, `closed`, `re-opened`, `delivered`, `close proposed`, `moved`, `said to be open`, `slipped`, "
            "`brought forward`, `reassigned` or `reworded`",
        ),
        ("old", "value before: a state, a due date, an owner, a wording"),
        ("new", "value after"),
        ("days", "days by which a due date moved, negative when earlier"),
        ("printed_only", "1 when the old due date is known only because it is printed beside the new one"),
        ("mention_id", "mention that shows it"),
        ("report_id", "report that prints the mention"),
        ("file_name", "file of that report"),
        ("page", "page of the mention"),
        ("group_code", "acronym of the group that raised the action"),
        ("position", "place among the events of the action"),
    ),
)

DUE_CHANGES = View(
    name="due_changes",
    per="change of an action's due date",
    sql="""
        SELECT ref, happened_on AS changed_on, meeting, old AS old_due_date, new AS new_due_date, days, printed_only,
               mention_id, report_id, file_name, page, group_code
        FROM action_events WHERE days IS NOT NULL
    """,
    columns=(
        ("ref", "action"),
        ("changed_on", "date of the meeting whose report prints the new date"),
        ("meeting", "that meeting"),
        ("old_due_date", "due date before"),
        ("new_due_date", "due date after"),
        ("days", "days between them; positive is a slip, negative is earlier"),
        ("printed_only", "1 when the old date is known only because it is printed beside the new one"),
        ("mention_id", "mention that prints it"),
        ("report_id", "report that prints it"),
        ("file_name", "file of that report"),
        ("page", "page of the mention"),
        ("group_code", "acronym of the group that raised the action"),
    ),
)

VANISHED_ACTIONS = View(
    name="vanished_actions",
    per="action that was open when last mentioned, although its group has reported since",
    sql="""
        SELECT actions.ref, actions.group_code, actions.status, actions.due_date, actions.owner_raw, actions.last_meeting,
               actions.last_seen_on,
               min(later.meeting_date) AS missing_since, count(*) AS meetings_since, actions.text
        FROM actions
        JOIN report AS later
          ON later.group_code = actions.group_code AND later.is_current AND later.meeting_date > actions.last_seen_on
        WHERE actions.status IN ('open', 'proposed close')
        GROUP BY actions.ref
    """,
    columns=(
        ("ref", "action"),
        ("group_code", "acronym of its group"),
        ("status", "state when last mentioned, `open` or `proposed close`"),
        ("due_date", "due date that stood"),
        ("owner_raw", "owner that stood, as printed"),
        ("last_meeting", "last meeting whose report mentions it"),
        ("last_seen_on", "date of that meeting"),
        ("missing_since", "date of the first meeting of its group whose report does not mention it any more"),
        ("meetings_since", "number of meetings of its group reported since it was last mentioned"),
        ("text", "wording, latest"),
    ),
)

HISTORY_VIEWS: tuple[View, ...] = (ACTIONS, ACTION_STATES, ACTION_EVENTS, DUE_CHANGES, VANISHED_ACTIONS)
