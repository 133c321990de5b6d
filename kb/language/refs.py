"""Refs and meeting numbers in any spelling, and their canonical form. Pure.

TMAG06-01 = TMAG 006-1 = tmag6–01 = TMAG 06 - 01 = TMAG06/01 = TMAG06_01   -> TMAG06-01
DAG 10.1                                          -> DAG10.1
ePSG 3                                            -> ePSG03
"""

import re

REF = re.compile(
    r"(?<![^\W_])(?P<extra>e(?=[A-Z]))?(?P<group>[A-Za-z]{2,8})[ \u00a0_-]?0*(?P<number>\d{1,3})(?:\.(?P<sub>\d{1,2}))?"
    r"[ \u00a0]?[-/_\u2010-\u2014\u2212][ \u00a0\n]?(?P<kind>[A-Z]{1,3})?0*(?P<item>\d{1,3})(?![^\W_])"
)
MEETING = re.compile(
    r"(?<![^\W_])(?P<extra>e(?=[A-Z]))?(?P<group>[A-Z]{3,8})[ \u00a0]?0*"
    r"(?P<number>\d{1,3})(?:\.(?P<sub>\d{1,2}))?(?![^\W_])"
)
_TOKEN_BREAKS = re.compile(r"[-.:]")
_MAY_NAME = re.compile(r"[A-Za-z]{2}[ \u00a0_-]?\d{1,3}(?!\d)")  # cheap, and false for most texts


def canonical_ref(text: str) -> str | None:
    """The canonical form of a ref that names its group (`TMAG 006-1` -> `TMAG06-01`), None for anything else."""
    found = REF.fullmatch(text.strip())
    return _ref(found) if found and is_ref(found) else None


def canonical_meeting(text: str) -> str | None:
    """The key of a meeting (`tmag 006` -> `TMAG06`, `DAG 10.1` -> `DAG10.1`), None for anything else."""
    printed = text.strip()
    if not re.match(r"e[A-Z]", printed):
        printed = printed.upper()
    found = MEETING.fullmatch(printed.replace("-", " "))
    return _meeting(found) if found else None


def named_places(text: str) -> list[tuple[int, int, str]]:
    """The refs and meetings that a text names: start, end, and the token under which each is indexed."""
    if not _MAY_NAME.search(text):
        return []
    refs = [(found.start(), found.end(), ref_token(_ref(found))) for found in REF.finditer(text) if is_ref(found)]
    meetings = [(found.start(), found.end(), ref_token(_meeting(found))) for found in MEETING.finditer(text)]
    return refs + meetings


def is_ref(found: re.Match[str]) -> bool:
    """`pages 10-12` reads like a ref, but a ref is in capitals, or written as one, or has the leading zero of a number."""
    printed = found.group()
    return found["group"].isupper() or " " not in printed or " 0" in printed


def ref_token(ref: str) -> str:
    """The token under which a ref or meeting is indexed: no text can hold it, and every engine keeps it whole."""
    return "§" + _TOKEN_BREAKS.sub("§", ref.casefold().replace(" ", ""))


def _ref(found: re.Match[str]) -> str:
    kind = found["kind"] or ""
    return f"{_meeting(found)}-{kind}{int(found['item']):02d}"


def _meeting(found: re.Match[str]) -> str:
    sub = f".{int(found['sub'])}" if found["sub"] else ""
    return f"{found['extra'] or ''}{found['group'].upper()}{int(found['number']):02d}{sub}"
