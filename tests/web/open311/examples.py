"""An example of what each address of this room takes; see ``tests/web/examples.py``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota_web.intake.models import Opinion
from grassrota_web.open311.models import Request
from grassrota_web.open311.tokens import token_of
from tests.web.conftest import World
from tests.web.opinions.examples import DAY

JSON = {"form": "json"}


def form(world: World, side: str) -> dict[str, Any]:
    """How an answer is written."""
    return dict(JSON)


def service(world: World, side: str) -> dict[str, Any]:
    """The service for what no topic fits."""
    return JSON | {"code": "other"}


def request(world: World, side: str) -> dict[str, Any]:
    """An opinion of the side that is not listed."""
    place = world.units[f"{side}-township"]
    opinion, _made = Opinion.objects.get_or_create(day=DAY, words=f"of the {side}", place_words="mill", place=place)
    row, _made = Request.objects.get_or_create(
        opinion=opinion, defaults={"day": DAY, "updated_on": DAY, "state": "open", "listed": False}
    )
    return JSON | {"key": row.pk}


def token(world: World, side: str) -> dict[str, Any]:
    """A token of what waits."""
    return JSON | {"key": token_of(draw_receipt())}


EXAMPLES: dict[str, Callable[[World, str], dict[str, Any]]] = {
    "open311:discovery": form,
    "open311:discovery_beside": form,
    "open311:services": form,
    "open311:definition": service,
    "open311:requests": form,
    "open311:request": request,
    "open311:token": token,
    "open311:updates": form,
    "open311:bulk": form,
}

SIDELESS = dict.fromkeys(EXAMPLES, "anybody may ask, and is told what everybody may know")
