"""Lodging paid or agreed, a host's word that it is not right, and what it all cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from grassrota.errors import Refused
from grassrota.posting.cost import CostKind, Money, Payer
from grassrota.posting.lodging import GrievanceKind
from grassrota.turns import Turn
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork import queries
from grassrota_web.fieldwork.actions.costs import add_cost, reverse_cost
from grassrota_web.fieldwork.actions.lodging import (
    answer_grievance,
    arrange_lodging,
    file_grievance,
    leave_lodging,
    settle_grievance,
)
from grassrota_web.fieldwork.models import CostEntry, Grievance, Lodging
from grassrota_web.journal.models import Entry
from tests.web.conftest import SignedIn
from tests.web.fieldwork.conftest import FIRST, LAST, Field

NIGHTS = Turn(FIRST, LAST)
NOTHING, FORTY = Money(0, "CNY"), Money(4000, "CNY")


def test_a_paid_lodging_is_in_the_ledger(field: Field) -> None:
    """Of 40.00 the person pays 10.00 and the home unit the rest; both are lines (R000-20)."""
    arrange_lodging(field.officer, field.key("n1"), NIGHTS, True, FORTY, 1000, Payer.HOME_UNIT, "h7")
    assert sorted(CostEntry.objects.values_list("payer", "amount")) == [("home_unit", 3000), ("person", 1000)]


def test_a_lodging_neither_paid_nor_agreed_does_not_exist(field: Field) -> None:
    """Whether home or host arranges it, a lodging that is owed is refused and leaves nothing (R002-50)."""
    for actor in (field.officer, field.host):
        with pytest.raises(Refused, match="neither paid nor agreed"):
            arrange_lodging(actor, field.key("n1"), NIGHTS, False, NOTHING, 0)
    assert not Lodging.objects.exists()
    assert not CostEntry.objects.exists()


def test_whoever_agreed_may_take_it_back(field: Field) -> None:
    """The host ends a lodging early without a reason; longer than agreed it does not become."""
    row = arrange_lodging(field.host, field.key("n1"), NIGHTS, True, NOTHING, 0)
    with pytest.raises(Refused, match="new agreement"):
        leave_lodging(field.host, row.pk, date(1958, 2, 1))
    assert leave_lodging(field.host, row.pk, FIRST).last_night == FIRST


def test_a_host_is_answered_by_somebody_else_and_says_when_it_is_settled(field: Field) -> None:
    """Filed, answered by the officer, settled by the host; never answered by who stays there (R002-50)."""
    lodging = arrange_lodging(field.host, field.key("n1"), NIGHTS, True, NOTHING, 0)
    row = file_grievance(field.host, lodging.pk, GrievanceKind.DAMAGE, "The stove is broken")
    with pytest.raises(Refused, match="filed"):
        settle_grievance(field.host, row.pk)
    stays = field.world.actor(Role.UNIT_OFFICER, field.world.units["north-office"], person="n1")
    with pytest.raises(Refused, match="somebody else"):
        answer_grievance(stays, row.pk, "Never mind")
    answer_grievance(field.officer, row.pk, "A new stove comes")
    settle_grievance(field.host, row.pk)
    row.refresh_from_db()
    assert row.settled_on is not None


def test_the_host_s_words_are_sealed_and_hidden_from_who_stays_there(field: Field, signed_in: SignedIn) -> None:
    """n1's page tells nothing of it, neither do the journal and the store; the officer reads it to answer."""
    lodging = arrange_lodging(field.host, field.key("n1"), NIGHTS, True, NOTHING, 0)
    host = signed_in(field.world.account(Role.HOST, field.world.units["north-township"]))
    sent = {"kind": "damage", "text": "The stove is broken"}
    assert host.post(f"/field/lodgings/{lodging.pk}/grievance/", sent).status_code == 302
    row = Grievance.objects.get()
    assert b"stove" not in bytes(Sealed.objects.get().ciphertext)
    assert "stove" not in str(list(Entry.objects.values("before", "after")))
    page = f"/field/postings/{field.key('n1')}/"
    own = signed_in(field.account("n1")).get(page).content.decode()
    assert "damaged" not in own
    officer = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"]))
    assert "Something was damaged" in officer.get(page).content.decode()
    address, size = f"/field/grievances/{row.pk}/answer/", Entry.objects.count()
    assert "stove" not in officer.get(address).content.decode()
    assert Entry.objects.count() == size
    assert "The stove is broken" in officer.post(address, {"read": "1"}).content.decode()
    assert Entry.objects.latest("number").verb == "access.unseal"
    assert officer.post(f"/field/grievances/{row.pk}/answer/", {"answer": "A new one comes"}).status_code == 302
    assert "A new one comes" in host.get(page).content.decode()
    assert host.post(f"/field/grievances/{row.pk}/settle/").status_code == 302
    south = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["south-office"]))
    assert south.get(f"/field/grievances/{row.pk}/answer/").status_code == 404


def test_a_wrong_line_is_taken_back_once(field: Field) -> None:
    """A line and its reversal add up to nothing; a second reversal, and one of a reversal, are refused."""
    line = add_cost(field.officer, field.key("n1"), CostKind.TRAVEL, FORTY, Payer.HOME_UNIT, FIRST)
    back = reverse_cost(field.officer, line.pk)
    assert back.amount == -4000
    for wrong in (line.pk, back.pk):
        with pytest.raises(Refused):
            reverse_cost(field.officer, wrong)


def test_the_ledger_has_totals_and_files(field: Field, signed_in: SignedIn) -> None:
    """30.00 by the unit and 10.00 by the person; the file has the same lines, and the south's none of them."""
    arrange_lodging(field.officer, field.key("n1"), NIGHTS, True, FORTY, 1000)
    add_cost(
        field.world.actor(Role.UNIT_OFFICER, field.world.units["south-office"]),
        field.key("s1"),
        *(CostKind.TRAVEL, Money(777, "CNY"), Payer.HOME_UNIT, FIRST),
    )
    client = signed_in(field.world.account(Role.ORGANISER, field.world.units["north"]))
    north, south = (field.world.rotations[side].pk for side in ("north", "south"))
    page = client.get(f"/field/rotations/{north}/batches/1/costs/").content.decode()
    assert "30.00 CNY" in page
    assert "10.00 CNY" in page
    answer = client.get(f"/field/rotations/{north}/batches/1/costs.csv")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert text.count("Person n1") == 2
    assert "7.77" not in text
    workbook = client.get(f"/field/rotations/{north}/batches/1/costs.xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert client.get(f"/field/rotations/{north}/batches/1/costs.pdf").status_code == 404
    assert client.get(f"/field/rotations/{south}/batches/1/costs.csv").status_code == 404
    line = CostEntry.objects.filter(payer="person").get()
    assert client.post(f"/field/costs/{line.pk}/reverse/").status_code == 302
    assert "-10.00 CNY" in client.get(f"/field/rotations/{north}/batches/1/costs/").content.decode()
    for file in (answer, workbook):  # last, since that closes the connection to the store as well
        file.close()


def test_a_host_sees_what_it_paid_itself(field: Field) -> None:
    """Of travel paid by home and lodging paid by the host, the host sees the second."""
    add_cost(field.officer, field.key("n1"), CostKind.TRAVEL, FORTY, Payer.HOME_UNIT, FIRST)
    add_cost(field.officer, field.key("n1"), CostKind.LODGING, Money(500, "CNY"), Payer.HOST, FIRST)
    seen = queries.ledger(field.host, field.world.rotations["north"], 1)
    assert [row.amount for row in seen] == [500]


def test_an_amount_is_entered_to_the_fen(field: Field, signed_in: SignedIn) -> None:
    """19.99 is 1999 fen, and nothing of a float."""
    client = signed_in(field.world.account(Role.UNIT_OFFICER, field.world.units["north-office"]))
    sent = {
        "kind": "travel",
        "amount": str(Decimal("19.99")),
        "currency": "CNY",
        "payer": "person",
        "paid_on": "1957-12-09",
    }
    assert client.post(f"/field/postings/{field.key('n1')}/cost/", sent).status_code == 302
    assert CostEntry.objects.get().amount == 1999
