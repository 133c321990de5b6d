"""BM25 over whole posting lists at once. Pure array sums.

A document's words (the area among them) are one field; what stands in the area counts in part once more, by the area's own
length, since a topic is chosen with care; a document without an area cannot have them there, and its words count a little
more. A term that is asked for twice counts almost twice. Measured in bench/README.md.
"""

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
AREA_WEIGHT = 0.5
WITHOUT_AREA = np.float32(1.1)
_K3 = 12.0


def norms(lengths: NDArray[np.int64], live: NDArray[np.bool_]) -> NDArray[np.float32]:
    """k1 × (1 - b + b × length / average length) for each document: the part of BM25 that no query changes."""
    average = float(lengths[live].mean()) if live.any() else 0.0
    return (K1 * (1 - B + B * lengths / (average or 1.0))).astype(np.float32)


def asked_often(weight: float) -> float:
    """The weight of a term whose single weights sum to `weight`: the tenth time that a paragraph says a word adds little."""
    return weight if weight <= 1 else (_K3 + 1) * weight / (_K3 + weight)


def inverse_frequency(found: int, documents: int) -> float:
    """How much it says that a document has a term which `found` of all `documents` have; never negative."""
    return float(np.log1p((documents - found + 0.5) / (found + 0.5)))


def contributions(frequencies: NDArray[np.int32], norms_there: NDArray[np.float32], weight: float) -> NDArray[np.float32]:
    """What a term adds to the score of each document that has it."""
    often = frequencies.astype(np.float32)
    return np.float32(weight * (K1 + 1)) * often / (often + norms_there)
