from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

import pytest

from grassrota.rota.fingerprint import fingerprint, parts


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class One:
    only: int


@dataclass(frozen=True)
class Many:
    words: frozenset[str]
    when: date
    share: Fraction
    colour: Colour
    rows: tuple[One, ...] = ()
    named: dict[int, str] = field(default_factory=dict)


def test_one_text_stands_for_a_value() -> None:
    """Names and words stand in order, as words even where they are numbers: 10 before 2."""
    value = Many(frozenset("ba"), date(2026, 1, 2), Fraction(1, 3), Colour.RED, (One(1), One(2)), {2: "二", 10: "ten"})
    text = (
        '{"colour":"red","named":{"10":"ten","2":"二"},"rows":[{"only":1},{"only":2}],'
        '"share":"1/3","when":"2026-01-02","words":["a","b"]}'
    )
    assert fingerprint(parts(value)) == sha256(text.encode()).hexdigest()


def test_what_has_no_place_in_the_text_is_refused() -> None:
    """Nobody should take an unknown value's address in memory for what it says."""
    with pytest.raises(TypeError, match="nothing in JSON stands for"):
        fingerprint({"odd": object()})
