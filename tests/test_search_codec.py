"""The posting lists as arrays agree with Whoosh's own way: its query objects over our codec, our arrays over its codec."""

import random
from collections import Counter

import numpy as np
import pytest
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import create_in
from whoosh.query import And, AndNot, Not, Or, Phrase, Prefix, Term
from whoosh.scoring import Frequency

from kb.errors import SearchIndexError
from kb.search import fts5_documents
from kb.search.analysis import tokens_of_document
from kb.search.catalogue import Catalogue
from kb.search.wanted import All, Any, Scored, Tokens, Without
from kb.search.whoosh_codec import PackedMatcher, PositionsFormat, read_postings
from kb.search.whoosh_index import WhooshIndex
from kb.search.whoosh_matching import OpenSegment, WhooshMatching
from kb.search.whoosh_storage import PlacedStorage
from kb.search.whoosh_writer import SCHEMA, WORDS
from tests.search_corpus import database, discussion

WORDS_USED = ("alpha", "beta", "gamma", "delta", "omega")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    chance = random.Random(3)
    documents = [
        discussion(number, " ".join(chance.choices(WORDS_USED, k=chance.randrange(1, 12)))) for number in range(200)
    ]
    connection = database(documents)
    catalogue = Catalogue.empty().extended(fts5_documents.read_facts(connection, 0), (), 1)
    directory = tmp_path_factory.mktemp("index")
    index = WhooshIndex(directory)
    matching = index.matching(catalogue, lambda numbers: fts5_documents.read_numbered(connection, numbers).values())
    assert matching is not None
    folder = directory / (directory / "CURRENT").read_text()
    return documents, matching, PlacedStorage(folder).open_index()


def tokens(*names: str) -> Tokens:
    return Tokens(tokens=names)


def term(name: str) -> Term:
    return Term(WORDS, name)


@pytest.mark.parametrize(
    ("ours", "whooshs"),
    [
        (tokens("alpha"), term("alpha")),
        (All(parts=(tokens("alpha"), tokens("beta"))), And([term("alpha"), term("beta")])),
        (Any(parts=(tokens("alpha"), tokens("omega"))), Or([term("alpha"), term("omega")])),
        (All(parts=(tokens("alpha"), Without(part=tokens("beta")))), AndNot(term("alpha"), term("beta"))),
        (Without(part=tokens("gamma")), Not(term("gamma"))),
        (tokens("alpha", "beta"), Phrase(WORDS, ["alpha", "beta"])),
        (tokens("beta", "beta"), Phrase(WORDS, ["beta", "beta"])),
        (tokens("gamma"), Prefix(WORDS, "gam")),
    ],
)
def test_our_arrays_and_whooshs_own_queries_find_the_same(archive, ours, whooshs):
    _documents, matching, index = archive
    found = matching.match(ours, ())
    with index.searcher(weighting=Frequency()) as searcher:
        expected = {matching.segments[0].facts.numbers[hit.docnum] for hit in searcher.search(whooshs, limit=None)}
    assert set(found.numbers.tolist()) == expected
    assert expected


def test_frequencies_and_positions_are_those_of_the_texts(archive):
    documents, _matching, index = archive
    reader = index.reader().leaf_readers()[0][0]
    matcher = reader.postings(WORDS, b"alpha")
    assert isinstance(matcher, PackedMatcher)
    while matcher.is_active():
        text = documents[matcher.id()].text.split()
        assert matcher.weight() == Counter(text)["alpha"]
        assert PositionsFormat().decode_positions(matcher.value()) == [at for at, word in enumerate(text) if word == "alpha"]
        matcher.next()
    reader.close()


def test_scores_are_bm25_as_the_formula_says(archive):
    documents, matching, _index = archive
    found = matching.match(tokens("alpha"), (Scored(tokens=("alpha",), weight=2.0),))
    beside = len(tokens_of_document(documents[0]).extras)  # the meeting, its month, the kind: as many for each
    lengths = [len(document.text.split()) + beside for document in documents]
    average, having = np.mean(lengths), sum("alpha" in document.text for document in documents)
    rarity = np.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
    for number, score in zip(found.numbers.tolist(), found.scores.tolist(), strict=True):
        often, length = documents[number - 1].text.split().count("alpha"), lengths[number - 1]
        expected = 1.1 * 2.0 * rarity * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length / average))
        assert score == pytest.approx(expected, rel=1e-4)


def test_an_index_in_whooshs_own_codec_is_read_through_its_public_interface(archive, tmp_path):
    """Should our codec have to go one day, nothing but speed goes with it."""
    _documents, matching, index = archive
    packed = index.reader().leaf_readers()[0][0]
    plain = create_in(tmp_path, SCHEMA)
    writer = plain.writer(codec=W3Codec())
    writer.perdocwriter.start_doc(0)
    for number in range(1, len(matching.segments[0].facts.numbers)):
        writer.perdocwriter.finish_doc()
        writer.perdocwriter.start_doc(number)
    writer.docnum = len(matching.segments[0].facts.numbers)
    for name in WORDS_USED:
        matcher = packed.postings(WORDS, name.encode())
        while matcher.is_active():
            writer.pool.add((WORDS, name.encode(), matcher.id(), matcher.weight(), matcher.value()))
            matcher.next()
    writer._added = True
    writer.commit()
    reader = plain.reader()
    segment = OpenSegment(segment_id="plain", reader=reader, facts=matching.segments[0].facts)
    other = WhooshMatching(segments=[segment], catalogue=matching.catalogue, opened_from=("", 0))
    for wanted in (tokens("alpha"), tokens("alpha", "beta"), All(parts=(tokens("gamma"), tokens("omega")))):
        scored = (Scored(tokens=("alpha",), weight=1.0),)
        ours, theirs = matching.match(wanted, scored), other.match(wanted, scored)
        assert ours.numbers.tolist() == theirs.numbers.tolist()
        assert ours.scores.tolist() == pytest.approx(theirs.scores.tolist())
    reader.close()
    packed.close()


def test_bytes_that_are_no_posting_list_are_refused():
    class File:
        def get(self, _position, length):
            return bytes(length)

    with pytest.raises(SearchIndexError, match="torn"):
        read_postings(File(), 0, (WORDS, b"alpha"))
