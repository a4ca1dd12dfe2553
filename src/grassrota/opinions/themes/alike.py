"""The texts most like a given one, by what they have in common in their own words.

Terms are stems. The head of a text, which says what it is about, is also compared with the whole of the others: one
person tells in a sentence what another tells on a page.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, vstack

from grassrota.opinions.themes.terms import counted
from grassrota.opinions.themes.weights import chosen, weighted

READ = 800
"""Characters read of a text."""
HEAD = 0.5
"""Weight of a head found in another's whole text."""


class Alike:
    """Texts that can be asked which of them are like another; ``heads`` are their first sentences or titles."""

    def __init__(self, heads: Sequence[str], bodies: Sequence[str]) -> None:
        whole = vstack(list(counted(_whole(heads, bodies), stems=True)), format="csr")
        self._columns, self._weights = chosen(whole)
        self._whole = weighted(whole, self._columns, self._weights)
        self._heads = self._terms(heads)

    def to(self, head: str, body: str, count: int = 10) -> list[tuple[int, float]]:
        """The most alike texts, best first: their place in the order given, and the likeness."""
        likeness = self._likeness(self._terms(_whole([head], [body])), self._terms([head]))
        best = np.lexsort((np.arange(len(likeness)), -likeness))[:count]
        return [(int(place), float(likeness[place])) for place in best]

    def _likeness(self, whole: csr_matrix, head: csr_matrix) -> npt.NDArray[np.float32]:
        across = np.maximum((self._whole @ head.T).toarray(), (self._heads @ whole.T).toarray())
        found: npt.NDArray[np.float32] = ((self._whole @ whole.T).toarray() + HEAD * across).ravel()
        return found

    def _terms(self, words: Sequence[str]) -> csr_matrix:
        return weighted(vstack(list(counted(words, stems=True)), format="csr"), self._columns, self._weights)


def _whole(heads: Sequence[str], bodies: Sequence[str]) -> list[str]:
    """The head counts twice."""
    return [f"{head} {head} {body[:READ]}" for head, body in zip(heads, bodies, strict=True)]
