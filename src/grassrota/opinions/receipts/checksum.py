"""Two check characters over a prime field: they catch a wrong character and say where it is, and catch every swap.

With p = 23 symbols as numbers 0 to 22 and w(i) = 5^i mod 23, a word c of 20 characters is right if the sum of all c(i)
and the sum of all w(i) c(i) are both 0 mod 23. 5 generates all 22 non-zero remainders, so that no two places weigh the
same. It is a Reed-Solomon code of distance 3; ``docs/algorithms/receipts.md`` has the proofs.
"""

from __future__ import annotations

from collections.abc import Sequence

FIELD = 23
LENGTH = 20
WEIGHTS = tuple(pow(5, place, FIELD) for place in range(LENGTH))


def with_checks(free: Sequence[int]) -> tuple[int, ...]:
    """The word of 20 numbers that begins with 18 free ones, each 0 to 22."""
    plain, weighed = _sums(free)
    *_, first, second = WEIGHTS
    last = (first * plain - weighed) * pow(second - first, -1, FIELD) % FIELD
    return (*free, (-plain - last) % FIELD, last)


def is_right(word: Sequence[int]) -> bool:
    """Whether both sums are 0."""
    return _sums(word) == (0, 0)


def suspects(word: Sequence[int]) -> tuple[int, ...]:
    """Places that explain why a word is wrong: the one wrong character, or each pair of neighbours to swap back.

    Empty if neither explains it. Where more went wrong than that, the places may be innocent.
    """
    plain, weighed = _sums(word)
    if plain:
        return tuple(place for place, weight in enumerate(WEIGHTS) if plain * weight % FIELD == weighed)
    swapped = (place for place in range(LENGTH - 1) if weighed and _gain(word, place) == weighed)
    return tuple(sorted({each for place in swapped for each in (place, place + 1)}))


def _sums(word: Sequence[int]) -> tuple[int, int]:
    plain = sum(word)
    weighed = sum(weight * number for weight, number in zip(WEIGHTS, word, strict=False))
    return plain % FIELD, weighed % FIELD


def _gain(word: Sequence[int], place: int) -> int:
    """What the second sum has too much if this character and the next were swapped."""
    return (word[place] - word[place + 1]) * (WEIGHTS[place] - WEIGHTS[place + 1]) % FIELD
