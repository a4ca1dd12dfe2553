from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from grassrota.errors import BadInput
from grassrota.forms import STANDARD_FORMS, Purpose
from grassrota.org import Sector
from grassrota.rota.policy import Costs, Policy

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit


def _columns(policy: Policy, **wrong: Any) -> list[str]:
    with pytest.raises(BadInput) as caught:
        replace(policy, **wrong)
    return [fault.column for fault in caught.value.faults]


def test_weights_are_0_to_10000() -> None:
    """Every weight has a ceiling, so that sums of costs stay whole numbers of modest size; all faults come at once."""
    names = [field.name for field in fields(Costs)]
    assert Costs(*[0] * 8) != Costs(*[10_000] * 8)
    for wrong in (-1, 10_001):
        with pytest.raises(BadInput) as caught:
            Costs(*[wrong] * 8)
        assert [fault.column for fault in caught.value.faults] == [f"costs.{name}" for name in names]


@pytest.mark.parametrize("name", ["coverage_over", "home_absence", "grade_absence", "dumping_tolerance"])
def test_shares_are_fractions_of_one(kit: Kit, name: str) -> None:
    """Nobody can promise 6/5 of the staff, or less than none."""
    for wrong in (Fraction(6, 5), Fraction(-1, 5)):
        assert _columns(kit.policy(), **{name: wrong}) == [name]
    whole: dict[str, Any] = {name: Fraction(1)}
    assert getattr(kit.policy(**whole), name) == 1


def test_a_rotation_is_not_for_restructuring(kit: Kit) -> None:
    """Getting rid of people is no purpose of a 40-day turn, and a programme is for something."""
    assert _columns(kit.policy(), purposes=(Purpose.RESTRUCTURE,)) == ["purposes"]
    assert _columns(kit.policy(), purposes=()) == ["purposes"]


def test_batches_in_turn(kit: Kit) -> None:
    """A programme has batches; they are numbered from 1 and do not overlap."""
    first, second = kit.batches(2)
    assert _columns(kit.policy(), batches=()) == ["batches"]
    assert _columns(kit.policy(), batches=(first, replace(second, number=3))) == ["batches[2].number"]
    overlapping = (first, replace(second, depart_from=first.depart_by))
    assert _columns(kit.policy(), batches=overlapping) == ["batches[2].depart_from"]


def test_a_batch_of_another_length_needs_a_reason(kit: Kit) -> None:
    """The turn of 40 days may be 30 for a second batch only if the policy says why."""
    first, second = kit.batches(2)
    short = (first, replace(second, days=30))
    assert _columns(kit.policy(), batches=short) == ["batches[2].days"]
    assert _columns(kit.policy(), batches=short, exceptions={2: ""}) == ["batches[2].days"]
    assert kit.policy().exceptions == {}
    assert replace(kit.policy(), batches=short, exceptions={2: "spring sowing"}).batches == short


def test_a_form_that_ends_with_an_event_needs_its_date(kit: Kit) -> None:
    """Hunan's postings last until the harvest is in: 341 days from 9 December reach 14 November, not the 15th."""
    form, day = STANDARD_FORMS["until_harvest"], date(1958, 11, 15)
    changes: dict[str, Any] = {"form": form, "purposes": (Purpose.LEARN,)}
    (batch,) = kit.batches(1)
    assert _columns(kit.policy(1), **changes) == ["batches[1].days"]
    short = (replace(batch, days=341),)
    assert _columns(kit.policy(1), **changes, events={form.event: day}, batches=short) == ["batches[1].days"]
    long = (replace(batch, days=342),)
    assert replace(kit.policy(1), **changes, events={form.event: day}, batches=long).batches == long


def test_directions_rank_sectors(kit: Kit) -> None:
    """Village and upland come first and alike, then plants; sectors that are not listed come last."""
    policy = kit.policy()
    assert [policy.direction_rank(sector) for sector in Sector] == [0, 0, 1, 2, 2]
    twice = ((Sector.RURAL,), (Sector.PLANT, Sector.RURAL))
    assert _columns(policy, directions=twice) == ["directions"]


def test_every_fault_of_a_policy_is_reported_at_once(kit: Kit) -> None:
    """Four wrong settings are four faults."""
    wrong = {"home_absence": Fraction(2), "grade_absence": Fraction(-1), "purposes": (), "directions": ((), (), ())}
    wrong |= {"directions": ((Sector.RURAL,), (Sector.RURAL,))}
    assert _columns(kit.policy(), **wrong) == ["home_absence", "grade_absence", "purposes", "directions"]
