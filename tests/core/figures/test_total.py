"""What may be added, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota.figures.figure import Coverage, Figure, Scope, Status
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.figures.total import total
from grassrota.figures.wording import parse

MakeFigure = Callable[..., Figure]


def code_of_refusal(*figures: Figure) -> str:
    with pytest.raises(Refused) as refused:
        total(figures, total_id="t", label="total")
    return refused.value.code


def test_disjoint_counts_of_communes_add_up(make_figure: MakeFigure) -> None:
    """Six communes led by provincial grade and thirty by prefecture grade are 36 in all (report 001)."""
    parts = [
        make_figure(grade, str(count), unit="commune", scope=Scope(grade, "leader's grade"))
        for grade, count in (("province", 6), ("prefecture", 30))
    ]
    summed = total(parts, total_id="communes", label="communes with a posted leader")
    assert summed.numerator == Interval.exactly(36)
    assert summed.is_exact


def test_intervals_and_coverage_add_up(make_figure: MakeFigure) -> None:
    """24,000-odd and 10,000-odd are at least 34,000 and under 45,000; coverage and cautions travel along."""
    parts = (
        make_figure("f1", "二万四千多", coverage=Coverage(4, 10)),
        make_figure("f2", "一万多", "Zhejiang", flags=(Flag.PARTIAL,)),
    )
    summed = total(parts, total_id="t", label="two provinces")
    assert summed.numerator == Interval.half_open(34_000, 45_000)
    assert summed.coverage == Coverage(5, 11)
    assert summed.flags == (Flag.PARTIAL,)
    assert summed.scope.name == "Shandong + Zhejiang"


def test_a_subset_is_never_added_to_its_superset(make_figure: MakeFigure) -> None:
    """Hunan's 350-odd are part of its 5,000-odd (report 001)."""
    hunan = make_figure("f3", "五千多", "Hunan")
    senior = make_figure("f4", "三百五十多", "Hunan, senior", part_of="f3")
    assert code_of_refusal(hunan, senior) == "subset_added"


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("unlike_units", {"unit": "commune"}),
        ("unlike_statuses", {"status": Status.CONFIRMED}),
        ("unlike_statuses", {"status": Status.UNKNOWN}),
        ("unlike_dates", {"as_of": date(1959, 2, 4)}),
        ("unlike_forms", {"form": "40-day turn"}),
        ("unlike_scopes", {"scope": Scope("four prefectures of Gansu", "prefectures")}),
        ("unlike_denominators", {"denominator": Interval.exactly(99_999)}),
        ("same_scope", {"scope": Scope("Shandong", "province")}),
        ("unquantified", {"numerator": None, "flags": (Flag.UNQUANTIFIED,)}),
    ],
)
def test_unlike_figures_are_refused_with_the_reason(
    make_figure: MakeFigure, code: str, changes: dict[str, object]
) -> None:
    """Units, statuses, dates, forms, kinds of scope and denominators are never mixed, nor one scope counted twice."""
    assert (
        code_of_refusal(make_figure("f1", "24,000-odd"), make_figure("f2", "10,000-odd", "Zhejiang", **changes)) == code
    )


def test_planned_and_departed_are_never_added(make_figure: MakeFigure) -> None:
    """The 140,000 planned in Shanghai and 400-odd already out make no sum (report 004)."""
    planned = make_figure("f4", "约十四万", "Shanghai", status=Status.PLANNED)
    departed = make_figure("f1", "四百余", "Shanghai, leaders", status=Status.DEPARTED)
    assert code_of_refusal(planned, departed) == "unlike_statuses"


def test_a_sum_of_nothing_is_refused() -> None:
    """A sum of nothing is unknown, not 0."""
    assert code_of_refusal() == "nothing_to_add"


@settings(deadline=None)
@given(st.lists(st.integers(1, 9_999), min_size=1, max_size=6))
def test_a_total_holds_the_sum_of_what_its_parts_may_be(counts: list[int]) -> None:
    """For any numbers within the parts, their sum lies within the total."""
    parts = [
        Figure(f"f{i}", "posted", parse(f"{n}-odd").interval, None, "person", Scope(f"county {i}", "county"),
               date(1957, 8, 31), Status.REPORTED, "a report", "the county")
        for i, n in enumerate(counts)
    ]  # fmt: skip
    numerator = total(parts, total_id="t", label="all").numerator
    assert numerator is not None
    assert sum(part.require_number().lower for part in parts) in numerator
