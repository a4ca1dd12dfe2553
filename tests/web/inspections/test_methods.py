"""How a verified unit did it is offered to slow ones: after the verdict, cleared by somebody else, and not for ever."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.org import Level, UnitKind
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.inspections.actions.methods import offer_method
from grassrota_web.inspections.models import Claim, Finding, Method
from grassrota_web.inspections.queries.methods import offered, to_offer
from grassrota_web.opinions.models import Case, Topic
from tests.web.conftest import SignedIn
from tests.web.inspections.conftest import BROKEN, Inspection

CENSUS = {"tolerance": Fraction(1, 20), "grace": Fraction(0), "second": Fraction(0), "decoys": Fraction(0)}


def test_a_method_is_offered_after_the_verdict_by_somebody_else(inspection: Inspection, signed_in: SignedIn) -> None:
    """A slow unit with an open case about wells reads how the office did it; a later refutation takes it back."""
    world = inspection.world
    wells = Topic.objects.create(code="wells", name="Wells")
    cases = inspection.cases(5)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(topic=wells)
    slow = world.unit("slow-office", Level.COUNTY, UnitKind.ORGAN, world.units["north"])
    for number in range(3):
        Case.objects.filter(pk=inspection.office.raised(f"a well of ours, {number}", addressed=slow).pk).update(
            topic=wells, owner=slow, asked=None
        )
    claim = inspection.draw(**CENSUS)
    inspection.visit()
    finding = Finding.objects.filter(visit__claim=claim)[0]
    other = next(one for one in inspection.inspectors if one.account != finding.visit.inspector)
    with pytest.raises(Refused) as caught:
        offer_method(other, finding.pk, "a new pump")
    assert caught.value.code == "not_verified"
    inspection.conclude(claim)
    with pytest.raises(Refused) as caught:
        offer_method(inspection.who(finding.visit), finding.pk, "a new pump")
    assert caught.value.code == "own_finding"
    assert finding.pk in [one.pk for one, _method in to_offer(other)]
    page, officer = reverse("inspections:methods"), world.account(Role.UNIT_OFFICER, slow)
    office, reader = signed_in(Account.objects.get(pk=other.account)), signed_in(officer)
    words = "A pump was bought by three villages together."
    assert words not in reader.get(page).content.decode()
    address = reverse("inspections:offer_method", args=[finding.pk])
    assert "the pump is new" in office.get(address).content.decode()
    assert office.post(address, {"words": words}).status_code == 302
    assert office.post(address, {"words": words}).status_code == 422
    assert words in reader.get(page).content.decode()
    # the verified unit is not slow, and the south has no part in it
    assert not offered(inspection.office.officer)
    assert (
        words not in signed_in(world.account(Role.UNIT_OFFICER, world.units["south-office"])).get(page).content.decode()
    )
    inspection.sleep(30)
    again = Claim.objects.get(pk=inspection.draw(tolerance=Fraction(6, 10), grace=Fraction(3, 10)).pk)
    inspection.conclude(again, lambda _visit: BROKEN)
    assert Method.objects.get().withdrawn_on == timezone.localdate()
    assert words not in reader.get(page).content.decode()


def test_a_method_about_few_opinions_is_not_offered_and_one_can_be_taken_back(
    inspection: Inspection, signed_in: SignedIn
) -> None:
    """Of four opinions about a topic a method could tell who raised one; what was offered goes with its words."""
    topics = [Topic.objects.create(code=code, name=code.title()) for code in ("wells", "roads")]
    cases = inspection.cases(9)
    for number, case in enumerate(cases):
        Case.objects.filter(pk=case.pk).update(topic=topics[0] if number < 4 else topics[1])
    claim = inspection.draw(**CENSUS)
    inspection.conclude(claim)
    rows = Finding.objects.filter(visit__claim=claim).select_related("visit")
    few = rows.filter(visit__case__topic=topics[0])[0]
    other = next(one for one in inspection.inspectors if one.account != few.visit.inspector)
    with pytest.raises(Refused) as caught:
        offer_method(other, few.pk, "a new pump")
    assert caught.value.code == "not_verified"
    common = rows.filter(visit__case__topic=topics[1])[0]
    other = next(one for one in inspection.inspectors if one.account != common.visit.inspector)
    made = offer_method(other, common.pk, "gravel before the rain")
    office = signed_in(Account.objects.get(pk=inspection.ann.account))
    assert "gravel before the rain" in office.get(reverse("inspections:methods")).content.decode()
    assert office.post(reverse("inspections:withdraw_method", args=[made.pk])).status_code == 302
    row = Method.objects.get()
    assert (row.withdrawn_on, row.words) == (timezone.localdate(), "")
