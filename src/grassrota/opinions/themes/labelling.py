"""How precise the themes are, as people see it: pairs drawn by lot, the question whether both tell of one grievance.

The themes of a large corpus cannot all be read. Of pairs from one theme, drawn so that every pair of different texts
has the same chance, the share of "same" estimates the precision; the exact binomial interval (Clopper and Pearson
1934) says how surely. Who answers does not see what the machine thinks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from grassrota.errors import Faults
from grassrota.opinions.themes.answer import Answer


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of one theme, to be shown side by side; only to those who may read both cases."""

    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Precision:
    """What share of pairs within a theme tell of the same grievance.

    Attributes:
        same: Pairs that people called the same.
        asked: Pairs drawn. Unsure and unanswered ones are among them: missing evidence counts against the machine.
        low: Lower end of the interval.
        high: Upper end; with low, 0 and 1 if nobody was asked.
    """

    same: int
    asked: int
    low: float
    high: float


def drawn(ids: Sequence[str], pairs: int, seed: int) -> tuple[Pair, ...]:
    """Pairs of different texts, drawn with equal chances and none twice; all of them if there are no more.

    Args:
        ids: Texts of one theme of which no two are copies (copies are the same by themselves, and would flatter).
        pairs: How many, 0 or more.
        seed: The same texts and seed give the same pairs, whatever the order of the texts.

    Raises:
        BadInput: If an id comes twice or ``pairs`` is below 0.
    """
    faults = Faults()
    faults.unless(len(set(ids)) == len(ids), "ids", "each text once", "one more often")
    faults.unless(pairs >= 0, "pairs", "0 or more", pairs)
    faults.raise_if_any()
    ordered = sorted(ids)
    possible = len(ordered) * (len(ordered) - 1) // 2
    random = np.random.default_rng(seed)
    chosen = random.choice(possible, size=min(pairs, possible), replace=False, shuffle=False) if possible else ()
    return tuple(_pair(ordered, int(number)) for number in sorted(chosen))


def precision(pairs: Sequence[Pair], answers: Mapping[Pair, Answer], risk: float = 0.05) -> Precision:
    """The share of pairs called the same, with an interval that misses the truth with at most the risk.

    Args:
        pairs: The pairs drawn.
        answers: Answers; a pair without one counts as one not the same.
        risk: Above 0, below 1.

    Raises:
        BadInput: If the risk is out of range.
    """
    faults = Faults()
    faults.unless(0 < risk < 1, "risk", "above 0, below 1", risk)
    faults.raise_if_any()
    asked = len(pairs)
    same = sum(1 for pair in pairs if answers.get(pair) == Answer.SAME)
    low = float(betaincinv(same, asked - same + 1, risk / 2)) if same else 0.0
    high = float(betaincinv(same + 1, asked - same, 1 - risk / 2)) if same < asked else 1.0
    return Precision(same, asked, low, high)


def _pair(ids: Sequence[str], number: int) -> Pair:
    """Pair 0 is of texts 0 and 1, pairs 1 and 2 of text 2 with 0 and 1, and so on."""
    later = int((1 + np.sqrt(1 + 8 * number)) / 2)
    while later * (later - 1) // 2 > number:
        later -= 1
    return Pair(ids[number - later * (later - 1) // 2], ids[later])
