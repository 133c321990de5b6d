"""Peers for `bench.relevance`, each as its own documentation would have one use it: title and text, any of the words."""

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from functools import partial

Docs = Sequence[tuple[str, str, str]]
_WORD = re.compile(r"[A-Za-z0-9]+")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def plain_fts5(docs: Docs, depth: int) -> Callable[[str], Sequence[str]]:
    """SQLite FTS5 with the porter tokenizer and its bm25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (title, body, tokenize = 'porter unicode61')")
    connection.executemany(
        "INSERT INTO t (rowid, title, body) VALUES (?, ?, ?)", [(row, each[1], each[2]) for row, each in enumerate(docs, 1)]
    )

    def rank(text: str) -> Sequence[str]:
        expression = " OR ".join(f'"{word}"' for word in _words(text))
        rows = connection.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (expression, depth))
        return [docs[row[0] - 1][0] for row in rows] if expression else []

    return rank


def plain_whoosh(docs: Docs, depth: int, *, boost: float) -> Callable[[str], Sequence[str]]:
    """Whoosh with its stemming analyzer, BM25F and any of the words, in title and body."""
    from whoosh import fields
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.index import create_in
    from whoosh.qparser import MultifieldParser, OrGroup

    analyzer = StemmingAnalyzer()
    schema = fields.Schema(
        key=fields.STORED, title=fields.TEXT(analyzer=analyzer, field_boost=boost), body=fields.TEXT(analyzer=analyzer)
    )
    index = create_in(tempfile.mkdtemp(), schema)
    writer = index.writer()
    for key, title, body in docs:
        writer.add_document(key=key, title=title, body=body)
    writer.commit()
    searcher = index.searcher()
    parser = MultifieldParser(["title", "body"], schema, group=OrGroup)

    def rank(text: str) -> Sequence[str]:
        return [hit["key"] for hit in searcher.search(parser.parse(" ".join(_words(text))), limit=depth)]

    return rank


def tantivy(docs: Docs, depth: int) -> Callable[[str], Sequence[str]]:
    """tantivy with its English stemmer."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_integer_field("row", stored=True)
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("body", tokenizer_name="en_stem")
    index = engine.Index(builder.build())
    writer = index.writer(num_threads=1)
    for row, (_key, title, body) in enumerate(docs):
        writer.add_document(engine.Document(row=row, title=title, body=body))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(text: str) -> Sequence[str]:
        query = index.parse_query(" ".join(_words(text)), ["title", "body"])
        return [docs[searcher.doc(address)["row"][0]][0] for _score, address in searcher.search(query, depth).hits]

    return rank


def bm25s(docs: Docs, depth: int) -> Callable[[str], Sequence[str]]:
    """bm25s with its English stop words and a Snowball stemmer."""
    import bm25s as engine
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    texts = [f"{title} {body}" for _key, title, body in docs]
    retriever = engine.BM25(method="lucene", k1=1.2, b=0.75)
    retriever.index(engine.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def rank(text: str) -> Sequence[str]:
        tokens = engine.tokenize([text], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
        rows, scores = retriever.retrieve(tokens, k=min(depth, len(docs)), show_progress=False)
        return [docs[row][0] for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    return rank


PEERS: dict[str, Callable[[Docs, int], Callable[[str], Sequence[str]]]] = {
    "FTS5": plain_fts5,
    "Whoosh": partial(plain_whoosh, boost=1.0),
    "Whoosh, title x 1.5": partial(plain_whoosh, boost=1.5),
    "tantivy": tantivy,
    "bm25s": bm25s,
}
