"""Owner cells into parties with their kinds. Pure leaf parser.

Programme (PMO)                  organisation Programme, team PMO
DNO Representative (Ann Other)   role DNO Representative, person Ann Other
Ann Other, Bob Else              two persons
TMAG representatives             a collective
"""

import re
from collections.abc import Iterator

from kb.records import Party, PartyKind

_COLLECTIVE = re.compile(
    r"\b(?:representatives|members|attendees|constituents|participants|parties|suppliers|agents|all|everyone|delegates|constituencies|leads|chairs|dnos|idnos)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:representative|rep|lead|manager|chair(?:person)?|architect|director|officer|owner|secretary|secretariat|coordinator|co-ordinator|analyst|"
    r"sponsor|sro|head|advis[oe]r|consultant|specialist|deputy|administrator|expert|engineer)\b",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"\b(?:team|office|workstream|working\s+group|sub-?group|group|board|pmo|lsc|ssc|function|desk)\b", re.IGNORECASE
)
_TEAM_ACRONYMS = frozenset(
    {"PMO", "SI", "LDP", "PPC", "IPA", "SRO", "SIT", "DIP", "UIT", "SDS", "PMO/SI", "TA", "DA", "QA", "BA", "LEGAL"}
)
# What a team does, in brackets after a party: `Programme (Comms)`. Any other single word there is a first name.
_FUNCTIONS = frozenset(
    ["architecture", "assurance", "change", "commercial", "comms", "communications", "compliance", "data", "delivery",
     "design", "engagement", "finance", "governance", "industry", "integration", "migration", "operations", "planning",
     "policy", "procurement", "quality", "readiness", "regulation", "reporting", "security", "settlement", "support",
     "technology", "testing", "training", "transition"]
)  # fmt: skip
_ORGANISATION = re.compile(
    r"\b(?:ltd|limited|plc|llp|energy|networks?|power|electric(?:ity)?|grid|programme|ofgem|elexon|recco|dcc|electralink|utilities|company|code|council|"
    r"association|regulator|mhhs|mhhsp|eso|exchange|bank|government|department|beis|desnz|citizens)\b",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"(?:[A-Z][a-zà-ÿ’'`]*(?:[-’'][A-Z]?[a-zà-ÿ]+)*(?:[A-Z][a-zà-ÿ]+)*|[A-Z]\.?)")
_PARTICLES = frozenset(
    {"de", "da", "di", "van", "von", "der", "den", "la", "le", "bin", "al", "el", "du", "ter", "of"} - {"of"}
)
_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|sir|dame)\.?\s+", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*(?:\n|[,;/|•+]|\s&\s|\band\b)\s*", re.IGNORECASE)
_BRACKET = re.compile(r"^(?P<outer>[^()\[\]]*?)\s*[(\[](?P<inner>[^()\[\]]*)[)\]]?\s*(?P<rest>.*)$", re.DOTALL)
_DASHED = re.compile(r"^(?P<outer>.+?)\s+[-–—:]\s+(?P<inner>.+)$")
_NOBODY = re.compile(
    r"[\s\-–—.*/]*(?:n\s*/?\s*a|none|tb[cda]|to\s+be\s+(?:confirmed|agreed)|nil)?[\s\-–—.*/]*", re.IGNORECASE
)
_MOST_PARTIES = 40


def parse_owners(raw: str, groups: frozenset[str] = frozenset()) -> tuple[Party, ...]:
    """The parties of an owner cell, in printed order, each once. groups: acronyms of governance groups.

    `parse_owners("Programme (Kate Goodman)")` is the organisation `Programme` and the person `Kate Goodman`.
    """
    if _NOBODY.fullmatch(raw):
        return ()
    found: dict[Party, None] = {}
    for piece in _pieces(raw):
        for party in _parties(piece, groups):
            found[party] = None
            if len(found) >= _MOST_PARTIES:
                return tuple(found)
    return tuple(found)


def party_kind(name: str, groups: frozenset[str] = frozenset(), *, inside: bool = False) -> PartyKind:
    """What kind of party a name is. inside: it stands in brackets after another party."""
    words = name.split()
    if _COLLECTIVE.search(name) or name.upper() in groups:
        return PartyKind.COLLECTIVE
    if _ROLE.search(name):
        return PartyKind.ROLE
    if name.upper() in _TEAM_ACRONYMS or _TEAM.search(name):
        return PartyKind.TEAM
    if _ORGANISATION.search(name):
        return PartyKind.ORGANISATION
    if _is_person(words):
        return PartyKind.PERSON
    if inside and len(words) == 1:
        is_person = name[:1].isupper() and not name.isupper() and name.casefold() not in _FUNCTIONS
        return PartyKind.PERSON if is_person else PartyKind.TEAM
    return PartyKind.ORGANISATION


def _is_person(words: list[str]) -> bool:
    if not 2 <= len(words) <= 5:
        return False
    if any(len(word) > 2 and word.isupper() for word in words):
        return False
    return all(_NAME_WORD.fullmatch(word) or word.lower() in _PARTICLES for word in words)


def _pieces(raw: str) -> Iterator[str]:
    """The owners of a cell, split at separators that stand outside brackets and do not tear a name apart."""
    masked = re.sub(r"[(\[][^()\[\]]*[)\]]?", lambda match: "\x00" * len(match[0]), raw)
    start = 0
    for match in _SEPARATOR.finditer(masked):
        left, right = raw[start : match.start()], raw[match.end() :]
        if match[0].strip().lower() == "and" and not _is_list(left, right):
            continue
        if match[0] == "/" and re.search(r"\b[A-Z]$", left):
            continue  # `I/C`
        yield left.strip()
        start = match.end()
    yield raw[start:].strip()


def _is_list(left: str, right: str) -> bool:
    """Whether `and` stands between two parties: `Testing and Migration Lead` is one role."""
    next_party = _SEPARATOR.split(right, maxsplit=1)[0].split("(")[0].strip()
    first = left.split("(")[0].strip()
    tears_a_role = len(first.split()) == 1 and not _ORGANISATION.search(first) and not first.isupper()
    return not (tears_a_role and (_ROLE.search(next_party) or _TEAM.search(next_party) or _COLLECTIVE.search(next_party)))


def _parties(piece: str, groups: frozenset[str]) -> Iterator[Party]:
    match = _BRACKET.match(piece) or _DASHED.match(piece)
    if match is None:
        if name := _name(piece):
            yield Party(name=name, kind=party_kind(name, groups))
        return
    if outer := _name(match["outer"]):
        yield Party(name=outer, kind=party_kind(outer, groups))
    for part in _SEPARATOR.split(match["inner"]):
        if name := _name(part):
            yield Party(name=name, kind=party_kind(name, groups, inside=bool(match["outer"].strip())))
    rest = match.groupdict().get("rest") or ""
    if name := _name(rest):
        yield Party(name=name, kind=party_kind(name, groups))


def _name(text: str) -> str:
    return _TITLES.sub("", " ".join(text.split()).strip(" .:;,-–•")).strip()
