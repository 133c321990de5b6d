"""What a person gets from a search: meaning, order, closest hits, facets, snippets, suggestions."""

from datetime import date

import numpy as np
import pytest

from kb.errors import SearchIndexError
from kb.language.text import stems_of
from kb.search.feedback import with_first_ones_kept
from kb.search.port import Facet, SearchRequest, Sort
from kb.search.snippets import marks_of, snippet
from tests.search_corpus import TODAY, action, discussion, open_search

ARCHIVE = (
    action(1, "Provide detail on the test data generator and its stubs", area="Test data", owners=("PMO",)),
    action(1, "Provide detail on the test data generator and its stubs", record_id="a1b", meeting="TMAG07", status="closed",
           meeting_date=date(2022, 7, 13)),
    action(2, "Share the reports of the Data Working Group", owner_raw="Kate Goodman", owners=("Kate Goodman",)),
    action(3, "Plan the half-hourly migration of MPANs", group="MWG", meeting="MWG02", meeting_date=date(2021, 3, 1)),
    discussion(4, "Ofgem queried the migration outcome on consumer detriment, an issue for Ofgem", area="Migration"),
    discussion(5, "The Programme described IT systems. It may not change.", area="Systems", meeting_date=date(2021, 3, 1)),
    discussion(6, "Migration of the stubs was agreed", kind="decision", area="Decisions"),
)  # fmt: skip


@pytest.fixture(scope="module", params=["whoosh", "fts5"])
def find(request, tmp_path_factory):
    search = open_search(ARCHIVE, tmp_path_factory.mktemp("index"))

    def find(text, **more):
        return search.search(SearchRequest(text=text, today=TODAY, engine=request.param, **more))

    return find


def ids(result):
    return [hit.document.record_id for hit in result.hits]


def test_all_words_come_first_and_the_closest_follow_marked_as_such(find):
    result = find("migration stubs")
    assert not result.approximate
    assert (result.total, result.closest_total) == (1, 3)
    assert [hit.closest for hit in result.hits] == [False, True, True, True]
    assert ids(result)[0] == "d6"


def test_when_no_record_has_all_words_the_result_is_approximate(find):
    result = find("Ofgem stubs generator")
    assert result.approximate
    assert result.total == len(result.hits) == 3
    assert all(hit.closest for hit in result.hits)


def test_a_long_question_finds_its_answer_first(find):
    assert ids(find("what did Ofgem say about consumer detriment during the migration?"))[0] == "d4"


def test_words_that_follow_each_other_as_typed_rank_first(tmp_path):
    documents = [
        discussion(1, "Data for the cutover; a plan that nobody tests"),
        discussion(2, "A test data cutover plan nobody has"),
    ]
    for order in (documents, documents[::-1]):
        for engine in ("whoosh", "fts5"):
            search = open_search(order, tmp_path / f"{order[0].record_id}-{engine}")
            found = search.search(SearchRequest(text="test data", today=TODAY, engine=engine))
            assert ids(found) == ["d2", "d1"]


def test_the_closest_follow_until_the_page_is_full(find):
    assert find("migration", limit=1).closest_total == 0
    assert find("migration stubs", few=1).closest_total == 0
    assert find("migration stubs", few=2).closest_total == 3


def test_words_of_what_is_not_understood_only_order(find):
    assert find("migration status:stubs").total == find("migration").total == 3
    assert ids(find("migration status:stubs"))[0] == "d6"


def test_no_word_of_a_pasted_text_is_lost(find):
    asked = """Is it said that "generator of an issue is not -Ofgem at all, (or is it kind:unknown* of the 5" detriment IN
        the mean [time] when they do NOT plan for it?"""
    found = find(asked)
    assert found.approximate
    assert {"d4", "a1b", "a3"} <= set(ids(found))


def test_filters_of_alternatives_hold_for_the_closest_hits(find):
    hits = find("(Ofgem generator kind:action) OR (Ofgem stubs kind:action)").hits
    assert {hit.document.kind for hit in hits} == {"action"}


def test_filters_and_negations_hold_for_the_closest_hits_too(find):
    result = find("Ofgem stubs generator kind:action -data")
    assert (result.total, result.approximate) == (0, False)
    assert {hit.document.kind for hit in find("Ofgem stubs generator -kind:action").hits} == {"discussion", "decision"}


def test_an_item_of_several_meetings_is_one_hit_that_says_so(find):
    grouped, single = find("generator"), find("generator", grouped=False)
    assert (grouped.total, single.total) == (1, 2)
    assert grouped.hits[0].meetings == 2


def test_abbreviations_are_searched_both_ways_and_said_and_can_be_switched_off(find):
    short = find("DWG")
    assert ids(short) == ["a2"]
    assert short.also_searched == ("Data Working Group", "Design Working Group")
    assert "DWG" in find("data working group").also_searched
    assert find("DWG", expand=False).total == 0


def test_small_words_are_found_when_they_are_meant(find):
    for text in ("IT", "it", "may", "not", "IT systems", "may not"):
        assert "d5" in ids(find(text)), text


def test_a_misspelt_word_is_offered_in_likelier_spelling_and_its_records_are_the_closest(find):
    result = find("migraton outcome")
    assert result.suggestion == "migration outcome"
    assert result.approximate
    assert ids(result)[0] == "d4"
    assert find("genrator").suggestion == "generator"
    assert find("migration").suggestion == ""


def test_facets_count_hits_and_their_own_choice_does_not_narrow_them(find):
    everything = dict(find("migration OR generator OR systems").facets)
    assert {each.value: each.count for each in everything[Facet.KIND]} == {"action": 2, "discussion": 2, "decision": 1}
    assert {each.value: each.count for each in everything[Facet.GROUP]} == {"TMAG": 4, "MWG": 1}
    chosen = find("migration OR generator OR systems", narrowed=((Facet.KIND, ("action",)),))
    assert chosen.total == 2
    assert {each.value: each.count for each in dict(chosen.facets)[Facet.KIND]} == {
        "action": 2,
        "discussion": 2,
        "decision": 1,
    }
    assert {each.value: each.count for each in dict(chosen.facets)[Facet.GROUP]} == {"TMAG": 1, "MWG": 1}
    assert [each.value for each in dict(chosen.facets)[Facet.KIND] if each.chosen] == ["action"]
    assert {each.value for each in everything[Facet.OWNER]} == {"PMO"}
    assert {each.value for each in everything[Facet.YEAR]} == {"2021", "2022"}


def test_the_histogram_counts_hits_by_month_whatever_its_own_bounds(find):
    bars = {each.value: each.count for each in find("migration OR systems").histogram}
    assert bars == {"2021-03": 2, "2022-06": 2}
    bounded = find("migration OR systems", since=date(2022, 1, 1), until=date(2022, 12, 31))
    assert bounded.total == 2
    assert {each.value: each.count for each in bounded.histogram} == bars


def test_both_engines_give_the_same_scores(tmp_path):
    search = open_search(ARCHIVE, tmp_path / "index")
    for text in ("migration stubs", "Ofgem stubs generator", "half-hourly migration of the MPANs", "test data generator"):
        whoosh, fts5 = (search.search(SearchRequest(text=text, today=TODAY, engine=name)) for name in ("whoosh", "fts5"))
        assert [(hit.document.record_id, hit.score) for hit in whoosh.hits] == [
            (hit.document.record_id, pytest.approx(hit.score, abs=2e-4)) for hit in fts5.hits
        ]


def test_hits_come_in_the_order_asked_for_and_pages_fit_together(find):
    newest = [hit.document.meeting_date for hit in find("", sort=Sort.NEWEST, grouped=False).hits]
    assert newest == sorted(newest, reverse=True)
    oldest = [hit.document.meeting_date for hit in find("", sort=Sort.OLDEST, grouped=False).hits]
    assert oldest == sorted(oldest)
    for text in ("", "migration stubs", "migration OR stubs"):
        whole = ids(find(text, grouped=False))
        assert [key for start in range(0, 9, 2) for key in ids(find(text, grouped=False, offset=start, limit=2))] == whole


def test_a_topic_in_the_area_ranks_before_a_mention_in_passing(find):
    assert ids(find("migration"))[0] == "d4"


def test_searched_words_are_marked_in_stored_text_that_nobody_has_changed(find):
    hit = find("half-hourly MPAN").hits[0]
    assert "".join(segment.text for segment in hit.snippet) == hit.document.text
    assert [segment.text for segment in hit.snippet if segment.marked] == ["half-hourly", "MPANs"]


def test_an_owner_that_was_searched_is_shown(find):
    (hit,) = find("goodman").hits
    assert [segment.text for segment in hit.aside if segment.marked] == ["Goodman"]
    assert "".join(segment.text for segment in hit.snippet) == hit.document.text


@pytest.mark.parametrize("typed", ["tmag 6-1", "tmag 6/1", "TMAG0601", "TMAG.06.01", "tmag06 01", '"TMAG06-01"'])
def test_a_ref_that_the_archive_has_is_told_in_any_spelling(find, typed):
    result = find(typed)
    assert (result.ref, result.hits[0].document.ref, result.hits[0].closest) == ("TMAG06-01", "TMAG06-01", False)


def test_what_only_looks_like_a_ref_is_searched_as_words(find):
    assert find("pages 10-12").ref is None


def test_a_word_that_the_archive_writes_as_two_is_found(find):
    result = find("testdata")
    assert (result.suggestion, result.approximate) == ("test data", True)
    assert "".join(segment.text for segment in result.hits[0].snippet if segment.marked) == "test data"


def test_an_unknown_engine_is_refused_by_name():
    with pytest.raises(SearchIndexError, match="whoosh, fts5"):
        open_search(ARCHIVE, None).search(SearchRequest(text="stubs", today=TODAY, engine="altavista"))


def test_nothing_found_is_an_answer(find):
    result = find("xylophone")
    assert (result.total, result.hits, result.approximate) == (0, (), False)


def test_hostile_text_stays_text(find):
    for text in ('"', "'; DROP TABLE search_document; --", "a NEAR b", "text:x*", "{a b}", "^a", "\x00", "😀", "a" * 10_000):
        find(text)
    assert find("").total > 0


def test_a_snippet_shows_the_place_with_most_of_the_words():
    text = "one word " * 60 + "the stubs of the generator " + "another word " * 60
    shown = snippet(text, marks_of([("stub",), ("generat",)]))
    assert [segment.text for segment in shown if segment.marked] == ["stubs", "generator"]
    assert shown[0].text == "… "
    assert shown[-1].text == " …"
    assert sum(len(segment.text) for segment in shown) < 400


def test_a_phrase_is_marked_as_one_and_its_words_elsewhere_are_not():
    marks = marks_of([tuple(stems_of("data working group"))])
    shown = snippet("data for the Data Working Group and a group", marks)
    assert [segment.text for segment in shown if segment.marked] == ["Data Working Group"]


def test_feedback_leaves_the_first_three_where_they_are():
    before = np.array([1.0, 5.0, 4.0, 3.0, 2.0], np.float32)
    after = np.array([9.0, 1.0, 1.0, 1.0, 8.0], np.float32)
    kept = with_first_ones_kept(after, before)
    assert np.argsort(-kept).tolist() == [1, 2, 3, 0, 4]


MORE = (
    action(1, "Describe the stubs", owners=("Kate Goodman",), owner_raw="Kate Goodman"),
    action(2, "See also action TMAG06_01 of TMAG06-01", meeting_date=date(2021, 3, 1), group="MWG"),
    discussion(6, "Stubs were agreed", record_id="c6", kind="decision", meeting_date=date(2021, 3, 1)),
    discussion(7, "The stubs are late", record_id="r7", kind="raid", raid_kind="risk"),
    discussion(8, "The impact of BSC P413 on the plan"),
    discussion(9, "BSC P 413 was raised, P 413 again"),
)


@pytest.fixture(scope="module", params=["whoosh", "fts5"])
def find_more(request, tmp_path_factory):
    search = open_search(MORE, tmp_path_factory.mktemp("index"))

    def find(text, **more):
        return search.search(SearchRequest(text=text, today=TODAY, engine=request.param, **more))

    return find


def test_the_record_whose_ref_is_typed_comes_before_those_that_speak_of_it(find_more):
    for typed in ("TMAG06-01", "tmag06/01", "TMAG06_01", "TMAG 006 - 1"):
        result = find_more(typed)
        assert (result.ref, ids(result)[0]) == ("TMAG06-01", "a1"), typed


def test_a_ref_in_a_sentence_is_found_as_a_whole_and_an_unknown_one_by_its_meeting(find_more):
    assert ids(find_more("what is the latest on TMAG 06/01?"))[0] in ("a1", "a2")
    unknown = find_more("TMAG06-99")
    assert (unknown.ref, unknown.approximate) == (None, True)
    assert {hit.document.meeting for hit in unknown.hits} == {"TMAG06"}
    assert find_more("DCP 400").meeting is None
    assert find_more("TMAG 006").meeting == "TMAG06"


def test_two_words_that_the_archive_writes_as_one_are_offered_as_one(find):
    assert find("gene rator stubs").suggestion == "generator stubs"
    assert "a1b" in ids(find("gene rator stubs"))


def test_a_letter_and_a_number_are_found_in_one_word_and_in_two(find_more):
    assert set(ids(find_more("BSC P 413"))) == set(ids(find_more("BSC P413"))) == {"d8", "d9"}


def test_kinds_and_months_are_words_too(find_more):
    assert ids(find_more("risk stubs", few=1)) == ["r7"]
    assert ids(find_more("decisions March 2021", few=1)) == ["c6"]
    assert ids(find_more("what was decided on stubs in mar 2021?", few=1)) == ["c6"]


def test_a_filter_that_no_record_passes_is_left_out_and_the_rest_is_found(find_more):
    result = find_more("owner:goodmann stubs")
    assert "r7" in ids(result)
    (note,) = result.notes
    assert (note.start, note.end) == (0, 14)
    assert "no record has owner:goodmann" in note.reason
    assert "there is owner:goodman" in note.reason
    assert "there are MWG, TMAG" in find_more("stubs group:XYZ").notes[0].reason
    assert find_more("since:2031 stubs").total == find_more("stubs").total
    alone = find_more("owner:x")
    assert (alone.total, len(alone.notes)) == (0, 1)
    assert find_more("owner:goodman xylophone").notes == ()


def test_a_filter_is_offered_for_plain_words_and_a_name_keeps_its_capital(find_more):
    assert find_more("Goodman overdue").suggestion == "Goodman is:overdue"
    assert find_more("actions of Kate Goodmam").suggestion == "actions of Kate Goodman"


def test_what_has_all_words_comes_first_and_the_closest_follow_marked_as_such(find):
    question = find("Ofgem queried the migration outcome")
    assert (question.total, question.approximate) == (1, False)
    assert [hit.closest for hit in question.hits] == [False] + [True] * question.closest_total
    assert question.closest_total > 0


def test_facets_count_what_has_all_words(find):
    result = find("Ofgem queried the migration outcome")
    counts = {each.value: each.count for each in dict(result.facets)[Facet.KIND]}
    assert sum(counts.values()) == result.total == 1


def test_pages_of_a_question_fit_together(find):
    whole = ids(find("Ofgem queried the migration outcome stubs", grouped=False))
    pages = [ids(find("Ofgem queried the migration outcome stubs", grouped=False, offset=at, limit=1)) for at in range(5)]
    assert [key for page in pages for key in page] == whole


def test_when_no_record_has_all_words_the_closest_are_counted_once(find):
    result = find("Ofgem stubs generator")
    assert (result.total, result.closest_total) == (3, 0)
