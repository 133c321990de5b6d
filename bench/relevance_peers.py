"""Peers for `bench.relevance`, each as its own documentation would have one use it: title and text, any of the words."""

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from functools import partial

_STOP_WORDS = frozenset(
    """
    a an and are as at be but by can do does for from how i if in into is it no not of on or such that the their then there
    these they this to was what when who why will with
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
Docs = Sequence[tuple[str, str, str]]
_WORD = re.compile(r"[A-Za-z0-9]+")


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def plain_fts5(docs: Docs, depth: int, *, dropped: frozenset[str]) -> Callable[[str], Sequence[str]]:
    """SQLite FTS5 with the porter tokenizer and its bm25. dropped: words left out of a query that has others."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (title, body, tokenize = 'porter unicode61')")
    connection.executemany(
        "INSERT INTO t (rowid, title, body) VALUES (?, ?, ?)", [(row, each[1], each[2]) for row, each in enumerate(docs, 1)]
    )

    def rank(text: str) -> Sequence[str]:
        words = _words(text)
        words = [word for word in words if word not in dropped] or words
        if not words:
            return []
        expression = " OR ".join(f'"{word}"' for word in words)
        rows = connection.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ?", (expression, depth))
        return [docs[row[0] - 1][0] for row in rows]

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


def whoosh_of_one_field(docs: Docs, depth: int) -> Callable[[str], Sequence[str]]:
    """Whoosh as above, over title and body as one text."""
    return plain_whoosh([(key, "", f"{title} {body}") for key, title, body in docs], depth, boost=1.0)


def tantivy(
    docs: Docs, depth: int, *, tokenizer: str, fields: Sequence[str] = ("title", "body")
) -> Callable[[str], Sequence[str]]:
    """tantivy with a tokenizer of its own, over title and body or over both as one text."""
    import tantivy as engine

    builder = engine.SchemaBuilder()
    builder.add_integer_field("row", stored=True)
    for name in fields:
        builder.add_text_field(name, tokenizer_name=tokenizer)
    index = engine.Index(builder.build())
    writer = index.writer(num_threads=1)
    for row, (_key, title, body) in enumerate(docs):
        texts = {"title": title, "body": body} if len(fields) > 1 else {fields[0]: f"{title} {body}"}
        writer.add_document(engine.Document(row=row, **texts))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(text: str) -> Sequence[str]:
        query = index.parse_query(" ".join(_words(text)), list(fields))
        return [docs[searcher.doc(address)["row"][0]][0] for _score, address in searcher.search(query, depth).hits]

    return rank


def bm25s(docs: Docs, depth: int, *, k1: float) -> Callable[[str], Sequence[str]]:
    """bm25s with its English stop words and a Snowball stemmer."""
    import bm25s as engine
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    texts = [f"{title} {body}" for _key, title, body in docs]
    retriever = engine.BM25(method="lucene", k1=k1, b=0.75)
    retriever.index(engine.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def rank(text: str) -> Sequence[str]:
        tokens = engine.tokenize([text], stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)
        rows, scores = retriever.retrieve(tokens, k=min(depth, len(docs)), show_progress=False)
        return [docs[row][0] for row, score in zip(rows[0], scores[0], strict=True) if score > 0]

    return rank


Peer = Callable[[Docs, int], Callable[[str], Sequence[str]]]
PEERS: dict[str, Peer] = {
    "FTS5": partial(plain_fts5, dropped=frozenset()),
    "tantivy": partial(tantivy, tokenizer="en_stem"),
    "bm25s": partial(bm25s, k1=1.5),
    "Whoosh": partial(plain_whoosh, boost=1.0),
}
PEERS_IN_OTHER_SETTINGS: dict[str, Peer] = {
    "FTS5, no stop words": partial(plain_fts5, dropped=_STOP_WORDS),
    "tantivy, one field": partial(tantivy, tokenizer="en_stem", fields=("text",)),
    "tantivy, default": partial(tantivy, tokenizer="default"),
    "bm25s, k1 1.2": partial(bm25s, k1=1.2),
    "Whoosh, title x 1.5": partial(plain_whoosh, boost=1.5),
    "Whoosh, one field": whoosh_of_one_field,
}
