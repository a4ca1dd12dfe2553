"""Looking on while a plan is sought: what is known so far, and whether somebody asks to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from grassrota.errors import Refused
from grassrota.rota.certificate import gap_between

Report = Callable[[str, float], None]
"""Told the stage in words, and the share of it that is done."""
Stop = Callable[[], bool]
"""Asked between steps, and some times a second within long ones; once it said yes it is not asked again."""

EVERY = 0.2
"""Least seconds between two looks within a step."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known at one moment of the search.

    Attributes:
        seconds: Since the search began.
        stage: What it is doing.
        bound: No plan that keeps all rules can cost less.
        objective: Cost of the best plan so far; None until there is one.
        violations: Rows that the latest attempt breaks; None before the first attempt, 0 once there is a plan.
    """

    seconds: float
    stage: str
    bound: float
    objective: int | None
    violations: int | None

    @property
    def gap(self) -> float | None:
        """How far the objective may lie above the best possible, as a fraction of the bound; None without a plan."""
        return None if self.objective is None else gap_between(self.objective, self.bound)


class Watch:
    """Tells those who look on, and asks whether to stop. ``bound`` only grows."""

    def __init__(self, report: Report | None, onlooker: Callable[[Picture], None] | None, stop: Stop | None) -> None:
        self.report, self.onlooker, self.stop = report, onlooker, stop
        self.started = self.looked = time.perf_counter()
        self.stage, self.stopped = "", False
        self.bound = 0.0  # no cost is negative
        self.objective: int | None = None
        self.violations: int | None = None

    @property
    def seconds(self) -> float:
        """Since the search began."""
        return time.perf_counter() - self.started

    def step(self, stage: str, done: float) -> None:
        """Begins a step.

        Raises:
            Refused: ``stopped``, if somebody asked to stop.
        """
        self.tell(stage, done)
        if self.asked_to_stop():
            raise Refused("stopped", "The search was stopped before there was a plan that keeps every rule.")

    def tell(self, stage: str, done: float) -> None:
        """Says what is being done, and shows what is known."""
        self.stage = stage
        if self.report:
            self.report(stage, done)
        self.look()

    def look(self) -> None:
        """Shows what is known."""
        self.looked = time.perf_counter()
        if self.onlooker:
            self.onlooker(Picture(self.seconds, self.stage, self.bound, self.objective, self.violations))

    def asked_to_stop(self) -> bool:
        """True from the first time that somebody asked."""
        self.stopped = self.stopped or (self.stop is not None and self.stop())
        return self.stopped

    def within(self, whole: bool) -> Callable[[float], bool] | None:
        """What an integer programme asks now and then, with its best cost: whether to stop.

        Args:
            whole: True if the programme is the whole problem, so that its cost is the plan's.
        """
        if self.onlooker is None and self.stop is None:
            return None

        def ask(cost: float) -> bool:
            if whole and cost < inf:
                self.objective, self.violations = round(cost), 0
            if time.perf_counter() - self.looked < EVERY:
                return self.stopped
            self.look()
            return self.asked_to_stop()

        return ask
