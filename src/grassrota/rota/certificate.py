"""What is proven about a plan, and the prices by which anybody can work the proof out again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """What one person more is worth to a rule at one place: one number of the proof.

    Attributes:
        rule: Name of the rule.
        about: What it is about, as ids: an opening, a township, a unit, a unit and a grade or band, or a couple.
        batch: The batch, from 1; None for all together.
        amount: Above 0 it pays for meeting the rule's least number, below 0 for keeping to its greatest.
    """

    rule: str
    about: tuple[str, ...]
    batch: int | None
    amount: float

    def __str__(self) -> str:
        when = "all batches" if self.batch is None else f"batch {self.batch}"
        return f"{self.rule} of {', '.join(self.about) or 'all'}, {when}: {self.amount}"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is proven about a plan.

    Attributes:
        objective: Cost of the plan.
        bound: No plan that keeps all rules can cost less: ``bound.proof`` finds it in the prices.
        violations: Rules broken, as counted by the independent check; 0 in every plan that is handed out.
        seed: Seed of the solver.
        problem_sha256: Fingerprint of the problem.
        seconds: Time the solver took.
        prices: What proves the bound; without them nothing is proven but what each person costs at least.
        constant: What the prices are worth where each rule is met exactly; the rest of the bound is people's.
    """

    objective: int
    bound: float
    violations: int
    seed: int
    problem_sha256: str
    seconds: float
    prices: tuple[Price, ...] = ()
    constant: float = 0.0

    @property
    def gap(self) -> float:
        """How far the objective may lie above the best possible, as a fraction of the bound."""
        return gap_between(self.objective, self.bound)


def gap_between(objective: int, bound: float) -> float:
    """How far a cost lies above a bound, as a fraction of the bound; 0 if it does not, infinite above a bound of 0."""
    if objective <= bound:
        return 0.0
    return (objective - bound) / abs(bound) if bound else float("inf")
