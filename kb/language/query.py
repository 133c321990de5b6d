"""The query language: typed text -> `Query`. Engine-free and pure; nothing that a person can type is an error.

    test stubs              both words, in any form             "test stubs"   the words together
    stubs OR simulators     either                              -draft         NOT draft: without the word
    migrat*                 words that begin so                 migraton~      the word, give or take a letter
    kind:action group:TMAG owner:"Kate Goodman" is:open due:2022-06 before:"last month"
    TMAG 006-1              the action, in any spelling

What cannot be understood becomes a `Note` with its place in the text, and the rest is searched; its words still make a
record rank higher. docs/query-language.md tells it to people.
"""

from dataclasses import dataclass, field
from datetime import date

from kb.language.fields import FIELD_NAMES, NotUnderstoodError, is_date_value, parse_field
from kb.language.nodes import (
    AllOf,
    AnyOf,
    Contains,
    Field,
    FilterNode,
    Flag,
    Fuzzy,
    Is,
    Node,
    Not,
    Note,
    OneOf,
    Phrase,
    Placed,
    Prefix,
    Query,
    Recent,
    Within,
    Word,
    describe,
)
from kb.language.refs import canonical_meeting, canonical_ref
from kb.language.scan import Kind, Lexeme, is_prose, scan
from kb.language.text import words_of

__all__ = [
    "MAX_LENGTH", "MAX_OPERATORS", "MAX_TERMS", "AllOf", "AnyOf", "Contains", "Field", "Flag", "Fuzzy", "Is", "Node", "Not",
    "Note", "OneOf", "Phrase", "Placed", "Prefix", "Query", "Recent", "Within", "Word", "describe", "parse_query",
]  # fmt: skip

MAX_LENGTH = 8000
MAX_TERMS = 1000
MAX_OPERATORS = 20
MAX_DEPTH = 10
_SHORTEST_PREFIX = 3
_VALUE_WORDS = 3


def parse_query(text: str, today: date) -> Query:
    """Understand a typed query. `today` is the day that `last month` and `is:overdue` count from. Never raises."""
    parser = _Parser(text=text[:MAX_LENGTH], today=today)
    if len(text) > MAX_LENGTH:
        parser.note(MAX_LENGTH, len(text), f"only the first {MAX_LENGTH} characters are searched")
    parser.lexemes = scan(parser.text)
    parser.prose = is_prose(parser.text)
    root = parser.any_of(0)
    while parser.peek() is not None:  # a bracket that was never opened ended the parse
        rest = parser.any_of(0)
        root = _joined(AllOf, [part for part in (root, rest) if part is not None])
    if root is None and not parser.notes and text.strip():
        parser.note(0, len(text), "there is no letter or digit to search for; everything is listed")
    ref, meeting = _only_ref(parser.lexemes)
    notes = tuple(sorted(parser.notes, key=lambda each: (each.start, each.end)))
    return Query(
        text=text,
        root=root,
        notes=notes,
        filters=tuple(parser.filters),
        asides=tuple(parser.asides),
        ref=ref,
        meeting=meeting,
    )


def _only_ref(lexemes: list[Lexeme]) -> tuple[str | None, str | None]:
    lexemes = [lexeme for lexeme in lexemes if lexeme.kind is not Kind.STRAY]
    if len(lexemes) != 1 or lexemes[0].kind not in (Kind.REF, Kind.WORD, Kind.PHRASE):
        return None, None
    text = lexemes[0].text
    ref = canonical_ref(text)
    return ref, None if ref else canonical_meeting(text)


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the lexemes. `any_of` = `all_of` (OR `all_of`)*; a part is a leaf, NOT part, or brackets."""

    text: str
    today: date
    lexemes: list[Lexeme] = field(default_factory=list)
    at: int = 0
    terms: int = 0
    operators: int = 0
    prose: bool = False
    cut_short: bool = False
    notes: list[Note] = field(default_factory=list)
    filters: list[Placed] = field(default_factory=list)
    asides: list[str] = field(default_factory=list)

    def note(self, start: int, end: int, reason: str) -> None:
        self.notes.append(Note(start=start, end=end, reason=reason))

    def peek(self) -> Lexeme | None:
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def take(self) -> Lexeme:
        self.at += 1
        return self.lexemes[self.at - 1]

    def any_of(self, depth: int) -> Node | None:
        choices: list[Node] = []
        while True:
            part = self.all_of(depth)
            if part is not None:
                choices.append(part)
            lexeme = self.peek()
            if lexeme is None or lexeme.kind is not Kind.OR:
                break
            self.take()
            if part is None or self.peek() is None:
                self.note(lexeme.start, lexeme.end, "OR needs something on both sides")
        if (lexeme := self.peek()) and lexeme.kind is Kind.CLOSE and depth == 0:
            self.take()
            self.note(lexeme.start, lexeme.end, "this bracket was never opened")
        return _joined(AnyOf, choices)

    def all_of(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while (lexeme := self.peek()) is not None and lexeme.kind not in (Kind.OR, Kind.CLOSE):
            if lexeme.kind is Kind.AND:
                self.take()
                continue
            part = self.part(depth)
            if part is not None:
                parts.append(part)
        return _joined(AllOf, parts)

    def part(self, depth: int) -> Node | None:
        lexeme = self.take()
        if lexeme.kind is Kind.NOT:
            negatives = 1
            while (following := self.peek()) is not None and following.kind is Kind.NOT:
                self.take()
                negatives += 1
            return self.negated(lexeme, depth, negatives)
        if lexeme.kind is Kind.OPEN:
            return self.group(lexeme, depth)
        if lexeme.kind is Kind.STRAY:
            self.note(lexeme.start, lexeme.end, "this quote is never closed; what follows was searched as words")
            return None
        self.terms += 1
        if self.terms > MAX_TERMS:
            if not self.cut_short:
                self.note(lexeme.start, len(self.text), f"only the first {MAX_TERMS} words are searched")
            self.cut_short = True
            return None
        return self.leaf(lexeme)

    def negated(self, lexeme: Lexeme, depth: int, negatives: int) -> Node | None:
        while (following := self.peek()) is not None and following.kind is Kind.STRAY:
            self.part(depth)
        if following is None or following.kind in (Kind.OR, Kind.AND, Kind.CLOSE):
            self.note(lexeme.start, lexeme.end, f"{lexeme.text} needs something after it")
            return None
        part = self.part(depth)
        if part is None or negatives % 2 == 0:
            return part
        return Not(part=part)

    def group(self, lexeme: Lexeme, depth: int) -> Node | None:
        if depth >= MAX_DEPTH:
            self.note(lexeme.start, lexeme.end, f"brackets more than {MAX_DEPTH} deep are left out")
            return None
        inside = self.any_of(depth + 1)
        closing = self.peek()
        if closing is not None and closing.kind is Kind.CLOSE:
            self.take()
        else:
            self.note(lexeme.start, lexeme.end, "this bracket is never closed")
        return inside

    def leaf(self, lexeme: Lexeme) -> Node | None:
        match lexeme.kind:
            case Kind.PHRASE:
                return self.phrase(lexeme)
            case Kind.FIELD:
                return self.filter(lexeme)
            case Kind.REF:
                return Word(text=lexeme.text)
            case _:
                return self.word(lexeme)

    def phrase(self, lexeme: Lexeme) -> Node | None:
        words = words_of(lexeme.text)
        if not words:
            return None
        if canonical_ref(lexeme.text):
            return Word(text=lexeme.text.strip())
        self.terms += len(words)
        return self.operator(lexeme, Phrase(text=lexeme.text.strip()))

    def word(self, lexeme: Lexeme) -> Node | None:
        text = lexeme.text
        if self.prose:
            return Word(text=text) if words_of(text) else None
        if text.endswith("*") and len(words_of(text)) == 1 and "*" not in text[:-1]:
            if len(words_of(text)[0]) >= _SHORTEST_PREFIX:
                return self.operator(lexeme, Prefix(text=text[:-1]))
            self.note(lexeme.start, lexeme.end, f"a beginning needs {_SHORTEST_PREFIX} letters or more; searched as a word")
        elif "*" in text.strip("*.,;:!?") or (text.startswith("*") and len(text) > 1 and words_of(text)):
            self.note(lexeme.start, lexeme.end, "a * stands at the end of a word only; searched as a word")
        if text.endswith("~") and len(words_of(text)) == 1:
            return self.operator(lexeme, Fuzzy(text=text[:-1]))
        return Word(text=text) if words_of(text) else None

    def operator(self, lexeme: Lexeme, node: Node) -> Node | None:
        self.operators += 1
        if self.operators > MAX_OPERATORS:
            self.note(lexeme.start, lexeme.end, f"only the first {MAX_OPERATORS} phrases and filters are searched")
            if not isinstance(node, FilterNode):
                self.asides.append(lexeme.text)
            return None
        return node

    def filter(self, lexeme: Lexeme) -> Node | None:
        if lexeme.name not in FIELD_NAMES:
            self.note(lexeme.start, lexeme.end, f"there is no field {lexeme.name}:; searched as words")
            return self.words_after_all(lexeme)
        value, end = lexeme.text, lexeme.end
        if not lexeme.closed:
            self.note(lexeme.start, end, "this quote is never closed")
        if not lexeme.quoted:
            value, end = self.date_words(lexeme)
        try:
            node = parse_field(lexeme.name, value, self.today)
        except NotUnderstoodError as reason:
            self.note(lexeme.start, end, str(reason))
            self.asides.append(f"{lexeme.name} {value}")
            return None
        if isinstance(node, FilterNode):
            self.filters.append(Placed(start=lexeme.start, end=end, node=node))
        return self.operator(lexeme, node)

    def date_words(self, lexeme: Lexeme) -> tuple[str, int]:
        """An unquoted value of a date field goes on while more words make it a longer date: `on:last 3 meetings`."""
        best = (lexeme.text, lexeme.end, self.at)
        words, at = [lexeme.text], self.at
        while at < len(self.lexemes) and len(words) <= _VALUE_WORDS:
            following = self.lexemes[at]
            if following.kind not in (Kind.WORD, Kind.REF):
                break
            words.append(following.text)
            at += 1
            if is_date_value(lexeme.name, " ".join(words), self.today):
                best = (" ".join(words), following.end, at)
        self.at = best[2]
        return best[0], best[1]

    def words_after_all(self, lexeme: Lexeme) -> Node | None:
        text = self.text[lexeme.start : lexeme.end]
        return Word(text=text) if words_of(text) else None


def _joined(kind: type[AllOf] | type[AnyOf], parts: list[Node]) -> Node | None:
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0]
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return kind(parts=tuple(flat))
