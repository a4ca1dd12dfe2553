"""What would have to be otherwise: facts that rule a choice out, and facts that would bring it nearer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grassrota.rota.explain.answer import Fact, FactKind
from grassrota.rota.explain.scene import STAYS, Scene
from grassrota.rota.frame import KINDS, Bools, Floats
from grassrota.rota.plan import Assignment
from grassrota.rota.tally import Tally
from grassrota.staff import Person


@dataclass(frozen=True)
class Choices:
    """One person's choices, and the one that is asked about.

    Attributes:
        scene: The plan.
        who: The person who asks.
        slot: Index of the slot asked about, or ``STAYS``.
    """

    scene: Scene
    who: Person
    slot: int

    @property
    def person(self) -> int:
        """Index of the person, or of their group."""
        return self.scene.charges.index[self.who.id]

    @cached_property
    def priced(self) -> Floats:
        """What each slot comes to at the prices, shape (S,)."""
        return self.scene.priced(self.person)

    @cached_property
    def allowed(self) -> Bools:
        """True where rules on single choices let the person go, shape (S,)."""
        return self.scene.allowed(self.person)

    @cached_property
    def regret(self) -> float:
        """What the choice comes to above the person's cheapest."""
        return self.otherwise(self.priced)

    def otherwise(self, priced: Floats) -> float:
        """The same, if slots came to something else; the choice asked about being allowed."""
        asked = float(self.scene.frame.staying[self.person] if self.slot == STAYS else priced[self.slot])
        return max(0.0, asked - self.scene.least(self.person, priced, self.allowed))


def obstacles(choices: Choices, settled: Tally) -> tuple[Fact, ...]:
    """Facts of which each one alone rules a choice out in every plan: all of them would have to change.

    Args:
        choices: The person, and the choice.
        settled: Counts of those who can go nowhere else, being pinned.
    """
    return tuple(_own(choices, choices.who)) or tuple(_of_group(choices)) or tuple(_settled(choices, settled))


def nearer(choices: Choices) -> tuple[Fact, ...]:
    """Single facts that would make a choice cheaper beside the person's others, those that help most first."""
    found = [fact for fact in _otherwise(choices) if fact.regret is not None and fact.regret < choices.regret - 0.5]
    return tuple(sorted(found, key=lambda fact: fact.regret or 0.0))


def settled_tally(scene: Scene) -> Tally:
    """The counts of those who are pinned to an opening and a batch, which every plan has."""
    pins = scene.problem.pins
    return Tally(
        scene.problem,
        [Assignment(pin.person, pin.opening, pin.batch) for pin in pins if pin.opening and pin.batch is not None],
    )


def _of_group(choices: Choices) -> Iterator[Fact]:
    """That the group is too large, or somebody of it cannot make the choice: which of them, and why, is theirs."""
    scene, size = choices.scene, choices.scene.problem.party_size(choices.who.id)
    slot = None if choices.slot == STAYS else scene.frame.slots[choices.slot]
    others = [one for one in scene.frame.parties[choices.person] if one is not choices.who]
    if (slot and size > scene.problem.opening[slot.opening].high) or any(any(_own(choices, one)) for one in others):
        yield Fact(FactKind.TOGETHER, str(size))


def _own(choices: Choices, who: Person) -> Iterator[Fact]:
    scene = choices.scene
    pin, first = scene.problem.pinned.get(who.id), who.id in scene.first
    if choices.slot == STAYS:
        if scene.problem.policy.everyone:
            yield Fact(FactKind.MUST_GO)
        if first:
            yield Fact(FactKind.FIRST)
        if pin is not None and not pin.stays:
            yield Fact(FactKind.PIN)
        return
    slot = scene.frame.slots[choices.slot]
    opening = scene.problem.opening[slot.opening]
    for skill in sorted(opening.needs - who.skills):
        yield Fact(FactKind.SKILL, skill)
    if opening.grades and who.grade not in opening.grades:
        yield Fact(FactKind.GRADE, who.grade)
    for batch in slot.away:
        if batch in scene.problem.unavailable.get(who.id, frozenset()):
            yield Fact(FactKind.AVAILABLE, str(batch))
    if first and slot.start != 1:
        yield Fact(FactKind.FIRST)
    if pin is not None and not pin.takes(slot.opening, slot.start):
        yield Fact(FactKind.PIN)


def _settled(choices: Choices, settled: Tally) -> Iterator[Fact]:
    """Rules that this choice and those of pinned people break together, however everybody else chooses.

    Only rules that more people cannot mend are looked at.
    """
    entry = choices.scene.entry(choices.person, choices.slot)
    if entry is None or entry.person in settled.entries or not settled.entries:
        return
    problem = choices.scene.problem
    taken = sum(problem.seats(who) for who in settled.members.get((entry.opening, entry.batch), ()))
    over = taken + problem.party_size(entry.person) > problem.opening[entry.opening].high
    for broken in settled.judge(choices.scene.moves(choices.person, choices.slot)).broken:
        if broken.rule in ("absence", "couples") or (broken.rule == "headcount" and over):
            yield Fact(FactKind.OTHERS, broken.words)


def _otherwise(choices: Choices) -> Iterator[Fact]:
    """Each single fact that could be otherwise, and what the choice would then come to."""
    if choices.slot == STAYS:
        return
    scene, frame = choices.scene, choices.scene.frame
    who, policy = choices.who, scene.problem.policy
    opening = scene.problem.opening[frame.slots[choices.slot].opening]
    rank = scene.problem.wishes.get(who.id, {}).get(opening.place, policy.costs.unlisted + 1)
    changes: list[tuple[FactKind, str, Floats]] = []
    if rank != 1 and policy.costs.preference:
        less = np.zeros(len(scene.problem.openings))
        less[frame.openings_at[opening.place]] = policy.costs.preference * (rank - 1)
        changes.append((FactKind.WISH, "1", less[frame.opening_of]))
    for skill in sorted(opening.prefers - who.skills):
        saved = frame.asks[frame.skills.index(skill)].astype(np.float64)
        changes.append((FactKind.SKILL, skill, saved[frame.opening_of]))
    asked = {
        FactKind.LEADER: bool(policy.lead_rank),
        FactKind.EXPERIENCED: policy.experienced_years is not None,
        FactKind.COVERING: bool(policy.cover_rank),
    }
    for kind, in_force in asked.items():
        place = KINDS.index(kind.value)
        if in_force and not frame.kinds[choices.person, place]:
            changes.append((kind, "", scene.charges.in_slot[place]))
    for what, detail, less in changes:
        yield Fact(what, detail, choices.otherwise(choices.priced - less))
