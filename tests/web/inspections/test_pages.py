"""The pages of a round, as whoever plans, visits and reads the verdict goes through them."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grassrota_web.access.models import Account
from grassrota_web.inspections.models import Chain, Claim, Finding, Round, Visit
from grassrota_web.intake.models import Said
from tests.web.conftest import SignedIn
from tests.web.inspections.conftest import BROKEN, FIXED, Inspection

WIDE = {"tolerance": Fraction(3, 10), "grace": Fraction(1, 10), "second": Fraction(1, 10)}


def test_a_round_is_planned_frozen_and_drawn_on_pages(inspection: Inspection, signed_in: SignedIn) -> None:
    """Keys are shown once and kept nowhere; a wrong key is refused; each step opens when its time comes."""
    inspection.cases(5)
    client = signed_in(Account.objects.get(pk=inspection.ann.account))
    keys = client.post(reverse("inspections:bind"), {"place": "north"})
    assert keys["Cache-Control"] == "no-store"
    secret = keys.context["keys"][0].secret
    assert secret in keys.content.decode()
    assert Chain.objects.get().anchor != secret
    today = timezone.localdate()
    rates = {
        "tolerance": "30",
        "grace": "10",
        "alpha": "5",
        "beta": "5",
        "second": "10",
        "decoys": "50",
        "failed": "5",
        "passed": "0",
        "flagged": "20",
        "most_flagged": "3",
    }
    asked = {"place": "north", "as_of": today, "source": "dice", "chance_on": today - timedelta(days=1), **rates}
    assert client.post(reverse("inspections:plan"), asked).status_code == 422
    client.post(reverse("inspections:plan"), {**asked, "chance_on": today})
    row = Round.objects.get()
    assert (row.tolerance, row.decoys, row.failed, row.passed) == ("3/10", "1/2", "1/20", "0")
    assert (row.flagged, row.most_flagged) == ("1/5", 3)
    assert "<dd>5 %</dd>" in Client().get(reverse("inspections:published", args=[row.pk])).content.decode()
    for side in ("management", "raiser_side"):
        client.post(reverse("inspections:member", args=[row.pk]), {"side": side, "called": f"one of {side}"})
    assert "one of raiser_side" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("inspections:freeze", args=[row.pk]))
    draw = reverse("inspections:draw", args=[row.pk])
    assert client.post(draw, {"chance": "4 1 6", "secret": "0" * 64}).status_code == 422
    assert client.post(draw, {"chance": "4 1 6", "secret": secret}).status_code == 302
    page = client.get(row.get_absolute_url()).content.decode()
    # how many there are would tell, with the next ones, that some failed
    assert "under way" in page
    assert not re.search(r"0 (of|/) \d", page)
    assert secret not in page


def test_findings_are_written_on_a_phone(inspection: Inspection, signed_in: SignedIn) -> None:
    """A fix that was refuted before is told; missing answers are named; with them the visit leaves the list."""
    cases = inspection.cases(5)
    for case in cases:
        inspection.office.says(case, Said.NOT_FIXED)
    inspection.sleep(1)
    for case in cases:
        inspection.office.fixed(case)
    inspection.draw(**WIDE)
    row = Visit.objects.exclude(case=None)[0]
    client = signed_in(Account.objects.get(pk=row.inspector))
    assert row.place
    assert row.place.name in client.get(reverse("inspections:visits")).content.decode()
    assert "Refuted before" not in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("inspections:arrive", args=[row.pk]))
    assert "Refuted before: 1 time." in client.get(row.get_absolute_url()).content.decode()
    said = {"really_changed": "yes", "how_changed": "a new pump", "unresolved": ""}
    missing = client.post(row.get_absolute_url(), said)
    assert missing.status_code == 422
    assert "small_problem_solved" in missing.content.decode()
    more = {**said, "small_problem_solved": "no", "at_the_place": "the tap is dry\r\n\r\nthe pump is new"}
    assert client.post(row.get_absolute_url(), more).status_code == 302
    assert Finding.objects.get(visit=row).evidence == [["place", "the tap is dry"], ["place", "the pump is new"]]
    assert row.get_absolute_url() not in client.get(reverse("inspections:visits")).content.decode()
    client.post(reverse("inspections:aside", args=[row.pk]))
    assert Visit.objects.get(pk=row.pk).user == row.user


def test_the_verdict_is_told_in_words_and_as_a_picture(inspection: Inspection, signed_in: SignedIn) -> None:
    """Hypothesis, sample, silence and bounds stand on the page of the unit, with the walk as a drawing and a table."""
    inspection.cases(10)
    claim = inspection.draw(**WIDE)
    office = signed_in(Account.objects.get(pk=inspection.ann.account))
    while Claim.objects.get(pk=claim.pk).concluded_on is None:
        inspection.visit(lambda visit: BROKEN if visit.order == 1 else FIXED)
        assert office.post(reverse("inspections:conclude", args=[claim.pk])).status_code == 302
    told = Visit.objects.filter(case__isnull=False, turn=1).count()
    office.post(reverse("inspections:end", args=[inspection.round.pk]))
    unit = signed_in(Account.objects.get(pk=inspection.office.officer.account))
    page = unit.get(claim.get_absolute_url()).content.decode()
    row = Claim.objects.get(pk=claim.pk)
    assert f"The first {told} cases of the draw decide, where up to {row.size} might have" in page
    assert f"{told - 1} fixed, 1 not" in page
    assert "North Office says that 10 of 10" in page
    assert "Counted as fixed from now on: 9" in page
    assert "<polyline" in page
    assert "style=" not in page
    for tongue in ("zh-hans", "en"):
        unit.post(reverse("set_language"), {"language": tongue})
        assert unit.get(claim.get_absolute_url()).status_code == 200
    assert (
        inspection.keys[0].secret
        in Client().get(reverse("inspections:published", args=[row.round_id])).content.decode()
    )


def test_what_a_telephone_kept_is_taken_once(inspection: Inspection, signed_in: SignedIn) -> None:
    """Sent twice it is known; what lacks answers or is of another's visit is refused, and the rest is taken."""
    inspection.cases(5)
    inspection.draw(**WIDE)
    row = Visit.objects.exclude(case=None)[0]
    other = Visit.objects.exclude(inspector=row.inspector)[0]
    client = signed_in(Account.objects.get(pk=row.inspector))
    client.post(reverse("inspections:arrive", args=[row.pk]))
    said = {"really_changed": "yes", "how_changed": "a new pump", "small_problem_solved": "yes", "unresolved": ""}
    whole = {**said, "at_the_place": "water runs", "id": str(row.pk), "on": timezone.localdate().isoformat()}

    def sent(*entries: object, belongs_to: str = row.inspector) -> tuple[int, list[str]]:
        body = {"for": belongs_to, "entries": entries}
        answer = client.post(reverse("inspections:sync"), body, content_type="application/json")
        return answer.status_code, [one["receipt"] for one in answer.json().get("results", ())]

    assert sent({**whole, "at_the_place": ""}, {**whole, "id": str(other.pk)}, "nothing", whole) == (
        200,
        ["refused", "refused", "refused", "accepted"],
    )
    assert sent(whole) == (200, ["accepted"])
    assert sent({**whole, "small_problem_solved": "no"}) == (200, ["refused"])
    assert sent(whole, belongs_to=other.inspector) == (422, [])
    assert client.post(reverse("inspections:sync"), "[", content_type="application/json").status_code == 422
    assert Finding.objects.count() == 1
