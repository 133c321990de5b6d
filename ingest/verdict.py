"""How sure the answer to a question is that a page leaves open: one word or two, one row or two. Pure."""

from enum import Enum


class Verdict(Enum):
    """Whether two pieces are one. `LIKELY` and `UNLIKELY` are only the likelier reading, and become a problem."""

    YES = "yes"
    LIKELY = "likely"
    UNLIKELY = "unlikely"
    NO = "no"

    @property
    def joins(self) -> bool:
        """Whether the two are put together."""
        return self in (Verdict.YES, Verdict.LIKELY)

    @property
    def sure(self) -> bool:
        """Whether the document, or a dictionary, shows it."""
        return self in (Verdict.YES, Verdict.NO)
