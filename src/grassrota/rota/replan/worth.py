"""What changing one person's line is worth at prices of the rows, and the bound on the number of changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grassrota.rota.frame import Floats, Ints
from grassrota.rota.replan.standing import EPSILON, STAYS, Standing
from grassrota.rota.solve.pairs import Prices

AT_ONCE = 256
"""People whose changes are worked out together."""


@dataclass(frozen=True)
class Worth:
    """What choices are worth at prices, and what changing one's line comes to: as many lines, less what that gains."""

    standing: Standing
    prices: Prices

    @cached_property
    def now(self) -> Floats:
        """What each person's present choice is worth, shape (P,)."""
        going = self.standing.going
        found = np.zeros(len(self.standing.chosen))
        found[going] = self.of(going, self.standing.chosen[going])
        return found

    def of(self, people: Ints, slots: Ints) -> Floats:
        """What pairs of a person and a slot are worth, shape (pairs,)."""
        model, frame, on = self.standing.model, self.standing.model.frame, self.prices
        cells = model.cells[1][people]
        away = on.on_batches[cells, frame.last_batch[slots] + 1] - on.on_batches[cells, frame.first_batch[slots]]
        return np.asarray(on.on_slots[model.types[1][people], slots] + away)

    @cached_property
    def leaving(self) -> Floats:
        """What it comes to that each leaves the present choice, wherever to, shape (P,)."""
        return self.standing.model.frame.lines + self.now

    @cached_property
    def going_home(self) -> Floats:
        """What it comes to that somebody who goes stays after all; infinite if they may not, or stay anyway."""
        may = (self.standing.chosen != STAYS) & self.standing.model.may_stay
        return np.where(may, self.leaving, np.inf)

    @cached_property
    def at_least(self) -> Floats:
        """No change to a slot comes to less than this, whoever fits where, shape (P,)."""
        model, frame = self.standing.model, self.standing.model.frame
        spans, span = np.unique(np.stack([frame.first_batch, frame.last_batch]), axis=1, return_inverse=True)
        most = np.full(len(self.now), -np.inf)
        types, cells = model.types[1], model.cells[1]
        for place, (first, last) in enumerate(spans.T.tolist()):
            inside = self.prices.on_slots[:, span.reshape(-1) == place].max(axis=1)
            away = self.prices.on_batches[:, last + 1] - self.prices.on_batches[:, first]
            found = inside[types] + away[cells]
            most = np.maximum(most, np.where(model.absent[:, first : last + 1].any(axis=1), -np.inf, found))
        return np.asarray(self.leaving - most)

    def changes(self, people: Ints) -> Iterator[tuple[Ints, Ints, Floats]]:
        """What changes to slots come to, some people at a time: people, slots that matter to them, and the values.

        Slots that could not bring any of these people below 0 are left out; what is not allowed is infinite.
        """
        standing, model = self.standing, self.standing.model
        types = model.types[1]
        order = people[np.argsort(types[people], kind="stable")]
        for first in range(0, len(order), AT_ONCE):
            some = order[first : first + AT_ONCE]
            on_slots = self.prices.on_slots[types[some]]
            enough = self.leaving[some].min() - self._most_away(some)
            slots = np.flatnonzero(on_slots.max(axis=0) > enough)
            pairs = np.repeat(some, len(slots)), np.tile(slots, len(some))
            found = self.leaving[some][:, None] - self.of(*pairs).reshape(len(some), len(slots))
            found[~model.allowed(some, slots) | (slots == standing.chosen[some][:, None])] = np.inf
            yield some, slots, found

    def _most_away(self, people: Ints) -> float:
        """The most that it is worth to be away, in whichever batches, of any of some people."""
        on = self.prices.on_batches[self.standing.model.cells[1][people]]
        return float((np.maximum.accumulate(on[:, ::-1], axis=1)[:, ::-1] - on).max(initial=0.0))

    @cached_property
    def tempted(self) -> Ints:
        """People who might gain by a change to a slot, at first sight."""
        return np.flatnonzero(self.at_least < -EPSILON)

    @cached_property
    def least(self) -> Floats:
        """The least that a change of each person comes to, 0 if none is below, shape (P,)."""
        found = np.minimum(0.0, self.going_home)
        for people, _, values in self.changes(self.tempted):
            found[people] = np.minimum(found[people], values.min(axis=1, initial=0.0))
        return found

    @property
    def bound(self) -> float:
        """No plan changes fewer lines."""
        return self.prices.constant + float((self.least - self.now).sum())
