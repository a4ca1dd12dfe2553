"""The terms of inspection, the public chance and the office's key as they stand in ``inspection.toml``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grassrota.files import kinds
from grassrota.files.toml import Section
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import Commitment, RoundKey
from grassrota.inspection.terms import Scheduled, Terms

RATES = ("tolerance", "grace", "alpha", "beta")
ERRORS = ("passed", "failed")
"""Shares that are written only where one of them is not 0, as they are hashed."""
FLAGGED = "flagged"
"""Likewise, with ``most_flagged``."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """What the settings of a round say besides its claims; a part at fault is None, and its faults are noted.

    Attributes:
        terms: What was fixed before the first round.
        hash: The hash of the terms as it was published, so that lists are not blamed for what was done to the terms.
        beacon: The public chance.
        key: The office's key of the round, if it is there.
    """

    terms: Terms | None
    hash: str
    beacon: Beacon | None
    key: RoundKey | None


def take_fixed(top: Section) -> Fixed:
    """Takes the tables ``design``, ``schedule``, ``beacon`` and ``office``, and ``terms_hash``."""
    rates, office, beacon = top.section("design"), top.section("office"), top.section("beacon")
    given: dict[str, Any] = {
        rate: share for rate in (*RATES, *ERRORS, FLAGGED) if (share := rates.maybe(rate, kinds.share)) is not None
    }
    most = rates.maybe("most_flagged", kinds.whole(0))
    given |= {} if most is None else {"most_flagged": most}
    anchor, secret = office.take("anchor", kinds.string), office.maybe("secret", kinds.string)
    needed = {"round": kinds.whole(1), "on": kinds.day, "chance": kinds.string}
    draws = tuple(section.record(Scheduled, needed, {}) for section in top.sections("schedule"))
    number, name, outcome = (
        beacon.take("round", kinds.whole(1)),
        beacon.take("name", kinds.string),
        beacon.take("text", kinds.string),
    )
    for section in (rates, office, beacon):
        section.finish()
    commitment = office.made(lambda: Commitment(anchor)) if anchor else None
    good = tuple(draw for draw in draws if draw is not None)
    terms = top.made(lambda: Terms(commitment, good, **given)) if commitment and len(good) == len(draws) else None
    return Fixed(
        terms,
        _published(top, terms),
        beacon.made(lambda: Beacon(number, name, outcome)) if number and name and outcome else None,
        office.made(lambda: RoundKey(number, secret)) if number and secret else None,
    )


def fixed_lines(terms: Terms, beacon: Beacon, key: RoundKey | None) -> Iterator[str]:
    """The lines that read back as the same."""
    yield f"terms_hash = {quoted(terms.hash)}"
    rates = (*RATES, *ERRORS) if terms.passed or terms.failed else RATES
    yield from ("", "[design]", *(f"{rate} = {quoted(_fraction(getattr(terms, rate)))}" for rate in rates))
    if terms.flagged:
        yield from (f"{FLAGGED} = {quoted(_fraction(terms.flagged))}", f"most_flagged = {terms.most_flagged}")
    for draw in terms.schedule:
        yield from ("", "[[schedule]]", f"round = {draw.round}", f"on = {draw.on.isoformat()}")
        yield f"chance = {quoted(draw.chance)}"
    yield from ("", "[beacon]", f"round = {beacon.round}")
    yield from (f"name = {quoted(beacon.name)}", f"text = {quoted(beacon.text)}")
    yield from ("", "[office]", f"anchor = {quoted(terms.commitment.anchor)}")
    if key:
        yield f"secret = {quoted(key.secret)}"


def quoted(words: str) -> str:
    """Text as TOML has it."""
    return json.dumps(words, ensure_ascii=False)


def _published(top: Section, terms: Terms | None) -> str:
    """The hash of the terms that the office published; a fault if the terms are no longer those."""
    frozen = top.maybe("terms_hash", kinds.string) or ""
    if terms is not None and frozen != terms.hash:
        fix = f'If these are the terms as they were fixed, write terms_hash = "{terms.hash}".'
        top.fault("terms_hash", "the hash of these shares, draws and anchor", frozen or "nothing", fix)
    return frozen or (terms.hash if terms else "")


def _fraction(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
