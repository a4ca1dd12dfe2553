"""An example of what each address of this room takes; see ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from grassrota_web.intake.models import Opinion
from grassrota_web.opinions.models import Raised
from grassrota_web.opinions.opening import open_cases
from grassrota_web.themes.models import Placed, Theme
from tests.web.conftest import World
from tests.web.intake.appended import appended

DAY = date(2026, 1, 5)


def theme(world: World, side: str) -> dict[str, Any]:
    """A theme of six opinions about the township of the side, which its office has."""
    known = {"place": world.units[f"{side}-township"], "addressed": world.units[f"{side}-office"], "day": DAY}
    words = f"the bridge of the {side}"
    if not Opinion.objects.filter(words=words, **known).exists():
        rows = Opinion.objects.bulk_create(
            Opinion(id=uuid4(), words=words, place_words="mill", **known) for _number in range(6)
        )
        open_cases(appended(*rows))
        number = Theme.objects.count()
        row = Theme.objects.create(number=number, words=[f"bridge-{side}"], since=DAY)
        cases = dict(Raised.objects.filter(opinion__in=rows).values_list("pk", "case"))
        Placed.objects.bulk_create(
            Placed(raised_id=one.pk, case_id=cases[one.pk], own=number, theme=row, holds=1) for one in rows
        )
    return {"key": Placed.objects.filter(raised__opinion__words=words).values_list("theme", flat=True)[0]}


def place(world: World, side: str) -> dict[str, Any]:
    """A place about which few opinions come."""
    return {"key": world.units[f"{side}-township"].pk}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "themes:theme": theme,
    "themes:problem": theme,
    "themes:advertise": place,
}
