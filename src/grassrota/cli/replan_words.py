"""Why somebody is moved after the list is public, in sentences that name nobody else."""

from __future__ import annotations

from grassrota.cli.explain_words import listed, where
from grassrota.cli.numbers import counted
from grassrota.rota.problem import RotaProblem
from grassrota.rota.replan import OwnReason


def told_to_them(problem: RotaProblem, reason: OwnReason) -> str:
    """What a moved person may be told."""
    words = "People withdrew after the list was public."
    if reason.between:
        words += f" {counted(reason.between, 'other is', 'others are')} moved between them and you."
    if reason.rules:
        words += f" Had you alone been left where you were, this would be wanting: {listed(reason.rules)}."
    return f"{words} Instead of {where(problem, reason.was)}: {where(problem, reason.now)}."
