"""Claims on the reading of statuses: what rows of the actions table and sentences of prose say about an action."""

import pytest

from ingest.fields.mention_status import parse_mention_status
from ingest.fields.status import parse_row_status
from ingest.fields.status_words import RULES
from kb.records import Status, Strength

OPEN, PROPOSED, CLOSED = Status.OPEN, Status.PROPOSED_CLOSE, Status.CLOSED
DELIVERED, MOVED, UNKNOWN = Status.DELIVERED, Status.MOVED, Status.UNKNOWN

UPDATES = [
    # nothing said
    ("", UNKNOWN),
    ("-", UNKNOWN),
    ("–", UNKNOWN),
    ("N/A", UNKNOWN),
    ("None", UNKNOWN),
    ("In the full minutes", UNKNOWN),
    ("in the full Minutes.", UNKNOWN),
    ("See full minutes", UNKNOWN),
    ("No update", UNKNOWN),
    ("Verbal update provided at the meeting", UNKNOWN),
    # open
    ("Open", OPEN),
    ("OPEN", OPEN),
    ("Ongoing", OPEN),
    ("On-going.", OPEN),
    ("In progress", OPEN),
    ("In-progress - draft with legal", OPEN),
    ("Carried forward", OPEN),
    ("Carried over to TMAG 07", OPEN),
    ("c/f", OPEN),
    ("Outstanding", OPEN),
    ("Still stands", OPEN),
    ("Pending", OPEN),
    ("Pending response from Ofgem", OPEN),
    ("Awaiting response", OPEN),
    ("Awaiting confirmation from DCC", OPEN),
    ("Overdue", OPEN),
    ("On track", OPEN),
    ("On hold", OPEN),
    ("Not started", OPEN),
    ("Work under way", OPEN),
    ("Underway – first draft expected in July", OPEN),
    ("Remains open", OPEN),
    ("Action remains open", OPEN),
    ("To be discussed at TMAG 07", OPEN),
    ("Due date extended to 20/07/2022", OPEN),
    ("Date moved to 20 July", OPEN),
    ("Moved to 20/07/2022 at the owner's request", OPEN),
    ("PMO to circulate w/c 11/07", OPEN),
    ("To be shared with members by 12/07", OPEN),
    ("Will be circulated with the next headline report", OPEN),
    ("Not yet shared", OPEN),
    ("Draft circulated for comment; awaiting feedback", OPEN),
    # closure denied, conditional, to come
    ("Not yet complete", OPEN),
    ("Not complete", OPEN),
    ("Not closed", OPEN),
    ("Cannot be closed until DCC responds", OPEN),
    ("Can't be closed yet", OPEN),
    ("This hasn't been completed", OPEN),
    ("Incomplete", OPEN),
    ("To be completed", OPEN),
    ("To be completed by 30/09/2022", OPEN),
    ("Will be closed", OPEN),
    ("Will be closed once the plan is published", OPEN),
    ("To be closed once the plan is published", OPEN),
    ("Partially complete", OPEN),
    ("Partly complete – second part due in August", OPEN),
    ("Nearly complete", OPEN),
    ("80% complete", OPEN),
    ("Due to complete in August", OPEN),
    ("Expected to be completed by end of July", OPEN),
    ("On track for completion in July", OPEN),
    ("Yet to be closed", OPEN),
    ("Phase 1 complete, phase 2 in progress", OPEN),
    ("In progress – draft completed, review to follow", OPEN),
    ("The survey closed on 12/06; responses are being reviewed", OPEN),
    ("Closed at TMAG 06; re-opened at TMAG 07", OPEN),
    ("Re-opened", OPEN),
    ("Closed 20/07; reopened 17/08", OPEN),
    ("Previously closed, now re-opened", OPEN),
    ("Closed in error – action remains open", OPEN),
    ("Recommend close – members objected, action remains open", PROPOSED),
    ("Discussed. Remains open pending DWG feedback", OPEN),
    ("Open: DCC to confirm the date", OPEN),
    ("Kate Goodman to confirm with the DWG chair", OPEN),
    ("Work is continuing with the SI", OPEN),
    ("Still outstanding", OPEN),
    ("Not yet due", OPEN),
    ("Update expected at TMAG 08", OPEN),
    ("Reopened following feedback from members", OPEN),
    ("Action re-opened: two members have not replied", OPEN),
    # proposed close
    ("Pending review", PROPOSED),
    ("Recommend close", PROPOSED),
    ("Recommended for closure", PROPOSED),
    ("Recommended to close", PROPOSED),
    ("Recommend closing this action", PROPOSED),
    ("Propose to close", PROPOSED),
    ("Proposed to close at TMAG 07", PROPOSED),
    ("Proposed for closure", PROPOSED),
    ("PROPOSE CLOSE", PROPOSED),
    ("Open – propose to close", PROPOSED),
    ("Ongoing. Recommend close.", PROPOSED),
    ("Shared with members on 12/06. Propose to close.", PROPOSED),
    ("Complete, recommend close", PROPOSED),
    ("Complete – recommended for closure", PROPOSED),
    ("To be closed", PROPOSED),
    ("Can be closed", PROPOSED),
    ("Ready to close", PROPOSED),
    ("Suggest this action is closed", PROPOSED),
    # closed
    ("Closed", CLOSED),
    ("CLOSED", CLOSED),
    ("Complete", CLOSED),
    ("Completed", CLOSED),
    ("Done", CLOSED),
    ("No further action required", CLOSED),
    ("No further action", CLOSED),
    ("NFA", CLOSED),
    ("Action closed", CLOSED),
    ("Action now closed", CLOSED),
    ("Action completed.", CLOSED),
    ("Complete – shared 12/06", CLOSED),
    ("Closed at TMAG 07", CLOSED),
    ("Closed - superseded by TMAG07-02", CLOSED),
    ("Closed – further work is ongoing under TMAG07-02", CLOSED),
    ("Complete. Further updates will be shared at TMAG 08", CLOSED),
    ("Shared with members on 12/06. Action closed.", CLOSED),
    ("Members agreed to close this action", CLOSED),
    ("Agreed that the action can be closed", CLOSED),
    ("Closure agreed at TMAG 07", CLOSED),
    ("Withdrawn", CLOSED),
    ("No longer required", CLOSED),
    ("100% complete", CLOSED),
    ("Closed as no longer required", CLOSED),
    ("This action has been completed and closed", CLOSED),
    ("No outstanding points. Closed.", CLOSED),
    ("Proposed to close at TMAG 07. Closed at TMAG 08.", CLOSED),
    ("Shared on 12/06 and closed", CLOSED),
    ("The plan was completed and circulated to members", CLOSED),
    ("Closed 20/07/22", CLOSED),
    ("Closed. No further action required.", CLOSED),
    ("Action complete; minutes updated", CLOSED),
    ("PMO: Closed", CLOSED),
    ("Status: Closed", CLOSED),
    ("Update: action closed at the meeting", CLOSED),
    # delivered
    ("Attached with TMAG Headline Report", DELIVERED),
    ("Attached with TMAG Headline report", DELIVERED),
    ("Shared", DELIVERED),
    ("Shared with members on 12/06/2022", DELIVERED),
    ("Has been shared with members", DELIVERED),
    ("Circulated 12/06", DELIVERED),
    ("Published on the website", DELIVERED),
    ("Issued to all Programme Participants", DELIVERED),
    ("Sent to members by email", DELIVERED),
    # moved
    ("Deferred to July", MOVED),
    ("Deferred to TMAG 08", MOVED),
    ("Agenda item 4", MOVED),
    ("On the agenda for TMAG 07", MOVED),
    ("Escalated to PSG", MOVED),
    ("Transferred to DWG", MOVED),
    ("Superseded by TMAG07-02", MOVED),
    ("Superseded", MOVED),
    ("Merged with TMAG06-03", MOVED),
    ("Moved to DWG", MOVED),
    ("To be escalated to PSG", OPEN),
    # several dated entries: the latest that says something
    ("12/06: shared draft. 20/06: closed.", CLOSED),
    ("20/06/2022: Closed\n12/06/2022: In progress", CLOSED),
    ("12/06/22 – Complete\n20/07/22 – Re-opened at the request of Ofgem", OPEN),
    ("12 June 2022: In progress\n20 July 2022: Recommend close\n17 August 2022: Closed", CLOSED),
    ("TMAG 06: Open\nTMAG 07: Closed", CLOSED),
    ("TMAG 07: Closed; TMAG 06: Open", CLOSED),
    ("15/06: Ongoing\n20/07: No update", OPEN),
    ("[15/06/2022] Carried forward [20/07/2022] Closed", CLOSED),
]


@pytest.mark.parametrize(("update", "expected"), UPDATES)
def test_an_update_cell_says_where_the_action_stands(update: str, expected: Status) -> None:
    assert parse_row_status(update=update).status is expected


@pytest.mark.parametrize(("update", "expected"), [row for row in UPDATES if row[1] is not UNKNOWN])
def test_the_status_column_is_read_with_the_same_words(update: str, expected: Status) -> None:
    assert parse_row_status(update="", status=update).status is expected


@pytest.mark.parametrize(
    ("status", "update", "due", "expected"),
    [
        ("Open", "Closed", "", OPEN),
        ("Closed", "In progress", "", CLOSED),
        ("", "Closed", "", CLOSED),
        ("-", "Closed", "", CLOSED),
        ("O", "", "", OPEN),
        ("C", "", "", CLOSED),
        ("Amber", "", "", OPEN),
        ("", "", "Closed", CLOSED),
        ("", "", "Ongoing", UNKNOWN),
        ("", "", "22/06/2022", UNKNOWN),
        ("", "Open", "Complete", OPEN),
    ],
)
def test_the_status_column_beats_the_update_and_the_update_the_due_cell(
    status: str, update: str, due: str, expected: Status
) -> None:
    assert parse_row_status(update=update, status=status, due=due).status is expected


MENTIONS = [
    ("(Note that action TMAG05-01 on TMAG members to consult constituents still stands.)", "TMAG05-01", OPEN),
    ("The Programme invited feedback on action TMAG05-01, to validate the Programme's assumption.", "TMAG05-01", UNKNOWN),
    ("Members were asked to verify this ahead of the next TMAG meeting. (action TMAG05-01).", "TMAG05-01", UNKNOWN),
    ("The Programme requested further support (action TMAG06-03).", "TMAG06-03", UNKNOWN),
    ("Action TMAG05-01 was closed.", "TMAG05-01", CLOSED),
    ("Action TMAG05-01 has now been completed and can be closed.", "TMAG05-01", PROPOSED),
    ("The TMAG closed action TMAG05-01.", "TMAG05-01", CLOSED),
    ("The group agreed to close TMAG05-01.", "TMAG05-01", CLOSED),
    ("It was agreed that TMAG05-01 could be closed.", "TMAG05-01", CLOSED),
    ("Members agreed that action TMAG05-01 be closed.", "TMAG05-01", CLOSED),
    ("Actions TMAG05-01 and TMAG05-03 were closed; TMAG05-02 remains open.", "TMAG05-01", CLOSED),
    ("Actions TMAG05-01 and TMAG05-03 were closed; TMAG05-02 remains open.", "TMAG05-03", CLOSED),
    ("Actions TMAG05-01 and TMAG05-03 were closed; TMAG05-02 remains open.", "TMAG05-02", OPEN),
    ("TMAG05-01 was closed and TMAG05-02 remains open.", "TMAG05-01", CLOSED),
    ("TMAG05-01 was closed and TMAG05-02 remains open.", "TMAG05-02", OPEN),
    ("Action TMAG05-01 was closed, while TMAG05-02 was carried forward.", "TMAG05-02", OPEN),
    ("The PMO proposed closing TMAG05-01.", "TMAG05-01", PROPOSED),
    ("The PMO recommended that action TMAG05-01 be closed.", "TMAG05-01", PROPOSED),
    ("The Chair asked whether TMAG05-01 could be closed.", "TMAG05-01", UNKNOWN),
    ("Can action TMAG05-01 be closed?", "TMAG05-01", UNKNOWN),
    ("Action TMAG05-01 could not be closed as DCC had not responded.", "TMAG05-01", OPEN),
    ("Action TMAG05-01 is not yet complete.", "TMAG05-01", OPEN),
    ("Action TMAG05-01 remains open.", "TMAG05-01", OPEN),
    ("Action TMAG05-01 was re-opened.", "TMAG05-01", OPEN),
    ("The TMAG re-opened action TMAG05-01 following new evidence.", "TMAG05-01", OPEN),
    ("Action TMAG05-01 is ongoing.", "TMAG05-01", OPEN),
    ("Action TMAG05-01 was escalated to PSG.", "TMAG05-01", MOVED),
    ("The group deferred TMAG05-01 to the next meeting.", "TMAG05-01", MOVED),
    ("TMAG05-01 has been superseded by TMAG07-02.", "TMAG05-01", MOVED),
    ("The Chair closed the discussion on action TMAG05-01.", "TMAG05-01", UNKNOWN),
    ("Members discussed the consultation that closed last week (action TMAG05-01).", "TMAG05-01", UNKNOWN),
    ("Members shared views on action TMAG05-01.", "TMAG05-01", UNKNOWN),
    ("DWG is awaiting responses on test data (action TMAG06-03).", "TMAG06-03", UNKNOWN),
    ("The test data was reviewed (action TMAG05-01 closed).", "TMAG05-01", CLOSED),
    ("Action DWG08-03 still stands (action DWG08-04).", "DWG08-04", UNKNOWN),
    ("Action DWG08-03 still stands (action DWG08-04).", "DWG08-03", OPEN),
    ("The Chair confirmed that action DWG08-01 is closed (action DWG08-04).", "DWG08-04", UNKNOWN),
    ("The Chair confirmed that action DWG08-01 is closed (action DWG08-04).", "DWG08-01", CLOSED),
    ("TMAG05-01: closed.", "TMAG05-01", CLOSED),
    ("Outstanding actions TMAG05-01 and TMAG05-02 were reviewed.", "TMAG05-02", OPEN),
]


@pytest.mark.parametrize(("text", "ref", "expected"), MENTIONS)
def test_a_sentence_speaks_only_of_the_actions_its_words_are_tied_to(text: str, ref: str, expected: Status) -> None:
    assert parse_mention_status(text=text, ref_raw=ref).status is expected


def test_a_reading_names_its_rule_and_strength() -> None:
    reading = parse_row_status(update="Attached with TMAG Headline Report")
    assert (reading.rule, reading.strength) == ("delivered", Strength.IMPLIED)
    assert parse_row_status(update="").rule == "nothing-said"
    assert parse_row_status(update="", due="Closed").rule == "due-cell:closed"


def test_rule_names_are_unique_and_kebab_case() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert all(name == name.lower() and " " not in name for name in names)


@pytest.mark.parametrize(
    "cell", ["agreed " + "to " * 20_000, "to be " * 20_000, " " * 50_000, "12/06: open\n" * 5_000, "\0\1closed"]
)
def test_a_hostile_cell_costs_little_and_raises_nothing(cell: str) -> None:
    assert parse_row_status(update=cell).status in Status
    assert parse_mention_status(text=f"TMAG05-01 {cell}", ref_raw="TMAG05-01").status in Status
