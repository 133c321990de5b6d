"""The words of the archive as the database keeps them: known words, words with a beginning, words one letter away."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from kb.language.text import stem
from kb.search.suggest import is_two_away, one_letter_away

_STARTING = """SELECT word FROM search_word WHERE word >= ? AND word < ? AND documents > 0
    ORDER BY documents DESC, word LIMIT ?"""
_AMONG = """SELECT word FROM search_word WHERE documents > 0 AND word IN (SELECT value FROM json_each(?))
    ORDER BY documents DESC, word LIMIT ?"""
_ALIKE = """SELECT word FROM search_word WHERE word >= ? AND word < ? AND documents > 0 AND length(word) BETWEEN ? AND ?
    ORDER BY documents DESC, word"""
_IS_THERE = "SELECT 1 FROM search_word WHERE word = ? AND documents > 0"
_LAST = "\U0010ffff"
_OTHER_FORMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fts5Vocabulary:
    """`kb.search.plan.Vocabulary` over the table `search_word`."""

    connection: sqlite3.Connection

    def knows(self, word: str) -> bool:
        """Whether the archive has the word, or another form of it."""
        if self.connection.execute(_IS_THERE, (word,)).fetchone():
            return True
        its_stem = stem(word)
        beginning = its_stem[:-1] if len(its_stem) > 3 else its_stem  # happy and happier share the stem happi
        return any(stem(each) == its_stem for each in self.starting(beginning, _OTHER_FORMS))

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Words that begin so, the commonest first."""
        return [row[0] for row in self.connection.execute(_STARTING, (prefix, prefix + _LAST, limit))]

    def near(self, word: str, limit: int) -> Sequence[str]:
        """The word, and words one letter away, the commonest first; failing these, words of the same beginning two away."""
        candidates = json.dumps([word, *one_letter_away(word)])
        found = [row[0] for row in self.connection.execute(_AMONG, (candidates, limit))]
        if found or len(word) < 7:
            return found
        start = word[:2]
        rows = self.connection.execute(_ALIKE, (start, start + _LAST, len(word) - 2, len(word) + 2))
        return [row[0] for row in rows if is_two_away(word, row[0])][:limit]
