"""A synthetic archive for measuring search: records of invented meetings, words drawn with the skew of real prose.

Labelled as synthetic in every record's file name. Same size and seed, same records.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from kb.search.port import SearchDocument

GROUPS = tuple(f"{first}{second}G" for first in "ABCDEFGH" for second in "KLMNP")
KINDS = ("action", "decision", "raid", "discussion")
OWNERS = tuple(f"Party {number}" for number in range(350))
_SYLLABLES = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "or", "ul")]
WORDS_PER_RECORD = 95
VOCABULARY = 30_000


def words(seed: int = 7) -> list[str]:
    """The vocabulary, commonest first."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 2, 3, 3, 4))))] = None
    return list(found)


def documents(count: int, seed: int = 11) -> Iterator[SearchDocument]:
    """`count` records of about 95 words."""
    chance = random.Random(seed)
    vocabulary = words()
    weights = list(accumulate(1.0 / (place + 2.7) for place in range(VOCABULARY)))
    first = date(2005, 1, 1)
    for number in range(count):
        group = chance.choice(GROUPS)
        meeting = f"{group}{number // 40 % 200:02d}"
        kind = chance.choice(KINDS)
        size = max(5, int(chance.gauss(WORDS_PER_RECORD, 30)))
        printed = chance.choices(vocabulary, cum_weights=weights, k=size)
        owner = chance.choice(OWNERS)
        yield SearchDocument(
            record_id=f"synthetic-{number}",
            item_key=f"synthetic-{number if kind != 'action' else number // 2 * 2}",
            kind=kind,
            ref=f"{meeting}-{number % 40 + 1:02d}" if kind == "action" else "",
            meeting=meeting,
            group=group,
            meeting_date=first + timedelta(days=chance.randrange(7300)),
            area=" ".join(chance.choices(vocabulary, cum_weights=weights, k=3)),
            text=" ".join(printed),
            owner_raw=owner if kind == "action" else "",
            owners=(owner,) if kind == "action" else (),
            status=chance.choice(("open", "closed", "delivered")) if kind == "action" else "",
            raid_kind="risk" if kind == "raid" else "",
            due_date=first + timedelta(days=chance.randrange(7300)) if kind == "action" else None,
            issue_date=first,
            file_name="synthetic.pdf",
            page=1,
            report_id=f"{meeting}-synthetic",
        )
