"""What is fixed before the first round: the question asked of every claim, the office's chain, and the days of draws.

The hash of these terms stands in the frozen hash of every claim and so in every ticket. Whoever moves a draw to another
day, takes another source of chance or another tolerance afterwards gets another hash, and everybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from grassrota.errors import BadInput, Fault, Faults
from grassrota.inspection import drand
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import MOST_ROUNDS, Commitment
from grassrota.inspection.claim import Claim, netstring
from grassrota.inspection.design import Hypotheses, fixed_size, hypotheses
from grassrota.inspection.sequential.design import SequentialDesign
from grassrota.inspection.sequential.plan import horizon, sequential

FORM = "grassrota terms 1"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One draw as it was fixed beforehand.

    Attributes:
        round: Its number, as the office's key and the beacon have it.
        on: The day of the draw.
        chance: The source of chance, as ``Beacon.name`` will have it.

    Raises:
        BadInput: If the number is out of range, no chance is named, or a drand round does not fall on that day (give or
            take one, for the time zone).
    """

    round: int
    on: date
    chance: str

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(1 <= self.round <= MOST_ROUNDS, "round", f"1 to {MOST_ROUNDS}", self.round)
        faults.unless(bool(self.chance.strip()), "chance", "a source of chance", repr(self.chance))
        try:
            number = drand.round_of(self.chance)
            falls = drand.day_of(number) if number else self.on
            faults.unless(abs(falls - self.on) <= timedelta(days=1), "on", f"{falls}, as {self.chance} falls", self.on)
        except BadInput as error:
            faults.found.extend(replace(fault, column="chance") for fault in error.faults)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of all rounds under one commitment.

    Attributes:
        commitment: What the office published.
        schedule: The draws, at least one, by number and by day.
        tolerance: See ``design.hypotheses``, as for the next three.
        grace: An honest unit's allowed share of wrong cases.
        alpha: Allowed risk of confirming a false claim.
        beta: Allowed risk of refuting an honest one.
        passed: See ``Hypotheses.with_errors``: share of the cases not fixed that may be found fixed, 0 up to 1.
        failed: Share of the fixed cases that may be found not fixed, or stay without an answer; 0 up to 1.
        flagged: Share of a unit's flagged closures that is drawn beside the sample (``flagged.how_many``); 0 to 1.
        most_flagged: Of one unit at most so many; 1 or more where the share is not 0, and 0 where it is.

    Raises:
        BadInput: If a share or number is out of range, the draws are not in order, or a source of chance is there
            twice.
    """

    commitment: Commitment
    schedule: tuple[Scheduled, ...]
    tolerance: Fraction = Fraction(5, 100)
    grace: Fraction = Fraction(2, 100)
    alpha: Fraction = Fraction(5, 100)
    beta: Fraction = Fraction(5, 100)
    passed: Fraction = Fraction(0)
    failed: Fraction = Fraction(0)
    flagged: Fraction = Fraction(0)
    most_flagged: int = 0

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(0 < self.tolerance < 1, "tolerance", "a share between 0 and 1", self.tolerance)
        for name, share in (("grace", self.grace), ("passed", self.passed), ("failed", self.failed)):
            faults.unless(0 <= share < 1, name, "a share from 0 up to 1", share)
        for name, risk in (("alpha", self.alpha), ("beta", self.beta)):
            faults.unless(0 < risk < 1, name, "a risk between 0 and 1", risk)
        faults.unless(0 <= self.flagged <= 1, "flagged", "a share from 0 to 1", self.flagged)
        some = "1 or more, and 0 where no share of them is drawn"
        faults.unless(
            self.most_flagged >= 0 and bool(self.most_flagged) == bool(self.flagged),
            "most_flagged",
            some,
            self.most_flagged,
        )
        faults.found.extend(_out_of_order(self.schedule))
        faults.raise_if_any()

    @property
    def hash(self) -> str:
        """SHA-256 of the terms, in hexadecimal: what the office publishes with its commitment.

        One netstring for each of: ``FORM``, anchor, the four shares as reduced fractions, and number, day (YYYY-MM-DD)
        and chance of every draw. Behind the four stand ``passed`` and ``failed``, both, only where one of them is not
        0: terms that allow for neither keep the hash that they had before there were any. Likewise ``flagged``, as that
        word, its share and its number, behind these. Nothing else reads the same, as a fraction has a slash and a
        number none.
        """
        errors = (self.passed, self.failed) if self.passed or self.failed else ()
        shares = (self.tolerance, self.grace, self.alpha, self.beta, *errors)
        beside = ("flagged", _fraction(self.flagged), str(self.most_flagged)) if self.flagged else ()
        draws = (part for draw in self.schedule for part in (str(draw.round), draw.on.isoformat(), draw.chance))
        fields = (FORM, self.commitment.anchor, *map(_fraction, shares), *beside, *draws)
        return sha256(b"".join(map(netstring, fields))).hexdigest()

    def question(self, claim: Claim) -> Hypotheses:
        """What is asked of what is found of a claim under these terms.

        Raises:
            Refused: As ``design.hypotheses`` and ``Hypotheses.with_errors`` say.
        """
        asked = hypotheses(claim, self.tolerance, self.grace, self.alpha, self.beta)
        return asked.with_errors(self.passed, self.failed)

    def design(self, claim: Claim, folder: Path | None = None) -> SequentialDesign:
        """The design with the fewest visits for a claim, without lots, so that anybody can follow it with a pencil.

        Args:
            claim: The claim.
            folder: Where designs are kept; None to search for it anew.
        """
        return _designed(self.question(claim), folder)

    def sample_size(self, claim: Claim) -> int:
        """How many cases are drawn: no design without lots ever needs more, and few need nearly as many.

        In whole numbers from the fixed size, so that every machine draws the same.
        """
        return _longest(self.question(claim))

    def draw_of(self, beacon: Beacon) -> Scheduled:
        """The scheduled draw that a beacon was heard for.

        Raises:
            BadInput: If the schedule has no such round, or another source of chance for it.
        """
        planned = next((draw for draw in self.schedule if draw.round == beacon.round), None)
        if planned is None:
            rounds = ", ".join(str(draw.round) for draw in self.schedule)
            raise BadInput([Fault("beacon", f"a round of the schedule: {rounds}", str(beacon.round))])
        if planned.chance != beacon.name:
            raise BadInput(
                [Fault("beacon", f"the chance fixed for round {planned.round}, {planned.chance}", beacon.name)]
            )
        return planned


# thousands of small units ask the same few questions
@lru_cache(maxsize=4096)
def _designed(asked: Hypotheses, folder: Path | None) -> SequentialDesign:
    return sequential(asked, lots=False, folder=folder)


@lru_cache(maxsize=4096)
def _longest(asked: Hypotheses) -> int:
    return horizon(asked, fixed_size(asked).n)


def _fraction(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"


def _out_of_order(schedule: tuple[Scheduled, ...]) -> Iterator[Fault]:
    if not schedule:
        yield Fault("schedule", "at least one draw", "none")
    for before, after in pairwise(schedule):
        if not (before.round < after.round and before.on <= after.on):
            yield Fault("schedule", "draws in the order of their numbers and days", f"{after.round} on {after.on}")
    chances = [draw.chance for draw in schedule]
    for chance in dict.fromkeys(chances):
        if chances.count(chance) > 1:
            yield Fault("schedule", "each source of chance once", f"{chance}, more than once")
