"""The parts of hostile files that take more than a line: loops, lies and bombs in the structure of a PDF."""

import os
import socket
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.raw_pdf import build, one_page, stream, text_lines


def encrypted(path: Path, password: str) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption(password, ownerPassword="owner", strength=128))
    for at, line in enumerate(("MHHS Testing and Migration Advisory Group Headline Report", "Issue date: 17/06/22")):
        canvas.drawString(40, 800 - 20 * at, line)
    for at, line in enumerate(
        ("Meeting number: TMAG 006", "Date and time: 15 June 2022 1000-1200", "Actions", "None raised")
    ):
        canvas.drawString(40, 740 - 20 * at, line)
    canvas.save()


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(size)


def open_socket(path: Path) -> None:
    """Bound under a short relative name: the path of a socket has a length limit of its own."""
    here = Path.cwd()
    try:
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def shift_offsets(data: bytes) -> bytes:
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    return data[:start] + data[start:].replace(b" 00000 n", b" 00000 n").replace(b"00000", b"00001", 6)


def page_tree_loop() -> bytes:
    return build(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>",
        }
    )


def page_tree_deep(depth: int) -> bytes:
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth):
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1)
    objects[depth] = b"<< /Type /Page /MediaBox [0 0 595 842] >>"
    return build(objects)


def count_lies() -> bytes:
    return one_page(stream(text_lines([b"hello"]))).replace(b"/Count 1", b"/Count 1000000000")


def many_pages(count: int, content: bytes = stream(text_lines([b"MHHS Headline Report"] * 50))) -> bytes:
    """So many pages with the same content (a whole stream object)."""
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    return build(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            4: content,
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            **dict.fromkeys(range(10, 10 + count), page),
        }
    )


def dense_text(lines: int) -> bytes:
    return b"\n".join(
        b"BT /F1 1 Tf %d %.3f Td (line %d of a page) Tj ET" % (40 + at % 7, 840 - at * 0.028, at) for at in range(lines)
    )


def rules(count: int) -> bytes:
    return b"0.1 w " + b" ".join(b"%d %d m %d %d l S" % (at % 595, at % 842, at % 500 + 40, at % 842) for at in range(count))


def range_bomb() -> bytes:
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    cmap += b"1 beginbfrange <00000000> <7FFFFFFF> <0041> endbfrange endcmap end"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>"
    content = stream(text_lines([b"hello"]).replace(b"/F1", b"/F2"))
    return one_page(content, resources=b"/Font << /F2 10 0 R >>", extra={10: font, 11: stream(cmap)})


def xref_stream_lies() -> bytes:
    data = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    data += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    entries = b"/Type /XRef /W [1 2 1] /Root 1 0 R /Size 1000000000 /Index [0 1000000000]"
    return data + b"3 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(bytes(40), entries), len(data))


def deep_forms(depth: int) -> bytes:
    extra = {}
    for number in range(10, 10 + depth):
        inner = b"/Resources << /XObject << /X %d 0 R >> >>" % (number + 1)
        extra[number] = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] " + inner)
    extra[10 + depth] = stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]")
    return one_page(stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", extra=extra)


def doubling_forms(depth: int) -> bytes:
    """Each form draws the next one twice: two to the power of `depth` in all."""
    data = deep_forms(depth)
    doubled = data.replace(b"/Length 5 ", b"/Length 11 ").replace(b"stream\n/X Do\n", b"stream\n/X Do /X Do\n")
    return doubled.replace(b"startxref\n", b"startxref\n0")


def type3_loop() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] "
        b"/FirstChar 97 /LastChar 97 /Widths [1] "
        b"/Encoding << /Differences [97 /a] >> /CharProcs << /a 11 0 R >> /Resources << /Font << /F2 10 0 R >> >> >>"
    )
    glyph = stream(b"BT /F2 1 Tf (a) Tj ET")
    content = stream(b"BT /F2 10 Tf 40 700 Td (aaaa) Tj ET")
    return one_page(content, resources=b"/Font << /F2 10 0 R >>", extra={10: font, 11: glyph})
