"""Words that carry little: dropped from a query when others are there. They are all indexed: `IT` alone finds IT."""

# Never needed beside other words.
STOP_WORDS = frozenset(
    """
    a about afterwards again all almost already also although always am among an and another any anybody anyone anything
    anywhere are as at away be became because become becomes been being both but by did do does each either else ever
    every for from had has have having he hence her here hers herself him himself his how however i if in indeed into is
    its itself just many me moreover much must my myself namely neither never nevertheless none nor nothing now nowhere
    of often on onto or other others otherwise our ours ourselves per perhaps quite rather really s she should since so
    some somehow someone something sometime sometimes somewhere still such t than that the their theirs them themselves
    then there thereby therefore these they this those though through throughout thus to together too toward towards
    until unto upon very via was we were what whatever when whenever where whereas wherever whether which while who
    whats whoever whole whom whose why with within would yet you your yours yourself yourselves
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

# Words that may be the point of a short query (IT systems, may not, get time), and carry little in a long one.
SOFT_STOP_WORDS = frozenset(
    """
    above across after against along around article articles before below between came can cannot come concerning could
    describe described describes discuss discussed discusses doing done down during find first further get gets give
    given gives go goes got happen happened happens information it keep know later latter least less let like made make
    makes may might mine more most mostly need needs new next no not off once one only out over own please regarding
    said same say saying says see seem seemed seems several shall show take taken takes tell thing things took under up
    us used uses using various well will without
    """.split()  # noqa: SIM905 - as above
)
LONG_QUERY = 4
_OPERATORS = ("AND", "OR", "NOT")  # in capitals for emphasis: those that are operators come here no more


def is_stop_word(word: str, printed: str, words: int, *, shouted: bool) -> bool:
    """Whether a word of a query of `words` words may be dropped. A word in capitals is meant: `IT`."""
    if printed.isupper() and len(printed) > 1 and not shouted and printed not in _OPERATORS:
        return False
    return word in STOP_WORDS or (word in SOFT_STOP_WORDS and words > LONG_QUERY)
