"""Offices and their institutions stand in one plan with one calendar, and a form of posting serves year after year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.test import Client

from grassrota.org import UnitKind
from grassrota.rota.problem import RotaProblem
from grassrota.turns import Batch
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account
from grassrota_web.orgs.models import Rotation, Unit
from grassrota_web.rotas.actions.policies import save_policy
from grassrota_web.rotas.convert.policy import policy
from grassrota_web.rotas.models import Plan
from tests.web.conftest import SignedIn

A_YEAR = timedelta(days=364)


def test_an_institution_is_planned_with_the_office_above_it(
    plan: Plan, organiser: Account, signed_in: SignedIn
) -> None:
    """R002-36: both kinds send people in the batches of one plan, and the board shows them under their kinds."""
    homes = Unit.objects.filter(people__assignments__plan=plan).distinct().order_by("pk")
    institution = homes[0]
    Unit.objects.filter(pk=institution.pk).update(kind=UnitKind.INSTITUTION)
    batches = set(plan.assignments.values_list("batch", flat=True))
    for unit in homes:
        assert set(plan.assignments.filter(person__unit=unit).values_list("batch", flat=True)) <= batches
    assert homes.count() > 1
    client: Client = signed_in(organiser)
    page = client.get(f"/rotations/{plan.rotation_id}/plans/{plan.number}/").content.decode()
    assert page.count('class="kind"') == 2
    assert "Institution" in page
    assert all(unit.name in page for unit in homes)


def test_a_form_serves_again_the_next_year(made: RotaProblem, rotation: Rotation) -> None:
    """R001-01: form, length rule, role and directions stay as they are; the next year has its own days."""
    first = policy(rotation.policies.get())
    later = replace(
        first,
        title="The next year",
        batches=tuple(
            Batch(batch.number, batch.depart_from + A_YEAR, batch.depart_by + A_YEAR, batch.days)
            for batch in first.batches
        ),
    )
    again = policy(save_policy(Application(), rotation, later))
    assert (again.form, again.directions) == (first.form, first.directions)
    assert again.form.length == first.form.length
    assert [batch.depart_from for batch in again.batches] != [batch.depart_from for batch in first.batches]
    assert again.batches[0].turn_from(date(1959, 1, 1)).days == first.batches[0].days
