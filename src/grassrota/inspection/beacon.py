"""Public chance that nobody chooses: dice thrown before witnesses, or a round of drand."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from grassrota.errors import Faults
from grassrota.inspection import drand
from grassrota.inspection.chain import MOST_ROUNDS


@dataclass(frozen=True, slots=True)
class Beacon:
    """Public chance.

    Attributes:
        round: Its number in the plan, which is also that of the office's key: 1 for the first draw, then 2, and so on.
        name: What chance and when, fixed in the plan before anyone knows the outcome: ``dice, 19 December, 10:00``, or
            ``drand quicknet 657413`` for that round of the network.
        text: The outcome as announced, such as ``4 1 6 6 2 3 5 1``; of drand, the round's signature, or what a relay
            shows as JSON.

    Raises:
        BadInput: With every fault; a drand round that the network did not sign is one.
        Refused: ``drand_unverifiable``, see ``drand.randomness``.
    """

    round: int
    name: str
    text: str

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(1 <= self.round <= MOST_ROUNDS, "round", f"1 to {MOST_ROUNDS}", self.round)
        faults.unless(bool(self.name.strip()), "name", "a source of chance fixed in advance", repr(self.name))
        faults.raise_if_any()
        faults.unless(bool(self.outcome), "text", "the outcome as announced, in letters or digits", repr(self.text))
        faults.raise_if_any()

    @property
    def outcome(self) -> str:
        """Letters and digits of the text alone, so that nobody can try spellings of one outcome for a better draw.

        Of a drand round it is the randomness that the network signed.
        """
        number = drand.round_of(self.name)
        if number is not None:
            return drand.randomness(number, self.text)
        plain = unicodedata.normalize("NFKC", self.text).casefold()
        return "".join(character for character in plain if character.isalnum())
