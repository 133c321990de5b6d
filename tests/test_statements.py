"""Claims on decision statements: what counts as decided in discussion prose, and what does not."""

import pytest

from ingest.fields.sentences import split_sentences
from ingest.fields.statements import find_statements
from ingest.fields.statements_table import find_row_verb
from kb.knowledge_base import KnowledgeBase

ACCEPTED = [
    ("The Programme confirmed the scope of MHHS was electricity only", "confirmed"),
    (
        "The Programme confirmed this is high priority and that there was the intention to weight outcomes by importance.",
        "confirmed",
    ),
    ("There was no disagreement with the number or nature of the working groups proposed.", "no disagreement"),
    ("The TMAG noted the importance of engaging PAB in this group.", "noted"),
    ("The TMAG approved the test data strategy.", "approved"),
    ("TMAG approved the plan subject to the changes raised by the DCC.", "conditionally approved"),
    ("The TMAG conditionally approved CR018.", "conditionally approved"),
    ("The group agreed the terms of reference.", "agreed"),
    ("Members agreed that the working group would be mobilised in August.", "agreed"),
    ("TMAG members endorsed the approach.", "endorsed"),
    ("It was agreed that the group would meet fortnightly.", "agreed"),
    ("It was unanimously agreed to extend the testing window.", "agreed"),
    ("Following discussion, the TMAG agreed to adopt option 2.", "agreed"),
    ("The TMAG rejected the proposal to shorten SIT.", "rejected"),
    ("Members accepted the revised milestones.", "accepted"),
    ("The group deferred a decision on data cleansing to the next meeting.", "deferred"),
    ("The TMAG escalated the risk to PSG.", "escalated"),
    ("The TMAG recommended the change request for approval by PSG.", "recommended"),
    ("The Chair approved the change request.", "approved"),
    ("The minutes of the previous meeting were approved.", "approved"),
    ("The migration design was baselined.", "baselined"),
    ("The plan was approved by the TMAG.", "approved"),
    ("The decision on the cutover date was deferred to TMAG 08.", "deferred"),
    ("No objections were raised to the proposed dates.", "no objection"),
    ("There were no objections to the proposal.", "no objection"),
    ("Members raised no objections to the new template.", "no objection"),
    ("The TMAG discussed the options and agreed option 2.", "agreed"),
    ("The TMAG has approved the updated plan.", "approved"),
    ("The SRO approved the release of the plan.", "approved"),
    ("• Testing scope. The Programme confirmed that gas was out of scope.", "confirmed"),
    ("Decision: The approach is approved.", "decided"),
    ("The go/no-go criteria were approved.", "approved"),
]
REFUSED = [
    "The Programme invited feedback on action TMAG05-01, to validate the Programme's assumption.",
    "TMAG members noted issues with:",
    "TMAG members raised some queries and the Test Architect described the principles in more detail.",
    "Members were asked to verify that Programme Participants can inject such data.",
    "Members were asked to approve the plan.",
    "The Chair asked members to approve the plan.",
    "The Programme proposed that the group approve the plan at its next meeting.",
    "The TMAG will be asked to approve the plan in July.",
    "The TMAG would approve the plan once the changes are made.",
    "Has the TMAG agreed the plan?",
    "Ofgem queried whether the group had agreed the outcomes.",
    "A member asked whether the plan was approved.",
    "If members agreed, the plan would be published.",
    "PSG had approved the re-plan.",
    "PSG approved the re-plan in May.",
    "The re-plan was approved by PSG.",
    "The re-plan was agreed at DWG last week.",
    "The Programme reported that PSG approved the re-plan.",
    "The Programme explained that the TMAG had previously agreed the approach.",
    "At the previous meeting, the TMAG agreed the approach.",
    "DWG members agreed the data model.",
    "Some members agreed that the timeline was tight.",
    "Members agreed with the point raised by Ofgem.",
    "Members agreed to provide feedback by 20 July.",
    "The Programme agreed to share the slides.",
    "The Programme confirmed it would share the slides.",
    "The Programme confirmed that no decision had been made.",
    "The TMAG did not approve the plan.",
    "The plan was not approved.",
    "No plan was approved.",
    "No go date was approved.",
    "Approve the plan",
    "CR024 rejected: costs not understood",
    "The plan has not yet been agreed.",
    "The Programme requested further support on issues related to Unmetered Data Services (action TMAG06-03).",
    "The Programme provided an overview of discussion at last week's Migration Working Group (MWG).",
    "The Programme presented the intention to mobilise the Qualification and E2E Sandbox Working Group (QWG) in August.",
    "The principles and outcomes are being used to score the migration approach.",
    "Programme Participants confirmed that testing is under way.",
    "One member accepted that the dates were challenging.",
    "Members accepted that the dates were challenging.",
    "The approved plan was presented.",
    "The Programme recommended that parties start testing early.",
    "It was recommended that parties start early.",
    "The TMAG noted concerns about the timeline.",
    "Members highlighted areas such as a need to map dependencies between groups and their outputs (action TMAG06-06).",
    "The agreed approach will be published.",
    "Once approved, the plan will be published.",
    "The Chair confirmed that action TMAG05-01 is closed.",
    "Members agreed to close action TMAG05-01.",
    "As agreed at TMAG 005, the plan was shared.",
]


OF_ROWS = [
    ("Endorsed the engagement plan for submission to PSG", "endorsed"),
    ("Approve the go/no-go criteria", "approved"),
    ("Baseline the plan at version 5.0, with the comments raised by the iDNO Representative", "baselined"),
    ("Agreed that the freeze will be handled through the change process", "agreed"),
    ("CR024 rejected: costs not understood", "rejected"),
    ("MHHS-DEL2794 rejected: costs not understood", "rejected"),
    ("The go/no-go criteria was approved as presented", "approved"),
    ("• Approved the plan.", "approved"),
    ("Decision: approve option 2", "approved"),
    ("Decision: option 2", "decided"),
    ("Approve the plan subject to the comments of Ofgem", "conditionally approved"),
    ("Conditionally approved CR018", "conditionally approved"),
    ("To accept the revised milestones", "accepted"),
    ("Approval of the test data strategy", "approved"),
    ("Baseline plan approved", "approved"),
    ("The re-plan is baselined", "baselined"),
    ("Sign off the exit report", "signed off"),
    ("Members considered the options and agreed option 2", "agreed"),
    ("PSG approved the plan", "approved"),
    ("Note the update", "noted"),
    ("No objections to the proposed dates", "no objection"),
    ("The paper was presented. CR018 deferred to the next meeting", "deferred"),
    ("CR018 not yet approved", ""),
    ("The plan has not been formally approved", ""),
    ("The change wasn't approved", ""),
    ("The approved plan will be published", ""),
    ("The plan to be approved by PSG", ""),
    ("No decision was made; to be deferred", ""),
    ("Should the plan be approved?", ""),
    ("Option 2", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "verb"), OF_ROWS)
def test_a_row_of_a_decisions_table_is_read_liberally(text: str, verb: str) -> None:
    assert find_row_verb(text, group="TMAG") == verb


def test_every_row_of_the_demo_decisions_tables_has_a_verb(archive: KnowledgeBase) -> None:
    with archive.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT text, verb FROM decisions WHERE origin = 'table'").all()
    assert rows
    assert [text for text, verb in rows if not verb] == []


@pytest.mark.parametrize(("text", "verb"), ACCEPTED)
def test_what_decides_in_prose_decides_in_a_table(text: str, verb: str) -> None:
    assert find_row_verb(text, group="TMAG") in (verb, "approved")


@pytest.mark.parametrize(("text", "verb"), ACCEPTED)
def test_a_deciding_subject_with_a_decision_verb_is_a_statement(text: str, verb: str) -> None:
    assert [each.verb for each in find_statements(text, group="TMAG")] == [verb]


@pytest.mark.parametrize("text", REFUSED)
def test_proposals_questions_conditions_and_others_decisions_are_none(text: str) -> None:
    assert find_statements(text, group="TMAG") == ()


def test_a_statement_is_the_whole_sentence_with_its_place() -> None:
    text = "Ofgem queried the scope.\n• The group agreed option 2, e.g. by August. Work goes on."
    (statement,) = find_statements(text, group="TMAG")
    assert statement.sentence == "The group agreed option 2, e.g. by August."
    assert text[statement.start :].startswith(statement.sentence)


def test_what_a_group_decides_depends_on_whose_report_it_is() -> None:
    assert find_statements("PSG approved the re-plan.", group="PSG")
    assert not find_statements("PSG approved the re-plan.", group="TMAG")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Agreed, e.g. by Ofgem. No objection (ref. CP1558).", 2),
        ("K. Goodman asked. Members replied.", 2),
        ("See approx. 20 MPANs. Next.", 2),
        ("One line\nAnother line", 2),
        ("Version 1.2 was shared.", 1),
        ("Is it so? Yes! Done…", 3),
        ("", 0),
    ],
)
def test_sentences_end_at_full_stops_but_not_after_abbreviations(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_a_hostile_text_costs_little() -> None:
    for text in ("the group " * 20_000, "it was agreed " * 5_000, "The " + "a " * 600 + "was", ", " * 30_000):
        assert isinstance(find_statements(text, group="TMAG"), tuple)
        assert isinstance(find_row_verb(text, group="TMAG"), str)
