"""Looking on while a plan is sought: what is known so far, and whether that is enough."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from math import inf

from grassrota.rota.certificate import Certificate
from grassrota.rota.moment import Moment
from grassrota.rota.solve.stopping import Question, Stop

Onlooker = Callable[[Moment, float], None]
"""Shown what is known, and the share of the stage that is done."""

EVERY = 0.2
"""Least seconds between two looks within a step, unless there is news."""


class Enough(Exception):
    """The search is over: the best plan so far is the answer, if there is one."""


class Watch:
    """Shows what is known, keeps it as history, and asks whether to stop. ``bound`` only grows."""

    def __init__(self, stop: Stop, onlooker: Onlooker | None = None) -> None:
        self.stop, self.onlooker = stop, onlooker
        self.started = self.looked = time.perf_counter()
        self.stage, self.stopped = "", False
        self.bound = 0.0  # no cost is negative
        self.objective: int | None = None
        self.violations: int | None = None
        self.history: list[Moment] = []

    @property
    def seconds(self) -> float:
        """Since the search began."""
        return time.perf_counter() - self.started

    @property
    def moment(self) -> Moment:
        """What is known now."""
        return Moment(self.seconds, self.stage, self.bound, self.objective, self.violations)

    def step(self, stage: str, done: float) -> None:
        """Begins a step.

        Raises:
            Enough: If the search is over.
        """
        self.tell(stage, done)
        if self._over(self.stop):
            raise Enough

    def tell(self, stage: str, done: float) -> None:
        """Says what is being done, and shows what is known."""
        self.stage = stage
        self.look(done)

    def look(self, done: float = 0.0) -> None:
        """Shows what is known, and keeps it if it is news."""
        self.looked, moment = time.perf_counter(), self.moment
        if not self.history or replace(self.history[-1], seconds=moment.seconds) != moment:
            self.history.append(moment)
        if self.onlooker:
            self.onlooker(moment, done)

    def asked_to_stop(self) -> bool:
        """True if the search is to stop at once, whatever the gap."""
        return self._over(self.stop.at_once)

    def _over(self, question: Question) -> bool:
        """Asks; once the answer was yes it stays that."""
        self.stopped = self.stopped or question(self.moment)
        return self.stopped

    def question(self, whole: bool) -> Callable[[float], bool]:
        """What an integer programme asks now and then, with its best cost: whether to stop.

        Args:
            whole: True if the programme is the whole problem, so that its cost is the plan's.
        """

        def ask(cost: float) -> bool:
            if whole and cost < inf and round(cost) != self.objective:
                self.objective, self.violations = round(cost), 0
            elif time.perf_counter() - self.looked < EVERY:
                return self.stopped
            self.look()
            return self.asked_to_stop()

        return ask

    def ended(self, certificate: Certificate) -> tuple[Moment, ...]:
        """The history, up to what is certified: no moment knew of a better bound."""
        self.bound, self.objective, self.violations = certificate.bound, certificate.objective, certificate.violations
        self.look()
        last = replace(self.history.pop(), seconds=certificate.seconds)
        before = (replace(moment, bound=min(moment.bound, last.bound)) for moment in self.history)
        return (*before, last)
