"""`bench.relevance` takes test collections in the spellings they come in, and measures as trec_eval does."""

import json
import math

import pytest

from bench.relevance import measure, open_product, product_ranking
from bench.relevance_collection import Collection, read_collection

DOCS = (
    {"_id": "MED-10", "title": None, "text": "Statin use \u2028 after a diagnosis of breast cancer"},
    {"id": 2, "title": "Only a title"},
    {"id": "a/b:c#1", "title": "Na\u00efve Bayes", "text": "caf\u00e9 \u03b2-amyloid, 2,4-dinitrophenol, p<0.05, H2O"},
    {"id": "2", "title": "said again", "text": "and not read"},
    {"id": "empty", "title": "", "text": ""},
)


def write(folder, queries, qrels, docs=DOCS):
    lines = [json.dumps(doc, ensure_ascii=False) for doc in docs]
    lines.append(json.dumps({"id": "half", "text": "half \ud800 a character, \u0000 and none"}))
    (folder / "docs.jsonl").write_bytes("\r\n".join(("\ufeff" + lines[0], *lines[1:], "", "")).encode())
    (folder / "queries.tsv").write_bytes(("\ufeff" + "\r\n".join(queries)).encode())
    (folder / "qrels.txt").write_bytes(qrels.encode())
    return folder


def test_a_collection_is_read_as_it_comes(tmp_path):
    queries = ("q1\tbreast cancer: what is known?", "q 2\ta tab\tin it", "q3 no tab", "q4\t ")
    found = read_collection(write(tmp_path, queries, "q1 0 MED-10 2\r\nq1 0 gone 1\nq1 0 2 0\nq1 0 half -1\n"))
    assert [doc[0] for doc in found.docs] == ["MED-10", "2", "a/b:c#1", "empty", "half"]
    assert found.docs[1] == ("2", "Only a title", "")
    assert found.docs[4][2] == "half ? a character, \u0000 and none"
    assert found.queries == {"q1": "breast cancer: what is known?", "q 2": "a tab\tin it", "q3": "no tab"}
    assert found.relevant == {"q1": {"MED-10": 2.0, "gone": 1.0}}
    assert found.absent == 1


@pytest.mark.parametrize(
    "qrels",
    [
        "query-id\tcorpus-id\tscore\nq1\ta/b:c#1\t1\n",
        "q1 0 a/b:c#1 1\n",
        "q1\tQ0\ta/b:c#1\t1",
        "\ufeffq1  0   a/b:c#1    1.0  \r\n\r\nq1\r\n",
    ],
)
def test_judgements_are_read_in_every_form(tmp_path, qrels):
    assert read_collection(write(tmp_path, (), qrels)).relevant == {"q1": {"a/b:c#1": 1.0}}


def test_the_measures_are_those_of_trec_eval():
    collection = Collection(name="c", docs=[], queries={"q": "x"}, relevant={"q": {"a": 2, "b": 1, "c": 1}}, absent=0)
    quality = measure(collection, lambda _text: ["b", "x", "a", "b"])
    ideal = 2 + 1 / math.log2(3) + 1 / 2
    assert quality.ndcg_at_10 == pytest.approx((1 + 2 / 2) / ideal)
    assert quality.average_precision == pytest.approx((1 + 2 / 3) / 3)
    assert quality.recall_at_20 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "text",
    [
        "covid-19: what is the statin?", "is statin use OR cancer NOT -known", "statin \" (", "use:statin cancer*",
        "statin AND", "2,4-dinitrophenol p<0.05 statin",
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["whoosh", "fts5"])
def test_a_query_that_looks_like_an_expression_still_finds_its_answer(search, text, engine):
    assert "MED-10" in product_ranking(search, engine)(text)


@pytest.fixture(scope="module")
def search(tmp_path_factory):
    folder = tmp_path_factory.mktemp("collection")
    return open_product(read_collection(write(folder, ("q1\tx",), "q1 0 2 1")), folder)
