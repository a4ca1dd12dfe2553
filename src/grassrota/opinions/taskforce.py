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
        faults.unless(bool(self.owner), "owner", "the id of an organ", "nothing")
        faults.unless(all(self.cases), "cases", "ids of cases", self.cases)
        faults.unless(len(set(self.cases)) >= 2, "cases", "at least two small cases", len(set(self.cases)))
        named = bool(self.members) and all(self.members)
        faults.unless(named, "members", "ids of named people", self.members or "nobody")
        faults.raise_if_any()


def check_task_force(force: TaskForce, first_departure: date, departing: Collection[str]) -> None:
    """Refuses a departure that leaves a big problem without its people.

    Raises:
        Refused: With every objection: ``task_force_late`` if it was named after the first departure;
            ``task_force_departs`` if a member is in the departing batch. The code is that of the first.
    """
    found = []
    if force.named_on > first_departure:
        message = (
            f"The task force on {force.problem!r} was named on {force.named_on}, after departure on {first_departure}."
        )
        found.append(Refused("task_force_late", message, problem=force.problem))
    leaving = sorted(set(force.members) & set(departing))
    if leaving:
        message = f"Members of the task force on {force.problem!r} are in the departing batch: {', '.join(leaving)}."
        found.append(Refused("task_force_departs", message, problem=force.problem, members=tuple(leaving)))
    if found:
        objections = tuple(refusal.message for refusal in found)
        data = {name: value for refusal in found for name, value in refusal.data.items()}
        raise Refused(found[0].code, " ".join(objections), **data, objections=objections)
