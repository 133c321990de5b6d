"""Typed text -> lexemes: words, phrases, brackets, operators, `field:value`. Pure; never raises; each knows its place.

Not every sign is an operator. In running prose a dash or an asterisk is punctuation, and `is NOT ready` is emphasis:

    stubs -draft        without draft       turn it on with -v, at -20 degrees      -v and -20 are words
    "test stubs"        a phrase            a 5" pipe; say "test stubs              an inch; a quote that is never closed
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from kb.language.refs import MEETING, REF, is_ref

_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_FIELD = re.compile(rf"(?P<name>[A-Za-z]{{2,12}}):(?=[^\s:/{_QUOTES}()]|[{_QUOTES}])")
_PHRASE = re.compile(rf"[{_QUOTES}](?P<inside>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)")
_WORD = re.compile(rf"[^\s{_QUOTES}()]+")
_SPACE = re.compile(r"\s+")
_OPTION = re.compile(r"(?<![^\s(])(?:-[A-Za-z0-9]|--[A-Za-z][\w-]+)(?![\w-])")  # -v, --verbose: then a dash begins options
_PROSE_WORDS = 12
_FUNCTION_WORD_SHARE = 0.2
_FUNCTION_WORDS = frozenset(
    """
    a an and are as at be been but by can could did do does for from had has have how if in into is it its may might of on
    or our should so than that the their them then there these they this those to was we were what when where which while
    who why will with would you your
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_BEFORE_EMPHASIS = frozenset(
    """
    am are be been can could did do does had has have if is may might must need or shall should was were why will would
    """.split()  # noqa: SIM905 - as above
)


class Kind(StrEnum):
    """The kinds of lexemes."""

    WORD = "word"
    PHRASE = "phrase"
    REF = "ref"
    FIELD = "field"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    STRAY = "stray"  # a quote that is never closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexeme:
    """A piece of the typed text. name: of the field; quoted: its value stood in quotes; closed: they were closed."""

    kind: Kind
    text: str
    start: int
    end: int
    name: str = ""
    quoted: bool = False
    closed: bool = True


def scan(text: str) -> list[Lexeme]:
    """The lexemes of a typed query. In a text all in capitals, `OR` and `NOT` are words: nobody shouts operators only."""
    shouted = text.isupper() and len(text.split()) > 6
    lexemes: list[Lexeme] = []
    prose = is_prose(text)
    options = prose or _OPTION.search(text) is not None
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        lexeme = _next(text, at, options=options)
        if lexeme is not None:
            before = lexemes[-1].text.casefold() if lexemes else ""
            emphasis = lexeme.kind is Kind.NOT and lexeme.text == "NOT" and before in _BEFORE_EMPHASIS
            written = lexeme.kind in (Kind.AND, Kind.OR, Kind.NOT) and len(lexeme.text) > 1
            is_word = emphasis or (written and (prose or shouted))
            lexemes.append(replace(lexeme, kind=Kind.WORD) if is_word else lexeme)
        at = lexeme.end if lexeme else at + 1
    return lexemes


def is_prose(text: str) -> bool:
    """Whether the text is sentences that somebody wrote, not a query that somebody composed: long, with its small words."""
    words = text.split()
    small = sum(word.strip(".,;:?!").casefold() in _FUNCTION_WORDS for word in words)
    return len(words) >= _PROSE_WORDS and small >= _FUNCTION_WORD_SHARE * len(words)


def _next(text: str, at: int, *, options: bool) -> Lexeme | None:
    letter = text[at]
    if letter in "()":
        return Lexeme(kind=Kind.OPEN if letter == "(" else Kind.CLOSE, text=letter, start=at, end=at + 1)
    if letter in _QUOTES:
        return _phrase(text, at)
    if letter in "-–−" and _starts_word(text, at):
        return Lexeme(kind=Kind.NOT, text=letter, start=at, end=at + 1) if _negates(text, at + 1, options=options) else None
    if letter == "+":
        return None
    if field := _FIELD.match(text, at):
        return _field(text, at, field)
    if ref := _ref_at(text, at):
        return Lexeme(kind=Kind.REF, text=ref.group(), start=at, end=ref.end())
    word = _WORD.match(text, at)
    if word is None:
        return None
    printed = word.group()
    kind = Kind(printed) if printed in ("AND", "OR", "NOT") else Kind.WORD
    return Lexeme(kind=kind, text=printed, start=at, end=word.end())


def _negates(text: str, at: int, *, options: bool) -> bool:
    """Whether a dash before `at` forbids what follows. In prose, and beside options (`rm -rf --force`), only a field."""
    following = text[at : at + 1]
    if following == "" or following.isspace() or following in "-–−":
        return False
    return _FIELD.match(text, at) is not None or not options


def _phrase(text: str, at: int) -> Lexeme | None:
    found = _PHRASE.match(text, at)
    if found is None or _is_inch(text, at):
        return None
    if not found["close"]:
        return Lexeme(kind=Kind.STRAY, text=text[at], start=at, end=at + 1)
    return Lexeme(kind=Kind.PHRASE, text=found["inside"], start=at, end=found.end())


def _field(text: str, at: int, field: re.Match[str]) -> Lexeme:
    name = field["name"].casefold()
    start = field.end()
    if text[start] in _QUOTES and (phrase := _PHRASE.match(text, start)):
        closed = bool(phrase["close"])
        return Lexeme(
            kind=Kind.FIELD, text=phrase["inside"], start=at, end=phrase.end(), name=name, quoted=True, closed=closed
        )
    if ref := _ref_at(text, start):
        return Lexeme(kind=Kind.FIELD, text=ref.group(), start=at, end=ref.end(), name=name)
    word = _WORD.match(text, start)
    end = word.end() if word else start
    return Lexeme(kind=Kind.FIELD, text=text[start:end], start=at, end=end, name=name)


def _ref_at(text: str, at: int) -> re.Match[str] | None:
    ref = REF.match(text, at)
    found = ref if ref and is_ref(ref) else MEETING.match(text, at)
    return found if found and _ends_word(text, found.end()) else None


def _is_inch(text: str, at: int) -> bool:
    """A quote after a digit or letter with a space after it opens nothing: `a 5" pipe`."""
    return at > 0 and text[at - 1].isalnum() and (at + 1 == len(text) or not text[at + 1].isalnum())


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] == "("


def _ends_word(text: str, at: int) -> bool:
    return at == len(text) or not (text[at].isalnum() or text[at] in "*~_")
