"""All broken and hostile files that the product is tried on."""

from tests.hostile_case import Hostile
from tests.hostile_reports import odd_contents, odd_names, other_documents
from tests.hostile_structure import broken_pdfs, flipped_pdfs, hostile_pdfs, not_pdfs


def hostile_files() -> tuple[Hostile, ...]:
    """All of them, quick ones first."""
    every = [
        *not_pdfs(),
        *broken_pdfs(),
        *hostile_pdfs(),
        *odd_contents(),
        *other_documents(),
        *odd_names(),
        *flipped_pdfs(),
    ]
    return tuple(sorted(every, key=lambda each: each.slow))
