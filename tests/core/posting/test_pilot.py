from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.org import Level, Unit, UnitKind, UnitTree
from grassrota.posting.pilot import Adoption, Pilot, Practice, adopt, levels_without_pilot, report_results, spread

OPENED, RESULTS, TAKEN = date(1959, 2, 1), date(1959, 4, 1), date(1959, 5, 1)
PILOT = Pilot("pilot1", "Baiquan", OPENED, (Practice("rota", "Duty rota"), Practice("canteen", "One canteen")))
KNOWN = report_results(PILOT, RESULTS, {"rota": "two nights less a week", "canteen": "nobody came"})


def test_what_is_adopted_elsewhere_leads_back_to_its_pilot() -> None:
    """Two places take the rota over and none the canteen: each adoption names pilot and practice."""
    first, second = adopt(KNOWN, "rota", "Suidong", TAKEN), adopt(KNOWN, "rota", "Lishu", RESULTS)
    assert first == Adoption("pilot1", "rota", "Suidong", TAKEN)
    others = [first, second, adopt(KNOWN, "rota", "Suidong", date(1959, 6, 1)), Adoption("pilot2", "rota", "X", TAKEN)]
    assert spread(KNOWN, others, TAKEN) == {"rota": ("Lishu", "Suidong"), "canteen": ()}
    assert spread(KNOWN, others, RESULTS) == {"rota": ("Lishu",), "canteen": ()}


def test_results_are_told_of_every_practice() -> None:
    """Leaving out what failed is refused, and results are told once."""
    assert [practice.result for practice in KNOWN.practices] == ["two nights less a week", "nobody came"]
    with pytest.raises(Refused) as missing:
        report_results(PILOT, RESULTS, {"rota": "two nights less a week", "canteen": " "})
    assert (missing.value.code, missing.value.data["practices"]) == ("results_missing", ("canteen",))
    with pytest.raises(Refused) as twice:
        report_results(KNOWN, TAKEN, {"rota": "three", "canteen": "some"})
    assert twice.value.code == "results_known"


def test_nothing_spreads_before_it_is_known() -> None:
    """Before the results, of something not tried, or at the pilot itself, nothing is adopted."""
    tries: list[tuple[Callable[[], object], str]] = [
        (lambda: adopt(PILOT, "rota", "Suidong", TAKEN), "no_results"),
        (lambda: adopt(KNOWN, "rota", "Suidong", OPENED), "no_results"),
        (lambda: adopt(KNOWN, "ploughs", "Suidong", TAKEN), "unknown_practice"),
        (lambda: adopt(KNOWN, "rota", "Baiquan", TAKEN), "own_place"),
    ]
    for attempt, code in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.code == code


def test_levels_without_a_pilot_are_told() -> None:
    """With a pilot in one township the county has none; levels that the tree lacks are passed over."""
    tree = UnitTree(
        (
            Unit("county", "County", Level.COUNTY, UnitKind.ORGAN),
            Unit("Baiquan", "Baiquan", Level.TOWNSHIP, UnitKind.PLACE, "county"),
        )
    )
    assert levels_without_pilot([PILOT], tree) == (Level.COUNTY,)
    assert levels_without_pilot([], tree) == (Level.COUNTY, Level.TOWNSHIP)


def test_every_fault_of_a_pilot_is_told() -> None:
    """Ids, practices each once, days in their order, and results exactly when they came in."""
    with pytest.raises(BadInput) as caught:
        Pilot("", "", RESULTS, (Practice("a", "A"), Practice("a", "B")), OPENED)
    assert [fault.column for fault in caught.value.faults] == ["id", "place", "practices", "results_on", "result"]
    with pytest.raises(BadInput):
        Pilot("pilot1", "Baiquan", OPENED, ())
    with pytest.raises(BadInput) as practice:
        Practice("", "")
    assert [fault.column for fault in practice.value.faults] == ["id", "name"]
