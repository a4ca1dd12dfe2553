"""Stages that join up, and batches that wait for a home unit's stage."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import BadInput, Fault, Faults, Refused
from grassrota.rota.problem import RotaProblem
from grassrota.staff import NotAvailable


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a campaign.

    Attributes:
        number: 1 for the first.
        name: What people call it.
        plan: What will be done in it; empty while there is none.
        owner: Id of who answers for it; empty while nobody does.
        starts_on: When it begins; None while not settled.
        closed_on: When it was closed; None while it was not.
        takes_up: What the groups brought out in the stage before it and is acted on in this one; nothing in the first.
    """

    number: int
    name: str
    plan: str = ""
    owner: str = ""
    starts_on: date | None = None
    closed_on: date | None = None
    takes_up: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """What it lacks before the stage before it may close: some of its fields, by name."""
        had = {"plan": self.plan.strip(), "owner": self.owner, "starts_on": self.starts_on}
        if self.number > 1:
            had["takes_up"] = self.takes_up.strip()
        return tuple(name for name, value in had.items() if not value)


def close_stage(stages: tuple[Stage, ...], number: int, on: date) -> tuple[Stage, ...]:
    """Closes a stage; the one after it, if any, must have plan, owner and date, and say what it takes up.

    Raises:
        Refused: ``stage_order`` if it is closed or an earlier one is not; ``next_stage_not_ready`` with what it lacks.
        BadInput: If the stages are not numbered from 1 on, or there is no such stage.
    """
    faults = Faults()
    numbers = [stage.number for stage in stages]
    faults.unless(numbers == list(range(1, len(stages) + 1)), "number", "1, 2, 3 and so on", numbers)
    faults.unless(number in numbers, "number", f"1 to {len(stages)}", number)
    faults.raise_if_any()
    still = [stage.number for stage in stages if stage.closed_on is None]
    if number != min(still, default=0):
        message = (
            f"Stage {number} cannot be closed: open are {', '.join(map(str, still)) or 'none'}, one after the other."
        )
        raise Refused("stage_order", message, number=number, open=tuple(still))
    after = stages[number] if number < len(stages) else None
    if after is not None and after.missing:
        message = f"Stage {number} stays open until stage {number + 1} has {', '.join(after.missing)}."
        raise Refused("next_stage_not_ready", message, number=number, missing=after.missing)
    return tuple(replace(stage, closed_on=on) if stage.number == number else stage for stage in stages)


def held_by_stage(
    problem: RotaProblem, stage_of: Mapping[str, int], may_send: Mapping[int, Collection[int]]
) -> tuple[NotAvailable, ...]:
    """Who may not go in which batches because their unit's stage sends nobody then: entries for the problem.

    Args:
        problem: The problem.
        stage_of: Number of the stage that each home unit is in; a unit whose stage nobody knows is in none.
        may_send: For each batch tied to stages, the stages in which a unit may send people; other batches are free.

    Raises:
        BadInput: If a batch is not one of the policy.
    """
    strange = sorted(set(may_send) - {batch.number for batch in problem.policy.batches})
    if strange:
        raise BadInput([Fault("may_send", f"batches of the policy ({len(problem.policy.batches)})", str(strange))])
    held = {
        unit: frozenset(batch for batch, stages in may_send.items() if stage_of.get(unit) not in stages)
        for unit in problem.staff_count
    }
    return tuple(NotAvailable(person.id, held[person.unit]) for person in problem.people if held[person.unit])
