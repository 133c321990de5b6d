"""Words that carry little: dropped from a query when others are there. They are all indexed: `IT` alone finds IT."""

# Never needed beside other words.
STOP_WORDS = frozenset(
    """
    a about above across after afterwards again against all almost along already also although always am among an and
    another any anybody anyone anything anywhere are around as at away be became because become becomes been before being
    below between both but by came come could did do does doing done down during each either else ever every for from
    further get gets give given gives go goes got had has have having he hence her here hers herself him himself his how
    however i if in indeed into is its itself just keep latter least less let like made make makes many me mine more
    moreover most mostly much must my myself namely neither never nevertheless none nor nothing now nowhere of often on
    once one only onto or other others otherwise our ours ourselves own per perhaps please quite rather really regarding s
    same say saying says said see seem seemed seems several she should since so some somehow someone something sometime
    sometimes somewhere still such t than that the their theirs them themselves then there thereby therefore these they
    thing things this those though through throughout thus to together too toward towards until unto upon us used uses
    using various very via was we were what whatever when whenever where whereas wherever whether which while who whoever
    whole whom whose why with within would yet you your yours yourself yourselves
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

# Words that may be the point of a short query (IT systems, may not, information request), and carry little in a long one.
SOFT_STOP_WORDS = frozenset(
    """
    it may will not no can cannot need needs might shall new first next later over out off up under without well tell find
    show know concerning information article articles describe describes described discuss discusses discussed
    """.split()  # noqa: SIM905 - as above
)
LONG_QUERY = 4
_OPERATORS = ("AND", "OR", "NOT")  # in capitals for emphasis: those that are operators come here no more


def is_stop_word(word: str, printed: str, words: int, *, shouted: bool) -> bool:
    """Whether a word of a query of `words` words may be dropped. A word in capitals is meant: `IT`."""
    if printed.isupper() and len(printed) > 1 and not shouted and printed not in _OPERATORS:
        return False
    return word in STOP_WORDS or (word in SOFT_STOP_WORDS and words > LONG_QUERY)
