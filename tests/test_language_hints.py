"""Plain words that a filter says more sharply are offered as that filter, and nothing else is touched."""

from datetime import date

import pytest

from kb.language.hints import as_filters

TODAY = date(2023, 7, 15)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("Farid Thistlewood overdue", "Farid Thistlewood is:overdue"),
        ("open actions PMO", "is:open PMO"),
        ("what's still open", "what's is:open"),
        ("actions assigned to Kate Goodman that are still open", 'kind:action owner:"Kate Goodman" is:open'),
        ("stubs owned by the PMO", "stubs owner:PMO"),
        ("closed actions cutover", "is:closed cutover"),
        ("load shaping in October 2022", 'load shaping on:"October 2022"'),
        ("decisions since 2022", "decisions since:2022"),
        ("decisions before March 2023", 'decisions before:"March 2023"'),
        ("stubs during the last month", 'stubs on:"last month"'),
        ("things due this month", 'things due:"this month"'),
        ("decisions last quarter", 'decisions on:"last quarter"'),
        ("meeting held on 15 June 2022", 'meeting held on:"15 June 2022"'),
        ("15/06/2022", "on:15/06/2022"),
        ("stubs 2022-06-15", "stubs on:2022-06-15"),
        ("Q2 2022 decisions", 'on:"Q2 2022" decisions'),
        ("stubs due by next month", 'stubs due:"<=next month"'),
        ("decisions of the last 3 meetings", 'decisions on:"last 3 meetings"'),
        ("risks from the last DWG meeting", 'risks DWG on:"last meeting"'),
    ],
)
def test_a_filter_is_offered(typed, offered):
    assert as_filters(typed, TODAY) == offered


@pytest.mark.parametrize(
    "typed",
    [
        "is:overdue", 'owner:"late payer"', "open data", "on:2022", 'on:"last meeting"', "before:2022",
        "the meeting in June", "collateral", "M10 decision", "late stubs", "load shaping June 2022", "due:2022-06-15",
        "on:2022-06-01..2022-06-15", "TMAG06-01", "due:<=2022-06-15", '"open actions"', "in 2022-23",
        "the risk owned by nobody",
    ],
)  # fmt: skip
def test_other_words_are_left_alone(typed):
    assert as_filters(typed, TODAY) == typed
