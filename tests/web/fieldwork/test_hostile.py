"""What somebody sees who should not, and what is lost if two people do the same at once."""

from __future__ import annotations

from datetime import date

import pytest

from grassrota.errors import Refused
from grassrota.posting.appeal import AppealKind
from grassrota.posting.cost import Money
from grassrota.posting.lodging import GrievanceKind
from grassrota.turns import Turn
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.fieldwork.actions.departure import depart
from grassrota_web.fieldwork.actions.lodging import arrange_lodging, file_grievance
from grassrota_web.fieldwork.departing import OPEN
from grassrota_web.fieldwork.models import Grievance
from grassrota_web.journal.models import Entry
from grassrota_web.postings.models import Appeal
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, LAST, Field


def test_an_officer_who_stays_there_does_not_read_what_the_host_says(field: Field, signed_in: SignedIn) -> None:
    """n1 is posted and a unit officer: their host's words are no page of theirs, and open to another officer."""
    lodging = arrange_lodging(field.host, field.key("n1"), Turn(FIRST, LAST), True, Money(0, "CNY"), 0)
    row = file_grievance(field.host, lodging.pk, GrievanceKind.DAMAGE, "they drink")
    own = field.world.actor(Role.UNIT_OFFICER, field.world.units["north-office"], person="n1")
    assert not visible(own, Grievance.objects.all()).exists()
    size = Entry.objects.count()
    address = f"/field/grievances/{row.pk}/answer/"
    assert signed_in(Account.objects.get(pk=own.account)).get(address).status_code == 404
    assert Entry.objects.count() == size
    assert signed_in(Account.objects.get(pk=own.account)).post(address, {"read": "1"}).status_code == 404
    officer = signed_in(Account.objects.get(pk=field.officer.account))
    assert "they drink" in officer.post(address, {"read": "1"}).content.decode()


def test_nobody_leaves_before_a_request_is_answered_and_it_looks_like_any_other_word(field: Field) -> None:
    """n1 asks to go later: the departure is refused in the one word that is also said of a missing consent."""
    rotation = field.world.rotations["north"]
    Appeal.objects.create(
        rotation=rotation,
        person=field.world.people["n1"],
        kind=AppealKind.DEFERRAL,
        batch=1,
        filed_on=date(1957, 12, 6),
        answer_by=date(1957, 12, 8),
        earlier=["organiser"],
    )
    with pytest.raises(Refused) as refused:
        depart(field.officer, [field.key("n1")], FIRST)
    assert refused.value.data["objections"] == (f"Person n1: {OPEN}",)
    assert [row.departed_on for row in depart(field.officer, [field.key("n2")], FIRST)] == [FIRST]
