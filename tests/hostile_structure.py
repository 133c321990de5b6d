"""Files that are no PDF, PDFs whose structure is broken, and PDFs whose structure is an attack."""

import os
import random

from tests.attacks import (
    count_lies,
    deep_forms,
    dense_text,
    doubling_forms,
    encrypted,
    many_pages,
    open_socket,
    page_tree_deep,
    page_tree_loop,
    range_bomb,
    rules,
    shift_offsets,
    sparse,
    type3_loop,
    xref_stream_lies,
)
from tests.hostile_case import ANY, ANY_REFUSAL, TAKEN, Hostile, from_bytes
from tests.hostile_reports import from_report, report_bytes
from tests.raw_pdf import bomb, build, deflated, one_page, stream, text_lines


def not_pdfs() -> list[Hostile]:
    return [
        from_bytes("empty", b"", {"empty"}),
        from_bytes("text", b"Headline report of TMAG 006\n", {"not-a-pdf"}),
        from_bytes("html_renamed", b"<!doctype html><html><body>MHHS Headline Report</body></html>", {"not-a-pdf"}),
        from_bytes("word_renamed", b"PK\x03\x04\x14\x00\x06\x00word/document.xml" + bytes(200), {"not-a-pdf"}),
        from_bytes("image_renamed", b"\x89PNG\r\n\x1a\n" + bytes(300), {"not-a-pdf"}),
        from_bytes("only_header", b"%PDF-1.7\n%%EOF\n", {"damaged"}),
        from_bytes("zeros", bytes(5000), {"not-a-pdf"}),
        Hostile(name="sparse_60_mib", make=lambda path: sparse(path, 60 << 20), expected=frozenset({"too-large"})),
        Hostile(name="named_pipe", make=lambda path: os.mkfifo(path), expected=frozenset({"unreadable"})),
        Hostile(name="socket", make=open_socket, expected=frozenset({"unreadable"}), file_name="s.pdf"),
        Hostile(name="broken_link", make=lambda path: path.symlink_to("nowhere"), expected=frozenset({"unreadable"})),
        Hostile(name="link_to_itself", make=lambda path: path.symlink_to(path), expected=frozenset({"unreadable"})),
        Hostile(name="link_to_device", make=lambda path: path.symlink_to("/dev/zero"), expected=frozenset({"unreadable"})),
    ]


def broken_pdfs() -> list[Hostile]:
    whole = report_bytes
    repaired = TAKEN | {"damaged"}
    return [
        from_report("truncated_half", lambda data: data[: len(data) // 2], {"damaged"}),
        from_report("truncated_end", lambda data: data[:-300], {"damaged"}),
        from_report("wrong_startxref", lambda data: data.replace(b"startxref\n", b"startxref\n9"), repaired),
        from_report("wrong_offsets", shift_offsets, repaired),
        from_report("junk_before", lambda data: b"X-Junk: 1\r\n" * 60 + data, repaired),
        from_report("junk_after", lambda data: data + os.urandom(0) + b"\0junk" * 100, repaired),
        from_report("crlf_mangled", lambda data: data.replace(b"\n", b"\r\n"), ANY_REFUSAL | TAKEN),
        Hostile(name="encrypted", make=lambda path: encrypted(path, "secret"), expected=frozenset({"encrypted"})),
        Hostile(name="encrypted_open", make=lambda path: encrypted(path, ""), expected=TAKEN | {"encrypted"}),
        Hostile(name="spliced", make=lambda path: path.write_bytes(whole()[:9000] + whole()[3000:]), expected=ANY),
        from_bytes(
            "zero_pages",
            build({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
            {"damaged"},
        ),
        from_bytes("no_catalog", build({1: b"<< >>"}), {"damaged"}),
        from_bytes("page_tree_loop", page_tree_loop(), {"damaged"}),
        from_bytes(
            "page_is_its_own_kid",
            build({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"}),
            {"damaged"},
        ),
        from_bytes("page_tree_deep", page_tree_deep(3000), ANY_REFUSAL),
        from_bytes("count_lies", count_lies(), ANY_REFUSAL),
        from_bytes("xref_loop", one_page(stream(b"")).replace(b"/Root", b"/Prev 15 /Root"), ANY_REFUSAL),
        from_bytes("length_lies", one_page(stream(text_lines([b"hello"]), length=10**9)), ANY_REFUSAL),
        from_bytes("no_media_box", one_page(stream(text_lines([b"hello"])), page=b""), ANY_REFUSAL),
        from_bytes(
            "media_box_of_nothing", one_page(stream(text_lines([b"hello"])), page=b"/MediaBox [0 0 0 0]"), ANY_REFUSAL
        ),
        from_bytes(
            "media_box_of_words", one_page(stream(text_lines([b"hello"])), page=b"/MediaBox [/A (b) null true]"), ANY_REFUSAL
        ),
        from_bytes("unknown_filter", one_page(stream(b"abc", b"/Filter /Nonsense")), ANY_REFUSAL),
        from_bytes("forty_filters", one_page(stream(b"abc", b"/Filter [" + b"/FlateDecode " * 40 + b"]")), ANY_REFUSAL),
    ]


def hostile_pdfs() -> list[Hostile]:
    big = b"/Filter /FlateDecode"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
    loop = b"/Resources << /XObject << /X 10 0 R >> >> "
    return [
        from_bytes("bomb_200_mib", lambda: one_page(stream(bomb(200), big)), {"too-large"}),
        from_bytes("bomb_1_gib", lambda: one_page(stream(bomb(1024), big)), {"too-large"}, slow=True),
        from_bytes("bomb_just_allowed", lambda: one_page(stream(bomb(2), big)), ANY_REFUSAL, slow=True),
        from_bytes(
            "bomb_in_form",
            lambda: one_page(
                stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", extra={10: stream(bomb(300), form + big)}
            ),
            {"too-large"},
        ),
        from_bytes(
            "bomb_in_font_map",
            lambda: one_page(
                stream(text_lines([b"hello"]).replace(b"/F1", b"/F2")),
                resources=b"/Font << /F2 10 0 R >>",
                extra={
                    10: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 11 0 R >>",
                    11: stream(bomb(300, b"beginbfchar "), big),
                },
            ),
            {"too-large"},
        ),
        from_bytes("bomb_of_pages", lambda: many_pages(2000), {"too-large"}, slow=True),
        from_bytes("text_30000_lines", lambda: one_page(stream(dense_text(30_000))), {"too-large"}),
        from_bytes("rules_60000", lambda: one_page(stream(rules(60_000))), ANY_REFUSAL, slow=True),
        from_bytes("rules_600000", lambda: one_page(deflated(rules(600_000))), {"too-large"}),
        from_bytes("character_range_bomb", lambda: range_bomb(), {"too-large"}),
        from_bytes(
            "predictor_bomb",
            one_page(stream(bomb(1), big + b" /DecodeParms << /Predictor 12 /Columns 2000000000 >>")),
            ANY_REFUSAL,
            slow=True,
        ),
        from_bytes("xref_stream_size_lies", xref_stream_lies(), {"damaged"}),
        from_bytes("deep_arrays", one_page(stream(b"[" * 50_000 + b"]" * 50_000 + b" TJ")), ANY_REFUSAL),
        from_bytes(
            "deep_objects",
            build({1: b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 20_000 + b"]" * 20_000 + b" >>"}),
            ANY_REFUSAL,
        ),
        from_bytes("deep_states", one_page(stream(b"q " * 100_000 + text_lines([b"hello"]))), ANY_REFUSAL),
        from_bytes("deep_forms", deep_forms(400), ANY_REFUSAL),
        from_bytes(
            "form_in_itself",
            one_page(
                stream(b"/X Do"), resources=b"/XObject << /X 10 0 R >>", extra={10: stream(b"/X Do /X Do", form + loop)}
            ),
            ANY_REFUSAL,
        ),
        from_bytes("glyph_in_itself", type3_loop(), ANY_REFUSAL),
        from_bytes("forms_doubling", doubling_forms(24), {"too-large"}),
        from_bytes(
            "huge_coordinates",
            one_page(stream(b"1e30 0 0 1e30 1e30 1e30 cm 9e37 9e37 m -9e37 9e37 l S " + text_lines([b"far"]))),
            ANY_REFUSAL,
        ),
        from_bytes(
            "numbers_of_nonsense",
            one_page(stream(b"--1 0 m .. 5 l 99999999999999999999999 NaN re f (x) Tj 1 0 0 Tm")),
            ANY_REFUSAL,
        ),
        from_bytes("tiny_dashes", one_page(stream(b"[0.0001] 0 d 0 400 m 595 400 l S")), ANY_REFUSAL),
    ]


def flipped_pdfs() -> list[Hostile]:
    return [from_report(f"flipped_bytes_{seed}", lambda data, seed=seed: flip_bytes(data, seed), ANY) for seed in range(4)]


def flip_bytes(data: bytes, seed: int, count: int = 40) -> bytes:
    """The data with some bytes changed."""
    rng = random.Random(seed)
    flipped = bytearray(data)
    for _ in range(count):
        flipped[rng.randrange(len(flipped))] = rng.randrange(256)
    return bytes(flipped)
