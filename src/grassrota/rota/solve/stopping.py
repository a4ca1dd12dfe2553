"""When a search is over: small criteria, put together by ``|``.

A gap is the same on every machine: it is looked at between steps, and integer programmes are given it as a number, so
that a search which ends by it can be repeated. The clock and people are asked within long steps as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grassrota.rota.moment import Moment

Question = Callable[[Moment], bool]


def _never(moment: Moment) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Stop:
    """A criterion; ``within(0.005) | after(60)`` is whichever comes first.

    Attributes:
        gap: It is over with a plan that costs so much more than the bound, as a fraction of it.
        at_once: Whether it is over at a moment whatever the gap.
    """

    gap: float = 0.0
    at_once: Question = _never

    def __call__(self, moment: Moment) -> bool:
        """Whether the search is over at a moment."""
        return (moment.gap is not None and moment.gap <= self.gap) or self.at_once(moment)

    def __or__(self, other: Stop) -> Stop:
        return Stop(max(self.gap, other.gap), lambda moment: self.at_once(moment) or other.at_once(moment))


def within(gap: float) -> Stop:
    """With a plan that costs at most so much more than the bound, as a fraction of it.

    Integer programmes stop there too, but for those that are a whole small problem, which are solved to the end.
    """
    return Stop(gap)


def after(seconds: float) -> Stop:
    """When so many seconds have passed since the search began."""
    return when(lambda moment: moment.seconds >= seconds)


def when(question: Question) -> Stop:
    """When a question is answered with yes: between steps, or some times a second within long ones."""
    return Stop(at_once=question)
