"""Figures of the reports, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from grassrota.figures.figure import Figure, Scope, Status
from grassrota.figures.wording import parse

MakeFigure = Callable[..., Figure]


@pytest.fixture
def make_figure() -> MakeFigure:
    """Makes a reported count of persons in a province, as of 5 February 1959, with anything else changed by name."""

    def make(figure_id: str, wording: str | None, province: str = "Shandong", **changes: object) -> Figure:
        values: dict[str, object] = {
            "id": figure_id,
            "label": f"posted, {province}",
            "numerator": parse(wording).interval if wording is not None else None,
            "denominator": None,
            "unit": "person",
            "scope": Scope(province, "province"),
            "as_of": date(1959, 2, 5),
            "status": Status.REPORTED,
            "source": "People's Daily, 5 February 1959",
            "counted_by": "the province",
        }
        return Figure(**(values | changes))  # type: ignore[arg-type]

    return make
