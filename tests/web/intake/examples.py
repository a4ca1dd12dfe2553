"""Examples of what the addresses of the intake take."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from grassrota_web.intake.models import OfficeKey, Unsealing
from grassrota_web.intake.sealed_box import halves
from tests.web.conftest import World


def key(world: World, side: str) -> dict[str, Any]:
    """A key that was proposed."""
    row = OfficeKey.objects.first() or OfficeKey.objects.create(public=halves()[0], proposed_on=timezone.localdate())
    return {"key": row.pk}


def unsealing(world: World, side: str) -> dict[str, Any]:
    """What an inspector asked to read."""
    found = Unsealing.objects.first()
    row = found or Unsealing.objects.create(opinion=uuid.UUID(int=2), reason="a visit", asked_on=timezone.localdate())
    return {"key": row.pk}


EXAMPLES = {"intake:confirm_key": key, "intake:unseal": unsealing}

SIDELESS = {
    "intake:confirm_key": "the key is that of the one inspection office",
    "intake:unseal": "contact details are told by an opinion's id alone, and belong to no unit",
}
