"""What hosts agreed to outside is recorded with where that is written, and overrules nobody's own answer."""

from __future__ import annotations

from datetime import date

import pytest

from grassrota.errors import Refused
from grassrota_web.access.rights import Role
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.actions.agreed import record_agreement
from grassrota_web.orgs.models import Opening
from tests.web.conftest import World


@pytest.fixture
def answers(world: World) -> dict[str, str]:
    """Three openings of the north and one of the south: asked, declined, withdrawn, asked."""
    for code, side, answer, withdrawn in (
        ("a", "north", "asked", None),
        ("b", "north", "declined", None),
        ("c", "north", "asked", date(1957, 12, 2)),
        ("d", "south", "asked", None),
    ):
        Opening.objects.create(
            code=code,
            rotation=world.rotations[side],
            place=world.units[f"{side}-township"],
            sector="rural",
            role="field_work",
            low=0,
            high=1,
            answer=answer,
            withdrawn_on=withdrawn,
        )
    return {"a": "consented", "b": "declined", "c": "asked", "d": "asked"}


def test_only_those_who_have_not_answered_are_agreed(world: World, answers: dict[str, str]) -> None:
    """A host who declined, a withdrawn opening and another rotation stay as they are; the journal says where it is."""
    organiser = world.actor(Role.ORGANISER, world.units["north"])
    assert record_agreement(organiser, world.rotations["north"], date(1957, 12, 3), "letter 12") == 1
    assert dict(Opening.objects.values_list("code", "answer")) == answers
    entry = Entry.objects.get(verb="orgs.record_agreement")
    assert entry.after == {"openings": 1, "agreed_on": "1957-12-03", "where": "letter 12"}


def test_it_needs_evidence_somebody_to_answer_and_the_right(world: World, answers: dict[str, str]) -> None:
    """Nothing is recorded without a place where it is written, twice, or by the organiser of elsewhere."""
    north, south = (world.actor(Role.ORGANISER, world.units[side]) for side in ("north", "south"))
    rotation = world.rotations["north"]
    with pytest.raises(Refused) as refused:
        record_agreement(north, rotation, date(1957, 12, 3), "  ")
    assert refused.value.code == "no_evidence"
    with pytest.raises(Refused) as refused:
        record_agreement(south, rotation, date(1957, 12, 3), "letter 12")
    assert refused.value.code == "not_permitted"
    record_agreement(north, rotation, date(1957, 12, 3), "letter 12")
    with pytest.raises(Refused) as refused:
        record_agreement(north, rotation, date(1957, 12, 3), "letter 12")
    assert refused.value.code == "all_answered"
