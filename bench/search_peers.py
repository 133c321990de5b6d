# ruff: noqa: S608 - statements are put together from constants of this module
"""Raw FTS5 and tantivy for `bench.search`: the same records and questions, used as one would use them by hand."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.synthetic import GROUPS, KINDS
from kb.search.port import SearchDocument
from kb.search.suggest import distance

if TYPE_CHECKING:
    from bench.search import Question

_FACETS = ("kind", "grp", "owner", "status", "year")


class RawFts5:
    """A table, an FTS5 index over it, SQL for the rest."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = NORMAL")
        self.connection.execute("CREATE TABLE doc (id INTEGER PRIMARY KEY, kind, grp, owner, status, day, year, area, body)")
        self.connection.execute(
            "CREATE VIRTUAL TABLE fts USING fts5"
            " (area, body, content = 'doc', content_rowid = 'id', tokenize = 'porter unicode61')"
        )
        self.connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (fts, row)")

    def write(self, records: Sequence[SearchDocument]) -> None:
        """Write rows and index in one transaction."""
        self.connection.execute("BEGIN")
        for number, each in enumerate(records, 1):
            day = str(each.meeting_date)
            row = (number, each.kind, each.group, each.owner_raw, each.status, day, day[:4], each.area, each.text)
            self.connection.execute("INSERT INTO doc VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            self.connection.execute("INSERT INTO fts (rowid, area, body) VALUES (?, ?, ?)", (number, each.area, each.text))
        self.connection.execute("COMMIT")

    def ask(self, question: "Question") -> int:
        """Twenty hits with snippets, and the counts of five facets."""
        expression = self._expression(question)
        where, parameters = "fts MATCH ?", [expression]
        if question.kind:
            where += " AND doc.kind = ? AND doc.day BETWEEN ? AND ?"
            parameters += [question.kind, str(question.first), str(question.last)]
        order = "doc.day DESC" if question.by_date else "bm25(fts)"
        needs_row = bool(question.kind) or question.by_date
        source = "fts JOIN doc ON doc.id = fts.rowid" if needs_row else "fts"
        hits = self.connection.execute(
            f"SELECT fts.rowid, snippet(fts, 1, '[', ']', '…', 30) FROM {source} WHERE {where} ORDER BY {order} LIMIT 20",
            parameters,
        ).fetchall()
        counts = " UNION ALL ".join(f"SELECT '{each}', {each}, count(*) FROM found GROUP BY 2" for each in _FACETS)
        found = f"SELECT {', '.join(_FACETS)} FROM fts JOIN doc ON doc.id = fts.rowid WHERE {where}"
        self.connection.execute(f"WITH found AS MATERIALIZED ({found}) {counts}", parameters).fetchall()
        return len(hits)

    def _expression(self, question: "Question") -> str:
        quoted = [f'"{term}"' for term in question.terms]
        match question.shape:
            case "any" | "question":
                return " OR ".join(quoted)
            case "phrase":
                return '"' + " ".join(question.terms) + '"'
            case "prefix":
                return f"{quoted[0]} *"
            case "fuzzy":
                asked = question.terms[0]
                known = self.connection.execute("SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ?",
                                                (len(asked) - 1, len(asked) + 1))  # fmt: skip
                near = [f'"{row[0]}"' for row in known if distance(asked, row[0], 1) <= 1]
                return " OR ".join(near) or '"nothing"'
            case _:
                return " ".join(quoted)


class Tantivy:
    """tantivy with fast fields for facets and dates."""

    def __init__(self, path: Path) -> None:
        import tantivy

        self.tantivy = tantivy
        path.mkdir()
        builder = tantivy.SchemaBuilder()
        for name in ("kind", "grp", "owner", "status"):
            builder.add_text_field(name, stored=True, tokenizer_name="raw", fast=True)
        builder.add_integer_field("day", stored=True, indexed=True, fast=True)
        builder.add_integer_field("year", stored=True, indexed=True, fast=True)
        builder.add_text_field("area", stored=True, tokenizer_name="en_stem")
        builder.add_text_field("body", stored=True, tokenizer_name="en_stem")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema, path=str(path))

    def write(self, records: Sequence[SearchDocument]) -> None:
        """Index all records with one thread."""
        writer = self.index.writer(num_threads=1)
        for each in records:
            day = each.meeting_date
            assert day is not None
            writer.add_document(
                self.tantivy.Document(
                    kind=each.kind,
                    grp=each.group,
                    owner=each.owner_raw,
                    status=each.status,
                    day=day.toordinal(),
                    year=day.year,
                    area=each.area,
                    body=each.text,
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, question: "Question") -> int:
        """Twenty hits with snippets, and the counts of five facets."""
        query = self._query(question)
        options = {"order_by_field": "day"} if question.by_date else {}
        result = self.searcher.search(query, 20, **options)
        maker = self.tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "body")
        for _score, address in result.hits:
            maker.snippet_from_doc(self.searcher.doc(address))
        sizes = {"kind": len(KINDS), "grp": len(GROUPS), "owner": 40, "status": 5, "year": 25}
        wanted = {name: {"terms": {"field": name, "size": size}} for name, size in sizes.items()}
        self.searcher.aggregate(query, wanted)
        return len(result.hits)

    def _query(self, question: "Question") -> object:
        parse = self.index.parse_query
        terms, fields = question.terms, ["area", "body"]
        query = self.tantivy.Query
        occur = self.tantivy.Occur
        match question.shape:
            case "any" | "question":
                text = parse(" ".join(terms), fields)
            case "phrase":
                text = parse('"' + " ".join(terms) + '"', fields)
            case "prefix":
                text = query.regex_query(self.schema, "body", f"{terms[0]}.*")
            case "fuzzy":
                text = query.fuzzy_term_query(self.schema, "body", terms[0], distance=1, transposition_cost_one=True)
            case _:
                text = parse(" ".join(terms), fields, conjunction_by_default=True)
        if not question.kind:
            return text
        assert question.first is not None
        assert question.last is not None
        kind = query.term_query(self.schema, "kind", question.kind)
        days = query.range_query(
            self.schema, "day", self.tantivy.FieldType.Integer, question.first.toordinal(), question.last.toordinal()
        )
        return query.boolean_query([(occur.Must, text), (occur.Must, kind), (occur.Must, days)])
