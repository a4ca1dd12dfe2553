"""A search as a command shows it: how far it is, how good its best plan; Ctrl-C ends it with that plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grassrota.cli.numbers import counted, gap_words
from grassrota.cli.terminal import Tell, Terminal

if TYPE_CHECKING:
    from grassrota.rota.moment import Moment


@dataclass
class Looking:
    """Looks on while a plan is sought.

    Attributes:
        terminal: Where an interrupt is answered.
        tell: Shows it.
        has_plan: True as soon as there is a plan to keep.
        interrupted: True if the user asked for the best plan so far.
    """

    terminal: Terminal
    tell: Tell
    has_plan: bool = False
    interrupted: bool = False

    def __call__(self, moment: Moment, done: float) -> None:
        """Shows what is known."""
        self.has_plan = moment.objective is not None
        self.tell(moment.stage, done, _known(moment))

    def interrupt(self) -> bool:
        """Whether there is a plan to wait for; then the search is to end with it."""
        if self.has_plan:
            self.interrupted = True
            self.terminal.tell("Ending with the best plan so far. Ctrl-C again leaves without one.")
        return self.has_plan


def _known(moment: Moment) -> str:
    """What is known beside the stage: nothing at first, then a bound or what is broken, then cost and gap."""
    if moment.objective is not None and moment.gap is not None:
        return f"cost {moment.objective:,}, at least {moment.bound:,.0f}, gap {gap_words(moment.gap)}"
    found = [f"at least {moment.bound:,.0f}"] if moment.bound > 0 else []
    if moment.violations:
        found.append(f"{counted(moment.violations, 'rule')} broken")
    return ", ".join(found)
