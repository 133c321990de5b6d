"""The pages on what became of actions, through the real router over a real archive: they show what they promise."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kb.history.actions import ActionFilter, Lens, count_actions, list_actions
from kb.history.changes import ChangeKind, list_changes
from kb.knowledge_base import KnowledgeBase
from tests.test_pages import _no_cache, page, shown

__all__ = ["_no_cache"]  # the fixture of the page tests, used here too
VIEWS = ("Flow", "Age", "Time to close", "Slips", "By group, area, owner", "RAID", "Terms", "Rising topics")


def _some_action(base: KnowledgeBase) -> str:
    with base.store.reading() as connection:
        ref = connection.exec_driver_sql("SELECT ref FROM actions WHERE due_changes > 0 ORDER BY mentions DESC LIMIT 1")
        return str(ref.scalar_one())


def test_the_actions_page_lists_what_the_address_asks_for(
    archive_home: Path, archive: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(archive_home, monkeypatch, "actions.py", a_on="2022-09-01", a_show="overdue", a_group="MWG")
    as_of = app.date_input(key="a_on").value
    assert str(as_of) == "2022-09-01"
    with archive.store.reading() as connection:
        chosen = ActionFilter(as_of=as_of, group_code="MWG", lens=Lens.OVERDUE)
        refs = [each.ref for each in list_actions(connection, chosen)]
        counts = count_actions(connection, chosen)
    assert refs
    assert list(app.dataframe[0].value["Ref"]) == refs
    assert counts[Lens.OVERDUE] == len(refs)


def test_the_page_of_an_action_tells_its_life_and_links_every_mention(
    archive_home: Path, archive: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = _some_action(archive)
    app = page(archive_home, monkeypatch, "action.py", ref=ref)
    words = shown(app)
    assert ref in words
    assert "Raised" in words
    assert "Due date slipped" in words or "Due date brought forward" in words
    assert len(app.main.get("page_link")) > 2


def test_a_ref_in_another_spelling_opens_the_action(
    archive_home: Path, archive: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = _some_action(archive)
    title = page(archive_home, monkeypatch, "action.py", ref=ref.lower()).title[0].value
    assert title.replace("\\", "") == ref


@pytest.mark.parametrize(
    ("script", "address"),
    [
        ("actions.py", {"a_group": "NOPE"}),
        ("actions.py", {"a_on": "2023-13-45"}),
        ("owners.py", {"o_on": "soon"}),
        ("decisions.py", {"d_verb": "juggled"}),
        ("changes.py", {"c_group": "MWG", "c_meeting": "MWG99"}),
        ("trends.py", {"t_view": "Nonsense"}),
        ("trends.py", {"t_at": "1999-01"}),
        ("meetings.py", {"m_group": "NOPE"}),
        ("quality.py", {"p_severity": "fatal"}),
        ("report.py", {"report": "TMAG06", "row": "nope"}),
    ],
)
def test_what_an_address_asks_for_and_is_not_there_is_told(
    script: str, address: dict[str, str], archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [each.value for each in page(archive_home, monkeypatch, script, **address).warning]
    assert any("which is not there: it was left out" in each for each in told)


def test_the_list_of_meetings_leaves_a_section_open_that_a_report_does_not_have(
    archive_home: Path, archive: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.store.reading() as connection:
        states = connection.exec_driver_sql(
            "SELECT meeting, state FROM reports JOIN report_sections USING (report_id) WHERE is_current AND section = 'raid'"
        )
        absent = {meeting for meeting, state in states if state == "absent"}
    listed = page(archive_home, monkeypatch, "meetings.py").dataframe[0].value
    assert absent
    assert set(listed[listed["RAID items"].isna()]["Meeting"]) == absent


def test_an_unknown_action_is_explained(archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No such action" in shown(page(archive_home, monkeypatch, "action.py", ref="TMAG99-99"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_trend_draws_and_says_what_it_shows(view: str, archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(archive_home, monkeypatch, "trends.py", t_view=view)
    assert app.segmented_control(key="t_view").value == view
    assert len(app.caption) > 1 or view == "Terms"


def test_a_point_of_the_flow_lists_as_many_records_as_its_number_says(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(archive_home, monkeypatch, "trends.py")
    flow = _table(app, "Raised")
    month = next(row.Month for row in flow.itertuples() if row.Raised > 1)
    raised = int(flow.set_index("Month").loc[month, "Raised"])
    app = page(archive_home, monkeypatch, "trends.py", t_at=month, t_what="raised")
    assert len(_table(app, "Days since raised")) == raised


def test_a_decision_comes_with_its_dossier(
    archive_home: Path, archive: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT decision_id FROM decisions WHERE is_current LIMIT 1").scalar_one()
    app = page(archive_home, monkeypatch, "decisions.py", decision=str(found))
    assert "Later mentions" in shown(app)


def test_what_changed_between_two_meetings_is_listed(archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(archive_home, monkeypatch, "changes.py", c_group="MWG")
    assert "After MWG" in shown(app)
    assert "New" in set(app.dataframe[0].value["What"])


def test_what_changed_is_listed_with_the_wording_of_the_action_not_of_a_sentence_about_it(archive: KnowledgeBase) -> None:
    printed = "SELECT text FROM action_mentions WHERE ref = :ref AND origin = 'table'"
    with archive.store.reading() as connection:
        changes = list_changes(connection, after=date(2022, 1, 1), until=date(2023, 12, 31), group_code="MWG")
        told_by_prose = "SELECT mention_id FROM action_mentions WHERE origin = 'discussion'"
        prose = set(connection.exec_driver_sql(told_by_prose).scalars())
        closed = [each for each in changes if each.kind is ChangeKind.CLOSED and each.mention_id in prose]
        assert closed
        for each in closed:
            assert each.text in set(connection.exec_driver_sql(printed, {"ref": each.ref}).scalars())


def _table(app: AppTest, column: str):  # type: ignore[no-untyped-def] # a pandas frame, as AppTest gives it
    return next(each.value for each in app.dataframe if column in each.value)
