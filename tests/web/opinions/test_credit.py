"""Whoever suggests a fix is thanked by the name that they chose, if they agreed; nobody else is told of."""

from __future__ import annotations

import pytest

from grassrota_web.access.rights import Role
from grassrota_web.intake.models import Message
from grassrota_web.opinions.actions.responses import adopt_suggestion
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Office


@pytest.mark.parametrize(
    ("known", "thanked"),
    [
        ({"credit": "Old Li of the mill"}, True),
        ({"credit": ""}, False),
        ({"credit": "Old Li of the mill", "read_as": "redacted", "redacted": "a copy"}, False),
    ],
)
def test_an_adopted_suggestion_is_credited_as_agreed(
    office: Office, signed_in: SignedIn, known: dict[str, str], thanked: bool
) -> None:
    """By name to the raiser and on the page of the case, once taken up: not without agreement, nor if redacted."""
    case = office.addressed(suggestion="dig it deeper", language="en", **known)
    client = signed_in(office.world.account(Role.UNIT_OFFICER, office.world.units["north-office"]))
    assert "Old Li" not in client.get(case.get_absolute_url()).content.decode()
    adopt_suggestion(office.officer, case.pk)
    told = Message.objects.get(opinion__raised__case=case).words
    assert told == f"What was suggested is taken up. Thank you{', Old Li of the mill' if thanked else ''}."
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("thanks to Old Li of the mill" in page) == thanked
    assert ("Taken up:" in page) == (known.get("read_as") != "redacted")
