from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.forms import STANDARD_FORMS, Role
from grassrota.org import Sector
from grassrota.posting.opening import Opening
from grassrota.posting.programme import HostProgramme, ProgrammeLink, end_with, link
from grassrota.posting.steps import Posting, come_back, release
from grassrota.turns import Turn

FIRST, LAST = date(1959, 2, 9), date(1959, 3, 20)
OPENING = Opening("o1", "Baiquan", Sector.RURAL, Role.FIELD_WORK, 0, 5)
POSTING = Posting("p1", "home", "o1", 1, "turn40", Role.FIELD_WORK, Turn(FIRST, LAST), returns_to="home")
CLINIC = HostProgramme("clinic", "Baiquan", "Building the clinic", Turn(date(1959, 2, 1), date(1959, 3, 10)))
LINK = ProgrammeLink("clinic", "p1", 1)
FORM = STANDARD_FORMS["turn40"]


def test_a_posting_ends_with_the_programme_it_serves() -> None:
    """40 days from 9 February end on 20 March; tied to the clinic they end on 10 March, 30 days, and it is said why."""
    assert link(POSTING, OPENING, CLINIC) == LINK
    ended = end_with(POSTING, LINK, CLINIC, FORM, {})
    assert (ended.turn, ended.turn.due_back) == (Turn(FIRST, date(1959, 3, 10)), date(1959, 3, 11))
    assert ended.exception_reason == "ends with Building the clinic: 30 days instead of 40"


def test_when_the_host_moves_the_end_the_posting_moves_along() -> None:
    """Later as well as earlier; where the form's length is kept there is no exception."""
    ended = end_with(POSTING, LINK, CLINIC, FORM, {})
    moved = replace(CLINIC, days=Turn(CLINIC.days.first, LAST))
    again = end_with(ended, LINK, moved, FORM, {})
    assert (again.turn, again.exception_reason) == (POSTING.turn, "")


def test_a_posting_is_tied_to_what_goes_on_where_and_when_it_is() -> None:
    """Another opening, another host's programme, and one that was over before are refused."""
    tries = [
        (replace(OPENING, id="o2"), CLINIC, "another_opening"),
        (OPENING, replace(CLINIC, place="Suidong"), "another_place"),
        (OPENING, replace(CLINIC, days=Turn(date(1959, 1, 1), date(1959, 2, 8))), "outside_programme"),
        (OPENING, replace(CLINIC, days=Turn(date(1959, 3, 21), date(1959, 4, 1))), "outside_programme"),
    ]
    for opening, programme, code in tries:
        with pytest.raises(Refused) as refused:
            link(POSTING, opening, programme)
        assert refused.value.code == code


def test_only_a_tied_posting_that_goes_on_ends_anew() -> None:
    """Another programme's end, and a posting that is over, change nothing."""
    home = come_back(replace(POSTING, listed_on=FIRST, departed_on=FIRST, arrived_on=FIRST), LAST)
    tries = [
        (POSTING, replace(LINK, programme="dam"), CLINIC, "not_linked"),
        (POSTING, replace(LINK, person="p2"), CLINIC, "not_linked"),
        (home, LINK, CLINIC, "posting_over"),
        (release(POSTING, FIRST), LINK, CLINIC, "posting_over"),
        (POSTING, LINK, replace(CLINIC, days=Turn(date(1959, 1, 1), date(1959, 2, 8))), "outside_programme"),
    ]
    for posting, tie, programme, code in tries:
        with pytest.raises(Refused) as refused:
            end_with(posting, tie, programme, FORM, {})
        assert refused.value.code == code


def test_a_programme_is_somebodys_and_has_a_name() -> None:
    """Every gap is told at once."""
    with pytest.raises(BadInput) as caught:
        HostProgramme("", "", "", CLINIC.days)
    assert [fault.column for fault in caught.value.faults] == ["id", "place", "name"]
