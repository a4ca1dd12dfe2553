"""Restructuring is filed apart, by the route of labour law, and never by a form of rotation."""

from __future__ import annotations

import pytest
from django.urls import reverse

from grassrota_web.access.models import Account
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.models import RestructurePlan
from tests.web.conftest import SignedIn

ROUTE = {
    "title": "Merging two offices",
    "form": "transfer",
    "legal_basis": "the labour law and the agreement of 1956",
    "consulted_with": "the staff union",
    "consulted_from": "2026-01-01",
    "consulted_until": "2026-01-31",
    "notice_on": "2026-02-01",
    "notice_days": "30",
    "effective_on": "2026-03-03",
}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ""),
        ({"form": "turn40"}, "cannot use the rotation form"),
        ({"consulted_with": " "}, "required"),
        ({"notice_on": "2026-01-15"}, "after the consultation"),
        ({"effective_on": "2026-02-20"}, "when the notice has run"),
        ({"unit": "nowhere"}, "There is no such unit"),
    ],
)
def test_only_the_whole_route_is_filed(
    rotation: Rotation, organiser: Account, signed_in: SignedIn, changes: dict[str, str], told: str
) -> None:
    """R004-10: talks, then notice, then its effect; with a rotation form, or any part missing, it is refused."""
    given = {"unit": rotation.home.code, **ROUTE, **changes}
    answer = signed_in(organiser).post(reverse("rotas:restructure"), given)
    assert RestructurePlan.objects.count() == (0 if told else 1)
    assert told in answer.content.decode()
    if not told:
        page = signed_in(organiser).get(reverse("rotas:restructuring")).content.decode()
        assert "Merging two offices" in page
