"""A report family as data: which headings, columns, labels and stock phrases it uses. Read from TOML and checked.

A template says what is printed, never where: `docs/templates.md` shows how to write one.
"""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Generic, TypeVar

from kb.errors import KnowledgeBaseError
from kb.records import SectionKind

_CLOSE = 0.88  # how alike two labels must be to be the same one, misprinted
_LEAST_CLOSE_LENGTH = 7  # shorter labels must be exact: `Ref` is not `Rev`
_MOST_TOLD = 4096  # printed labels of which the meaning is remembered
_NUMBERING = re.compile(
    r"^\s*(?:(?:section|part|appendix|annex)\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[ivxIVX]{1,4})[.):]\s*(?=\D)"
)
_PLAIN_NUMBERING = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*\s+(?=[A-Za-z])")
_WORDS = re.compile(r"[^\W_]+|#")
_CONTINUED = re.compile(r"\s*[(\[]?\b(?:continued|cont['’]?d?\.?)[)\]]?\s*$", re.IGNORECASE)


T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class TemplateInvalidError(KnowledgeBaseError):
    """A template cannot be used: which file, which key, what was expected."""


class Role(StrEnum):
    """What a column of a table means."""

    AREA = "area"
    REF = "ref"
    TEXT = "text"
    OWNER = "owner"
    DUE = "due"
    UPDATE = "update"
    STATUS = "status"
    RAID_KIND = "raid_kind"
    NAME = "name"
    MEMBER_ROLE = "role"
    ATTENDANCE = "attendance"
    EXTRA = "extra"  # a known column that no record has a field for: kept as printed


class HeaderField(StrEnum):
    """What a label of the header block stands before."""

    TITLE = "title"
    GROUP = "group"
    NUMBER = "number"
    DATE_TIME = "date_time"
    DATE = "date"
    TIME = "time"
    START_TIME = "start_time"
    END_TIME = "end_time"
    VENUE = "venue"
    CLASSIFICATION = "classification"
    ISSUE_DATE = "issue_date"
    VERSION = "version"
    CHAIR = "chair"
    AUTHOR = "author"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels(Generic[T]):
    """Printed labels and what each means; `find` forgives case, punctuation, plurals, numbering and small misprints."""

    meanings: Mapping[str, T]
    _told: dict[str, T | None] = field(default_factory=dict, init=False, compare=False, repr=False)  # the same lines, again

    def find(self, printed: str) -> T | None:
        """What a printed label means, or None: `3. Actions:` is `actions`."""
        if printed not in self._told:
            if len(self._told) >= _MOST_TOLD:
                self._told.clear()
            self._told[printed] = self._find(printed)
        return self._told[printed]

    def _find(self, printed: str) -> T | None:
        key = label_key(printed)
        whole = label_key("".join(printed.split()))  # `Statu s` of a narrow column
        if key in self.meanings or whole in self.meanings:
            return self.meanings.get(key, self.meanings.get(whole))
        if len(key) < _LEAST_CLOSE_LENGTH or len(key) > 60:
            return None
        near = difflib.get_close_matches(
            key, [known for known in self.meanings if len(known) >= _LEAST_CLOSE_LENGTH], 1, _CLOSE
        )
        return self.meanings[near[0]] if near else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTemplate:
    """A section of the family: the headings it may stand under, and what its columns may be called."""

    kind: SectionKind
    expected: bool
    headings: Labels[SectionKind]
    columns: Labels[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A report family. titles, other_titles, none_raised: as label keys. groups: acronym to long names."""

    name: str
    titles: tuple[str, ...]
    other_titles: tuple[str, ...]
    synthetic_marks: tuple[str, ...]
    none_raised: frozenset[str]
    header: Labels[HeaderField]
    sections: tuple[SectionTemplate, ...]
    groups: Mapping[str, tuple[str, ...]]

    def section(self, kind: SectionKind) -> SectionTemplate | None:
        """What the family says about a kind of section."""
        return next((section for section in self.sections if section.kind is kind), None)

    def find_heading(self, printed: str) -> SectionKind | None:
        """The kind of section that a line is the heading of, or None."""
        bare = _CONTINUED.sub("", printed)
        for section in self.sections:
            if label_key(bare) in section.headings.meanings:
                return section.kind
        return next((kind for section in self.sections if (kind := section.headings.find(bare)) is not None), None)

    def says_none_raised(self, text: str) -> bool:
        """Whether a text is a stated zero: `None raised.`, `N/A`, `-`."""
        return label_key(text) in self.none_raised


def load_templates(folder: Path | None = None) -> tuple[Template, ...]:
    """The packaged templates, and those of a folder of the user's own, which come first. Raises `TemplateInvalidError`."""
    packaged = sorted(
        (entry for entry in (resources.files("ingest") / "templates").iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    texts = [(path.name, path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))] if folder else []
    texts += [(entry.name, entry.read_text("utf-8")) for entry in packaged]
    templates = tuple(parse_template(text, source=name) for name, text in texts)
    names = [template.name for template in templates]
    for name in names:
        if names.count(name) > 1:
            raise TemplateInvalidError(f"two templates are called {name!r}; give each its own `name`")
    return templates


@lru_cache(maxsize=8192)
def label_key(printed: str) -> str:
    """A label without what may differ in print: `3. Key Discussion Items:` and `key discussion item` are the same."""
    text = unicodedata.normalize("NFKC", printed).replace("&", " and ")
    bare = _PLAIN_NUMBERING.sub("", _NUMBERING.sub("", text, count=1), count=1) or text
    return "".join(_singular(word) for word in _WORDS.findall(bare.casefold()))


def parse_template(text: str, *, source: str) -> Template:
    """A template from TOML text; source: the file name for messages. Raises `TemplateInvalidError`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateInvalidError(f"{source}: this is no TOML: {error}; mend the line it names") from error
    reader = _Reader(source)
    reader.allow_keys(
        data, {"name", "titles", "other_titles", "synthetic_marks", "none_raised", "header", "section", "groups"}, ""
    )
    sections = data.get("section")
    if not isinstance(sections, list) or not sections:
        raise reader.error("section", "at least one [[section]] is needed")
    parsed = tuple(_section(reader, section, number) for number, section in enumerate(sections, start=1))
    kinds = [section.kind for section in parsed]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise reader.error("section", f"kind {kind.value!r} is given twice; put all headings into one [[section]]")
    headings = [(heading, section.kind.value) for section in parsed for heading in section.headings.meanings]
    reader.refuse_doubles(headings, "headings")
    return Template(
        name=reader.text(data, "name"),
        titles=tuple(label_key(title) for title in reader.texts(data, "titles", needed=True)),
        other_titles=tuple(label_key(title) for title in reader.texts(data, "other_titles")),
        synthetic_marks=tuple(mark.casefold() for mark in reader.texts(data, "synthetic_marks")),
        none_raised=frozenset(label_key(phrase) for phrase in reader.texts(data, "none_raised")),
        header=_labels(reader, reader.table(data, "header"), HeaderField, "header"),
        sections=parsed,
        groups={code: tuple(reader.texts(reader.table(data, "groups"), code)) for code in data.get("groups", {})},
    )


def _section(reader: "_Reader", data: object, number: int) -> SectionTemplate:
    where = f"section {number}"
    if not isinstance(data, dict):
        raise reader.error(where, "a table was expected")
    reader.allow_keys(data, {"kind", "expected", "headings", "columns"}, where)
    try:
        kind = SectionKind(reader.text(data, "kind", where))
    except ValueError as error:
        raise reader.error(f"{where}.kind", f"expected one of {', '.join(SectionKind)}") from error
    expected = data.get("expected", False)
    if not isinstance(expected, bool):
        raise reader.error(f"{where}.expected", "expected true or false")
    headings = {label_key(heading): kind for heading in reader.texts(data, "headings", where, needed=True)}
    columns = _labels(reader, reader.table(data, "columns", where), Role, f"{where}.columns")
    needed = Role.NAME if kind is SectionKind.ATTENDEES else Role.TEXT
    if kind is not SectionKind.OTHER and needed not in columns.meanings.values():
        raise reader.error(f"{where}.columns", f"a column {needed.value!r} is needed")
    return SectionTemplate(kind=kind, expected=expected, headings=Labels(meanings=headings), columns=columns)


def _labels(reader: "_Reader", data: Mapping[str, object], meaning: type[E], where: str) -> Labels[E]:
    found: dict[str, E] = {}
    pairs: list[tuple[str, str]] = []
    for name in data:
        try:
            value = meaning(name)
        except ValueError as error:
            raise reader.error(f"{where}.{name}", f"unknown name; expected one of {', '.join(meaning)}") from error
        for label in reader.texts(data, name, where):
            pairs.append((label_key(label), name))
            found.setdefault(label_key(label), value)
    reader.refuse_doubles(pairs, where)
    return Labels(meanings=found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes checked values out of TOML data; its errors name the file and the key."""

    source: str

    def error(self, where: str, expected: str) -> TemplateInvalidError:
        return TemplateInvalidError(f"{self.source}: {where}: {expected}; docs/templates.md lists every key")

    def allow_keys(self, data: Mapping[str, object], known: set[str], where: str) -> None:
        for key in data:
            if key not in known:
                raise self.error(f"{where}.{key}".strip("."), f"unknown key; expected one of {', '.join(sorted(known))}")

    def text(self, data: Mapping[str, object], key: str, where: str = "") -> str:
        value = data.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{where}.{key}".strip("."), "a text was expected")
        return value

    def texts(self, data: Mapping[str, object], key: str, where: str = "", *, needed: bool = False) -> tuple[str, ...]:
        value = data.get(key, [])
        if (
            not isinstance(value, list)
            or not all(isinstance(item, str) and label_key(item) for item in value)
            or (needed and not value)
        ):
            raise self.error(f"{where}.{key}".strip("."), "a list of texts was expected")
        return tuple(value)

    def table(self, data: Mapping[str, object], key: str, where: str = "") -> Mapping[str, object]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            raise self.error(f"{where}.{key}".strip("."), "a table was expected")
        return value

    def refuse_doubles(self, pairs: Iterable[tuple[str, str]], where: str) -> None:
        seen: dict[str, str] = {}
        for key, name in pairs:
            if seen.setdefault(key, name) != name:
                raise self.error(where, f"the label {key!r} stands under both {seen[key]!r} and {name!r}; keep one")


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
