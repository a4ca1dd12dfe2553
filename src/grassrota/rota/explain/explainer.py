"""Questions about one person's choice, answered from a plan, its prices, and changes that keep every rule.

docs/algorithms/explain.md says why each answer is true.
"""

from __future__ import annotations

from functools import cached_property
from math import ceil

import numpy as np

from grassrota.errors import Refused
from grassrota.rota.bound import TOLERANCE
from grassrota.rota.explain.answer import Answer
from grassrota.rota.explain.chains import Chains
from grassrota.rota.explain.facts import Choices, nearer, obstacles, settled_tally
from grassrota.rota.explain.scene import NEVER, STAYS, Scene
from grassrota.rota.frame import Ints
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.tally import Move, Tally
from grassrota.staff import Person

A_WHOLE = 0.5
"""Costs are whole numbers: prices tell less than this apart by chance."""


class Explainer:
    """A plan that can be asked. Making one counts everything once; each question then looks at little.

    Args:
        problem: The problem.
        plan: A plan of it that keeps every rule, with a certificate that ``bound.check_bound`` accepts: what is said
            to be proven rests on its prices.
    """

    def __init__(self, problem: RotaProblem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.scene = Scene(problem, plan)
        self.chains = Chains(self.scene)
        # so that no question pays for what all share, one is asked here
        if self.scene.frame.people and self.scene.frame.slots:
            self._answer(self.scene.frame.people[0], 0)

    def ask(self, person: str, opening: str = "", batch: int | None = None, place: str = "") -> Answer:
        """Why a person has what they have, and not something else.

        If neither an opening nor a place is given: why somebody who goes does not stay, and why somebody who stays does
        not go where it would suit best.

        Args:
            person: Id of the person.
            opening: Id of the opening asked about.
            batch: The batch in which one would start there; None for the one that suits best.
            place: Id of a unit, if not one opening but all at it and below are asked about: the one that suits best.

        Raises:
            Refused: ``not_eligible`` if the person is not on the roster, exempt or not available in any batch;
                ``no_such_slot`` if nobody starts there then.
        """
        if person not in self.scene.charges.index:
            message = f"{person} is not on the roster or not available this round."
            raise Refused("not_eligible", message, person=person)
        index, who = self.scene.charges.index[person], self.problem.person[person]
        if not (opening or place or batch) and int(self.scene.chosen[index]) != STAYS:
            return self._answer(who, STAYS)
        return self._answer(who, self._suiting(index, self._meant(opening, batch, place)))

    def _meant(self, opening: str, batch: int | None, place: str) -> Ints:
        """The slots that are meant."""
        problem, frame = self.problem, self.scene.frame
        below = {unit.id for unit in problem.tree.subtree(place)} if place in problem.tree else set[str]()
        meant = [not place or one.place in below for one in problem.openings]
        named = [opening in ("", one.id) for one in problem.openings]
        may = np.array(meant, dtype=np.bool_) & np.array(named, dtype=np.bool_)
        found = may[frame.opening_of] & (True if batch is None else frame.first_batch == batch - 1)
        if not found.any():
            where = opening or place
            message = f"{where} does not start anybody in batch {batch}." if batch else f"{where} starts nobody."
            message = message if where else "No opening starts anybody then."
            raise Refused("no_such_slot", message, opening=where, batch=batch)
        return np.flatnonzero(found)

    def _suiting(self, person: int, slots: Ints) -> int:
        """Of some slots the one that the person has; else the cheapest that is allowed, at the prices."""
        if len(slots) == 1 or int(self.scene.chosen[person]) in slots:
            return int(slots[0]) if len(slots) == 1 else int(self.scene.chosen[person])
        priced = self.scene.priced(person)[slots] + np.where(self.scene.allowed(person)[slots], 0, NEVER)
        return int(slots[priced.argmin()])

    def _answer(self, who: Person, slot: int) -> Answer:
        scene, frame, choices = self.scene, self.scene.frame, Choices(self.scene, who, slot)
        person = choices.person
        now, asked = (Move.to(who.id, scene.entry(person, int(one))).entry for one in (scene.chosen[person], slot))
        same = now == asked
        ruled_out = () if same else obstacles(choices, self._settled)
        change = None if ruled_out or same else self.chains.find(person, slot)
        alone = () if same else scene.tally.judge([Move.to(who.id, asked)]).broken
        able, sooner = self._others(person)
        return Answer(
            who.id,
            now,
            asked,
            ruled_out,
            choices.regret,
            self._at_least(choices.regret),
            change,
            alone,
            scene.charges.terms(who, frame.slots[scene.chosen[person]]) if now else (),
            scene.charges.terms(who, frame.slots[slot]) if asked else (),
            scene.tally.cost_of(who.id, now),
            scene.tally.cost_of(who.id, asked),
            () if same else nearer(choices),
            able,
            sooner,
        )

    def _at_least(self, regret: float) -> int:
        """What a plan with the choice costs at least above this plan.

        The bound was rounded up from a number that is more than the bound less 1, so that the rest loses at most 1.
        """
        proof = self.plan.certificate
        if not np.isfinite(proof.bound):
            return -proof.objective
        least = max(ceil(proof.bound), ceil(proof.bound - 1 + regret - TOLERANCE))
        return least - proof.objective

    def _others(self, person: int) -> tuple[int, int]:
        """How many others could take what a person has, and with how many of them the plan would be cheaper."""
        slot = int(self.scene.chosen[person])
        if slot == STAYS:
            return 0, 0
        coming = self.scene.coming(slot)
        other = (coming < NEVER / 2) & (self.scene.chosen != slot)
        return int(other.sum()), int((coming[other] < -A_WHOLE).sum())

    @cached_property
    def _settled(self) -> Tally:
        return settled_tally(self.scene)
