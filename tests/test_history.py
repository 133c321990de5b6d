"""Claims on how actions stand as of a day, against invented programmes whose every history is known."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from corpus.programme import Programme, invent_programme
from corpus.truth import ActionLife, Event
from kb.history.actions import ActionFilter, Lens, count_actions, list_actions
from kb.history.raid import RaidFilter, list_raid_items
from kb.records import ActionMention, Origin, ParsedReport, RaidKind, Status, Strength
from kb.store import Store, replace_reports
from tests.builders import action, full_report, meeting
from tests.programme import add_programme


@cache
def programme() -> Programme:
    return invent_programme(11)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    made = Store(None)
    add_programme(made, programme())
    yield made
    made.close()


def days() -> list[date]:
    dates = [each.meeting_date for each in programme().specimens]
    first, last = min(dates), max(dates)
    step = (last - first) // 6
    return [first + step * n for n in range(7)] + [last + timedelta(days=400)]


def known(life: ActionLife, as_of: date) -> list[Event]:
    return [event for event in life.events if event.meeting_date <= as_of]


@pytest.mark.parametrize("as_of", days())
def test_state_and_due_date_are_right_as_of_any_day(store: Store, as_of: date) -> None:
    with store.reading() as connection:
        found = {each.ref: each for each in list_actions(connection, ActionFilter(as_of=as_of))}
    expected = {life.ref: known(life, as_of) for life in programme().lives if known(life, as_of)}
    assert found.keys() == expected.keys()
    for ref, events in expected.items():
        rows = [event for event in events if event.origin == "table" and event.due_kind != "none"]
        assert found[ref].status == events[-1].state, ref
        assert found[ref].due_date == (rows[-1].due_date if rows else None), ref
        assert found[ref].last_seen_on == events[-1].meeting_date


@pytest.mark.parametrize("as_of", days())
def test_silent_counts_the_meetings_of_the_group_since_the_last_mention(store: Store, as_of: date) -> None:
    with store.reading() as connection:
        found = list_actions(connection, ActionFilter(as_of=as_of))
        vanished = {each.ref for each in list_actions(connection, ActionFilter(as_of=as_of, lens=Lens.VANISHED))}
    for each in found:
        held = [day for day in programme().meeting_dates(each.group_code) if day <= as_of]
        assert each.silent == len(held) - bisect_right(held, each.last_seen_on)
        assert each.is_vanished == (each.ref in vanished)


@pytest.mark.parametrize("as_of", days())
@pytest.mark.parametrize("lens", Lens)
def test_every_count_is_the_length_of_its_list(store: Store, as_of: date, lens: Lens) -> None:
    with store.reading() as connection:
        counts = count_actions(connection, ActionFilter(as_of=as_of, group_code="TMAG"))
        listed = list_actions(connection, ActionFilter(as_of=as_of, group_code="TMAG", lens=lens))
    assert counts[lens] == len(listed)


def test_overdue_means_pending_with_a_due_date_before_the_day(store: Store) -> None:
    as_of = days()[3]
    with store.reading() as connection:
        every = list_actions(connection, ActionFilter(as_of=as_of))
        overdue = list_actions(connection, ActionFilter(as_of=as_of, lens=Lens.OVERDUE))
    assert overdue
    expected = {each.ref for each in every if each.is_pending and each.due_date and each.due_date < as_of}
    assert {each.ref for each in overdue} == expected
    assert all(each.days_overdue > 0 for each in overdue)


def _report(number: int, held: date, *mentions: ActionMention) -> ParsedReport:
    content = f"report {number}".encode()
    made = full_report(content, issued=held, meeting=meeting(number=number, held=held))
    return replace(made, actions=mentions, decisions=(), raid_items=(), discussion_items=())


def _aside(text: str) -> ActionMention:
    return action(
        "TMAG05-01",
        text,
        origin=Origin.DISCUSSION,
        owner_raw="",
        owners=(),
        due_raw="",
        due_date=None,
        status=Status.OPEN,
        status_rule="open",
        status_strength=Strength.STATED,
    )


def _closed(ref: str) -> ActionMention:
    return action(ref, status=Status.CLOSED, status_rule="closed", status_strength=Strength.STATED)


def _state(store: Store, ref: str) -> tuple[Status, date]:
    with store.reading() as connection:
        (found,) = list_actions(connection, ActionFilter(as_of=date(2023, 1, 1), ref=ref))
    return found.status, found.last_seen_on


@pytest.mark.parametrize("backwards", [False, True])
def test_an_aside_in_the_row_of_another_action_is_said_once_and_undoes_no_closure(backwards: bool) -> None:
    words = "Share the plan. (Note that action TMAG05-01 still stands.)"
    june, july, august = date(2022, 6, 15), date(2022, 7, 20), date(2022, 8, 17)
    reports = [
        _report(6, june, action("TMAG06-01", words), _aside(words)),
        _report(7, july, action("TMAG06-01", words), _aside(words), _closed("TMAG05-01")),
        _report(8, august, action("TMAG06-01", words), action("TMAG08-01", words), _aside(words)),
    ]
    made = Store(None)
    with made.writing() as connection:
        for each in reversed(reports) if backwards else reports:
            replace_reports(connection, [each])
    assert _state(made, "TMAG05-01")[0] is Status.CLOSED
    made.close()


def test_an_aside_of_the_report_that_raises_its_row_counts() -> None:
    words = "Share the plan. (Note that action TMAG05-01 still stands.)"
    made = Store(None)
    with made.writing() as connection:
        for number, held in ((6, date(2022, 6, 15)), (7, date(2022, 7, 20))):
            replace_reports(connection, [_report(number, held, action("TMAG06-01", words), _aside(words))])
    assert _state(made, "TMAG05-01") == (Status.OPEN, date(2022, 6, 15))
    made.close()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("There is a risk that SIT is late", "risk"),
        ("There is still a risk that testing depends on PSG", "risk"),
        ("• Risk that participants do not have resource", "risk"),
        ("Risk: resource", "risk"),
        ("The risk of a late start", "risk"),
        ("It is assumed that the\nscope stays", "assumption"),
        ("Assumption: no change", "assumption"),
        ("There is an issue with the data", "issue"),
        ("Issue with the data", "issue"),
        ("Completion of the plan depends on BPRWG", "dependency"),
        ("Migration is dependent on the DIP.", "dependency"),
        ("Dependency on CR031 being implemented", "dependency"),
        ("Late issue of the paper", "unknown"),
        ("Issue of the paper", "unknown"),
        ("Risk review of the plan", "unknown"),
        ("The plan slipped. It depends on PSG", "unknown"),
        ("Paper on changes which depend on PSG", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_raid_item_whose_kind_is_printed_nowhere_is_of_the_kind_that_its_opening_words_tell(text: str, kind: str) -> None:
    store, report = Store(None), full_report()
    items = (replace(report.raid_items[0], kind=RaidKind.UNKNOWN, text=text), replace(report.raid_items[0], text=text))
    with store.writing() as connection:
        replace_reports(connection, [replace(report, raid_items=items)])
    span = RaidFilter(since=date(2022, 1, 1), until=date(2022, 12, 31))
    with store.reading() as connection:
        printed = connection.exec_driver_sql("SELECT kind_printed FROM raid_items ORDER BY position").scalars().all()
        records = connection.exec_driver_sql("SELECT raid_kind FROM records WHERE kind = 'raid'").scalars().all()
        listed = [each.kind for each in list_raid_items(connection, span)]
    store.close()
    assert (listed, records, printed) == ([kind, "risk"], [kind, "risk"], ["unknown", "risk"])
