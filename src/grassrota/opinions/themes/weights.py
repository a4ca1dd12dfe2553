"""What a term weighs: much if few texts have it (Sparck Jones 1972)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from grassrota.opinions.themes.terms import COLUMNS

COMMON = 0.2
"""Terms in more than this share of the texts say nothing about any of them."""
MANY = 50

Columns = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float32]


def chosen(counts: csr_matrix) -> tuple[Columns, Weights]:
    """The terms in use and their weights; of many texts those in two or more, and in no more than a common share."""
    texts = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=COLUMNS)
    least, most = (2, COMMON * texts) if texts >= MANY else (1, texts)
    columns = np.flatnonzero((frequency >= least) & (frequency <= most))
    weights = np.log((1 + texts) / (1 + frequency[columns])) + 1
    return columns, weights.astype(np.float32)


def weighted(counts: csr_matrix, columns: Columns, weights: Weights) -> csr_matrix:
    """Weighted terms in use, one row of length 1 a text; 0 for a text that has none of them."""
    kept = counts[:, columns].tocsr()
    kept.data = 1 + np.log(kept.data)
    kept = kept.multiply(weights[None, :]).tocsr()
    lengths = np.sqrt(np.asarray(kept.multiply(kept).sum(axis=1)).ravel())
    kept.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(kept.indptr)).astype(np.float32)
    return kept.astype(np.float32)
