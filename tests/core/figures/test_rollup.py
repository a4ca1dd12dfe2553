"""Roll-ups over the unit tree, grade bands, and who says it is fixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.figures.figure import Coverage, Status
from grassrota.figures.rollup import CaseState, Entry, bands, fixed_counts, members_by_band, roll_up
from grassrota.org import Level, Unit, UnitKind, UnitTree

DAY = date(1957, 8, 31)


def zhejiang(open_list: bool = False) -> UnitTree:
    """A province with its own organs, and two prefectures with theirs and a county each."""
    units = [
        Unit("zj", "Zhejiang", Level.PROVINCE, UnitKind.PLACE),
        Unit("zj-organs", "organs of the province", Level.SITE, UnitKind.ORGAN, "zj"),
    ]
    for name in ("wz", "nb"):
        units += [
            Unit(name, name, Level.PREFECTURE, UnitKind.PLACE, "zj", open_list=open_list and name == "nb"),
            Unit(f"{name}-organs", f"organs of {name}", Level.SITE, UnitKind.ORGAN, name),
            Unit(f"{name}-county", f"a county of {name}", Level.COUNTY, UnitKind.PLACE, name),
        ]
    return UnitTree(tuple(units))


LEAVES = ("zj-organs", "wz-organs", "wz-county", "nb-organs", "nb-county")


def entries(*counts: int) -> dict[str, Entry]:
    return {unit: Entry(DAY, {"posted": n}) for unit, n in zip(LEAVES, counts, strict=False)}


def refusal(tree: UnitTree, given_entries: dict[str, Entry]) -> str:
    with pytest.raises(Refused) as refused:
        roll_up(tree, given_entries, "zj")
    return refused.value.code


@settings(deadline=None)
@given(st.lists(st.integers(0, 30_000), min_size=5, max_size=5))
def test_each_total_is_the_sum_of_its_children(counts: list[int]) -> None:
    """Unit, prefecture and province: every total is the sum of the totals right below it, at one date (report 003)."""
    tree = zhejiang()
    totals = roll_up(tree, entries(*counts), "zj")
    for unit in tree.units:
        below = tree.children(unit.id)
        if below:
            assert totals[unit.id].counts["posted"] == sum(totals[child.id].counts["posted"] for child in below)
    assert totals["zj"].counts["posted"] == sum(counts)
    assert totals["zj"].as_of == DAY
    totals["zj"].coverage.require_complete()


def test_missing_units_make_the_coverage_partial() -> None:
    """With three of five units reporting, the total is that of 3 of 5; what nobody reported is missing, not 0."""
    totals = roll_up(zhejiang(), entries(1, 2, 3), "zj")
    assert totals["zj"].coverage == Coverage(3, 5)
    assert totals["wz"].coverage == Coverage(2, 2)
    assert totals["nb"].counts == {}


def test_an_open_list_is_never_complete() -> None:
    """A list ending in "and others" below one prefecture leaves the province's number of units unknown."""
    totals = roll_up(zhejiang(open_list=True), entries(1, 2, 3, 4, 5), "zj")
    assert totals["wz"].coverage.is_complete
    assert totals["zj"].coverage == Coverage(5, None)


def test_dates_are_never_mixed() -> None:
    """Entries of 30 and 31 August are not added."""
    mixed = entries(1, 2) | {"nb-county": Entry(date(1957, 8, 30), {"posted": 3})}
    assert refusal(zhejiang(), mixed) == "unlike_dates"


def test_what_cannot_be_rolled_up_is_refused() -> None:
    """An inner unit has no entry of its own, an unknown unit none at all, and nothing reported is no zero."""
    assert refusal(zhejiang(), {"wz": Entry(DAY, {"posted": 3})}) == "inner_count"
    assert refusal(zhejiang(), {"xx": Entry(DAY, {"posted": 3})}) == "unknown_unit"
    assert refusal(zhejiang(), {}) == "nothing_reported"
    with pytest.raises(BadInput, match="posted"):
        Entry(DAY, {"posted": -1})


def test_grade_bands_leave_a_remainder_of_27228() -> None:
    """328 and 2,353 of 29,909 leave 27,228 others (report 003)."""
    assert bands(29_909, {"senior": 328, "middle": 2_353})["others"] == 27_228


def test_bands_that_exceed_their_total_are_refused() -> None:
    """Bands holding 11 of 10 count somebody twice."""
    with pytest.raises(Refused) as refused:
        bands(10, {"senior": 5, "middle": 6})
    assert refused.value.code == "parts_exceed_total"
    with pytest.raises(BadInput):
        bands(10, {"others": 3, "senior": -1})


def test_no_member_is_in_two_bands() -> None:
    """A person in two grade bands is a fault that names both; a repeated row is counted once (report 003)."""
    assert members_by_band([("a", "senior"), ("b", "middle"), ("a", "senior")]) == {"senior": 1, "middle": 1}
    with pytest.raises(BadInput, match="senior and middle"):
        members_by_band([("a", "senior"), ("a", "middle")])


def test_three_sayings_of_fixed_are_counted_apart() -> None:
    """Reported fixed, confirmed by raisers and confirmed by inspection are three counts (report 002)."""
    cases = (
        [CaseState(True)] * 3 + [CaseState(True, Status.CONFIRMED)] * 2 + [CaseState(True, inspection=Status.CONFIRMED)]
    )
    counts = fixed_counts([*cases, CaseState()])
    assert counts == {"raised": 7, "reported_fixed": 6, "raiser_confirmed": 2, "inspected_confirmed": 1, "refuted": 0}


@settings(deadline=None)
@given(st.lists(st.builds(CaseState, st.just(True), st.sampled_from((Status.CONFIRMED, Status.UNKNOWN))), min_size=1))
def test_a_failed_back_check_takes_one_case_out(cases: list[CaseState]) -> None:
    """A case counted as corrected that fails its back-check is no longer counted, though it was raised (report 002)."""
    before = fixed_counts(cases)
    after = fixed_counts([replace(cases[0], inspection=Status.REFUTED), *cases[1:]])
    assert after["reported_fixed"] == before["reported_fixed"] - 1
    assert (after["raised"], after["refuted"]) == (before["raised"], 1)


def test_a_case_is_confirmed_refuted_or_unknown() -> None:
    """Neither a raiser nor an inspector can say "planned"."""
    with pytest.raises(BadInput, match="raiser"):
        CaseState(True, Status.PLANNED)
