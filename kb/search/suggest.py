"""Likelier spellings: the words that lie one letter away, and how far apart two words are. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from kb.language.text import stem

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def one_letter_away(word: str) -> Iterator[str]:
    """All that one slip makes of a word: a letter left out, swapped with the next, changed, or put in. In a fixed order."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    for at in range(len(word)):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at + 1 :]
    for at in range(len(word) + 1):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at:]


def distance(one: str, other: str, limit: int = 2) -> int:
    """The number of slips between two words, `limit` + 1 when there are more than `limit`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, its in enumerate(other, start=1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return min(above[-1], limit + 1)


class WordList:
    """A vocabulary in memory: words and in how many documents they are. Small ones only; the database has its own."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = words
        self._stems = {stem(word) for word in words}

    def knows(self, word: str) -> bool:
        """Whether the list has the word, or another form of it."""
        return word in self._words or stem(word) in self._stems

    def starting(self, prefix: str, limit: int) -> Sequence[str]:
        """Words that begin so, the commonest first."""
        return self._commonest((word for word in self._words if word.startswith(prefix)), limit)

    def near(self, word: str, limit: int) -> Sequence[str]:
        """The word, and words one letter away, the commonest first; failing these, words of the same beginning two away."""
        found = self._commonest({each for each in (word, *one_letter_away(word)) if each in self._words}, limit)
        return found or self._commonest((each for each in self._words if is_two_away(word, each)), limit)

    def _commonest(self, words: Iterator[str] | set[str], limit: int) -> list[str]:
        return sorted(words, key=lambda word: (-self._words[word], word))[:limit]


def is_two_away(word: str, other: str) -> bool:
    """Whether a long word may be a slip of two letters for another: both begin alike."""
    return len(word) >= 7 and word[:2] == other[:2] and distance(word, other) <= 2
