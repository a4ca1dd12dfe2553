"""How many of each home unit are exempt: a count beside the staff, never a reason and never a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from grassrota.rota.part import Part
from grassrota.rota.problem import RotaProblem


def exempted(problem: RotaProblem) -> Mapping[str, Part]:
    """Exempt people of all staff by home unit, in the order of the roster and not by size."""
    exempt = Counter(problem.person[who].unit for who in problem.exempt)
    return {unit: Part(exempt[unit], staff) for unit, staff in problem.staff_count.items()}
