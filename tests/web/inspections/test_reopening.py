"""A verdict is given whatever its unit claims that day; what was claimed on that very day is opened the day after."""

from __future__ import annotations

from fractions import Fraction
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grassrota_web.access.models import Account
from grassrota_web.inspections.actions.drawing import draw
from grassrota_web.inspections.actions.rounds import freeze
from grassrota_web.inspections.models import Claim, Visit
from grassrota_web.inspections.tasks import open_what_failed
from grassrota_web.intake.models import Message, Said
from grassrota_web.opinions.models import Case, FactKind
from tests.web.conftest import SignedIn
from tests.web.inspections.conftest import BROKEN, FIXED, Inspection

CENSUS = {"tolerance": Fraction(1, 20), "grace": Fraction(0), "second": Fraction(0), "decoys": Fraction(0)}


def counted(client: Client, claim: Claim) -> str:
    """The claim's page once what was found was counted by its button."""
    answer = client.post(reverse("inspections:conclude", args=[claim.pk]), follow=True)
    assert Claim.objects.get(pk=claim.pk).settled_on == timezone.localdate()
    return answer.content.decode()


def state(case: Case) -> str:
    """Where a case stands now."""
    return Case.objects.get(pk=case.pk).state


def reopened(case: Case) -> int:
    """How often a case was opened again."""
    return case.facts.filter(kind=FactKind.REOPENED).count()


def visited(inspection: Inspection, broken: set[UUID]) -> None:
    """Every visit made; the broken are found not to be fixed."""
    inspection.visit(lambda visit: BROKEN if visit.case_id in broken else FIXED)


def test_a_round_of_one_afternoon_ends_and_what_failed_is_opened_on_the_next_day(
    inspection: Inspection, signed_in: SignedIn
) -> None:
    """Claimed, frozen, drawn, visited and judged in a day: the verdict stands, two wells are open from the next on."""
    cases = inspection.cases(5)
    row = inspection.plan(**CENSUS, chance_on=timezone.localdate())
    freeze(inspection.ann, row.pk)
    draw(inspection.ann, row.pk, "4 1 6", inspection.keys[0].secret)
    claim = Claim.objects.get(round=row)
    drawn = list(Visit.objects.values_list("case", flat=True))
    first, second, *others = sorted(cases, key=lambda case: (case.pk not in drawn, str(case.pk)))
    visited(inspection, {first.pk, second.pk})
    page = counted(signed_in(Account.objects.get(username="ann")), claim)
    assert "2 failed the check" in page
    assert "opened again on the next day" in page
    assert {state(case) for case in cases} == {"claimed"}
    open_what_failed()
    assert reopened(first) == 0
    inspection.sleep(1)
    for _twice in range(2):
        open_what_failed()
    assert [state(case) for case in (first, second, *others)] == [*("open", "open"), *["claimed"] * 3]
    assert (reopened(first), reopened(second)) == (1, 1)
    told = Message.objects.filter(words__contains="检查发现")
    assert set(told.values_list("opinion__raised__case", flat=True)) == {first.pk, second.pk}
    assert (
        "opened again on the next day"
        not in signed_in(Account.objects.get(username="ann"))
        .get(reverse("inspections:claim", args=[claim.pk]))
        .content.decode()
    )


def test_no_unit_puts_its_verdict_off_by_claiming_again(inspection: Inspection, signed_in: SignedIn) -> None:
    """Contradicted after the lists and claimed anew on the day of the verdict: given, and opened the day after.

    The other was claimed anew only after the verdict. That is another claim, which nobody looked at yet.
    """
    first, second = inspection.cases(2)
    claim = inspection.draw(**CENSUS)
    visited(inspection, {first.pk, second.pk})
    inspection.office.says(first, Said.NOT_FIXED)
    inspection.sleep(1)
    inspection.office.fixed(first)
    inspection.office.says(second, Said.NOT_FIXED)
    counted(signed_in(Account.objects.get(username="ann")), claim)
    assert (state(first), state(second)) == ("claimed", "refuted")
    inspection.sleep(1)
    inspection.office.fixed(second)
    open_what_failed()
    assert (state(first), state(second)) == ("open", "claimed")
    assert (reopened(first), reopened(second)) == (1, 0)
