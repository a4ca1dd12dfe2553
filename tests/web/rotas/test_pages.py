"""Every page of the room opens for whoever plans, without JavaScript, and says what it should."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from grassrota_web.access.models import Account
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.models import Plan
from tests.web.conftest import SignedIn


@pytest.fixture
def planner(rotation: Rotation, organiser: Account, signed_in: SignedIn) -> Client:
    return signed_in(organiser)


def test_every_page_of_a_rotation_opens(planner: Client, plan: Plan) -> None:
    """The rotation, its policy, stages, pins, cases, and all sides of a plan."""
    pk, number = plan.rotation.pk, plan.number
    first = plan.assignments.select_related("person__unit", "opening").earliest("pk")
    for name, args in (
        ("home", []),
        ("rotation", [pk]),
        ("policy", [pk]),
        ("policy_version", [pk, 1]),
        ("stages", [pk]),
        ("pins", [pk]),
        ("cases", [pk]),
        ("ask", [pk]),
        ("compare", [pk]),
        ("plan", [pk, number]),
        ("openings", [pk, number]),
        ("places", [pk, number]),
        ("unit", [pk, number, first.person.unit.code]),
        ("opening", [pk, number, first.opening.code]),
        ("person", [pk, number, first.person.code]),
        ("move", [pk, number]),
        ("step", [pk, number, "draw_up"]),
        ("step", [pk, number, "publishable"]),
        ("restructuring", []),
        ("restructure", []),
    ):
        answer = planner.get(reverse(f"rotas:{name}", args=args))
        assert answer.status_code == 200, name
        assert b"<style" not in answer.content, name
        assert b' style="' not in answer.content, name
