"""Writes PDFs by hand, object by object, so that each part of them can be wrong in exactly one way."""

import zlib

Objects = dict[int, bytes]


def build(objects: Objects, *, trailer: bytes = b"", size: int | None = None) -> bytes:
    """A PDF file with these objects; number 1 is the catalog. `trailer` is added to the trailer's dictionary."""
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    offsets: dict[int, int] = {}
    for number, body in objects.items():
        offsets[number] = sum(map(len, parts))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    highest = max(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % highest)
    for number in range(1, highest):
        entry = b"%010d 00000 n \n" % offsets[number] if number in offsets else b"0000000000 65535 f \n"
        parts.append(entry)
    parts.append(b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size or highest, trailer, start))
    return b"".join(parts)


def stream(data: bytes, entries: bytes = b"", *, length: int | None = None) -> bytes:
    """A stream object; `length` may lie."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data) if length is None else length, entries, data)


def deflated(data: bytes, entries: bytes = b"") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def bomb(mebibytes: int, filler: bytes = b"0 0 m ") -> bytes:
    """Deflated bytes that inflate to so many MiB."""
    packer = zlib.compressobj(9)
    block = (filler * (1 + (1 << 20) // len(filler)))[: 1 << 20]
    return b"".join([*(packer.compress(block) for _ in range(mebibytes)), packer.flush()])


def one_page(
    content: bytes,
    *,
    resources: bytes = b"",
    page: bytes = b"/MediaBox [0 0 595 842]",
    extra: Objects | None = None,
    catalog: bytes = b"",
) -> bytes:
    """A PDF of one page. content: a whole stream object. Font /F1 is Helvetica; `extra` objects begin at number 10."""
    fonts = b"/Font << /F1 5 0 R >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R /Resources << %s %s >> >>" % (page, fonts, resources),
        4: content,
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    return build(objects | (extra or {}))


def text_lines(lines: list[bytes], *, x: int = 40, top: int = 800, leading: int = 12) -> bytes:
    """Drawing commands that print lines of text."""
    shown = b" ".join(b"(%s) Tj 0 -%d Td" % (line, leading) for line in lines)
    return b"BT /F1 10 Tf %d %d Td %s ET" % (x, top, shown)
