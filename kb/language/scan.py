"""Typed text -> lexemes: words, phrases, brackets, operators, `field:value`. Pure; never raises; each knows its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kb.language.refs import MEETING, REF, is_ref

_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb'
_FIELD = re.compile(rf"(?P<name>[A-Za-z]{{2,12}}):(?=[^\s:/{_QUOTES}()]|[{_QUOTES}])")
_PHRASE = re.compile(rf"[{_QUOTES}](?P<inside>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)")
_WORD = re.compile(rf"[^\s{_QUOTES}()]+")
_SPACE = re.compile(r"\s+")


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
    return list(_scan(text, operators=not shouted))


def _scan(text: str, *, operators: bool) -> Iterator[Lexeme]:
    at = 0
    while at < len(text):
        if space := _SPACE.match(text, at):
            at = space.end()
            continue
        lexeme = _next(text, at, operators=operators)
        if lexeme is not None:
            yield lexeme
        at = lexeme.end if lexeme else at + 1


def _next(text: str, at: int, *, operators: bool) -> Lexeme | None:
    letter = text[at]
    if letter in "()":
        return Lexeme(kind=Kind.OPEN if letter == "(" else Kind.CLOSE, text=letter, start=at, end=at + 1)
    if letter in _QUOTES:
        return _phrase(text, at)
    if letter in "-–−" and _starts_word(text, at):
        following = text[at + 1 : at + 2]
        is_sign = following != "" and not following.isspace() and following not in "-–−"
        return Lexeme(kind=Kind.NOT, text=letter, start=at, end=at + 1) if is_sign else None
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
    kind = Kind(printed) if operators and printed in ("AND", "OR", "NOT") else Kind.WORD
    return Lexeme(kind=kind, text=printed, start=at, end=word.end())


def _phrase(text: str, at: int) -> Lexeme | None:
    found = _PHRASE.match(text, at)
    if found is None:
        return None
    return Lexeme(kind=Kind.PHRASE, text=found["inside"], start=at, end=found.end(), closed=bool(found["close"]))


def _field(text: str, at: int, field: re.Match[str]) -> Lexeme:
    name = field["name"].casefold()
    start = field.end()
    if text[start] in _QUOTES and (phrase := _phrase(text, start)):
        return Lexeme(
            kind=Kind.FIELD, text=phrase.text, start=at, end=phrase.end, name=name, quoted=True, closed=phrase.closed
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


def _starts_word(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace() or text[at - 1] == "("


def _ends_word(text: str, at: int) -> bool:
    return at == len(text) or not (text[at].isalnum() or text[at] in "*~_")
