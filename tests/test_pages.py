"""Every page, run through the real router over a real archive: it draws without an error and shows what it promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kb.failed_searches import list_failed_searches
from kb.knowledge_base import KnowledgeBase
from tests.builders import full_report, original

ROUTER = str(Path(__file__).parents[1] / "kb" / "web" / "router.py")
PAGES = sorted(
    path.name for path in Path(ROUTER).parent.glob("*.py") if path.read_text(encoding="utf-8").rstrip().endswith("\nmain()")
)


@pytest.fixture(autouse=True)
def _no_cache() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def page(home: Path, monkeypatch: pytest.MonkeyPatch, script: str = "search.py", **address: str) -> AppTest:
    monkeypatch.setenv("KB_HOME", str(home))
    monkeypatch.setenv("KB_TODAY", "2023-06-01")
    app = AppTest.from_file(ROUTER, default_timeout=30)
    if script != "search.py":
        app.run().switch_page(script)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, app.exception
    return app


def shown(app: AppTest) -> str:
    """All the words on a page."""
    elements = (*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.text, *app.main.get("html"))
    return "\n".join(str(getattr(each, "value", "") or getattr(each.proto, "body", "")) for each in elements)


@pytest.mark.parametrize("script", PAGES)
def test_a_page_draws_over_an_empty_archive_and_says_what_to_do(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(tmp_path / "home", monkeypatch, script, q="anything" if script == "search.py" else "")
    assert app.title
    if script != "help.py":
        assert f"kb ingest FOLDER --home {tmp_path / 'home'}" in shown(app)


@pytest.mark.parametrize("script", PAGES)
def test_a_page_draws_over_the_archive(script: str, archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(archive_home, monkeypatch, script)
    assert app.title


def test_searching_finds_the_discussion_item_and_the_action_and_marks_the_words(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shown(page(archive_home, monkeypatch, q="test stubs"))
    assert "Discussion item · TMAG06" in words
    assert "Action · TMAG06" in words
    assert ">stubs</mark>" in words


def test_nothing_found_comes_with_advice_and_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        base.add([full_report()], original(tmp_path))
    app = page(tmp_path / "home", monkeypatch)
    app.text_input(key="q").set_value("zyzzyva").run()
    assert "Nothing found" in shown(app)
    assert "zyzzyva" in str(page(tmp_path / "home", monkeypatch, "quality.py").dataframe[-1].value)


def test_a_search_that_comes_by_a_link_and_finds_nothing_is_noted_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        base.add([full_report()], original(tmp_path))
        page(tmp_path / "home", monkeypatch, q="zyzzyva").run()
        with base.store.reading() as connection:
            assert [(each.query, each.times) for each in list_failed_searches(connection)] == [("zyzzyva", 1)]


def test_the_address_decides_how_hits_are_narrowed_and_ordered(archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(archive_home, monkeypatch, q="migration", sort="oldest", kind="discussion", each="1")
    assert app.segmented_control(key="w_sort").value == "oldest"
    assert app.toggle(key="w_each").value is True
    assert {line.split(" · ")[0] for line in shown(app).splitlines() if " · MWG" in line} == {"Discussion item"}
    app.toggle(key="w_each").set_value(False).run()
    assert "each" not in app.query_params
    assert app.query_params["sort"] in ("oldest", ["oldest"])


def test_the_line_on_the_archive_counts_what_was_taken_in_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        base.add([full_report(b"1", version="v1.0")], original(tmp_path, b"1"))
        before = page(tmp_path / "home", monkeypatch).sidebar.caption[-1].value
        base.add([full_report(b"2", version="v1.1")], original(tmp_path, b"2"))
        after = page(tmp_path / "home", monkeypatch).sidebar.caption[-1].value
    assert (before.split(" · ")[0], after.split(" · ")[0]) == ("1 report", "2 reports")


def test_an_odd_query_is_explained_and_the_rest_is_searched(archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(archive_home, monkeypatch, q="stubs kind:nonsense (")
    assert app.warning
    assert "TMAG06" in shown(app)


def test_a_report_shows_its_sections_in_printed_order_and_the_page(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(archive_home, monkeypatch, "report.py", report="TMAG06")
    assert [each.value for each in app.header][:3] == ["Actions", "RAID Items", "Key Discussion Items"]
    assert "None raised." in shown(app)
    assert app.main.get("image") or "Page 1 of 3" in shown(app)


def test_a_chosen_row_is_read_beside_its_page_without_scrolling(
    archive_home: Path, archive: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    with archive.store.reading() as connection:
        last = connection.exec_driver_sql("SELECT item_id, text FROM discussion_items WHERE meeting = 'TMAG06'").all()[-1]
    words = shown(page(archive_home, monkeypatch, "report.py", row=str(last.item_id)))
    assert "Outlined on the page · Discussion item" in words
    first_words = str(last.text)[:30]
    assert words.count(first_words) == 2


@pytest.mark.parametrize(
    "address", [{"report": "NOPE99"}, {"report": "x-y"}, {"row": "x-y.A1"}, {"report": "TMAG06", "page": "99"}]
)
def test_an_address_that_leads_nowhere_gets_an_explanation(
    address: dict[str, str], archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page(archive_home, monkeypatch, "report.py", **address).title


def test_texts_from_a_pdf_are_shown_as_they_are_never_as_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeBase.open(tmp_path / "home") as base:
        base.add([full_report(file_name="<img src=x onerror=alert(1)>.pdf")], original(tmp_path))
    words = shown(page(tmp_path / "home", monkeypatch, "report.py", report="TMAG06"))
    assert "Last &lt;b&gt;one&lt;/b&gt;." in words
    assert "<b>one</b>" not in words


def test_a_superseded_report_says_so_and_how_the_two_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = full_report(b"1", version="v1.0")
    with KnowledgeBase.open(tmp_path / "home") as base:
        base.add([first], original(tmp_path, b"1"))
        base.add([full_report(b"2", version="v1.1")], original(tmp_path, b"2"))
    app = page(tmp_path / "home", monkeypatch, "report.py", report=first.report.report_id)
    assert "not the report that stands" in app.warning[0].value
    assert ["version", "v1.0", "v1.1"] in [list(row)[1:] for row in app.dataframe[0].value.itertuples(index=False)]


def test_a_link_to_either_of_two_equal_files_works_and_tells_of_no_other_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [full_report(content, content_hash="same") for content in (b"1", b"2")]
    with KnowledgeBase.open(tmp_path / "home") as base:
        for report, content in zip(files, (b"1", b"2"), strict=True):
            base.add([report], original(tmp_path, content))
        current = base.store.find_current("TMAG06")
    for report in files:
        key = report.report.report_id
        app = page(tmp_path / "home", monkeypatch, "report.py", report=key, row=f"{key}.A1")
        assert not app.warning
        assert "Outlined on the page" in shown(app)
        assert (f"name {current}, which stands for both" in shown(app).replace("\\", "")) is (key != current)


def test_a_statement_of_an_analyst_is_run_or_refused(archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = page(archive_home, monkeypatch, "sql.py", statement="SELECT count(*) AS meetings FROM meetings")
    assert list(good.dataframe[0].value.columns) == ["meetings"]
    bad = page(archive_home, monkeypatch, "sql.py", statement="DELETE FROM report")
    assert bad.error


def test_a_statement_is_in_the_address_until_a_question_is_chosen(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page(archive_home, monkeypatch, "sql.py")
    app.text_area[0].set_value("SELECT 1 AS one").run()
    assert app.query_params["statement"] in ("SELECT 1 AS one", ["SELECT 1 AS one"])
    assert list(app.dataframe[0].value.columns) == ["one"]
    app.selectbox(key="q_question").select_index(1).run()
    assert "statement" not in app.query_params
    assert app.text_area[0].value != "SELECT 1 AS one"


def test_bytes_and_mixed_values_are_shown(archive_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = page(archive_home, monkeypatch, "sql.py", statement="SELECT x'00ff' AS b, 1 AS n UNION ALL SELECT 'a', 'b'")
    assert sorted(app.dataframe[0].value["b"]) == ["00ff", "a"]
