"""References that a text makes: to actions, decisions, meetings, groups, risks, changes, milestones. Pure.

What `R044` or `CP1558` is, the words around it and its digit count tell, never its letter alone:
`R044` programme risk, `R0044` REC change, `CP1558` BSC change, `CP1` critical path, `CR018` change request, `P413` BSC
modification.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ingest.fields.refs import meeting_key, parse_ref
from kb.records import CrossReference, ReferenceKind

_DASH = "[-\u2010-\u2015\u2212]"
_START = r"(?<![\w./-])"
_END = r"(?![\w/]|\.\d)"
_GROUP_REF = re.compile(
    rf"{_START}(?:e(?=[A-Z]))?[A-Z]{{2,8}}[ \u00a0_-]?\d{{1,3}}(?:\.\d{{1,2}})?\s?(?:{_DASH}|_|/(?=0\d))\s?"
    rf"(?:[A-Z]{{1,4}})?\d{{1,3}}[a-z]?(?!\w|{_DASH}\d)"
)
_MORE_ITEMS = re.compile(rf"\s*(?:,|and|&|/|,\s*and|to)\s*(?P<raw>{_DASH}\s?(?P<item>\d{{1,3}}))(?!\d)")
_SCHEME_REF = re.compile(rf"{_START}ACT[-\s]?\d{{1,4}}{_END}")
_WORDED_REF = re.compile(
    rf"\b[Aa]ctions?\s+(?:(?:no\.?|number|ref\.?|item)\s*)?(?P<raw>A{_DASH}?\d{{1,4}}[a-z]?|[A-Z]{{2,4}}{_DASH}\d{{1,4}}|(?:#\s*)?\d{{1,4}}(?=\W*(?:\)|,|\.(?!\d)|;|$)))"
)
_MEETING = re.compile(
    r"(?<![\w./-])(?P<extra>e(?=[A-Z]))?(?P<group>[A-Z]{3,8})[ \u00a0]?0*(?P<number>\d{1,3})"
    r"(?:\.(?P<sub>\d{1,2}))?(?![\w/]|\.\d)"
)
_ACRONYM = re.compile(r"(?<![\w-])(?P<acronym>[A-Z]{3,6})s?(?![\w-])")
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: ReferenceKind
    pattern: re.Pattern[str]
    target: Callable[[re.Match[str]], str]


def _plain(prefix: str) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{prefix}{match['digits']}"


_RULES = (
    _Rule(
        ReferenceKind.DELIVERABLE,
        re.compile(rf"{_START}MHHS\s?{_DASH}\s?DEL\s?(?P<digits>\d{{2,6}}){_END}"),
        _plain("MHHS-DEL"),
    ),
    _Rule(
        ReferenceKind.REC_CHANGE,
        re.compile(rf"\bREC\s+(?:CP|[Cc]hange(?:\s+[Pp]roposal)?)\s*R?(?P<digits>\d{{3,6}}){_END}"),
        _plain("R"),
    ),
    _Rule(
        ReferenceKind.PROGRAMME_RISK,
        re.compile(rf"\b(?:[Pp]rogramme\s+)?[Rr]isks?\s+(?:ID\s+)?R{_DASH}?\s?(?P<digits>\d{{1,5}}){_END}"),
        _plain("R"),
    ),
    _Rule(ReferenceKind.REC_CHANGE, re.compile(rf"{_START}(?:REC\s+)?R(?P<digits>\d{{4,6}}){_END}"), _plain("R")),
    _Rule(ReferenceKind.PROGRAMME_RISK, re.compile(rf"{_START}R{_DASH}?(?P<digits>\d{{3}}){_END}"), _plain("R")),
    _Rule(ReferenceKind.BSC_CHANGE, re.compile(rf"\bBSC\s+CP\s?(?P<digits>\d{{3,5}}){_END}"), _plain("CP")),
    _Rule(ReferenceKind.BSC_CHANGE, re.compile(rf"{_START}CP\s?(?P<digits>\d{{4,5}}){_END}"), _plain("CP")),
    _Rule(
        ReferenceKind.CRITICAL_PATH,
        re.compile(rf"(?:\b[Cc]ritical\s+[Pp]ath\s+)?{_START}CP\s?(?P<digits>\d{{1,2}}){_END}"),
        _plain("CP"),
    ),
    _Rule(
        ReferenceKind.PROGRAMME_CHANGE,
        re.compile(rf"{_START}(?:[Cc]hange\s+[Rr]equest\s+)?CR{_DASH}?\s?(?P<digits>\d{{2,4}}){_END}"),
        _plain("CR"),
    ),
    _Rule(
        ReferenceKind.BSC_MODIFICATION,
        re.compile(rf"(?:\b(?:BSC|[Mm]odification|[Mm]od)\s+)*{_START}P(?P<digits>\d{{3,4}}){_END}"),
        _plain("P"),
    ),
    _Rule(ReferenceKind.MILESTONE, re.compile(rf"(?:\b[Mm]ilestone\s+)?{_START}M(?P<digits>\d{{1,2}}){_END}"), _plain("M")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReference:
    """A reference with its place in the text."""

    reference: CrossReference
    start: int
    end: int


def find_references(text: str, *, group: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[CrossReference, ...]:
    """The references of a text in printed order, each target once. group: the report's own; groups: code to names."""
    unique: dict[tuple[ReferenceKind, str], CrossReference] = {}
    for found in locate_references(text, group=group, groups=groups):
        unique.setdefault((found.reference.kind, found.reference.target), found.reference)
    return tuple(unique.values())[:_MOST]


def locate_references(text: str, *, group: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[FoundReference, ...]:
    """All references of a text with their places, in printed order; no two overlap."""
    taken: list[FoundReference] = []
    ends = bytearray(len(text) + 1)
    for candidate in _candidates(text, group, groups):
        if not any(ends[candidate.start : candidate.end]):
            ends[candidate.start : candidate.end] = b"\x01" * (candidate.end - candidate.start)
            taken.append(candidate)
    return tuple(sorted(taken, key=lambda found: found.start))


def _candidates(text: str, group: str, groups: Mapping[str, tuple[str, ...]]) -> Iterator[FoundReference]:
    yield from _action_refs(text, group)
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            yield _found(match[0].strip(), rule.kind, rule.target(match), match.start(), match.end())
    for match in _MEETING.finditer(text):
        if match["group"] in groups or match["group"] == group:
            sub = int(match["sub"]) if match["sub"] else None
            key = meeting_key(match["group"], int(match["number"]), sub, extraordinary=bool(match["extra"]))
            yield _found(match[0], ReferenceKind.MEETING, key, match.start(), match.end())
    for match in _ACRONYM.finditer(text):
        if match["acronym"] in groups and match["acronym"] != group:
            yield _found(match["acronym"], ReferenceKind.GROUP, match["acronym"], match.start(), match.end())
    pattern, codes = _long_names(tuple(sorted((name, code) for code, names in groups.items() for name in names)))
    if pattern is not None:
        for match in pattern.finditer(text):
            code = codes[" ".join(match[0].split()).casefold()]
            if code != group:
                yield _found(match[0], ReferenceKind.GROUP, code, match.start(), match.end())


def _action_refs(text: str, group: str) -> Iterator[FoundReference]:
    for match in _GROUP_REF.finditer(text):
        ref = parse_ref(match[0], group)
        if ref is None or not ref.meeting:
            continue
        kind = ReferenceKind.DECISION if ref.letters in ("D", "DEC", "DC") else ReferenceKind.ACTION
        yield _found(match[0], kind, ref.key, match.start(), match.end())
        end = match.end()
        while more := _MORE_ITEMS.match(text, end):
            key = f"{ref.meeting}-{ref.letters}{int(more['item']):02d}"
            yield _found(more["raw"], kind, key, more.start("raw"), more.end("raw"))
            end = more.end()
    for pattern in (_SCHEME_REF, _WORDED_REF):
        for match in pattern.finditer(text):
            name = "raw" if "raw" in pattern.groupindex else 0
            raw = match[name]
            ref = parse_ref(raw, group)
            if ref is not None:
                yield _found(raw, ReferenceKind.ACTION, ref.key, match.start(name), match.end(name))


def _found(raw: str, kind: ReferenceKind, target: str, start: int, end: int) -> FoundReference:
    return FoundReference(reference=CrossReference(raw=raw, kind=kind, target=target), start=start, end=end)


@lru_cache(maxsize=16)
def _long_names(names: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    if not names:
        return None, {}
    parts = sorted((re.escape(name).replace(r"\ ", r"\s+") for name, _ in names), key=len, reverse=True)
    codes = {name.casefold(): code for name, code in names}
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE), codes
