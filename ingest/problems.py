"""The doubts that parsing can have: every code, how much it matters, what it means and what to do. Pure.

docs/problems.md lists them all for readers; a test keeps the two alike.
"""

from dataclasses import dataclass
from enum import StrEnum

from kb.records import Problem, Severity, Source

_LONGEST = 300  # characters of printed text that a message repeats


class Code(StrEnum):
    """The stable name of a kind of problem."""

    # the report as a whole
    PARTIAL_REPORT = "partial-report"
    PAGES_MISSING = "pages-missing"
    PAGE_NUMBERS = "page-numbers-unsteady"
    REPAIRED_FILE = "repaired-file"
    WATERMARK = "watermark"
    STRUCK_TEXT = "struck-text"
    UNREADABLE_GLYPHS = "unreadable-glyphs"
    # the header
    TITLE_MISSING = "title-missing"
    GROUP_UNKNOWN = "group-unknown"
    NUMBER_INFERRED = "meeting-number-inferred"
    NUMBER_MISSING = "meeting-number-missing"
    MEETING_DATE_MISSING = "meeting-date-missing"
    MEETING_DATE_UNREADABLE = "meeting-date-unreadable"
    MEETING_TIME_UNREADABLE = "meeting-time-unreadable"
    ISSUE_DATE_MISSING = "issue-date-missing"
    ISSUE_DATE_UNREADABLE = "issue-date-unreadable"
    ISSUE_BEFORE_MEETING = "issued-before-meeting"
    # sections and tables
    SECTION_ABSENT = "section-absent"
    UNKNOWN_HEADING = "unknown-heading"
    UNKNOWN_COLUMN = "unknown-column"
    COLUMNS_GUESSED = "columns-guessed"
    ROWS_GUESSED = "rows-guessed"
    ROWS_GLUED = "rows-glued"
    ROWS_UNREAD = "rows-unread"
    PAGE_BREAK_UNCLEAR = "page-break-unclear"
    WORD_CUT = "word-cut"
    UNPLACED_TEXT = "unplaced-text"
    CUT_OFF = "text-cut-off"
    TOTAL_MISMATCH = "total-mismatch"
    # rows
    REF_MISSING = "ref-missing"
    REF_UNREADABLE = "ref-unreadable"
    REF_DUPLICATE = "ref-duplicate"
    REF_OUT_OF_SEQUENCE = "ref-out-of-sequence"
    REF_OTHER_GROUP = "ref-other-group"
    REF_LATER_MEETING = "ref-later-meeting"
    TEXT_MISSING = "text-missing"
    AREA_MISSING = "area-missing"
    OWNER_MISSING = "owner-missing"
    DUE_UNREADABLE = "due-date-unreadable"
    DUE_IMPOSSIBLE = "due-date-impossible"
    DUE_WITHOUT_YEAR = "due-date-without-year"
    DUE_BEFORE_MEETING = "due-before-meeting"
    TOO_MANY_ROWS = "too-many-rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMeaning:
    """What a code stands for. remedy: what a person does about it."""

    severity: Severity
    meaning: str
    remedy: str


def _error(meaning: str, remedy: str) -> CodeMeaning:
    return CodeMeaning(severity=Severity.ERROR, meaning=meaning, remedy=remedy)


def _warning(meaning: str, remedy: str) -> CodeMeaning:
    return CodeMeaning(severity=Severity.WARNING, meaning=meaning, remedy=remedy)


def _info(meaning: str, remedy: str) -> CodeMeaning:
    return CodeMeaning(severity=Severity.INFO, meaning=meaning, remedy=remedy)


_PAGE = "look at the page"
_TEMPLATE = "add the wording to the family's template if it belongs there"

MEANINGS: dict[Code, CodeMeaning] = {
    Code.PARTIAL_REPORT: _error(
        "only a part of the report was understood; the message says what is missing",
        "read the original, and extend the template or ask for a better copy",
    ),
    Code.PAGES_MISSING: _error("the page feet promise more pages than the file has", "get the complete file"),
    Code.PAGE_NUMBERS: _warning(
        "the page numbers that heads or feet print do not run on: a page may be missing, there twice, or of another report",
        "compare the pages; get the file with its own pages in their order",
    ),
    Code.REPAIRED_FILE: _warning(
        "the PDF's inner structure was broken and was mended before reading", "compare with the original, or export it again"
    ),
    Code.WATERMARK: _info(
        "text runs across the page, such as DRAFT; it was left out of the records", "check that this is the issued version"
    ),
    Code.STRUCK_TEXT: _info(
        "text is struck out, as tracked changes leave it; it was left out unless its whole row is struck",
        "look at the page: struck rows may mean `done` or `deleted`",
    ),
    Code.UNREADABLE_GLYPHS: _warning(
        "some characters of the PDF have no readable form", "export the report again with Unicode fonts"
    ),
    Code.TITLE_MISSING: _warning("the report prints no title that the family knows", _TEMPLATE),
    Code.GROUP_UNKNOWN: _warning(
        "the governance group is not in the family's table of groups", "add the group to the template"
    ),
    Code.NUMBER_INFERRED: _warning(
        "the header gives no readable meeting number; it was taken from elsewhere", "check the number"
    ),
    Code.NUMBER_MISSING: _error("no meeting number could be found anywhere", "ask the PMO, and issue the report again"),
    Code.MEETING_DATE_MISSING: _warning("the header gives no meeting date", _PAGE),
    Code.MEETING_DATE_UNREADABLE: _warning("the meeting date is no date, or one that does not exist", _PAGE),
    Code.MEETING_TIME_UNREADABLE: _info("the meeting time cannot be read", _PAGE),
    Code.ISSUE_DATE_MISSING: _warning("the report gives no issue date", _PAGE),
    Code.ISSUE_DATE_UNREADABLE: _warning("the issue date is no date, or one that does not exist", _PAGE),
    Code.ISSUE_BEFORE_MEETING: _warning("the issue date lies before the meeting date", "check both dates"),
    Code.SECTION_ABSENT: _warning(
        "a section that the family expects is not there; nothing is known about it, which is not the same as none raised",
        _PAGE,
    ),
    Code.UNKNOWN_HEADING: _warning("a heading is not in the template; its section is kept as printed", _TEMPLATE),
    Code.UNKNOWN_COLUMN: _warning("a column title is not in the template; its cells are kept as printed", _TEMPLATE),
    Code.COLUMNS_GUESSED: _warning(
        "a table has no column titles that could be read; what its columns mean was told from their contents",
        "check the rows",
    ),
    Code.ROWS_GUESSED: _info(
        "no rules part the rows of a table; where they begin was told from refs and white space", "compare with the page"
    ),
    Code.ROWS_GLUED: _warning(
        "a row may be several: its ref cell holds several refs, or its area several texts", "compare with the page"
    ),
    Code.ROWS_UNREAD: _warning(
        "text beside the tables holds refs: rows that were not read as such; it is kept with its section",
        "compare with the page",
    ),
    Code.PAGE_BREAK_UNCLEAR: _info(
        "at the top of a page it was a close call whether a row goes on with the row before it", "compare with both pages"
    ),
    Code.WORD_CUT: _info(
        "a line ends at the edge of its cell, and it is not clear whether a word goes on or another begins", _PAGE
    ),
    Code.UNPLACED_TEXT: _info("text outside the tables belongs to no record; it is kept with its section", _PAGE),
    Code.CUT_OFF: _warning(
        "a text ends in the middle of a sentence or word", "compare with the page; the PDF may have lost the rest"
    ),
    Code.TOTAL_MISMATCH: _warning(
        "the report prints a total that differs from the rows found", "count the rows on the page"
    ),
    Code.REF_MISSING: _warning("a row has no ref", "the action cannot be followed by ref; ask the PMO for one"),
    Code.REF_UNREADABLE: _warning("a ref follows no known scheme; it is kept as printed", _PAGE),
    Code.REF_DUPLICATE: _warning("two rows of the report have the same ref", _PAGE),
    Code.REF_OUT_OF_SEQUENCE: _info("the refs of this meeting skip a number or run backwards", _PAGE),
    Code.REF_OTHER_GROUP: _info("the ref belongs to another group", _PAGE),
    Code.REF_LATER_MEETING: _warning(
        "the ref belongs to a later meeting than this report", "check the ref and the meeting number"
    ),
    Code.TEXT_MISSING: _warning("a row has no text", _PAGE),
    Code.AREA_MISSING: _info("a row has no area, and no row above it has one", _PAGE),
    Code.OWNER_MISSING: _info("an action has no owner", _PAGE),
    Code.DUE_UNREADABLE: _warning("a due date cannot be understood; it is kept as printed", _PAGE),
    Code.DUE_IMPOSSIBLE: _warning("a due date does not exist in the calendar", "ask for the date that is meant"),
    Code.DUE_WITHOUT_YEAR: _warning("a due date has no year; the year was told from the meeting date", "check the year"),
    Code.DUE_BEFORE_MEETING: _info(
        "an action is due before the meeting of this report", "it may be delivered already, or the date may be wrong"
    ),
    Code.TOO_MANY_ROWS: _warning(
        "a table has more rows than any report of this kind", "check that the file is a headline report"
    ),
}


def problem(code: Code, message: str, source: Source | None = None) -> Problem:
    """A problem of this code. message: what was found and what was expected; the remedy is added."""
    meaning = MEANINGS[code]
    return Problem(severity=meaning.severity, code=code, message=f"{message}; {meaning.remedy}", source=source)


def shown(text: str) -> str:
    """A printed text for a message: on one line, in quotes, not too long."""
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= _LONGEST else flat[:_LONGEST] + "…")
