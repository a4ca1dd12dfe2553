"""Changes of seats over all places at once, in turn: exchanges within the same batches, chains, and teams."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from grassrota.rota.frame import Floats, Ints
from grassrota.rota.solve.chains import Chains
from grassrota.rota.solve.clash import TOLERANCE
from grassrota.rota.solve.exchange import Exchange
from grassrota.rota.solve.pairs import Prices
from grassrota.rota.solve.search import Search
from grassrota.rota.solve.teams import Teams

ROUNDS = 6
"""So often at most teams move."""


@dataclass
class Moves:
    """The changes of seats of one run.

    Attributes:
        search: The run.
        prices: What seats are taken to be worth.
    """

    search: Search
    prices: Prices

    def __post_init__(self) -> None:
        self.exchange = Exchange(self.search, self.prices)
        self.chains = Chains(self.search, self.prices)
        self.teams = Teams(self.search)

    def run(self, chosen: Ints) -> Ints:
        """Everybody's slot anew, -1 for staying, shape (P,), where no change of seats is seen to cost less."""
        chosen = self._exchanged(self.chains.run(self._exchanged(chosen)))
        for _ in range(ROUNDS if self.search.model.few_leaders else 0):
            other = self.teams.run(chosen)
            if self.search.watch.asked_to_stop() or (other == chosen).all():
                break
            other = self._exchanged(self.chains.run(self._exchanged(other)))
            saved = self._total(chosen) - self._total(other)
            if saved > 0:
                chosen = other
            if saved < self.search.gap / 20 * self.search.cost(chosen):
                break
        return chosen

    def _exchanged(self, chosen: Ints) -> Ints:
        """Exchanges, again as long as that mends a good part of what is broken."""
        before = inf
        while (broken := int((self._slack(chosen) > TOLERANCE).sum())) < before / 2:
            before = broken
            chosen = self.exchange.run(chosen)
        return chosen

    def _total(self, chosen: Ints) -> float:
        """What choices cost, rows that give way at the penalty."""
        return self.search.cost(chosen) + self.search.penalty * float(self._slack(chosen).sum())

    def _slack(self, chosen: Ints) -> Floats:
        """By how much choices break each row, shape (R,)."""
        return self.search.slack(self.search.loads(chosen, chosen >= 0))
