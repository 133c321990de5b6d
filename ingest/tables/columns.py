"""What the columns of a table mean, told by their titles. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.template import Labels, Role, Template
from kb.records import SectionKind

_LEAST_KNOWN = 2
_LONGEST_TITLE = 60
_PARTS = re.compile(r"\s*(?:/|&|\band\b|\bor\b|,|\+|\(|\))\s*(?=\S)")
_LOOKS_LIKE_REF = re.compile(
    r"(?:[A-Za-z]{1,8}[\s-]?\d{1,3}(?:\.\d)?\s?[-–/_]\s?\w{0,4}\d{1,3}|[A-Za-z]{1,4}-?\d{1,4}|\d{1,3})[a-z]?$"
)
_LOOKS_LIKE_DATE = re.compile(
    r"(?:w/c\s*)?\d{1,2}\W?(?:st|nd|rd|th)?\W?\s?(?:\d{1,2}|[A-Z][a-z]{2,8})\W\s?\d{2,4}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTitles:
    """A row of column titles as one kind of section understands it. roles: None for a title that it does not know."""

    kind: SectionKind
    titles: tuple[str, ...]
    roles: tuple[Role | None, ...]

    @property
    def known(self) -> int:
        """How many titles are understood."""
        return sum(role not in (None, Role.EXTRA) for role in self.roles)


def find_titles(texts: Sequence[str], template: Template, prefer: SectionKind | None = None) -> ColumnTitles | None:
    """The best understanding of a row as column titles, or None when it is no such row.

    prefer: the kind of section whose heading stands above; it wins unless another kind understands more.
    """
    found = list(_list_titles(texts, template))
    for titles in found:
        if titles.kind is prefer and not {Role.TEXT, Role.NAME}.isdisjoint(titles.roles):
            return titles
    return max(found, key=lambda titles: (titles.known, titles.kind is prefer), default=None)


def column_role(text: str, columns: Labels[Role], taken: Sequence[Role | None]) -> Role | None:
    """What a title means; of `Update / Status` the first part whose role is still free."""
    if not text.strip():
        return None
    role = columns.find(text)
    if role is not None:
        return role
    parts = [columns.find(part) for part in _PARTS.split(text)]
    if len(parts) < 2 or any(part is None for part in parts):
        return None
    return next((part for part in parts if part not in taken), parts[0])


def guess_roles(rows: Sequence[Sequence[str]], kind: SectionKind) -> tuple[Role | None, ...]:
    """What the columns of a table without titles mean, told from what they hold: refs, dates, the longest text."""
    count = max((len(row) for row in rows), default=0)
    columns = [[row[index].strip() for row in rows if index < len(row)] for index in range(count)]
    roles: list[Role | None] = [None] * count
    if kind is SectionKind.ATTENDEES:
        return tuple(([Role.NAME, Role.MEMBER_ROLE] + [None] * count)[:count])
    _claim(roles, columns, Role.REF, _LOOKS_LIKE_REF)
    if kind is SectionKind.ACTIONS:
        _claim(roles, columns, Role.DUE, _LOOKS_LIKE_DATE)
    free = [index for index in range(count) if roles[index] is None and any(columns[index])]
    if free:
        roles[max(free, key=lambda index: sum(map(len, columns[index])))] = Role.TEXT
    text = roles.index(Role.TEXT) if Role.TEXT in roles else count
    before = [index for index in range(text) if roles[index] is None]
    after = [index for index in range(text + 1, count) if roles[index] is None]
    if before:
        roles[before[0]] = Role.AREA
    if kind is SectionKind.ACTIONS:
        for index, role in zip(after, (Role.OWNER, Role.UPDATE, Role.STATUS), strict=False):
            roles[index] = role
    return tuple(roles)


def _claim(roles: list[Role | None], columns: Sequence[Sequence[str]], role: Role, pattern: re.Pattern[str]) -> None:
    """Gives a role to the first column most of whose cells look like it."""
    for index, texts in enumerate(columns):
        filled = [text for text in texts if text]
        if roles[index] is None and filled and sum(bool(pattern.match(text)) for text in filled) * 2 > len(filled):
            roles[index] = role
            return


def _list_titles(texts: Sequence[str], template: Template) -> Iterator[ColumnTitles]:
    filled = [text for text in texts if text.strip()]
    if len(filled) < _LEAST_KNOWN or any(len(text) > _LONGEST_TITLE for text in filled):
        return
    for section in template.sections:
        roles: list[Role | None] = []
        for text in texts:
            role = column_role(text, section.columns, roles)
            if role is Role.TEXT and role in roles and Role.REF not in roles:
                roles[roles.index(Role.TEXT)] = Role.REF  # `Decision | Decision taken`: the first names, the second says
            roles.append(None if role is not Role.EXTRA and role in roles else role)
        known = sum(role not in (None, Role.EXTRA) for role in roles)
        if known >= _LEAST_KNOWN and known * 2 >= len(filled):
            yield ColumnTitles(kind=section.kind, titles=tuple(" ".join(text.split()) for text in texts), roles=tuple(roles))
