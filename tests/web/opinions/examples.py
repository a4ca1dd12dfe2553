"""An example of what each address of this room takes; see ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from grassrota_web.intake.models import Opinion
from grassrota_web.opinions.models import Case
from grassrota_web.opinions.opening import open_cases
from tests.web.conftest import World


def case(world: World, side: str) -> dict[str, Any]:
    """A case that the office of the side has, about its township."""
    known = {"place": world.units[f"{side}-township"], "addressed": world.units[f"{side}-office"]}
    row = Opinion.objects.filter(**known).first()
    if row is None:
        row = Opinion.objects.create(day=date(2026, 1, 5), words=f"the road of the {side}", place_words="mill", **known)
        open_cases([row])
    return {"key": Case.objects.get(raised__opinion=row).pk}


def step(world: World, side: str) -> dict[str, Any]:
    """What somebody tells the raiser."""
    return case(world, side) | {"name": "feedback"}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "opinions:case": case,
    "opinions:step": step,
}
