"""Claims on trends, owners, coverage and changes: every number is the length of the list behind it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from corpus.programme import Programme, invent_programme
from kb.archive import list_meetings
from kb.history.actions import ActionFilter, Lens, list_actions
from kb.history.changes import ChangeKind, list_changes, list_meetings_held
from kb.history.coverage import Presence, list_coverage, list_ref_gaps, working_days_between
from kb.history.dossier import make_dossier
from kb.history.line import describe_life
from kb.history.owner_names import AliasRule, PrintedName, merge_names
from kb.history.owners import list_aliases, list_owners, names_of
from kb.history.story import list_related, read_story
from kb.questions import QUESTIONS
from kb.records import PartyKind, SectionKind, SectionState, Status, Strength
from kb.store import Store, replace_reports
from kb.trends.actions import (
    TrendEvent,
    TrendFilter,
    bucket_labels,
    count_ages,
    list_close_times,
    list_months,
    list_occurrences,
    list_pending,
    month_span,
    months_between,
)
from kb.trends.breakdowns import Dimension, list_slice_actions, list_slices
from kb.trends.content import count_records_by_month, list_raid_counts, list_topic_records, list_topics
from tests import builders
from tests.builders import action, full_report
from tests.programme import add_programme, parsed

SPAN = TrendFilter(since=date(2022, 1, 1), until=date(2023, 12, 31))


@cache
def programme() -> Programme:
    return invent_programme(5)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    made = Store(None)
    add_programme(made, programme())
    yield made
    made.close()


def test_the_numbers_of_a_month_are_the_lengths_of_its_lists(store: Store) -> None:
    with store.reading() as connection:
        for month in list_months(connection, SPAN):
            first, last = month_span(month.month)
            span = TrendFilter(since=first, until=last)
            number = {event: len(list_occurrences(connection, span, event)) for event in TrendEvent}
            assert month.raised == number[TrendEvent.RAISED]
            assert month.closed == number[TrendEvent.CLOSED]
            assert month.slipped == number[TrendEvent.SLIPPED]
            assert month.pending == len(list_pending(connection, SPAN, last))


def test_a_month_without_reports_is_a_gap(store: Store) -> None:
    held = {f"{each.meeting_date:%Y-%m}" for each in programme().specimens}
    with store.reading() as connection:
        months = list_months(connection, SPAN)
    assert {each.month for each in months if not each.is_gap} == held


def test_raised_and_closed_are_those_of_the_known_lives(store: Store) -> None:
    with store.reading() as connection:
        months = list_months(connection, SPAN)
    assert sum(each.raised for each in months) == len(programme().lives)
    lives = [life.summary(programme().meeting_dates(life.group)) for life in programme().lives]
    assert sum(each.reopened for each in months) == sum(len(life["reopened_on"]) for life in lives)
    assert sum(each.slipped for each in months) == sum(slip["days"] > 0 for life in lives for slip in life["slips"])


def test_vanished_actions_are_those_of_the_known_lives(store: Store) -> None:
    last = max(each.meeting_date for each in programme().specimens)
    expected = {
        life.ref
        for life in programme().lives
        if (truth := life.summary(programme().meeting_dates(life.group)))["vanished"] and truth["state"] != "delivered"
    }
    with store.reading() as connection:
        listed = list_actions(connection, ActionFilter(as_of=last, lens=Lens.VANISHED))
        view = connection.exec_driver_sql("SELECT ref FROM vanished_actions").scalars().all()
    assert {each.ref for each in listed} == expected == set(view)


def test_ages_cover_every_pending_action(store: Store) -> None:
    with store.reading() as connection:
        pending = list_pending(connection, SPAN, date(2022, 12, 31))
    ages = count_ages(pending)
    assert tuple(ages) == bucket_labels()
    assert sum(ages.values()) == len(pending) > 0


def test_close_times_count_every_closing(store: Store) -> None:
    with store.reading() as connection:
        closings = list_occurrences(connection, SPAN, TrendEvent.CLOSED)
    times = list_close_times(closings)
    assert sum(each.closed for each in times) == len(closings)
    assert all(each.lower_days <= each.median_days <= each.upper_days for each in times)


def test_no_raid_raised_is_a_zero_and_no_raid_section_a_gap(store: Store) -> None:
    with store.reading() as connection:
        counts = list_raid_counts(connection, SPAN)
    current = {each.key: each for each in programme().specimens}
    for meeting, specimen in current.items():
        items = [each.items for each in counts if each.meeting == meeting]
        if specimen.raid is None:
            assert items == [None]
        else:
            assert sum(each or 0 for each in items) == len(specimen.raid)
            assert None not in items
    assert any(each.state is SectionState.NONE_RAISED and each.items == 0 for each in counts)


def test_the_list_of_meetings_tells_a_stated_zero_from_an_absent_section(store: Store) -> None:
    with store.reading() as connection:
        raid = {each.meeting: each.count_of(SectionKind.RAID) for each in list_meetings(connection)}
    current = {each.key: each.raid for each in programme().specimens}
    assert raid == {meeting: None if items is None else len(items) for meeting, items in current.items()}
    assert {None, 0} <= set(raid.values())


def test_the_items_of_two_raid_sections_are_counted_once() -> None:
    store = Store(None)
    report = full_report()
    (raid,) = (each for each in report.sections if each.kind is SectionKind.RAID)
    with store.writing() as connection:
        replace_reports(connection, [replace(report, sections=(*report.sections, replace(raid, heading="Issues")))])
    with store.reading() as connection:
        (counted,) = list_raid_counts(connection, SPAN)
        (question,) = (each for each in QUESTIONS if each.title.startswith("RAID items per meeting"))
        (row,) = connection.exec_driver_sql(question.sql).mappings()
    store.close()
    assert (counted.items, row["items"]) == (1, 1)


@pytest.mark.parametrize("by", [Dimension.GROUP, Dimension.AREA])
def test_slices_add_up_to_the_whole(store: Store, by: Dimension) -> None:
    with store.reading() as connection:
        slices = list_slices(connection, SPAN, by)
        pending = list_pending(connection, SPAN, SPAN.until)
        for each in slices[:5]:
            actions = list_slice_actions(connection, SPAN, by, each.name)
            assert len(actions) == each.actions
            assert sum(action.is_closed for action in actions) == each.closed
    assert sum(each.pending for each in slices) == len(pending)


def test_the_numbers_of_an_owner_are_the_lengths_of_the_owners_lists(store: Store) -> None:
    as_of = date(2022, 11, 1)
    with store.reading() as connection:
        aliases = list_aliases(connection)
        for owner in list_owners(connection, aliases, as_of=as_of)[:12]:
            names = names_of(aliases, owner.owner)
            chosen = ActionFilter(as_of=as_of, parties=names)
            assert len(list_actions(connection, chosen)) == owner.actions
            overdue = ActionFilter(as_of=as_of, parties=names, lens=Lens.OVERDUE)
            assert len(list_actions(connection, overdue)) == owner.overdue
            assert owner.kept + owner.late <= owner.actions


@pytest.mark.parametrize("as_of", [date(2022, 6, 30), date(2022, 11, 1), date(2023, 6, 1), date(2026, 11, 25)])
def test_what_is_overdue_is_late_and_only_what_stands_done_is_kept(store: Store, as_of: date) -> None:
    with store.reading() as connection:
        owners = list_owners(connection, list_aliases(connection), as_of=as_of)
    assert owners
    for owner in owners:
        assert owner.late >= owner.overdue, owner
        assert owner.kept + owner.late - owner.overdue <= owner.closed + owner.delivered, owner


def test_a_promise_kept_and_undone_is_judged_by_how_the_action_stands() -> None:
    store, numbers = Store(None), []
    for month, status in enumerate((Status.OPEN, Status.DELIVERED, Status.OPEN, Status.CLOSED), 6):
        told = action(due_date=date(2022, 7, 6), status=status, status_strength=Strength.STATED)
        report = full_report(f"report {month}".encode(), meeting=builders.meeting(number=month, held=date(2022, month, 6)))
        with store.writing() as connection:
            replace_reports(connection, [replace(report, actions=(told,))])
    with store.reading() as connection:
        for month in range(6, 10):
            owner = list_owners(connection, list_aliases(connection), as_of=date(2022, month, 28))[0]
            numbers.append((owner.kept, owner.late))
    store.close()
    assert numbers == [(0, 0), (1, 0), (0, 1), (0, 1)]


def test_what_changed_adds_up_over_all_meetings_of_a_group(store: Store) -> None:
    with store.reading() as connection:
        held = list_meetings_held(connection, "DAG")
        raised = 0
        after = date(2000, 1, 1)
        for meeting in held:
            changes = list_changes(connection, after=after, until=meeting.on, group_code="DAG")
            raised += sum(each.kind is ChangeKind.NEW for each in changes)
            after = meeting.on
    assert raised == sum(life.group == "DAG" for life in programme().lives)


def test_every_action_can_be_told_in_one_line(store: Store) -> None:
    with store.reading() as connection:
        for life in programme().lives[::7]:
            story = read_story(connection, life.ref)
            line = describe_life(story)
            assert line.startswith("Raised ")
            assert "\n" not in line
            assert list_related(connection, story) is not None


def test_a_missing_number_between_two_reports_is_missing() -> None:
    store = Store(None)
    specimens = [each for each in programme().specimens if each.group == "TMAG"]
    left_out = sorted({each.number for each in specimens})[2]
    with store.writing() as connection:
        for each in specimens:
            if each.number != left_out:
                replace_reports(connection, [parsed(each)])
    with store.reading() as connection:
        missing = [each for each in list_coverage(connection) if each.presence is not Presence.HELD]
        gaps = list_ref_gaps(connection)
    assert f"TMAG{left_out:02d}" in {each.meeting for each in missing}
    assert not gaps
    store.close()


@pytest.mark.parametrize(
    ("issued", "days"), [((17, 30), 2), ((30, 17), 2), ((22, 30), 5)], ids=["in time", "taken in backwards", "late"]
)
def test_a_report_is_late_by_its_first_issue(issued: tuple[int, int], days: int) -> None:
    store = Store(None)
    for day in issued:
        report = full_report(f"issued on {day}".encode(), issued=date(2022, 6, day))
        with store.writing() as connection:
            replace_reports(connection, [report])
    with store.reading() as connection:
        (found,) = (each for each in list_coverage(connection) if each.presence is Presence.HELD)
    store.close()
    assert (found.working_days, found.is_late, found.issues) == (days, days > 2, 2)
    assert (found.first_issued_on, found.issue_date) == (date(2022, 6, min(issued)), date(2022, 6, 30))


def test_the_whole_archive_has_no_gaps(store: Store) -> None:
    with store.reading() as connection:
        assert all(each.presence is Presence.HELD for each in list_coverage(connection))
        assert sum(count_records_by_month(connection).values()) > 0
        for topic in list_topics(connection, until=date(2022, 12, 31), days=90):
            rows = list_topic_records(connection, topic, until=date(2022, 12, 31), days=90)
            assert len(rows) == topic.recent + topic.before


def test_working_days_leave_out_weekends() -> None:
    assert working_days_between(date(2022, 6, 15), date(2022, 6, 17)) == 2
    assert working_days_between(date(2022, 6, 17), date(2022, 6, 20)) == 1
    assert months_between(date(2022, 11, 5), date(2023, 1, 1)) == ("2022-11", "2022-12", "2023-01")


def test_a_dossier_quotes_the_decision_and_where_it_is_printed(store: Store) -> None:
    with store.reading() as connection:
        decisions = connection.exec_driver_sql("SELECT decision_id, meeting FROM decisions WHERE is_current").all()
        for decision_id, meeting in decisions[::9]:
            dossier = make_dossier(connection, decision_id, as_of=date(2023, 1, 1))
            assert dossier.startswith("# Decision")
            assert meeting in dossier
            assert "## Later mentions" in dossier


PERSON, ROLE = PartyKind.PERSON, PartyKind.ROLE


@pytest.mark.parametrize(
    ("names", "owners"),
    [
        (["Kate Goodman", "K. Goodman"], {"Kate Goodman"}),
        (["Kate Goodman", "K Goodman", "Karl Goodman"], {"Kate Goodman", "K Goodman", "Karl Goodman"}),
        (["Kate Goodman", "Goodman, Kate"], {"Kate Goodman"}),
        (["Kate Goodman", "Ms Kate Goodman"], {"Kate Goodman"}),
        (["Kate Goodman", "KATE GOODMAN"], {"Kate Goodman"}),
        (["Kate Goodman", "Kate Goodwin"], {"Kate Goodman", "Kate Goodwin"}),
    ],
)
def test_names_merge_only_when_they_can_mean_nobody_else(names: list[str], owners: set[str]) -> None:
    aliases = merge_names(PrintedName(name=name, kind=PERSON) for name in names)
    assert {each.owner for each in aliases} == owners


def test_the_rule_that_merged_a_name_is_visible() -> None:
    printed = [PrintedName(name="Kate Goodman", kind=PERSON, mentions=5), PrintedName(name="K. Goodman", kind=PERSON)]
    assert [each.rule for each in merge_names(printed)] == [AliasRule.SAME, AliasRule.INITIAL]


def test_persons_and_roles_never_merge() -> None:
    printed = [PrintedName(name="Chair", kind=ROLE), PrintedName(name="Chair", kind=PERSON)]
    assert len({each.kind for each in merge_names(printed)}) == 2
