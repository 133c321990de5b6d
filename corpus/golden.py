"""Fills the page numbers into golden records: looks up on which page of a made PDF each row starts."""

import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2

HEADS = (60, 22, 12)  # characters of a text to look for: fewer when a page break cuts it


def with_pages(golden: dict[str, Any], pdf: Path) -> dict[str, Any]:
    """The golden records with `pages` and, for every row, the 1-based `page` on which it starts.

    The letters and digits of all pages are laid in one row, and the beginnings of the rows' texts are looked for in printed
    order. Raises LookupError when a text is not in the PDF: then the renderer lost something.
    """
    pages = [_squeeze(text) for text in _page_texts(pdf)]
    starts = [sum(map(len, pages[:at])) for at in range(len(pages))]
    everything = "".join(pages)
    place = 0
    for section in ("actions", "decisions", "raid", "discussion"):
        for row in golden[section]:
            text = _squeeze(row["text"])
            found = _first([everything.find(text[:head], place) for head in HEADS])
            if found < 0:
                raise LookupError(f"{pdf.name}: {row['text'][:60]!r} is not printed after character {place}")
            place = found + len(text)
            row["page"] = max(at for at, start in enumerate(starts, start=1) if start <= found)
    return golden | {"file": pdf.name, "pages": len(pages)}


def _first(places: list[int]) -> int:
    """Where a text begins: where a long head is found first (a page break may cut the longest), else a short one; -1."""
    long = [place for place in places[:-1] if place >= 0]
    return min(long) if long else places[-1]


def _page_texts(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def _squeeze(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
