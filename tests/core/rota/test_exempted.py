from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from grassrota.rota.exempted import exempted
from grassrota.rota.part import Part
from grassrota.staff import Exemption, ExemptionReason, NotAvailable

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def test_the_share_of_exempt_people_by_unit(kit: Kit) -> None:
    """One of three in u2 is exempt; who is not available is not exempt. Units stand as on the roster."""
    people = [*(kit.person(f"q{n}", "u2") for n in range(3)), *kit.people(2)]
    exempt, hindered = Exemption("q0", ExemptionReason.HEALTH, "x7"), NotAvailable("p1")
    found = exempted(kit.problem(people, [], exemptions=(exempt,), not_available=(hindered,)))
    assert list(found.items()) == [("u2", Part(1, 3)), ("u1", Part(0, 2))]
    assert found["u2"].share == Fraction(1, 3)
