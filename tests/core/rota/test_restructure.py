from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import STANDARD_FORMS
from grassrota.rota.restructure import Consultation, Notice, RestructurePlan

TALKS = Consultation("the staff council", date(1957, 10, 1), date(1957, 11, 15))
NOTICE = Notice(date(1957, 11, 30), 30)
PLAN = RestructurePlan(
    *("One office for two", STANDARD_FORMS["transfer"], ("u1", "u2"), "Labour Act, section 27"),
    *(TALKS, NOTICE, date(1957, 12, 30)),
)


def test_a_restructuring_takes_its_own_route() -> None:
    """Talks until 15 November, notice of 30 days from 30 November, effect from 30 December on."""
    assert PLAN.notice.ends_on == PLAN.effective_on


@pytest.mark.parametrize("form", [form for form in STANDARD_FORMS.values() if form.rotates], ids=lambda form: form.id)
def test_no_rotation_form_restructures(form: Any) -> None:
    """Every form of rotation is refused."""
    with pytest.raises(Refused) as caught:
        replace(PLAN, form=form)
    assert caught.value.code == "rotation_form"


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({"legal_basis": " "}, ["legal_basis"]),
        ({"title": ""}, ["title"]),
        ({"units": ()}, ["units"]),
        ({"consultation": replace(TALKS, with_whom="")}, ["consultation.with_whom"]),
        ({"consultation": replace(TALKS, closed_on=date(1957, 9, 1))}, ["consultation.closed_on"]),
        ({"notice": Notice(date(1957, 11, 15), 30)}, ["notice.given_on"]),
        ({"notice": Notice(date(1957, 11, 30), 0)}, ["notice.days"]),
        ({"notice": Notice(date(1957, 12, 1), 30)}, ["effective_on"]),
        ({"legal_basis": "", "title": ""}, ["title", "legal_basis"]),
    ],
)
def test_no_part_of_the_route_is_left_out(change: dict[str, Any], columns: list[str]) -> None:
    """Legal basis, consultation and notice are there and in order, or there is no such plan; all faults at once."""
    with pytest.raises(BadInput) as caught:
        replace(PLAN, **change)
    assert [fault.column for fault in caught.value.faults] == columns
