"""Tables of what the leaf parsers accept and refuse: refs, meeting numbers, dates, due dates, times, owners, references."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fields.dates import DateDoubt, parse_date, parse_due, parse_times
from ingest.fields.owners import parse_owners
from ingest.fields.references import find_references
from ingest.fields.refs import parse_meeting_number, parse_ref
from ingest.template import load_templates
from kb.records import DueKind

GROUPS = load_templates()[0].groups
MEETING = date(2022, 6, 15)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("TMAG06-01", "TMAG06-01"), ("TMAG 006-1", "TMAG06-01"), ("TMAG6-01", "TMAG06-01"),
        ("TMAG-6-1", "TMAG06-01"), ("TMAG 006/01", "TMAG06-01"), ("TMAG06–01", "TMAG06-01"),
        ("TMAG06_01", "TMAG06-01"), ("TMAG06 - 01", "TMAG06-01"), ("DAG10.1-02", "DAG10.1-02"), ("ePSG03-01", "ePSG03-01"),
        ("TMAG06-01a", "TMAG06-01a"), ("DAG06-DEC01", "DAG06-DEC01"), ("ACT-003", "DWG:ACT-003"), ("A12", "DWG:A12"),
        ("7", "DWG:07"), ("TMAG06-\n01", "TMAG06-01"), ("none", None), ("22/06/2022", None), ("", None),
    ],
)  # fmt: skip
def test_refs(raw: str, key: str | None) -> None:
    ref = parse_ref(raw, "DWG")
    assert (ref.key if ref else None) == key


@given(group=st.sampled_from(["TMAG", "DAG", "PSG"]), number=st.integers(1, 99), item=st.integers(1, 99))
def test_every_spelling_of_a_ref_has_one_key(group: str, number: int, item: int) -> None:
    spellings = [f"{group}{number:02d}-{item:02d}", f"{group} {number:03d}-{item}", f"{group}{number}–{item:02d}"]
    assert {ref.key for raw in spellings if (ref := parse_ref(raw, ""))} == {f"{group}{number:02d}-{item:02d}"}


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("TMAG 006", "TMAG06"),
        ("TMAG6", "TMAG06"),
        ("DAG 10.1", "DAG10.1"),
        ("ePSG 3", "ePSG03"),
        ("18", "QAG18"),
        ("soon", None),
    ],
)
def test_meeting_numbers(raw: str, key: str | None) -> None:
    number = parse_meeting_number(raw)
    assert (number.key("QAG") if number else None) == key


@pytest.mark.parametrize(
    "raw",
    ["15/06/22", "15 June 2022", "Wed 15th June 2022", "15-Jun-22", "2022-06-15", "15.06.2022", "15/06/202 2"],
)
def test_printed_forms_of_one_day(raw: str) -> None:
    found = parse_date(raw)
    assert found is not None
    assert found.on == MEETING


@pytest.mark.parametrize(
    ("raw", "kind", "on"),
    [
        ("22/06/2022", DueKind.DATE, date(2022, 6, 22)),
        ("2022-08-2 5", DueKind.DATE, date(2022, 8, 25)),
        ("06/07/20 22", DueKind.DATE, date(2022, 7, 6)),
        ("06/07/2022 (was 22/06/2022)", DueKind.DATE, date(2022, 7, 6)),
        ("22/06/2022 → 06/07/2022", DueKind.DATE, date(2022, 7, 6)),
        ("w/c 4 July 2022", DueKind.WEEK_COMMENCING, date(2022, 7, 4)),
        ("06/07", DueKind.DATE, date(2022, 7, 6)),
        ("Next TMAG", DueKind.NEXT_MEETING, None),
        ("ASAP", DueKind.ASAP, None),
        ("TBC", DueKind.TBC, None),
        ("Ongoing", DueKind.ONGOING, None),
        ("-", DueKind.NONE, None),
        ("", DueKind.NONE, None),
        ("31/02/2022", DueKind.UNREADABLE, None),
        ("in due course", DueKind.UNREADABLE, None),
    ],
)
def test_due_dates(raw: str, kind: DueKind, on: date | None) -> None:
    due = parse_due(raw, MEETING)
    assert (due.kind, due.on) == (kind, on)


def test_a_doubtful_due_date_says_why() -> None:
    assert parse_due("31/02/2022").doubt is DateDoubt.IMPOSSIBLE
    assert parse_due("06/07", MEETING).doubt is DateDoubt.NO_YEAR
    assert parse_due("06/07/2022").doubt is None


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("15 June 2022 1000-1200", time(10), time(12)),
        ("10:00 – 12:00", time(10), time(12)),
        ("10am-12pm", time(10), time(12)),
        ("10.00 to 12.00", time(10), time(12)),
        ("15.06.2022 10.00-12.00", time(10), time(12)),
        ("2-4pm", time(14), time(16)),
        ("09:30", time(9, 30), None),
        ("15 June 2022", None, None),
        ("25:00-27:00", None, None),
    ],
)
def test_times(raw: str, start: time | None, end: time | None) -> None:
    times = parse_times(raw)
    assert (times.start, times.end) == (start, end)


@given(st.text(max_size=80))
def test_leaf_parsers_never_raise(text: str) -> None:
    parse_ref(text, "DWG")
    parse_meeting_number(text)
    parse_due(text, MEETING)
    parse_times(text)
    parse_owners(text)
    find_references(text, group="TMAG", groups=GROUPS)


@pytest.mark.parametrize(
    ("raw", "parties"),
    [
        ("TMAG representatives", [("TMAG representatives", "collective")]),
        ("Programme (PMO)", [("Programme", "organisation"), ("PMO", "team")]),
        ("DNO Representative (Ann Other)", [("DNO Representative", "role"), ("Ann Other", "person")]),
        ("Programme (Ann Other)", [("Programme", "organisation"), ("Ann Other", "person")]),
        ("Ann Other, Bob Else", [("Ann Other", "person"), ("Bob Else", "person")]),
        ("Ann Other and Bob O'Else-Hall", [("Ann Other", "person"), ("Bob O'Else-Hall", "person")]),
        ("Testing and Migration Lead", [("Testing and Migration Lead", "role")]),
        ("Ofgem", [("Ofgem", "organisation")]),
        ("TBC", []),
    ],
)
def test_owners(raw: str, parties: list[tuple[str, str]]) -> None:
    assert [(party.name, party.kind.value) for party in parse_owners(raw, frozenset(GROUPS))] == parties


def test_a_function_in_brackets_is_a_team_and_a_first_name_a_person() -> None:
    kinds = [[party.kind.value for party in parse_owners(raw)] for raw in ("Programme (Comms)", "Programme (Kate)")]
    assert kinds == [["organisation", "team"], ["organisation", "person"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("action TMAG05-01 still stands", [("action", "TMAG05-01")]),
        ("actions DAG03-01 and -02", [("action", "DAG03-01"), ("action", "DAG03-02")]),
        ("see PFSG-27-1, action EDSG 026/01", [("action", "PFSG27-01"), ("action", "EDSG26-01")]),
        ("see action A12 and ACT-003", [("action", "TMAG:A12"), ("action", "TMAG:ACT-003")]),
        ("decision DAG06-DEC01", [("decision", "DAG06-DEC01")]),
        ("R044 and R0044", [("programme risk", "R044"), ("REC change", "R0044")]),
        ("REC CP R00332", [("REC change", "R00332")]),
        ("BSC CP1558, but CP1", [("BSC change", "CP1558"), ("critical path", "CP1")]),
        ("CR018, P413, M10", [("programme change request", "CR018"), ("BSC modification", "P413"), ("milestone", "M10")]),
        ("MHHS-DEL2794", [("deliverable", "MHHS-DEL2794")]),
        ("the Data Working Group (DWG) and PAB", [("group", "DWG"), ("group", "PAB")]),
        ("as said at DWG 12", [("meeting", "DWG12")]),
        ("TMAG members of MHHS discussed E2E and MPxNs", []),
    ],
)
def test_references(text: str, found: list[tuple[str, str]]) -> None:
    references = find_references(text, group="TMAG", groups=GROUPS)
    assert [(reference.kind.value, reference.target) for reference in references] == found
