"""Lists are frozen before chance speaks, a draw is made soon after it, and every round is seen from its plan on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota.inspection import drand
from grassrota_web.inspections.actions.drawing import draw
from grassrota_web.inspections.actions.rounds import freeze, plan
from grassrota_web.inspections.models import Round
from grassrota_web.inspections.queries.published import stands
from grassrota_web.inspections.tasks import freeze_lists
from tests.web.inspections.conftest import Inspection


def test_no_list_is_frozen_once_drand_has_spoken(inspection: Inspection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its second is known: planned before it, frozen before it, and neither from it on, by whom or what soever."""
    number = (int(timezone.now().timestamp()) - drand.GENESIS) // drand.PERIOD_SECONDS + 100_000
    speaks = drand.time_of(number)
    day = timezone.localtime(speaks).date()
    after = day + timedelta(days=1)
    said: dict[str, Any] = {"as_of": timezone.localdate(), "source": f"drand quicknet {number}", "chance_on": day}
    first = inspection.plan(**said)
    with pytest.raises(BadInput) as wrong:
        plan(inspection.ann, "north", **{**said, "as_of": after, "chance_on": after})
    assert [fault.column for fault in wrong.value.faults] == ["source"]
    second = plan(inspection.ann, "north", **said)
    monkeypatch.setattr(timezone, "now", lambda: speaks - timedelta(seconds=1))
    freeze(inspection.ann, second.pk)
    monkeypatch.setattr(timezone, "now", lambda: speaks)
    with pytest.raises(Refused) as caught:
        freeze(inspection.ann, first.pk)
    assert caught.value.code == "chance_has_spoken"
    freeze_lists()
    assert Round.objects.get(pk=first.pk).frozen_on is None
    with pytest.raises(BadInput) as wrong:
        plan(inspection.ann, "north", **{**said, "as_of": day})
    assert [fault.column for fault in wrong.value.faults] == ["source"]


def test_every_round_stands_on_a_public_list_and_is_drawn_in_time_or_never(inspection: Inspection) -> None:
    """From its plan on, without signing in; two weeks after chance spoke it is too late, and the round stays there."""

    def told() -> str:
        return Client().get(reverse("inspections:publications")).content.decode()

    inspection.cases(2)
    claim = inspection.freeze()
    address = reverse("inspections:published", args=[inspection.round.pk])
    never = plan(inspection.ann, "north", timezone.localdate(), "dice again", inspection.round.chance_on)
    assert inspection.round.commitment.anchor in told()
    assert address in told()
    assert "lists frozen on" in told()
    assert "planned" in stands(never)["word"]
    inspection.sleep(15)
    assert "without a draw" not in stands(Round.objects.get(pk=claim.round_id))["word"]
    inspection.sleep(1)
    with pytest.raises(Refused) as caught:
        draw(inspection.ann, inspection.round.pk, "4 1 6", inspection.keys[0].secret)
    assert caught.value.code == "too_late"
    assert told().count("its day has passed without a draw") == 2
    assert address in told()
    assert "its day has passed without a draw" in Client().get(address).content.decode()
