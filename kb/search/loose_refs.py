"""A query that is nothing but a ref, spelled so that only the archive tells what is meant: `tmag 6-1`, `TMAG0601`. Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace

from kb.language.nodes import AllOf, Query, Word

_LOOKS_LIKE_REF = re.compile(r"(?P<group>[a-z]{2,8})[\W_]*\d[\w\W]{0,16}", re.IGNORECASE)
_PIECES = re.compile(r"[a-z]+|\d+")


def with_loose_ref(query: Query, refs: Iterable[str]) -> Query:
    """The query as one for the ref of the archive that it spells; the same query when it spells none, or several."""
    typed = query.text.strip()
    found = _LOOKS_LIKE_REF.fullmatch(typed)
    if query.ref is not None or found is None or not _is_words(query):
        return query
    group = found["group"].casefold()
    spelled = {ref for ref in refs if ref.casefold().startswith(group) and _spells(typed.casefold(), ref.casefold())}
    if len(spelled) != 1:
        return query
    (ref,) = spelled
    return replace(query, root=Word(text=ref), ref=ref, notes=())


def _is_words(query: Query) -> bool:
    parts = query.root.parts if isinstance(query.root, AllOf) else (query.root,)
    return all(isinstance(part, Word) for part in parts)


def _spells(typed: str, ref: str) -> bool:
    """Whether both have the same letters and numbers, or the same characters without the signs between them."""
    return _pieces(typed) == _pieces(ref) or _letters(typed) == _letters(ref)


def _pieces(text: str) -> list[str]:
    return [piece.lstrip("0") if piece.isdigit() else piece for piece in _PIECES.findall(text)]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
