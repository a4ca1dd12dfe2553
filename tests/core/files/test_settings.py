"""Settings of a policy as ``key=value``."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from grassrota.errors import BadInput
from grassrota.files.settings import setting, with_settings
from grassrota.org import Level
from grassrota.rota.policy import Policy
from grassrota.synth.rota import rota, size_of


@pytest.fixture(scope="module")
def policy() -> Policy:
    """Of a made-up problem: four batches, floors, leaders, weights."""
    return rota(size_of(40), 1).policy


def test_settings_of_every_kind(policy: Policy) -> None:
    """Shares, whole numbers, words with and without quotes, dates, a batch by its number, a key that was not there."""
    found = with_settings(
        policy,
        {
            "floors.home_absence": "1/3",
            "costs.waiting": "20",
            "teams.cover_level": "county",
            "dumping_tolerance": '"any"',
            "batches[2].depart_from": "2027-04-20",
            "batches[1].exception": "a flood",
            "coverage_over": "0.5",
            "everyone": "true",
            "directions": '[["plant"], ["rural"]]',
        },
    )
    assert (found.home_absence, found.coverage_over) == (Fraction(1, 3), Fraction(1, 2))
    assert (found.costs.waiting, found.costs.staying) == (20, policy.costs.staying)
    assert (found.cover_level, found.dumping_tolerance, found.everyone) == (Level.COUNTY, None, True)
    assert found.batches[1].depart_from == date(2027, 4, 20)
    assert found.exceptions == {1: "a flood"}
    assert found.direction_rank(policy.directions[0][0]) == 1
    assert found.scale == policy.scale
    assert with_settings(policy, {}) == policy


@pytest.mark.parametrize(
    ("key", "value", "column", "expected"),
    [
        ("floors.home", "0.4", "floors.home", "one of grade_absence, home_absence"),
        ("floors.home_absence", "lots", "floors.home_absence", "a share from 0 to 1"),
        ("costs.waiting", "-1", "costs.waiting", "0 to 10000"),
        ("batches[9].days", "3", "batches[9].days", "a number from 1 to 4"),
        ("batches[0].days", "3", "batches[0].days", "names of keys"),
        ("batches[1]", "3", "batches[1]", "a key after the number"),
        ("everyone[1].x", "3", "everyone[1].x", "a list"),
        ("title.title", "3", "title.title", "the name of a table"),
        ("floors", "3", "floors", "a table with keys"),
        ("batches[1].depart_from", "2027-06-01", "batches[1].depart_by", "on or after 2027-06-01"),
    ],
)
def test_what_is_no_setting(policy: Policy, key: str, value: str, column: str, expected: str) -> None:
    """The key is named as it was typed, with what it may be."""
    with pytest.raises(BadInput) as caught:
        with_settings(policy, {key: value})
    fault = caught.value.faults[0]
    assert (fault.file, fault.column) == ("settings", column)
    assert expected in fault.expected


def test_keys_and_values() -> None:
    """The first sign of equality divides; without one, or with nothing beside it, there is no setting."""
    assert setting(" costs.waiting = 20") == ("costs.waiting", "20")
    assert setting("title=a=b") == ("title", "a=b")
    for words in ("costs.waiting", "=3", "title= "):
        with pytest.raises(BadInput):
            setting(words)
