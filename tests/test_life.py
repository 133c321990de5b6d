"""Claims on what became of one action: states, re-openings, slips, owners, from handmade mentions and known lives."""

from datetime import date

import pytest

from corpus.programme import invent_programme
from corpus.truth import Event
from kb.history.due_dates import earlier_dates
from kb.history.life import RAISED_RULE, STUB_RULE, EventKind, Life, Mention, life_of, raised_at
from kb.records import Origin, Status, Strength

JUNE, JULY, AUGUST, SEPTEMBER = date(2022, 6, 15), date(2022, 7, 20), date(2022, 8, 17), date(2022, 9, 21)
MEETINGS = {JUNE: "TMAG06", JULY: "TMAG07", AUGUST: "TMAG08", SEPTEMBER: "TMAG09"}


def mention(on: date, status: Status = Status.UNKNOWN, **facts: object) -> Mention:
    strength = {Status.UNKNOWN: Strength.NONE, Status.DELIVERED: Strength.IMPLIED}.get(status, Strength.STATED)
    given = {
        "mention_id": f"{MEETINGS[on]}.A{len(facts)}{status}",
        "ref": "TMAG06-01",
        "report_id": MEETINGS[on],
        "meeting": MEETINGS[on],
        "group_code": "TMAG",
        "on": on,
        "issued_on": None,
        "origin": Origin.TABLE,
        "text": "Share the plan",
        "owner_raw": "Programme (PMO)",
        "due_raw": "06/07/2022",
        "due_date": date(2022, 7, 6),
        "status": status,
        "status_rule": f"rule-{status}",
        "strength": strength,
        "position": 1,
    }
    return Mention(**(given | facts))  # type: ignore[arg-type]  # facts are typed by the value


def prose(on: date, status: Status = Status.UNKNOWN) -> Mention:
    return mention(on, status, origin=Origin.DISCUSSION, owner_raw="", due_raw="", due_date=None)


def kinds(life: Life) -> list[EventKind]:
    return [each.kind for each in life.events]


def due(on: date, printed: str, day: date | None) -> Mention:
    return mention(on, due_raw=printed, due_date=day)


def test_an_action_whose_row_says_nothing_is_open() -> None:
    life = life_of([mention(JUNE)])
    assert (life.states[-1].status, life.states[-1].status_rule) == (Status.OPEN, RAISED_RULE)
    assert (life.raised_meeting, life.raised_on) == ("TMAG06", JUNE)


def test_an_action_known_only_from_prose_is_a_stub_until_words_say_more() -> None:
    life = life_of([prose(JULY), prose(AUGUST, Status.OPEN)])
    assert life.is_stub
    assert life.raised_meeting is None
    assert [each.status for each in life.states] == [Status.UNKNOWN, Status.OPEN]
    assert life.states[0].status_rule == STUB_RULE


def test_silence_changes_nothing_and_the_latest_words_count() -> None:
    life = life_of([mention(JUNE), mention(JULY, Status.CLOSED), mention(AUGUST), mention(SEPTEMBER, Status.OPEN)])
    assert [each.status for each in life.states] == [Status.OPEN, Status.CLOSED, Status.CLOSED, Status.OPEN]
    assert kinds(life) == [EventKind.RAISED, EventKind.CLOSED, EventKind.REOPENED]


def test_the_order_in_which_mentions_come_does_not_matter() -> None:
    mentions = [mention(JUNE), mention(JULY, Status.CLOSED), prose(AUGUST), mention(SEPTEMBER, Status.OPEN)]
    assert life_of(mentions) == life_of(mentions[::-1])


def test_words_that_only_imply_never_undo_a_closure() -> None:
    life = life_of([mention(JUNE), mention(JULY, Status.CLOSED), mention(AUGUST, Status.DELIVERED)])
    assert life.states[-1].status is Status.CLOSED


def test_within_a_report_a_stated_row_weighs_more_than_prose() -> None:
    life = life_of([mention(JUNE), mention(JULY, Status.CLOSED), prose(JULY, Status.OPEN)])
    assert life.states[-1].status is Status.CLOSED


def test_each_state_ends_where_the_next_begins() -> None:
    life = life_of([mention(JUNE), mention(JULY), mention(AUGUST, Status.CLOSED)])
    assert [(each.from_on, each.until_on) for each in life.states] == [(JUNE, JULY), (JULY, AUGUST), (AUGUST, None)]


@pytest.mark.parametrize(
    ("cells", "changes"),
    [
        ([("06/07/2022", date(2022, 7, 6)), ("20/07/2022", date(2022, 7, 20))], [14]),
        ([("06/07/2022", date(2022, 7, 6)), ("01/07/2022", date(2022, 7, 1))], [-5]),
        ([("06/07/2022", date(2022, 7, 6)), ("TBC", None), ("20/07/2022", date(2022, 7, 20))], [14]),
        ([("06/07/2022", date(2022, 7, 6)), ("20/07/2022 (was 06/07/2022)", date(2022, 7, 20))], [14]),
        ([("20/07/2022 (was 06/07/2022)", date(2022, 7, 20))], [14]),
        ([("20/07/2022 (was 06/07/2022)", date(2022, 7, 20)), ("20/07/2022 (was 06/07/2022)", date(2022, 7, 20))], [14]),
        ([("06/07/2022", date(2022, 7, 6)), ("", None), ("06/07/2022", date(2022, 7, 6))], []),
    ],
)
def test_a_slip_is_counted_once(cells: list[tuple[str, date | None]], changes: list[int]) -> None:
    life = life_of([due(on, *cell) for on, cell in zip(MEETINGS, cells, strict=False)])
    assert [each.days for each in life.events if each.days is not None] == changes


def test_the_latest_stated_due_date_and_owner_stand() -> None:
    life = life_of(
        [mention(JUNE), mention(JULY, owner_raw="", due_raw="", due_date=None), mention(AUGUST, owner_raw="Kate Goodman")]
    )
    assert [each.owner_raw for each in life.states] == ["Programme (PMO)", "Programme (PMO)", "Kate Goodman"]
    assert [each.due_date for each in life.states] == [date(2022, 7, 6)] * 3
    assert EventKind.REASSIGNED in kinds(life)


def test_layout_and_case_do_not_count_as_change() -> None:
    life = life_of([mention(JUNE), mention(JULY, text="Share  the\nplan.", owner_raw="programme (PMO)")])
    assert kinds(life) == [EventKind.RAISED]


def test_an_action_of_a_report_that_is_not_held_was_not_seen_raised() -> None:
    life = life_of([mention(JULY), mention(AUGUST)])
    assert (life.raised_meeting, life.first_seen_on, life.is_stub) == (None, JULY, False)


@pytest.mark.parametrize(
    ("ref", "meeting"),
    [("TMAG06-01", "TMAG06"), ("DAG10.1-03", "DAG10.1"), ("ePSG03-02", "ePSG03"), ("DWG:ACT-003", None), ("A12", None)],
)
def test_a_ref_names_the_meeting_that_raised_it(ref: str, meeting: str | None) -> None:
    assert raised_at(ref) == meeting


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("20/07/2022 (was 06/07/2022)", [date(2022, 7, 6)]),
        ("20/07/22 previously 6 Jul 2022", [date(2022, 7, 6)]),
        ("06/07/2022 → 20/07/2022", [date(2022, 7, 6)]),
        ("20 July 2022 (was 6th July)", [date(2022, 7, 6)]),
        ("20/07/2022 or 06/07/2022", []),
        ("20/07/2022 (was 31/02/2022)", []),
        ("20/07/2022", []),
    ],
)
def test_former_dates_are_read_only_where_the_cell_says_that_they_are_former(cell: str, found: list[date]) -> None:
    assert list(earlier_dates(cell, date(2022, 7, 20))) == found


def test_known_lives_come_out_as_they_were_lived() -> None:
    programme = invent_programme(3)
    for life in programme.lives:
        found = life_of([_mention_of(event, life.ref, life.text, n) for n, event in enumerate(life.events)])
        truth = life.summary(programme.meeting_dates(life.group))
        assert found.states[-1].status == truth["state"]
        assert [(e.old, e.new, e.days) for e in found.events if e.days is not None] == [
            (slip["old"], slip["new"], slip["days"]) for slip in truth["slips"]
        ]
        assert [str(e.on) for e in found.events if e.kind is EventKind.REOPENED] == truth["reopened_on"]
        assert found.raised_meeting == truth["raised_meeting"]


def _mention_of(event: Event, ref: str, text: str, position: int) -> Mention:
    said = Status(event.said)
    return Mention(
        mention_id=f"{event.report}.{position}",
        ref=ref,
        report_id=event.report,
        meeting=event.meeting,
        group_code="",
        on=event.meeting_date,
        issued_on=None,
        origin=Origin(event.origin),
        text=text,
        owner_raw=event.owner,
        due_raw=str(event.due_date or event.due_kind),
        due_date=event.due_date,
        status=said,
        status_rule="given",
        strength={Status.UNKNOWN: Strength.NONE, Status.DELIVERED: Strength.IMPLIED}.get(said, Strength.STATED),
        position=position,
    )
