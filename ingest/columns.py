"""What the columns of a table mean, told by their titles. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.template import Role, Template
from kb.records import SectionKind

_LEAST_KNOWN = 2
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTitles:
    """A row of column titles as one kind of section understands it. roles: None for a title that it does not know."""

    kind: SectionKind
    titles: tuple[str, ...]
    roles: tuple[Role | None, ...]

    @property
    def known(self) -> int:
        """How many titles are understood."""
        return sum(role is not None for role in self.roles)


def find_titles(texts: Sequence[str], template: Template, prefer: SectionKind | None = None) -> ColumnTitles | None:
    """The best understanding of a row as column titles, or None when it is no such row.

    prefer: the kind of section whose heading stands above; it wins unless another kind understands more.
    """
    found = [titles for titles in list_titles(texts, template) if titles is not None]
    if not found:
        return None
    return max(found, key=lambda titles: (titles.known, titles.kind is prefer))


def list_titles(texts: Sequence[str], template: Template) -> Iterable[ColumnTitles]:
    """Every section's understanding of a row as column titles, where it has one."""
    filled = [text for text in texts if text.strip()]
    if len(filled) < _LEAST_KNOWN or any(len(text) > _LONGEST_TITLE for text in filled):
        return
    for section in template.sections:
        roles: list[Role | None] = []
        for text in texts:
            role = section.columns.find(text) if text.strip() else None
            roles.append(None if role in roles else role)
        known = sum(role is not None for role in roles)
        if known >= _LEAST_KNOWN and known * 2 >= len(filled):
            yield ColumnTitles(kind=section.kind, titles=tuple(" ".join(text.split()) for text in texts), roles=tuple(roles))
