"""Ranking the closest hits by what the best of them have in common: words that go with the words asked for. Pure.

A question in half-remembered words (`when was the quality of the data discussed with suppliers`) shares few words with its
answer. The ten closest documents show which others belong to the topic. These words only order the closest hits: none is
found by them alone. The first three stay where they are: whoever asks for one known record has it there already, and whoever
asks for all on a topic reads on. Queries of a few words are left alone (they say what they want), and paragraphs too (they
say it all). Measured in bench/README.md.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from kb.search.port import Scores
from kb.search.stopwords import SOFT_STOP_WORDS, STOP_WORDS
from kb.search.wanted import Scored

TOP = 10
_STAYING = 3
_FEWEST_TERMS, _MOST_TERMS = 4, 20
_CANDIDATES = 60
_ADDED = 20
_SHARE_ASKED = 0.7
_LEAST_RARITY = 1.6  # what every fifth document has says nothing, and is dear to look up
_LITTLE_WORDS = STOP_WORDS | SOFT_STOP_WORDS


def wants_feedback(scored: Sequence[Scored]) -> bool:
    """Whether a query is one that gains: neither a few words, nor a paragraph."""
    return _FEWEST_TERMS <= sum(len(each.tokens) == 1 for each in scored) <= _MOST_TERMS


def with_feedback(
    scored: Sequence[Scored], best: Sequence[tuple[float, Sequence[str]]], rarity: Callable[[str], float]
) -> tuple[Scored, ...]:
    """The scored terms with those that the best documents share. best: score and tokens of each; rarity: of a token."""
    whole = sum(score for score, _tokens in best)
    shares: dict[str, float] = {}
    documents: Counter[str] = Counter()
    for score, tokens in best:
        for token, count in Counter(tokens).items():
            shares[token] = shares.get(token, 0.0) + score / whole * count / len(tokens)
            documents[token] += 1
    common = [(share, token) for token, share in shares.items() if documents[token] > 1 and _is_word(token)]
    likeliest = sorted(common, reverse=True)[:_CANDIDATES]
    rare = [(share, told, token) for share, token in likeliest if (told := rarity(token)) > _LEAST_RARITY]
    weighed = sorted(((share * told, token) for share, told, token in rare), reverse=True)[:_ADDED]
    total = sum(weight for weight, _token in weighed)
    if not total:
        return tuple(scored)
    asked = sum(each.weight for each in scored)
    weights = {each.tokens: _SHARE_ASKED * each.weight / asked for each in scored}
    for weight, token in weighed:
        weights[(token,)] = weights.get((token,), 0.0) + (1 - _SHARE_ASKED) * weight / total
    return tuple(Scored(tokens=tokens, weight=weight * asked) for tokens, weight in weights.items())


def with_first_ones_kept(scores: Scores, before: Scores) -> Scores:
    """The new scores, but the documents that came first before come first still."""
    first = highest(before, _STAYING)
    kept = scores.copy()
    kept[first] = scores.max(initial=0.0) + before[first]
    return kept


def highest(scores: Scores, count: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.intp]]":
    """Where the `count` highest scores are, highest first; of equal ones the earlier first."""
    if count < len(scores):
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        among = np.flatnonzero(scores >= least)
    else:
        among = np.arange(len(scores))
    return among[np.argsort(-scores[among], kind="stable")[:count]]


def _is_word(token: str) -> bool:
    return len(token) > 2 and token.isalpha() and token not in _LITTLE_WORDS
