"""A hostile file: how it is made, and which outcomes are right for it.

`ANY_REFUSAL` stands where only the attack matters: any named refusal will do, hanging, crashing or taking it in will not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TAKEN = frozenset({"added", "revised", "duplicate"})
ANY_REFUSAL = frozenset(
    {"unreadable", "empty", "not-a-pdf", "encrypted", "damaged", "too-large", "timeout", "no-text", "not-a-headline-report"}
)
ANY = ANY_REFUSAL | TAKEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """make: writes the file at a path. expected: kinds or codes of which one must come out. slow: more than a second."""

    name: str
    make: Callable[[Path], None]
    expected: frozenset[str]
    file_name: str = ""
    slow: bool = False
    has_problems: bool = False

    @property
    def printed_name(self) -> str:
        return self.file_name or f"{self.name}.pdf"


def from_bytes(
    name: str, data: bytes | Callable[[], bytes], expected: frozenset[str] | set[str], *, slow: bool = False
) -> Hostile:
    def make(path: Path) -> None:
        path.write_bytes(data if isinstance(data, bytes) else data())

    return Hostile(name=name, make=make, expected=frozenset(expected), slow=slow)
