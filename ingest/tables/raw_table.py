"""Tables as found on pages: rows of cells with their lines, before anyone puts texts together. Pure values."""

from dataclasses import dataclass

from ingest.document import Cell
from ingest.tables.columns import ColumnTitles


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """A row as found: for each column its cells, one for each page that the row stands on.

    doubtful: it begins a page, and whether it goes on with the row before was a close call.
    """

    parts: tuple[tuple[Cell, ...], ...]
    pages: tuple[int, ...]
    doubtful: bool = False

    def text(self, column: int) -> str:
        """What a column says, lines put together with spaces."""
        return " ".join(line.text for part in self.parts[column] for line in part.lines)

    @property
    def texts(self) -> tuple[str, ...]:
        """What the row says, column by column."""
        return tuple(self.text(column) for column in range(len(self.parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A table as found, on one page or, joined, on several.

    titles: its column titles, when its first rows hold them. head: how many rows they take, with a section's heading above.
    ruled: rules draw its grid. rows_told: no rules part its rows; they were told from refs and white space.
    """

    page: int
    rows: tuple[RawRow, ...]
    edges: tuple[float, ...]
    open_top: bool = False
    open_bottom: bool = False
    titles: ColumnTitles | None = None
    head: int = 0
    ruled: bool = True
    rows_told: bool = False
