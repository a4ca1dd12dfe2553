"""Who is close to whom: the nearest of each vector, and the shape that all of them have together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags_array
from scipy.sparse.linalg import eigsh

from grassrota.opinions.themes.encoder import Vectors

BLOCK = 2_000
SHARPNESS = 3
"""Power of the likeness that an edge weighs: near neighbours count for much more than far ones."""
SMOOTHING = 2

Labels = npt.NDArray[np.int64]


def nearest(vectors: Vectors, count: int) -> tuple[Labels, Vectors]:
    """The nearest others of each vector of length 1, exactly, and their cosines: two arrays of texts x count."""
    count = min(count, len(vectors) - 1)
    who = np.empty((len(vectors), count), dtype=np.int64)
    how = np.empty((len(vectors), count), dtype=np.float32)
    for first in range(0, len(vectors), BLOCK):
        cosines = vectors[first : first + BLOCK] @ vectors.T
        rows = np.arange(len(cosines))
        cosines[rows, first + rows] = -2
        who[first : first + BLOCK] = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        how[first : first + BLOCK] = np.take_along_axis(cosines, who[first : first + BLOCK], axis=1)
    return who, how


def shape(who: Labels, how: Vectors, size: int) -> Vectors:
    """Coordinates in which texts lie close that a random walk over neighbours takes long to part (Ng et al. 2001).

    Args:
        who: Neighbours, texts x count.
        how: Their cosines.
        size: How many coordinates.
    """
    texts, count = who.shape
    weights = np.maximum(how, 1e-3).astype(np.float64).ravel() ** SHARPNESS
    one_way = csr_matrix((weights, (np.repeat(np.arange(texts), count), who.ravel())), shape=(texts, texts))
    both = one_way + one_way.T
    scale = diags_array(1 / np.sqrt(np.asarray(both.sum(axis=1)).ravel()))
    values, found = eigsh(scale @ both @ scale, k=min(size, texts - 1), which="LA", v0=np.ones(texts))
    found = found * np.maximum(values, 0) ** SMOOTHING
    lengths = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    points: Vectors = (found / lengths).astype(np.float32)
    return points
