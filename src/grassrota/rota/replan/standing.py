"""What is left of a plan when people withdrew, as arrays: who goes where, and what the rules count of that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress

import numpy as np

from grassrota.errors import Refused
from grassrota.rota.frame import Bools, Floats, Frame, Ints
from grassrota.rota.plan import Assignment
from grassrota.rota.problem import RotaProblem
from grassrota.rota.rows import SlotRow, weights_of
from grassrota.rota.solve.columns import Columns, coefficients
from grassrota.rota.solve.model import Model, assemble

EPSILON = 1e-7
"""What lies closer together is taken for equal."""

STAYS = -1
"""The index that stands for no slot."""

_KINDS = {"leader": "leader", "experience": "experienced"}
"""Rules that ask for somebody of a kind in each slot that is used."""


@dataclass(frozen=True)
class Standing:
    """A plan that people have left: everybody else's slot, ``STAYS`` for none, shape (P,)."""

    model: Model
    chosen: Ints

    @classmethod
    def of(cls, problem: RotaProblem, assignments: Iterable[Assignment]) -> Standing:
        """The standing of assignments of people who may still go.

        Raises:
            Refused: ``plan_broken``, if somebody is where they must not be whatever others do.
        """
        model = sharpened(assemble(Frame(problem)))
        frame = model.frame
        slots = {(slot.opening, slot.start): index for index, slot in enumerate(frame.slots)}
        chosen, nowhere = np.full(len(frame.people), STAYS), []
        for entry in assignments:
            slot = slots.get((entry.opening, entry.batch))
            if slot is None:
                nowhere.append(entry.person)
            else:
                chosen[frame.party[frame.index[entry.person]]] = slot
        standing = cls(model, chosen)
        astray = nowhere or [frame.people[index].id for index in standing.astray.tolist()]
        if astray:
            message = f"The plan breaks rules on single choices, of {', '.join(astray[:5])}: mend it by hand first."
            raise Refused("plan_broken", message, people=tuple(astray))
        return standing

    @cached_property
    def going(self) -> Ints:
        """The people who go."""
        return np.flatnonzero(self.chosen != STAYS)

    @cached_property
    def astray(self) -> Ints:
        """People whose choice single rules do not allow."""
        model, frame = self.model, self.model.frame
        found = (self.chosen == STAYS) & ~model.may_stay
        going, slots = self.going, self.chosen[self.going]
        unfit = np.einsum("ct,tc->c", frame.traits[going], model.unfit[:, frame.opening_of[slots]]) > 0.5
        away = (model.absent[going] & frame.active[:, slots].T).any(axis=1)
        found[going] = unfit | away
        for person, kept in model.only.items():
            found[person] |= self.chosen[person] != STAYS and self.chosen[person] not in kept
        return np.flatnonzero(found)

    @cached_property
    def loads(self) -> Floats:
        """What each row counts, shape (R,)."""
        return self.loads_of(self.going)

    def loads_of(self, people: Ints) -> Floats:
        """What some of those who go add to each row, shape (R,)."""
        columns = Columns(people, self.chosen[people])
        return np.asarray(coefficients(self.model, columns).sum(axis=1)).reshape(-1)

    @cached_property
    def cost(self) -> Ints:
        """What each person's line costs, shape (P,)."""
        frame = self.model.frame
        found = frame.staying.copy()
        found[self.going] = frame.costs(self.going, self.chosen[self.going])
        return found

    @cached_property
    def broken(self) -> Bools:
        """True for rows that are broken, shape (R,)."""
        return np.asarray((self.loads < self.model.low - EPSILON) | (self.loads > self.model.high + EPSILON))

    def changed_by(self, chosen: Ints) -> int:
        """How many lines are other ones, if each person has some slot."""
        return int(self.model.frame.lines[chosen != self.chosen].sum())

    @cached_property
    def spared(self) -> Ints:
        """Those who go and whom their slot could spare, the worst off first."""
        model, going = self.model, self.going
        each = coefficients(model, Columns(going, self.chosen[going])).tocoo()
        after = self.loads[each.row] - each.data
        worse = np.where(each.data > 0, after < model.low[each.row] - EPSILON, after > model.high[each.row] + EPSILON)
        held = each.col[worse & (each.row < len(model.slot_rows))]
        people = np.delete(going, np.unique(held))
        return people[np.argsort(-self.cost[people], kind="stable")]

    def only_broken(self) -> Standing:
        """The same people under the broken rows alone: who proves something of these proves it of all."""
        model, batches = self.model, self.model.frame.batches
        first, last = len(model.slot_rows), len(self.broken) - len(model.together)
        each = np.asarray(self.broken[first:last].reshape(-1, batches).any(axis=1))
        kept = replace(
            model,
            slot_rows=tuple(compress(model.slot_rows, self.broken[:first])),
            each_batch=tuple(compress(model.each_batch, each)),
            together=tuple(compress(model.together, self.broken[last:])),
        )
        return Standing(kept, self.chosen)


def sharpened(model: Model) -> Model:
    """The same model with rows that say the same of whole people, and more of parts of people.

    Where somebody must go, *high x leaders - people >= 0* says that a leader goes; so does *leaders >= 1*, of which a
    part of a leader is no part of the way.
    """
    rows = (_sharp(model, row) if row.rule in _KINDS else row for row in model.slot_rows)
    return replace(model, slot_rows=tuple(rows))


def _sharp(model: Model, row: SlotRow) -> SlotRow:
    opening = model.frame.problem.opening[row.about[0]]
    return replace(row, weights=weights_of(**{_KINDS[row.rule]: 1.0}), low=1.0) if opening.low else row
