"""Small problems that pile up become one big problem, with a named task force that stays behind."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from grassrota.errors import Faults, Refused


@dataclass(frozen=True, slots=True)
class TaskForce:
    """The named people who work on one big problem.

    Attributes:
        problem: What the problem is.
        owner: Id of the organ that owns it.
        cases: Ids of the small cases behind it; they keep their links and are not closed by it.
        members: Ids of the people named.
        named_on: When they were named.
    """

    problem: str
    owner: str
    cases: tuple[str, ...]
    members: tuple[str, ...]
    named_on: date

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.problem.strip()), "problem", "what the problem is", "nothing")
        faults.unless(len(set(self.cases)) >= 2, "cases", "at least two small cases", len(set(self.cases)))
        faults.unless(bool(self.members), "members", "named people", "nobody")
        faults.raise_if_any()


def check_task_force(force: TaskForce, first_departure: date, departing: Collection[str]) -> None:
    """Refuses a departure that leaves a big problem without its people.

    Raises:
        Refused: ``task_force_late`` if it was named after the first departure; ``task_force_departs`` if a member is in
            the departing batch.
    """
    if force.named_on > first_departure:
        message = (
            f"The task force on {force.problem!r} was named on {force.named_on}, after departure on {first_departure}."
        )
        raise Refused("task_force_late", message, problem=force.problem)
    leaving = sorted(set(force.members) & set(departing))
    if leaving:
        message = f"Members of the task force on {force.problem!r} are in the departing batch: {', '.join(leaving)}."
        raise Refused("task_force_departs", message, problem=force.problem, members=tuple(leaving))
