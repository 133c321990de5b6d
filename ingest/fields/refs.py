"""Refs and meeting numbers as cells print them, and their canonical keys. Pure leaf parsers.

TMAG06-01 = TMAG 006-1 = TMAG6-01 = TMAG06–01 = TMAG06_01   ->  TMAG06-01        names its group and meeting
ACT-003, A12, 7                                             ->  DWG:ACT-003 …    keyed within the group of the report
TMAG 006 = TMAG06 = TMAG 6                                  ->  TMAG06           a meeting
"""

import re
from dataclasses import dataclass

_DASH = "-\u2010-\u2015\u2212_/"
_MEETING_PART = r"(?P<extra>e(?=[A-Z]))?(?P<group>[A-Za-z]{2,8})[\s_-]*0*(?P<number>\d{1,3})(?:\.(?P<sub>\d{1,2}))?"
GROUP_REF = re.compile(
    rf"{_MEETING_PART}\s*[{_DASH}]+\s*(?P<letters>[A-Za-z]{{1,4}})?[\s-]*0*(?P<item>\d{{1,3}})(?P<suffix>[a-z])?"
)
SCHEME_REF = re.compile(
    rf"(?P<letters>[A-Za-z]{{1,8}})(?P<dash>\s*[{_DASH}]\s*|\s+)?(?P<digits>\d{{1,5}}(?:\.\d{{1,3}})?)(?P<suffix>[a-z])?",
    re.IGNORECASE,
)
BARE_REF = re.compile(r"#?\s*0*(?P<digits>\d{1,4}(?:\.\d{1,3})?)(?P<suffix>[a-z])?\.?")
MEETING_NUMBER = re.compile(_MEETING_PART)
# A whole ref as a word of a text: `TMAG06-01`, `R044`.
REF_WORD = re.compile(r"e?[A-Za-z]{2,8}-?\d{1,3}(?:\.\d{1,2})?[-–/_][A-Za-z]{0,4}\d{1,3}[a-z]?|[A-Z]{1,3}-?\d{2,4}")
BARE_MEETING_NUMBER = re.compile(
    r"(?:no\.?|number|meeting|#)?\s*0*(?P<number>\d{1,3})(?:\.(?P<sub>\d{1,2}))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A ref understood. key: canonical. meeting: the key of the meeting it names, empty when it names none; item: its number
    within that meeting (or scheme)."""

    key: str
    meeting: str = ""
    group: str = ""
    item: int = 0
    letters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingNumber:
    """A meeting number understood. group: the plain acronym, empty when the number stands alone."""

    group: str
    number: int
    sub: int | None = None
    extraordinary: bool = False

    def key(self, group: str = "") -> str:
        """The meeting key: `TMAG06`, `DAG10.1`, `ePSG03`. group: used when the number names none."""
        return meeting_key(self.group or group, self.number, self.sub, extraordinary=self.extraordinary)


def parse_ref(raw: str, group: str) -> Ref | None:
    """A printed ref; group: the acronym of the report's group, for refs that name none. None when it is no ref.

    `parse_ref("TMAG 006-1", "TMAG").key` is `TMAG06-01`; `parse_ref("ACT-003", "DWG").key` is `DWG:ACT-003`.
    """
    text = " ".join(raw.split())
    compact = text.replace(" ", "")
    if found := GROUP_REF.fullmatch(text) or GROUP_REF.fullmatch(compact):
        meeting = meeting_key(
            found["group"],
            int(found["number"]),
            int(found["sub"]) if found["sub"] else None,
            extraordinary=bool(found["extra"]),
        )
        letters = (found["letters"] or "").upper()
        key = f"{meeting}-{letters}{int(found['item']):02d}{found['suffix'] or ''}"
        return Ref(key=key, meeting=meeting, group=found["group"].upper(), item=int(found["item"]), letters=letters)
    if found := SCHEME_REF.fullmatch(text) or SCHEME_REF.fullmatch(compact):
        letters = found["letters"].upper()
        dash = "-" if found["dash"] and found["dash"].strip() else ""
        key = f"{letters}{dash}{found['digits']}{(found['suffix'] or '').lower()}"
        return Ref(key=f"{group}:{key}", item=int(found["digits"].split(".")[0]), letters=letters)
    if found := BARE_REF.fullmatch(text):
        digits = found["digits"]
        plain = digits if "." in digits else f"{int(digits):02d}"
        return Ref(key=f"{group}:{plain}{found['suffix'] or ''}", item=int(digits.split(".")[0]))
    return None


def parse_meeting_number(raw: str) -> MeetingNumber | None:
    """A printed meeting number: `TMAG 006`, `DAG 10.1`, `ePSG 3`, or a number alone."""
    text = " ".join(raw.replace("\u2013", "-").split())
    if found := MEETING_NUMBER.fullmatch(text):
        extra, group = bool(found["extra"]), found["group"].upper()
    elif found := BARE_MEETING_NUMBER.fullmatch(text):
        extra, group = False, ""
    else:
        return None
    return MeetingNumber(
        group=group, number=int(found["number"]), sub=int(found["sub"]) if found["sub"] else None, extraordinary=extra
    )


def meeting_key(group: str, number: int, sub: int | None = None, *, extraordinary: bool = False) -> str:
    """`TMAG06`, `DAG10.1`, `ePSG03`."""
    return f"{'e' if extraordinary else ''}{group.upper()}{number:02d}{f'.{sub}' if sub is not None else ''}"
