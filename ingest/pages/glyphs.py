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

_CID = re.compile(r"\(cid:(?P<code>\d+)\)")
# reportlab's default bullet in Helvetica has no character of its own.
_CID_BULLETS = frozenset({"127", "149", "183"})
_SPACES = frozenset(
    " \t\n\r\x0b\x0c\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
# The letters of a ligature with their two bytes swapped, as Ghostscript writes them: `ti` as U+7400 U+6900.
_SWAPPED = re.compile("[" + "".join(chr(ord(letter) << 8) for letter in string.ascii_letters) + "]")
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
    if len(raw) > 1 and all(_SWAPPED.match(character) for character in raw):
        return "".join(chr(ord(character) >> 8) for character in raw)
    return "".join(_readable_character(character) for character in raw)


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
