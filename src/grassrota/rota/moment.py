"""What is known at one moment while a plan is sought; all of them together are the plan's history."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota.rota.certificate import gap_between


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known at one moment of a search.

    Attributes:
        seconds: Since the search began.
        stage: What it is doing.
        bound: No plan that keeps all rules can cost less.
        objective: Cost of the best plan so far; None until there is one.
        violations: Rows that the latest attempt breaks; None before the first attempt.
    """

    seconds: float
    stage: str
    bound: float
    objective: int | None = None
    violations: int | None = None

    @property
    def gap(self) -> float | None:
        """How far the objective may lie above the best possible, as a fraction of the bound; None without a plan."""
        return None if self.objective is None else gap_between(self.objective, self.bound)
