"""Points put into groups around centres (k-means, Lloyd 1957; first centres after Arthur and Vassilvitskii 2007)."""

from __future__ import annotations

import numpy as np

from grassrota.opinions.themes.encoder import Vectors
from grassrota.opinions.themes.neighbours import Labels

STARTS, ROUNDS = 4, 60


def partition(points: Vectors, groups: int, seed: int) -> Labels:
    """The group of each point, 0 to groups - 1: the best of some starts, the same for the same seed."""
    random = np.random.default_rng(seed)
    found = [_settled(points, _spread(points, groups, random)) for _ in range(STARTS)]
    return min(found, key=lambda each: each[1])[0]


def _spread(points: Vectors, groups: int, random: np.random.Generator) -> Vectors:
    """Some of the points, far from one another."""
    chosen = [int(random.integers(len(points)))]
    apart = np.full(len(points), np.inf)
    for _ in range(groups - 1):
        apart = np.minimum(apart, ((points - points[chosen[-1]]) ** 2).sum(axis=1))
        total = apart.sum()
        chosen.append(int(random.choice(len(points), p=apart / total)) if total > 0 else chosen[0])
    return points[chosen]


def _settled(points: Vectors, centres: Vectors) -> tuple[Labels, float]:
    """The groups around these centres once nobody moves, and the sum of squares left within them."""
    label = np.full(len(points), -1)
    squares = (points**2).sum(axis=1)
    for _ in range(ROUNDS):
        apart = (centres**2).sum(axis=1) - 2 * points @ centres.T
        nearer = apart.argmin(axis=1)
        if (nearer == label).all():
            break
        label = nearer
        sums = np.zeros_like(centres)
        np.add.at(sums, label, points)
        count = np.bincount(label, minlength=len(centres))
        centres = np.where(count[:, None] > 0, sums / np.maximum(count, 1)[:, None], centres)
    return label, float((squares + apart.min(axis=1)).sum())
