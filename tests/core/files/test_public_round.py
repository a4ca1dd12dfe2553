from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota.cli.inspect_draw import differences
from grassrota.errors import BadInput, Fault, GrassrotaError
from grassrota.files.draw_file import Drawn, draw_text, read_drawn
from grassrota.files.inspection import write_round
from grassrota.files.public_round import read_public
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import commit, round_key
from grassrota.inspection.claim import Claim
from grassrota.inspection.draw import Draw
from grassrota.inspection.flagged import Flagged
from grassrota.inspection.round import Round
from grassrota.inspection.terms import Scheduled, Terms

DAY, SEED = date(1957, 12, 15), bytes(32)
TERMS = Terms(
    commit(SEED, 3),
    (Scheduled(1, date(1957, 12, 19), "dice, 19 December"),),
    flagged=Fraction(1, 4),
    most_flagged=10,
)


def claim_of(unit: str) -> Claim:
    return Claim.of(unit, DAY, 40, (f"{unit}-{number:03}" for number in range(30)), 31, TERMS.hash)


CLAIMS = (claim_of("u01"), claim_of("u02"))
ODD = (Flagged.of(CLAIMS[0], CLAIMS[0].cases[:5], b"s" * 32), Flagged.of(CLAIMS[1], (), b"s" * 32))
"""Of the first unit five closures looked odd, so that two are drawn; of the second none."""
WITH_KEY = Round(CLAIMS, TERMS, Beacon(1, "dice, 19 December", "4 1 6"), round_key(SEED, 3, 1), flagged=ODD)
FILES = ("inspection.toml", "claim.csv", "flagged.csv", "draw.json")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything public of a round of two units after its visits."""
    folder = tmp_path_factory.mktemp("round")
    write_round(folder, replace(WITH_KEY, key=None))
    drawn = Drawn(tuple(WITH_KEY.draw(claim) for claim in CLAIMS), WITH_KEY.overall(5), WITH_KEY.draw_flagged())
    (folder / "draw.json").write_text(draw_text(drawn), encoding="utf-8")
    return folder


def found_in(folder: Path) -> tuple[Fault, ...]:
    return differences(read_public(folder), read_drawn(folder / "draw.json"))


def said(folder: Path) -> object:
    """What the files mean, spellings of one outcome taken as one."""
    found, drawn = read_public(folder), read_drawn(folder / "draw.json")
    chance = [(one.round, one.name, one.outcome) for one in (found.beacon, drawn.draws[0].beacon)]
    draws = [replace(one, beacon=found.beacon) for one in (*drawn.draws, *drawn.flagged)]
    lists = [(claim, found.flagged(claim)) for claim in found.claims()]
    return found.terms, lists, chance, draws, drawn.overall


def test_what_is_public_reads_back_one_unit_at_a_time(published: Path) -> None:
    """The claims are those that were frozen, without key, teams or findings; the draw verifies."""
    found = read_public(published)
    assert (found.terms, found.beacon) == (TERMS, WITH_KEY.beacon)
    assert tuple(found.claims()) == CLAIMS
    assert found_in(published) == ()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.integers(0, 10**6), st.integers(0, 7))
def test_one_changed_bit_anywhere_is_detected(published: Path, name: str, place: int, bit: int) -> None:
    """A bit turned anywhere in the public files means the same as before, is bad input, or is named as a difference."""
    path = published / name
    whole = path.read_bytes()
    before = said(published)
    content = bytearray(whole)
    content[place % len(content)] ^= 1 << bit
    try:
        path.write_bytes(content)
        assert found_in(published) or said(published) == before
    except GrassrotaError:
        pass  # the files are no round any more, and the error says where
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        ("inspection.toml", 'tolerance = "1/20"', 'tolerance = "1/10"', "terms_hash"),
        ("inspection.toml", "on = 1957-12-19", "on = 1957-12-20", "terms_hash"),
        ("inspection.toml", 'unit = "u02"', 'unit = "u01"', "claims[2].unit"),
        ("inspection.toml", 'unit = "u02"', 'unit = "u03"', "unit"),
        ("inspection.toml", "received = 40", "received = 41", "claims[1].list_hash"),
        ("inspection.toml", 'name = "dice, 19 December"', 'name = "dice, 20 December"', "beacon"),
        ("claim.csv", "u01,u01-003\n", "", "claims[1].list_hash"),
        ("claim.csv", "u01,u01-003\n", "u01,u01-004\n", "case"),
        ("claim.csv", "u01,u01-003\n", "u02,u01-003\n", "claims[1].list_hash"),
        ("claim.csv", "u02,u02-029\n", "u02,u02-029\nu01,u01-999\n", "unit"),
        ("claim.csv", "u01,u01-003\n", "u01\n", ""),
        ("claim.csv", "u01,u01-003\n", "u01,a b\n", "case"),
        ("claim.csv", "unit,case", "unit,name", "case"),
        ("claim.csv", "u01,u01-003\n", 'u01,"u01-003\n', ""),
        ("flagged.csv", f"u01,{ODD[0].population[0]}\n", "", "claims[1].flagged_hash"),
        ("flagged.csv", f"u01,{ODD[0].population[0]}\n", f"u02,{ODD[0].population[0]}\n", "claims[1].flagged_hash"),
        ("flagged.csv", f"u01,{ODD[0].population[0]}\n", "u01,u01-003\n", "sealed"),
        ("inspection.toml", 'flagged = "1/4"', 'flagged = "1/5"', "terms_hash"),
        ("inspection.toml", "most_flagged = 10", "most_flagged = 9", "terms_hash"),
    ],
)
def test_what_was_changed_after_it_was_frozen_is_named(
    published: Path, name: str, old: str, new: str, column: str
) -> None:
    """Terms, schedule, counts, chance or list: the first thing that is not as it was frozen, with its file."""
    whole = (published / name).read_text(encoding="utf-8")
    assert old in whole
    try:
        (published / name).write_text(whole.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(BadInput) as caught:
            found_in(published)
    finally:
        (published / name).write_text(whole, encoding="utf-8")
    assert column in {fault.column for fault in caught.value.faults}
    assert all(fault.file for fault in caught.value.faults)


@pytest.mark.parametrize(
    "flagged",
    [
        (),
        tuple(replace(one, cases=one.cases[:1]) for one in WITH_KEY.draw_flagged()),
        tuple(replace(one, cases=one.cases[::-1]) for one in WITH_KEY.draw_flagged()),
        tuple(replace(one, unit="u02") for one in WITH_KEY.draw_flagged()),
        tuple(replace(one, cases=CLAIMS[0].cases[:2]) for one in WITH_KEY.draw_flagged()),
        WITH_KEY.draw_flagged() * 2,
    ],
)
def test_another_draw_of_closures_that_looked_odd_is_named(published: Path, flagged: tuple[Draw, ...]) -> None:
    """None, fewer, in another order, of another unit, others, or twice: not what share, chance and key give."""
    found, drawn = read_public(published), read_drawn(published / "draw.json")
    assert differences(found, drawn) == ()
    (one,) = drawn.flagged
    assert (one.unit, len(one.cases)) == ("u01", 2)
    differing = differences(found, replace(drawn, flagged=flagged))
    assert {fault.column.partition(" ")[0] for fault in differing} == {"flagged"}


def test_no_public_file_tells_which_closures_looked_odd(published: Path) -> None:
    """Neither an id beside the list of the claim, nor a hash of one that the unit could try out."""
    text = "".join((published / name).read_text(encoding="utf-8") for name in ("inspection.toml", "flagged.csv"))
    for case in CLAIMS[0].cases:
        assert case not in text
        assert sha256(case.encode()).hexdigest() not in text
    # drawn from the list of the claim with another seal the names are others: without it they cannot be made
    assert set(Flagged.of(CLAIMS[0], CLAIMS[0].cases[:5], b"t" * 32).population).isdisjoint(ODD[0].population)


def test_a_unit_that_lists_nothing_is_a_claim_all_the_same(tmp_path: Path) -> None:
    """It comes last, and every case of it is one that was never listed."""
    bare = Claim.of("u00", DAY, 40, (), 31, TERMS.hash)
    write_round(tmp_path, replace(WITH_KEY, claims=(bare, claim_of("u01")), flagged=()))
    assert [claim.unit for claim in read_public(tmp_path).claims()] == ["u01", "u00"]
