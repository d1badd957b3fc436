"""How alike segments are by their words: what a name and its products share, as a matrix between segments.

Pairs of neighbouring characters (the first and the last of a term with its edge), counted as 1 + ln n and weighed by
how few segments use them, then the cosine (Salton & Buckley 1988, Inf. Process. Manage. 24). Chinese is written without
spaces and a compound names its matter and its form, so that two characters already tell: 铜箔 and 铜杆 share the
copper, 铜箔 and 铝箔 the foil.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from graph.measures.formulas import Floats

EDGE = " "


def alike_by_words(terms: Sequence[Sequence[str]]) -> Floats:
    """(S, S) in 0–1, 1 with itself; positive semidefinite. terms: of each segment; one without any is like none, not
    even itself."""
    counted = [Counter(pair for term in of for pair in _pairs(term)) for of in terms]
    column = {pair: k for k, pair in enumerate(sorted({pair for c in counted for pair in c}))}
    used = Counter(pair for c in counted for pair in c)
    table = np.zeros((len(terms), len(column)))
    for i, c in enumerate(counted):
        for pair, n in c.items():
            table[i, column[pair]] = (1 + np.log(n)) * (1 + np.log((1 + len(terms)) / (1 + used[pair])))
    length = np.sqrt((table**2).sum(axis=1, keepdims=True))
    table /= np.where(length > 0, length, 1.0)
    return np.asarray(table @ table.T)


def _pairs(term: str) -> list[str]:
    text = f"{EDGE}{term.strip().lower()}{EDGE}"
    return [text[k : k + 2] for k in range(len(text) - 1)]
