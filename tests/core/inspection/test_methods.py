from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from grassrota.errors import Refused
from grassrota.inspection.claim import Claim
from grassrota.inspection.design import hypotheses
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.inspection.methods import Method, Offer, methods_of, offers
from grassrota.inspection.sequential.plan import sequential
from grassrota.inspection.verdict import Verdict, Verified

DAY = date(1957, 12, 20)
TEAM = Team((Member("head", TeamRole.MANAGEMENT), Member("user", TeamRole.RAISER_SIDE, drawn_by_lot=True)))
SEEN = (Evidence(Source.PLACE, "a new stove"),)


def verdict(fixed: bool | None = True, claimed: int = 95) -> Verdict:
    """Of a claim of which every case was found so."""
    claim = Claim.of("good", DAY, 100, map(str, range(claimed)))
    design = sequential(hypotheses(claim, "0.15", "0.05"), lots=False)
    return Verdict.of(claim, design, [fixed] * design.longest)


FOUND = (
    Finding("1", DAY, TEAM, True, "two stoves, cooks in turns", True, SEEN),
    Finding("2", DAY, TEAM, False, "nothing", False, SEEN),
    Finding("3", DAY, TEAM, unresolved=Unresolved.SILENCE),
    Finding("4", DAY, TEAM, True, "the road was drained", True, SEEN),
    Finding("5", DAY, TEAM, True, "painted", True, SEEN),
)
TOPICS = {"1": "canteen", "2": "canteen", "3": "road", "4": "road"}
CANTEEN = Method("good", "1", "canteen", "two stoves, cooks in turns")
ROAD = Method("good", "4", "road", "the road was drained")


def test_methods_come_from_what_was_found_fixed_in_a_verified_unit() -> None:
    """Two cases found fixed with a topic; not what was unfixed, silent, or about nothing known."""
    assert methods_of(verdict(), FOUND, TOPICS) == (CANTEEN, ROAD)


@pytest.mark.parametrize("how", [{"fixed": False}, {"fixed": None}, {"claimed": 72}])
def test_no_unit_is_an_example_before_it_is_verified(how: dict[str, Any]) -> None:
    """Refuted, silent, or confirmed with too little to pass the upper gate: refused, whatever its findings say."""
    with pytest.raises(Refused) as caught:
        methods_of(verdict(**how), FOUND, TOPICS)
    assert caught.value.code == "not_verified"


def test_slow_units_get_the_methods_for_what_they_have_open() -> None:
    """Under half verified: shown what fits their open cases. From half on, or with nothing fitting: no offer."""
    units = [
        Verified(name, DAY, share, 100) for name, share in (("slow", 20), ("under way", 60), ("other", 0), ("new", 0))
    ]
    topics = {"slow": {"canteen"}, "under way": {"canteen"}, "other": {"wages"}}
    assert offers(units, topics, (CANTEEN, ROAD)) == (Offer("slow", (CANTEEN,)),)
