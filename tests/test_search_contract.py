"""Every engine finds exactly what the reference matcher finds, whatever the query and whatever the archive."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.search.matcher import match
from kb.search.port import SearchDocument
from tests.search_corpus import action, discussion, open_engines

ARCHIVE = (
    action(
        1,
        "Provide detail on the test data generator. Action TMAG05-01 still stands.",
        area="Data quality",
        due_date=date(2022, 6, 22),
    ),
    action(
        2, "Share DWG and MWG change proposals", owner_raw="Programme (Kate Goodman)", owners=("Programme", "Kate Goodman")
    ),
    action(
        3,
        "Half-hourly re-plan of MPANs & MSNs",
        status="closed",
        update="Attached with the report",
        due_date=date(2022, 6, 1),
    ),
    action(4, "Resumé of R&D: IT may not change; CP1558", due_date=date(2022, 8, 1), area="Migration", owner_raw="PMO"),
    action(5, "The Data Working Group will replan half hourly settlement", meeting="DAG10.1", group="DAG", ref="DAG10.1-05"),
    discussion(6, "Test stubs for injecting data\nOfgem’s query on “test stubs” — organisation of PPs", area="Test stubs"),
    discussion(7, "test data, stubs and simulators", meeting_date=date(2021, 1, 9), meeting="TMAG05"),
    discussion(8, "", area="Risks", kind="raid", raid_kind="risk", meeting_date=None),
)


def split(listed: str) -> tuple[str, ...]:
    """The parts between bars and line ends."""
    return tuple(part.strip() for line in listed.strip().splitlines() for part in line.split(" | "))


QUERIES = split("""
test stubs | "test stubs" | "test data" | test -stubs | NOT test | stubs OR simulators | (test OR share) data
migrat* | generater~ | stub~ | R&D | "R & D" | it | may | will | not | half-hourly | half hourly | halfhourly
re-plan | replan | MPAN | mpans | MSN | PP | resume | organization | DWG | Data Working Group | CP | TMAG05-01
TMAG 005-1 | tmag6-4 | TMAG 005 | kind:action | group:dag | meeting:"DAG 10.1" | owner:goodman | owner:pmo change
area:quality | status:closed | ref:TMAG06-02 | raid:risk | due:2022-06 | due:>2022-06 | issued:2022 | on:2021
before:2022 | after:2021-06 | is:open | is:overdue | is:closed | has:due | has:owner | has:update | has:ref
on:last 1 meetings | -kind:action | test (kind:action OR area:stubs) | ofgem | ofgem's | nothing | "" | -
what did Ofgem say about test stubs? | the | to be or not to be | due:none | attached | test.data | "stubs for"
""")


@pytest.fixture(scope="module")
def engines(tmp_path_factory):
    return open_engines(ARCHIVE, tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize("text", QUERIES)
def test_engines_find_what_the_reference_finds(engines, text):
    plan = engines.plan(text)
    for wanted in (plan.exact, plan.loose):
        expected = match(ARCHIVE, wanted)
        for engine in engines.both:
            found = engine.match(wanted, plan.scored)
            assert engines.record_ids(found.numbers.tolist()) == expected, engine.name


def test_the_queries_are_no_mere_exercise(engines):
    empty = [text for text in QUERIES if not match(ARCHIVE, engines.plan(text).exact)]
    assert set(empty) <= {"nothing", '"stubs for"', "to be or not to be"}


WORDS = st.sampled_from(
    split("""
    test | tests | stub | stubs | data | re-plan | replan | half-hourly | half | hourly | DWG | MPANs | IT | it | R&D
    Ofgem's | naïve | TMAG06-01 | TMAG 006 | the | of | working | group | CP1558 | x | ﬁnal | migrations
    """)
)
PROSE = st.lists(WORDS, max_size=12).map(" ".join)
DOCUMENTS = st.builds(
    SearchDocument,
    record_id=st.uuids().map(str),
    item_key=st.sampled_from(("one", "two", "three")),
    kind=st.sampled_from(("action", "decision", "raid", "discussion")),
    ref=st.sampled_from(("", "TMAG06-01", "DAG10.1-02")),
    meeting=st.sampled_from(("TMAG06", "DAG10.1")),
    group=st.sampled_from(("TMAG", "DAG")),
    meeting_date=st.sampled_from((None, date(2022, 6, 15), date(2021, 1, 1), date(2022, 7, 1))),
    area=st.lists(WORDS, max_size=3).map(" ".join),
    text=PROSE,
    update=st.lists(WORDS, max_size=3).map(" ".join),
    owner_raw=st.sampled_from(("", "PMO", "Kate Goodman", "data, test")),
    owners=st.sampled_from(((), ("PMO",), ("Kate Goodman", "PMO"))),
    status=st.sampled_from(("", "open", "closed", "unknown", "moved")),
    raid_kind=st.sampled_from(("", "risk")),
    due_date=st.sampled_from((None, date(2022, 6, 1), date(2022, 8, 1))),
    issue_date=st.sampled_from((None, date(2022, 6, 17))),
)
FILTERS = st.sampled_from(
    split("""
    kind:action | group:TMAG | meeting:TMAG06 | owner:pmo | area:test | status:open | ref:TMAG06-01 | raid:risk | due:2022
    on:2022-06 | before:2022 | is:open | is:overdue | is:closed | has:due | has:owner | on:last 1 meetings
    """)
)
LEAVES = st.one_of(
    WORDS,
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    WORDS.map(lambda word: f"{word[:4]}*"),
    WORDS.map(lambda word: f"{word}~"),
    FILTERS,
)
TYPED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: f"({text})"),
    ),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    documents=st.lists(DOCUMENTS, min_size=1, max_size=8, unique_by=lambda each: each.record_id),
    queries=st.lists(TYPED, min_size=1, max_size=12),
)
def test_any_query_over_any_archive_finds_the_same_everywhere(documents, queries):
    with tempfile.TemporaryDirectory() as directory:
        engines = open_engines(documents, Path(directory))
        for text in queries:
            plan = engines.plan(text)
            for wanted in (plan.exact, plan.loose):
                expected = match(documents, wanted)
                for engine in engines.both:
                    found = engine.match(wanted, plan.scored)
                    assert engines.record_ids(found.numbers.tolist()) == expected, (engine.name, text, wanted)
