from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.inspection.cycle import (
    Counted,
    Coverage,
    Visit,
    VisitKind,
    close_cycle,
    coverage,
    fail_check,
    reopen_failed,
)
from grassrota.inspection.finding import Evidence, Finding, Member, Source, Team, TeamRole, Unresolved
from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason, ReopenedBy, Reopening, UnitClaim

DAY = date(1957, 12, 20)


def inspected(unit: str, evidence: int = 4, from_raisers: int = 1) -> Visit:
    return Visit(unit, DAY, VisitKind.INSPECTION, evidence, from_raisers)


def surveyed(unit: str) -> Visit:
    return Visit(unit, DAY, VisitKind.SURVEY, 3, 3)


def test_a_cycle_closes_when_every_unit_is_inspected_and_raisers_are_heard() -> None:
    """All units, whatever their figures; more than one inspection of a unit is one unit."""
    visits = [inspected("u1"), inspected("u2"), inspected("u2", from_raisers=0)]
    assert close_cycle(["u1", "u2"], visits) == Coverage(surveyed=0, inspected=2)


def test_an_open_cycle_names_who_is_lacking() -> None:
    """Not visited, only surveyed, or inspected without any raiser: each keeps the cycle open, by name."""
    visits = [inspected("u1"), surveyed("u2"), inspected("u3", from_raisers=0)]
    with pytest.raises(Refused) as caught:
        close_cycle(["u1", "u2", "u3", "u4"], visits)
    assert caught.value.data == {"uninspected": ("u2", "u4"), "unheard": ("u3",)}


def test_surveys_and_inspections_are_two_counts() -> None:
    """Luwan: a dozen-odd factories surveyed (12), 20-odd inspected (23), three of them in both; never 35."""
    visits = [surveyed(f"f{n}") for n in range(12)] + [inspected(f"f{n}") for n in range(9, 32)]
    assert coverage(visits) == Coverage(surveyed=12, inspected=23)


def test_representative_needs_a_rule() -> None:
    """A place is called representative only with the rule by which it was chosen."""
    with pytest.raises(Refused) as caught:
        Visit("f1", DAY, VisitKind.SURVEY, representative=True)
    assert caught.value.code == "no_sampling_rule"
    chosen = Visit("f1", DAY, VisitKind.SURVEY, representative=True, sampling_rule="every tenth factory by payroll")
    assert chosen.representative


def test_the_raisers_share_of_the_evidence() -> None:
    """One of four pieces is a quarter; of no evidence there is no share; five of four is a fault."""
    assert inspected("u1").raiser_share == Fraction(1, 4)
    assert Visit("u1", DAY, VisitKind.INSPECTION).raiser_share is None
    with pytest.raises(BadInput, match="0 to the 4 pieces"):
        inspected("u1", from_raisers=5)


def test_evidence_of_findings_is_counted_by_where_it_comes_from() -> None:
    """Two findings with three pieces of evidence, one of them from a raiser: a third."""
    team = Team((Member("head", TeamRole.MANAGEMENT), Member("user", TeamRole.RAISER_SIDE, drawn_by_lot=True)))
    seen, said = Evidence(Source.PLACE, "a new chimney"), Evidence(Source.RAISER, "warm again")
    findings = [Finding(case, DAY, team, True, "rebuilt", True, (seen,)) for case in ("c1", "c2")]
    findings[1] = replace(findings[1], evidence=(seen, said))
    visit = Visit.of("u1", DAY, findings)
    assert (visit.kind, visit.raiser_share) == (VisitKind.INSPECTION, Fraction(1, 3))


@settings(deadline=None)
@given(st.lists(st.integers(0, 99).map(str), min_size=1, max_size=20, unique=True), st.data())
def test_a_failed_check_takes_away_exactly_one(cases: list[str], data: st.DataObject) -> None:
    """Each one done is one done: the count falls by one, that case is open again, the others stay."""
    counted = Counted(tuple(cases))
    failed = data.draw(st.sampled_from(cases))
    after = fail_check(counted, failed)
    assert len(after.cases) == len(cases) - 1
    assert after.reopened == (failed,)
    assert set(after.cases) == set(cases) - {failed}


def test_a_case_fails_once() -> None:
    """A case that is not counted cannot be taken away, so two reports of one failure lower the count once."""
    after = fail_check(Counted(("a", "b")), "a")
    with pytest.raises(Refused, match="not counted"):
        fail_check(after, "a")


def test_a_case_is_counted_or_open_not_both() -> None:
    """No case stands in the list twice."""
    with pytest.raises(BadInput, match="each case once"):
        Counted(("a",), ("a",))


def checked(fixed: bool | None, case: str = "c1") -> Finding:
    """What a team found the day after the case was closed."""
    team = Team((Member("head", TeamRole.MANAGEMENT), Member("user", TeamRole.RAISER_SIDE, drawn_by_lot=True)))
    if fixed is None:
        return Finding(case, DAY + timedelta(days=1), team, unresolved=Unresolved.SILENCE)
    how = "two stoves" if fixed else "the stove is cold"
    return Finding(case, DAY + timedelta(days=1), team, fixed, how, fixed, (Evidence(Source.PLACE, how),))


def test_a_failed_check_opens_the_case_again() -> None:
    """The count falls by one, and the case stands open from that day with the reason and who opened it."""
    claims = (UnitClaim(DAY, ClosingReason.FIXED, "two stoves"),)
    case = Case("c1", ("o1",), "u1", DAY, investigated_on=DAY, claims=claims)
    counted, opened = reopen_failed(Counted(("c1", "c2")), case, checked(False))
    assert (counted.cases, counted.reopened) == (("c2",), ("c1",))
    assert opened.stands
    assert opened.reopenings == (Reopening(DAY + timedelta(days=1), ReopenedBy.INSPECTION, "the stove is cold"),)
    for finding in (checked(True), checked(None), checked(False, "c2")):
        with pytest.raises(Refused) as caught:
            reopen_failed(Counted(("c1", "c2")), case, finding)
        assert caught.value.code == "not_failed"
