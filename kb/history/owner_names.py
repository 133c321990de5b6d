"""Which printed names mean the same owner, and by which rule. Pure; merges only when nothing else is possible."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kb.records import PartyKind

_TITLES = re.compile(r"^(?:mr|mrs|ms|miss|dr|prof|sir|dame)\b\.?\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’\-‑][^\W_]+)*")
_SYNONYMS = {"reps": "representatives", "rep": "representative", "and": "&"}


class AliasRule(StrEnum):
    """Why a printed name counts as another."""

    SAME = "printed so"
    SPELLING = "same words, spelled differently"
    TITLE = "same name without its title"
    ORDER = "same name, surname printed first"
    INITIAL = "same surname and initial, and only one such full name"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedName:
    """A party as a report prints it, and in how many mentions."""

    name: str
    kind: PartyKind
    mentions: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A printed name, the name it counts as, and why."""

    name: str
    kind: PartyKind
    owner: str
    rule: AliasRule


def merge_names(printed: Iterable[PrintedName]) -> tuple[Alias, ...]:
    """Every printed name with the owner it stands for. The most frequent plain spelling becomes its name.

    `K. Goodman` counts as `Kate Goodman` only while no other K… Goodman is known; persons never merge with other kinds.
    """
    names = sorted(printed, key=lambda each: (_is_odd(each), -each.mentions, each.name))
    aliases: list[Alias] = []
    by_key: dict[tuple[bool, tuple[str, ...]], str] = {}
    full_names = {key for each in names if each.kind is PartyKind.PERSON and not _is_initial(key := _key(each))}
    for each in sorted(names, key=lambda name: name.kind is PartyKind.PERSON and _is_initial(_key(name))):
        is_person = each.kind is PartyKind.PERSON
        key, rule = _key(each), AliasRule.SAME
        if is_person and _is_initial(key):
            matches = {full for full in full_names if full[-1] == key[-1] and full[0][0] == key[0][0]}
            if len(matches) == 1:
                key, rule = matches.pop(), AliasRule.INITIAL
        owner = by_key.setdefault((is_person, key), each.name)
        if owner != each.name and rule is AliasRule.SAME:
            rule = _spelling_rule(each.name)
        aliases.append(
            Alias(name=each.name, kind=each.kind, owner=owner, rule=AliasRule.SAME if owner == each.name else rule)
        )
    return tuple(sorted(aliases, key=lambda alias: (alias.owner.casefold(), alias.owner != alias.name, alias.name)))


def _is_odd(printed: PrintedName) -> bool:
    """Whether a person is printed as nobody would choose for a list: titled, surname first, in capitals."""
    if printed.kind is not PartyKind.PERSON:
        return False
    return "," in printed.name or bool(_TITLES.match(printed.name)) or printed.name.isupper()


def _key(printed: PrintedName) -> tuple[str, ...]:
    name = _TITLES.sub("", printed.name.strip())
    if printed.kind is PartyKind.PERSON and name.count(",") == 1:
        surname, first = name.split(",")
        name = f"{first} {surname}"
    words = [word.casefold().replace("’", "'").replace("‑", "-") for word in _WORD.findall(name.replace("&", " and "))]
    return tuple(_SYNONYMS.get(word, word) for word in words if word != "the") or (printed.name,)


def _is_initial(key: tuple[str, ...]) -> bool:
    return len(key) >= 2 and len(key[0]) == 1


def _spelling_rule(name: str) -> AliasRule:
    if _TITLES.match(name.strip()):
        return AliasRule.TITLE
    return AliasRule.ORDER if "," in name else AliasRule.SPELLING
