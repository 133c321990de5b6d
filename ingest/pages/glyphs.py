"""What single characters of a PDF stand for: bullets, ligatures, marks of no width; and the glyph as a value. Pure."""

import re
import string
import unicodedata
from typing import NamedTuple

BULLET = "•"
SOFT_HYPHEN = "\u00ad"
LINE_END_HYPHEN = "\u2010"
UNREADABLE = "\ufffd"

# Symbol and Wingdings bullets live in the private use area; the others are what producers print for list marks.
BULLETS = frozenset("•◦▪●○■□▫‣⁃∙·➢➤►▶✓✔❖♦◆❑❒\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d\uf06f\uf071\uf0e0\uf0a8\uf06c\uf06e\uf077")
# Ordinary characters that are list marks only when a wide gap follows them at the start of a line.
WEAK_BULLETS = frozenset({"o", "–", "-", "—", "*", "\u2010"})

_QUOTES = {"8": "‘", "9": "’", "<": "“", "=": "”"}
_QUOTE_WIDTH = 0.72  # of a digit's width: a quote is narrower than that
_TRUE_DIGITS = frozenset("01234567")
_CID = re.compile(r"\(cid:(?P<code>\d+)\)")
# reportlab's default bullet in Helvetica has no character of its own.
_CID_BULLETS = frozenset({"127", "149", "183"})
_SPACES = frozenset(
    " \t\n\r\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
# The letters of a ligature with their two bytes swapped, as Ghostscript writes them: `ti` as U+7400 U+6900.
_SWAPPED = re.compile("[" + "".join(chr(ord(letter) << 8) for letter in string.ascii_letters) + "]")
_SWAPPED_AND_CUT = {"\u6600\ucf00": "ffi"}
_KEPT_AS_THEY_ARE = re.compile(r"[\x21-\x7e]+")


class Glyph(NamedTuple):
    """A drawn character (or ligature of several). base: y of the base line; text is a single space for any white space.

    struck: a line strikes it out.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    base: float
    struck: bool = False


def readable_text(raw: str) -> str:
    """What the characters of one glyph say: `ﬁ` is `fi`, any space is ` `, marks without width are nothing.

    Dashes and quotes stay as printed. Soft hyphens stay too, for whoever joins lines.
    """
    if _KEPT_AS_THEY_ARE.fullmatch(raw) and not raw.startswith("(cid:"):
        return raw
    if match := _CID.fullmatch(raw):
        return BULLET if match["code"] in _CID_BULLETS else UNREADABLE
    if len(raw) > 1 and _SWAPPED.match(raw[0]):
        return _SWAPPED_AND_CUT.get(raw) or "".join(chr(ord(character) >> 8) for character in raw)
    return "".join(_readable_character(character) for character in raw)


def mend_quotes(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs of a page with the curly quotes that Ghostscript calls digits and signs: `8x9` is `‘x’`, `<x=` is `“x”`.

    A quote is narrower than a digit; the double ones are told by how they stand, where no `>` speaks against it.
    """
    digits = sorted((glyph.x1 - glyph.x0) / glyph.size for glyph in glyphs if glyph.text in _TRUE_DIGITS and glyph.size)
    usual = digits[len(digits) // 2] if digits else 0.0
    texts = [glyph.text for glyph in glyphs]
    signs = texts.count("<") == texts.count("=") and ">" not in texts
    mended = list(glyphs)
    for index, glyph in enumerate(glyphs):
        before, after = texts[index - 1] if index else " ", texts[index + 1] if index + 1 < len(texts) else " "
        narrow = glyph.text in "89" and bool(glyph.size) and (glyph.x1 - glyph.x0) / glyph.size < _QUOTE_WIDTH * usual
        opens, closes = glyph.text == "<" and after[:1].isalpha(), glyph.text == "=" and before[:1].isalpha()
        if narrow or (signs and (opens or closes)):
            mended[index] = glyph._replace(text=_QUOTES[glyph.text])
    return mended


def _readable_character(character: str) -> str:
    if character in _SPACES:
        return " "
    if character in (SOFT_HYPHEN, UNREADABLE):
        return character
    if character == "\u2011":
        return "-"
    code = ord(character)
    if character in BULLETS and code >= 0xE000:
        return BULLET
    if 0xFB00 <= code <= 0xFB06 or 0xFF01 <= code <= 0xFF5E:
        return unicodedata.normalize("NFKC", character)
    category = unicodedata.category(character)
    return "" if category in ("Cc", "Cf", "Cs", "Cn") else character
