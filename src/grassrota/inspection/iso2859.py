"""ISO 2859-1 (ANSI/ASQ Z1.4, MIL-STD-105E): single sampling plans for normal inspection, lot by lot.

Acceptance quality limits are percentages of nonconforming items up to 10, and nonconformities per 100 items above.
The standard protects who delivers: a lot at the limit is mostly accepted, and ``Plan.acceptance`` says how often
a bad one is.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

from grassrota.errors import BadInput, Fault
from grassrota.inspection.classic import acceptance, acceptance_of_defects
from grassrota.inspection.exact import Rate, exact

SIZES = {
    "A": 2, "B": 3, "C": 5, "D": 8, "E": 13, "F": 20, "G": 32, "H": 50,
    "J": 80, "K": 125, "L": 200, "M": 315, "N": 500, "P": 800, "Q": 1250, "R": 2000,
}  # fmt: skip
"""Sample sizes by code letter."""

LARGEST_LOTS = (8, 15, 25, 50, 90, 150, 280, 500, 1_200, 3_200, 10_000, 35_000, 150_000, 500_000)
"""The last lot size of each row of table 1 but the last."""

LEVELS = {
    "S-1": "AAAABBBBCCCCDDD",
    "S-2": "AAABBBCCCDDDEEE",
    "S-3": "AABBCCDDEEFFGGH",
    "S-4": "AABCCDEEFGGHJJK",
    "I": "AABCCDEFGHJKLMN",
    "II": "ABCDEFGHJKLMNPQ",
    "III": "BCDEFGHJKLMNPQR",
}
"""Code letters by inspection level, one a row of table 1."""

LIMITS = (
    *(Fraction(10) ** power * Fraction(step) for power in range(-2, 3) for step in ("1", "1.5", "2.5", "4", "6.5")),
    Fraction(1000),
)
"""Acceptance quality limits of table 2-A, in percent."""

ALLOWED = {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21, 25: 30, 26: 44}
"""Table 2-A is made of diagonals: what is allowed follows from the places of letter and limit, added up."""

UP = 15
"""The diagonal of arrows that point up."""

MOST_OF_LARGE, LAST_OF_MANY = 21, "E"
"""More than so many are allowed only up to this letter."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Inspect ``n``, accept at ``accept`` nonconforming or fewer, reject at ``accept`` + 1.

    Attributes:
        letter: The code letter whose plan is used, arrows followed.
        n: Sample size; a lot that is no larger is inspected whole.
        accept: Acceptance number.
    """

    letter: str
    n: int
    accept: int

    def acceptance(self, percent: Rate, counts_defects: bool = False) -> float:
        """The operating characteristic: chance that a large lot with so many percent nonconforming is accepted.

        Args:
            percent: Of nonconforming items or, above 10 as the standard has it, nonconformities a hundred items.
            counts_defects: Whether an item may have several nonconformities, each of which counts (Poisson).
        """
        if counts_defects:
            return acceptance_of_defects(self.n, self.accept, percent)
        return acceptance(self.n, self.accept, exact(percent) / 100)


def code_letter(lot: int, level: str = "II") -> str:
    """The code letter of table 1 for a lot of 2 or more.

    Raises:
        BadInput: For a smaller lot, or a level that is none.
    """
    if lot < 2 or level not in LEVELS:
        raise BadInput([Fault("lot, level", f"2 or more; one of {', '.join(LEVELS)}", f"{lot}, {level}")])
    return LEVELS[level][bisect_left(LARGEST_LOTS, lot)]


def plan(letter: str, limit: Rate) -> Plan:
    """The plan of table 2-A for a code letter and an acceptance quality limit, arrows followed.

    Raises:
        BadInput: For a letter or a limit that the table does not have.
    """
    if letter not in SIZES or exact(limit) not in LIMITS:
        raise BadInput([Fault("letter, limit", "a letter and a limit of table 2-A", f"{letter}, {limit}")])
    letters, column = list(SIZES), LIMITS.index(exact(limit))
    row = letters.index(letter)
    step = _arrow(row, column)
    while not _stands(row, column):
        row += step
    return Plan(letters[row], SIZES[letters[row]], ALLOWED[row + column])


def _stands(row: int, column: int) -> bool:
    """Whether the table has a plan in this place."""
    is_small = row <= list(SIZES).index(LAST_OF_MANY)
    return row + column in ALLOWED and (is_small or ALLOWED[row + column] <= MOST_OF_LARGE)


def _arrow(row: int, column: int) -> int:
    """Which way the arrow in a place without a plan points: -1 for up, 1 for down.

    Down before the first plan of a column, up behind its last. Two places part the plan that allows none from the one
    that allows one: the first points up, the second down, but at the edges of the table both point inwards.
    """
    if row + column < UP:
        return 1
    if row + column > UP + 1:
        return -1
    if row + column == UP:
        return -1 if row > 0 else 1
    return 1 if row < len(SIZES) - 1 else -1
