"""Sentences and clauses of English report prose. Pure; knows punctuation and abbreviations, not what is said."""

import re
from dataclasses import dataclass

# A full stop after these does not end a sentence.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "e.g i.e etc cf vs viz approx no nos ref refs fig figs dr mr mrs ms prof st inc ltd plc co dept al para paras sec "
        "jan feb mar apr jun jul aug sep sept oct nov dec incl excl est max min temp org",
    )
)
_END = re.compile(r"""[.!?…]+["'”’)\]]*(?=\s|$)|\n+|(?<=[a-z)])[.](?=[A-Z][a-z])""")
_LAST_WORD = re.compile(r"([\w.]+)$")
_CLAUSE_END = re.compile(
    r"\s*;\s*|\s*[–—]\s+|,\s+(?=(?:but|while|whilst|whereas|although|however|though|yet|so|and|with)\b)|"
    r"\s+(?=(?:but|while|whilst|whereas|although|however|though)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a text with its place in it: `whole[start:end] == text`."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text in order, without the white space around them; a line break always ends one.

    `split_sentences("Agreed, e.g. by Ofgem. No objection (ref. CP1558).")` gives two.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if not _is_abbreviation(text, match):
            spans += _trimmed(text, start, match.end())
            start = match.end()
    spans += _trimmed(text, start, len(text))
    return tuple(spans)


def split_clauses(sentence: str) -> tuple[Span, ...]:
    """The parts of a sentence between semicolons, dashes and contrasting words (`but`, `while`, …)."""
    spans: list[Span] = []
    start = 0
    for match in _CLAUSE_END.finditer(sentence):
        spans += _trimmed(sentence, start, match.start())
        start = match.end()
    spans += _trimmed(sentence, start, len(sentence))
    return tuple(spans)


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence that holds `text[start:end]`, joined to the one before it when it is a bare bracket: `(action X).`"""
    sentences = split_sentences(text)
    for n, span in enumerate(sentences):
        if span.start <= start < span.end:
            if n and span.text.startswith("(") and "\n" not in text[sentences[n - 1].end : span.start]:
                first = sentences[n - 1].start
                return Span(text=text[first : span.end], start=first)
            return span
    return Span(text=text[start:end], start=start)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if not match.group().startswith(".") or match.group().count(".") > 1:
        return False
    word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    if word is None:
        return False
    last = word.group(1)
    following = text[match.end() :].lstrip(" ")[:1]
    if len(last) == 1 and last.isalpha() and last.isupper():
        return following.isupper()  # an initial: "K. Goodman"
    if last.lower() not in _ABBREVIATIONS:
        return False
    return not (last.lower() in ("etc", "no", "al") and following.isupper())


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return [Span(text=piece, start=start + left)] if piece else []
