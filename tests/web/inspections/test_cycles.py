"""A cycle closes when every unit was inspected and a raiser of each was heard; visits never wait for ever."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.models import Account, Grant
from grassrota_web.inspections.actions.cycles import begin, close
from grassrota_web.inspections.actions.drawing import send_again
from grassrota_web.inspections.actions.verdicts import end
from grassrota_web.inspections.models import Survey, Visit
from grassrota_web.intake.models import Said
from tests.web.conftest import SignedIn
from tests.web.inspections.conftest import BROKEN, FIXED, Inspection

WIDE = {"tolerance": Fraction(3, 10), "grace": Fraction(1, 10), "decoys": Fraction(0)}


def test_a_cycle_closes_when_every_unit_was_inspected(inspection: Inspection, signed_in: SignedIn) -> None:
    """A unit that waits is named, and keeps it open; so does one where no raiser was heard; then it closes, once."""
    cases = inspection.cases(3)
    row = begin(inspection.ann, "north")
    client = signed_in(Account.objects.get(pk=inspection.ann.account))
    address = reverse("inspections:cycle", args=[row.pk])
    assert "North Office" in client.get(address).content.decode().partition("Still to be inspected")[2]
    with pytest.raises(Refused) as caught:
        close(inspection.ann, row.pk)
    assert caught.value.data["uninspected"] == ("north-office",)
    for case in cases:
        inspection.office.says(case, Said.FIXED)
    claim = inspection.draw(**WIDE, second=Fraction(0))
    inspection.conclude(claim)
    assert client.post(address).status_code == 302
    assert "None: every unit" not in client.get(address).content.decode()
    with pytest.raises(Refused) as caught:
        close(inspection.ann, row.pk)
    assert caught.value.code == "cycle_closed"
    begin(inspection.ann, "north")
    with pytest.raises(Refused) as caught:
        begin(inspection.ann, "north")
    assert caught.value.code == "cycle_under_way"


def test_a_survey_is_counted_apart_and_representative_needs_a_rule(inspection: Inspection, signed_in: SignedIn) -> None:
    """A survey leaves the unit to be inspected; without a stated rule no place is called representative."""
    inspection.cases(3)
    row = begin(inspection.ann, "north")
    client = signed_in(Account.objects.get(pk=inspection.ann.account))
    address, day = reverse("inspections:survey"), timezone.localdate()
    said = {"place": "north-office", "on": day, "seen": "the tap is dry\r\nthe ledger says fixed"}
    assert client.post(address, {**said, "representative": "on"}).status_code == 422
    assert client.post(address, {**said, "on": day + timedelta(days=1)}).status_code == 422
    assert client.post(address, {**said, "place": "south-office"}).status_code == 422
    assert not Survey.objects.exists()
    for place in ("north-office", "hamlet"):
        more = {"place": place, "representative": "on", "rule": "every second of the list"}
        assert client.post(address, {**said, **more}).status_code == 302
    assert Survey.objects.filter(seen=["the tap is dry", "the ledger says fixed"]).count() == 2
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Places surveyed: 2. Units fully inspected: 0." in page
    assert "every second of the list" in page
    with pytest.raises(Refused) as caught:
        close(inspection.ann, row.pk)
    assert caught.value.data["uninspected"] == ("north-office",)


def test_a_unit_where_no_raiser_was_heard_keeps_a_cycle_open(inspection: Inspection) -> None:
    """Findings from places and records alone are an inspection, and leave the raisers unheard."""
    inspection.cases(3)
    row = begin(inspection.ann, "north")
    claim = inspection.draw(**WIDE, second=Fraction(0))
    inspection.conclude(claim)
    with pytest.raises(Refused) as caught:
        close(inspection.ann, row.pk)
    assert caught.value.data["unheard"] == ("north-office",)


def test_visits_of_somebody_who_left_are_drawn_for_anew(inspection: Inspection, signed_in: SignedIn) -> None:
    """Whoever holds the role no more makes no visit; somebody who has not looked at the case is drawn for it."""
    inspection.cases(4)
    inspection.draw(**WIDE, second=Fraction(1))
    gone = Visit.objects.values_list("inspector", flat=True)[0]
    Grant.objects.filter(account__pk=gone).delete()
    stranded = set(Visit.objects.filter(inspector=gone).values_list("pk", flat=True))
    planner = next(one for one in inspection.inspectors[1:] if one.account != gone)
    client = signed_in(Account.objects.get(pk=planner.account))
    assert reverse("inspections:send", args=[inspection.round.pk]) in (
        client.get(inspection.round.get_absolute_url()).content.decode()
    )
    assert send_again(planner, inspection.round.pk) == len(stranded) > 0
    assert not Visit.objects.filter(inspector=gone).exists()
    for case in Visit.objects.values_list("case", flat=True).distinct():
        assert Visit.objects.filter(case=case).values("inspector").distinct().count() == 2
    assert send_again(planner, inspection.round.pk) == 0


def test_all_units_together_are_judged_when_the_round_has_ended(inspection: Inspection, signed_in: SignedIn) -> None:
    """Whom one may call false is said for the round, and not before every verdict is given."""
    inspection.cases(10)
    claim = inspection.draw(**WIDE, second=Fraction(0))
    inspection.conclude(claim, lambda visit: BROKEN if visit.order != 1 else FIXED)
    client = signed_in(Account.objects.get(pk=inspection.ann.account))
    page = inspection.round.get_absolute_url()
    assert "Of 1 units" not in client.get(page).content.decode()
    end(inspection.ann, inspection.round.pk)
    assert "Of 1 units 1 are refuted" in client.get(page).content.decode()
