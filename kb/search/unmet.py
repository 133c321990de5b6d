"""Filters that no record passes: told from the catalogue, and taken out of the query, so that the rest is found. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from kb.language.nodes import AllOf, Contains, Field, FilterNode, Node, Note, OneOf, Query, describe
from kb.language.text import words_of
from kb.search.catalogue import Catalogue
from kb.search.plan import Vocabulary

_SHOWN = 12


def without_unmet(query: Query, catalogue: Catalogue, vocabulary: Vocabulary) -> Query | None:
    """The query without the filters whose value no record has, each with a note that says so; None when there are none."""
    needed = set(_needed(query.root))
    gone = [placed for placed in query.filters if placed.node in needed and not _is_met(placed.node, catalogue)]
    if not gone:
        return None
    root = _without(query.root, {placed.node for placed in gone})
    left_out = "" if root is None else "; left out of the search"
    notes = []
    for placed in gone:
        asked_for = query.text[placed.start : placed.end]
        reason = f"no record has {asked_for}{left_out}{_help(placed.node, catalogue, vocabulary)}"
        notes.append(Note(start=placed.start, end=placed.end, reason=reason))
    return replace(query, root=root, notes=tuple(sorted((*query.notes, *notes), key=lambda each: (each.start, each.end))))


def _needed(node: Node | None) -> Iterator[FilterNode]:
    """The filters that every hit has to pass."""
    if isinstance(node, AllOf):
        for part in node.parts:
            yield from _needed(part)
    elif isinstance(node, FilterNode):
        yield node


def _is_met(node: FilterNode, catalogue: Catalogue) -> bool:
    return bool((catalogue.mask(node) & catalogue.live).any())


def _without(node: Node | None, gone: Collection[FilterNode]) -> Node | None:
    if isinstance(node, AllOf):
        parts = tuple(part for part in node.parts if part not in gone)
        return parts[0] if len(parts) == 1 else AllOf(parts=parts) if parts else None
    return None if node in gone else node


def _help(node: FilterNode, catalogue: Catalogue, vocabulary: Vocabulary) -> str:
    """The values there are, when they are few, or a name that is spelt nearly so."""
    match node:
        case OneOf(field=Field.GROUP):
            known = sorted(value for value in catalogue.group.values if value)
            return f"; there are {', '.join(known[:_SHOWN])}{', …' if len(known) > _SHOWN else ''}" if known else ""
        case Contains(field=field, text=text):
            near = [(vocabulary.near(word, 1) or [word])[0] for word in words_of(text)]
            likelier = replace(node, text=" ".join(near))
            if near != words_of(text) and _is_met(likelier, catalogue):
                return f"; there is {describe(likelier)}"
            return f"; there is no such {field}" if len(near) == 1 else ""
        case _:
            return ""
