"""The picture of a page of an original, with the place of a row outlined."""

import io
import threading
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import streamlit as st
from PIL import Image, ImageDraw

from kb.records import Box

SCALE = 1.8
MAX_PIXELS = 12_000_000
_MARGIN = 3
_OUTLINE = (11, 100, 114)
_FILL = (255, 214, 90, 70)

_pdfium_lock = threading.Lock()  # PDFium must not be called from two threads at once


@st.cache_data(max_entries=200, show_spinner=False)
def page_image(path: Path, number: int, boxes: Sequence[Box]) -> bytes:
    """A PNG of the page (1-based), the boxes that lie on it outlined. Raises `ValueError` when it cannot be drawn."""
    picture = _render(path, number).convert("RGB")
    scale = picture.info["scale"]
    overlay = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(overlay)
    for box in boxes:
        if box.page == number:
            corners = (
                box.x0 * scale - _MARGIN,
                box.top * scale - _MARGIN,
                box.x1 * scale + _MARGIN,
                box.bottom * scale + _MARGIN,
            )
            draw.rectangle(corners, fill=_FILL, outline=_OUTLINE, width=3)
    shown = Image.alpha_composite(picture.convert("RGBA"), overlay).convert("RGB")
    target = io.BytesIO()
    shown.save(target, format="PNG", optimize=True)
    return target.getvalue()


def _render(path: Path, number: int) -> Image.Image:
    with _pdfium_lock:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise ValueError(f"{path.name}: {error}") from error
        try:
            if not 1 <= number <= len(document):
                raise ValueError(f"{path.name} has {len(document)} pages, not {number}")
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(SCALE, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
            picture: Image.Image = page.render(scale=scale).to_pil()
            picture.info["scale"] = scale
            return picture
        finally:
            document.close()
