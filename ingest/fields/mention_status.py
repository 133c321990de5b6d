"""Where an action stands, read from a sentence of prose that mentions it.

Pure. Only words tied to the ref count: "action X was closed", "closed X", "X still stands"; in "Members closed the debate on
action X" nothing is said about X. The words themselves stand in `status_words`.
"""

import re
from itertools import pairwise

from ingest.fields.sentences import split_clauses, split_sentences
from ingest.fields.status import NOTHING_SAID, StatusReading, reading, tidy
from ingest.fields.status_words import REF_MARK, Signal, StatusRule, find_signals
from kb.records import Status

# A ref as prose prints it, its end optional for lists such as "TMAG05-01, -02 and 03".
_REF = re.compile(r"(?<![\w-])(?:[A-Za-z]{2,8}[\s-]?\d{1,3}(?:\.\d)?\s*[-–‑−]\s*\d{1,3}|ACT[-\s]?\d{1,4}|A\d{1,4})(?!\d)")
_BRACKETS = re.compile(r"\((?P<inside>[^()]*)\)")
_REF_LIST = rf"{REF_MARK}(?:\s*(?:,|and|&|or|,\s*and)\s*(?:actions?\s+)?{REF_MARK})*"
_AFTER_REF = re.compile(
    rf"{_REF_LIST}\)?(?:\s*\([^)]*\))?\s*[,:–—-]?\s*(?P<gap>(?:[^\s,.;:]+[\s,]+){{0,9}}?)$", re.IGNORECASE
)
_BEFORE_REF = re.compile(
    rf"^\s*(?:(?:of|out|the|this|that|these|both|following|previous|earlier|outstanding|open|on|to|for|status|item|"
    rf"items|action|actions|no|number|"
    rf"under|by)\s+)*(?:{REF_MARK}\s*(?:,|and|&|or)\s*(?:actions?\s+)?)*{REF_MARK}",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(r"\b(?:that|which|who|whose|noted|asked|because|where|confirmed|queried)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|\b(?:asked|queried|questioned|enquired|wondered)\s+(?:\w+\s+){0,3}?(?:whether|if|when|why|about)\b", re.IGNORECASE
)
_REF_CLAUSE = re.compile(rf",?\s+and\s+(?=(?:that\s+)?(?:the\s+)?(?:actions?\s+)?{REF_MARK})", re.IGNORECASE)


def parse_mention_status(*, text: str, ref_raw: str) -> StatusReading:
    """The status that a sentence of prose states for one action. text: the sentence; ref_raw: the ref as printed in it.

    `parse_mention_status(text="Note that action TMAG05-01 still stands.", ref_raw="TMAG05-01")` is open, rule `open`.
    """
    latest: StatusReading | None = None
    for sentence in split_sentences(tidy(text)):
        if ref_raw.casefold() in sentence.text.casefold() and not _ASKS.search(sentence.text):
            latest = _parse_sentence(sentence.text, ref_raw) or latest
    return latest or NOTHING_SAID


def _parse_sentence(sentence: str, ref_raw: str) -> StatusReading | None:
    own = ref_raw.casefold()
    for clause in split_clauses(sentence):
        for piece in _ref_pieces(clause.text):
            if own in piece.casefold():
                rule = _tied_rule(piece, ref_raw)
                if rule is not None:
                    return reading(rule)
    return None


def _ref_pieces(clause: str) -> list[str]:
    """A clause parted at "… and action X …", unless the part before has no status word yet ("X and Y were closed")."""
    marked = _REF.sub(lambda match: REF_MARK + match.group()[1:], clause)
    cuts = [0, *(match.end() for match in _REF_CLAUSE.finditer(marked)), len(clause)]
    pieces: list[str] = []
    held = ""
    for start, end in pairwise(cuts):
        held += clause[start:end]
        if find_signals(_REF.sub(REF_MARK, held)):
            pieces.append(held)
            held = ""
    if held:
        if pieces and _REF.search(held):
            pieces[-1] += held
        else:
            pieces.append(held)
    return pieces


def _tied_rule(piece: str, ref_raw: str) -> StatusRule | None:
    """The rule of a status word tied to the ref: behind it with few words between, or right before it."""
    marked = _mark_refs(_words_beside(piece, ref_raw), ref_raw)
    tied = [each.rule for each in find_signals(marked) if _is_tied(marked, each)]
    return tied[-1] if tied else None


def _words_beside(piece: str, ref_raw: str) -> str:
    """The words that can speak of the ref: those outside brackets for a ref outside, those of its brackets for one in."""
    brackets = list(_BRACKETS.finditer(piece))
    outside = _BRACKETS.sub(lambda match: " " if _REF.search(match.group()) else match.group(), piece)
    if ref_raw.casefold() in outside.casefold():
        return outside
    return next((match["inside"] for match in brackets if ref_raw.casefold() in match.group().casefold()), piece)


def _mark_refs(words: str, ref_raw: str) -> str:
    marked = _REF.sub(REF_MARK, words)
    return marked if REF_MARK in marked else re.sub(re.escape(ref_raw), REF_MARK, words, flags=re.IGNORECASE)


def _is_tied(marked: str, signal: Signal) -> bool:
    rule = signal.rule
    if REF_MARK in marked[signal.start : signal.end]:
        return True
    before = _AFTER_REF.search(marked[: signal.start])
    if before and not _OTHER_SUBJECT.search(before["gap"]):
        return rule.name != "work-ahead"  # "invited feedback on action X, to validate …" says nothing about X itself
    if rule.status is Status.DELIVERED or rule.name in ("work-ahead", "not-delivered"):
        return False
    if rule.name == "open" and not re.match(
        r"open|outstanding|carr|on-?going|overdue", marked[signal.start :], re.IGNORECASE
    ):
        return False
    return bool(_BEFORE_REF.match(marked[signal.end :]))
