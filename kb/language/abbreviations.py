"""The editable table of abbreviations and compounds: reading it, and looking words up in it by stem."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kb.language.text import fold, stem, stems_of

FILE_NAME = "abbreviations.toml"
_SHIPPED = Path(__file__).with_name(FILE_NAME)


@dataclass(frozen=True, kw_only=True)
class Abbreviations:
    """What stands for what. meanings: abbreviation as printed -> its long forms. compounds: words also written as one.

    note: why the table in the data directory could not be used, else empty.
    """

    meanings: tuple[tuple[str, tuple[str, ...]], ...] = ()
    compounds: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def long_forms(self) -> dict[str, tuple[str, ...]]:
        """Stem of the abbreviation -> its long forms: `mpan` -> (`Meter Point Administration Number`,)."""
        forms: dict[str, tuple[str, ...]] = {}
        for short, longs in self.meanings:
            key = stem(fold(short))
            forms[key] = (*forms.get(key, ()), *longs)
        return forms

    @cached_property
    def short_forms(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Stems of a long form -> its abbreviations: (`data`, `work`, `group`) -> (`DWG`,)."""
        forms: dict[tuple[str, ...], tuple[str, ...]] = {}
        for short, longs in self.meanings:
            for long in longs:
                key = tuple(stems_of(long))
                forms[key] = (*forms.get(key, ()), short)
        return forms

    @cached_property
    def joined(self) -> dict[tuple[str, ...], str]:
        """Stems of a compound's parts -> the stem of the compound in one word: (`half`, `hour`) -> `halfhour`."""
        return {tuple(stems_of(each)): stem("".join(fold(word) for word in each.split())) for each in self.compounds}

    @cached_property
    def parted(self) -> dict[str, tuple[str, ...]]:
        """The other way round: `halfhour` -> (`half`, `hour`)."""
        return {whole: parts for parts, whole in self.joined.items()}

    @cached_property
    def longest(self) -> int:
        """The number of words of the longest long form or compound."""
        return max((len(key) for key in (*self.short_forms, *self.joined)), default=0)


NO_ABBREVIATIONS = Abbreviations()


class AbbreviationFile:
    """The table that applies to a data directory; it is read again when someone has edited it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._stamp = self._look()
        self._table = read_abbreviations(home)

    def table(self) -> Abbreviations:
        """The table as the file says it now."""
        stamp = self._look()
        if stamp != self._stamp:
            self._table, self._stamp = read_abbreviations(self._home), stamp
        return self._table

    def _look(self) -> tuple[int, int] | None:
        """What changes when the file does; None without a file."""
        try:
            status = (self._home / FILE_NAME).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size


def read_abbreviations(home: Path | None = None) -> Abbreviations:
    """The table in the data directory when there is one that can be read, else the one that comes with the product."""
    edited = home / FILE_NAME if home else None
    if edited is None or not edited.exists():
        return _parse(_SHIPPED.read_text(encoding="utf-8"))
    try:
        return _parse(edited.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError) as error:
        shipped = _parse(_SHIPPED.read_text(encoding="utf-8"))
        note = f"{edited}: not a table of abbreviations ({error}); the one that comes with the product is used"
        return Abbreviations(meanings=shipped.meanings, compounds=shipped.compounds, note=note)


def _parse(text: str) -> Abbreviations:
    table = tomllib.loads(text)
    for section in ("abbreviations", "compounds"):
        if not isinstance(table.get(section, {}), dict):
            raise TypeError(f"[{section}] is no table")
    meanings: list[tuple[str, tuple[str, ...]]] = []
    for short, longs in table.get("abbreviations", {}).items():
        listed = [longs] if isinstance(longs, str) else longs
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            raise TypeError(f"{short}: expected a list of long forms in quotes, found {longs!r}")
        meanings.append((short, tuple(listed)))
    compounds = table.get("compounds", {}).get("words", [])
    if not isinstance(compounds, list) or not all(isinstance(each, str) for each in compounds):
        raise TypeError(f"compounds: expected a list of words in quotes, found {compounds!r}")
    return Abbreviations(meanings=tuple(meanings), compounds=tuple(compounds))
