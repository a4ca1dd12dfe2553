from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.posting.opening import Opening
from grassrota.rota.cost import going_cost, staying_cost
from grassrota.rota.frame import Frame
from grassrota.rota.qualities import covers, fits, is_experienced, is_leader
from grassrota.staff import Person

if TYPE_CHECKING:
    from tests.core.rota.conftest import Kit, Problems


@settings(max_examples=60)
@given(st.data())
def test_arrays_say_what_costs_and_qualities_say(problems: Problems, data: st.DataObject) -> None:
    """For every person and slot the arrays hold what the functions give one by one."""
    problem = data.draw(problems())
    frame = Frame(problem)
    openings = [problem.opening[slot.opening] for slot in problem.slots]
    parties, every = problem.parties, problem.openings
    everybody = np.arange(len(parties))

    def cost(party: tuple[Person, ...], opening: Opening) -> int:
        return sum(going_cost(problem, person, opening) for person in party)

    assert frame.going(everybody).tolist() == [[cost(party, opening) for opening in every] for party in parties]
    assert (frame.traits @ frame.needs < 0.5).tolist() == [
        [all(fits(problem, person, opening) for person in party) for opening in every] for party in parties
    ]
    assert (frame.traits @ frame.cramped < 0.5).tolist() == [
        [problem.party_size(party[0].id) <= opening.high or len(party) == 1 for opening in every] for party in parties
    ]
    who, where = np.divmod(np.arange(len(parties) * len(openings)), max(1, len(openings)))
    assert frame.costs(who, where).tolist() == [cost(party, opening) for party in parties for opening in openings]
    assert frame.staying.tolist() == [sum(staying_cost(problem, person) for person in party) for party in parties]
    assert frame.kinds.tolist() == [
        [
            len(party),
            *(sum(quality(problem, person) for person in party) for quality in (is_leader, is_experienced, covers)),
            problem.party_size(party[0].id),
        ]
        for party in parties
    ]


@settings(max_examples=30)
@given(st.data())
def test_a_slot_is_active_in_the_batches_it_keeps_people_away(problems: Problems, data: st.DataObject) -> None:
    """Batches are counted from 0 in arrays and from 1 in values."""
    problem = data.draw(problems())
    frame = Frame(problem)
    assert frame.active.shape == (frame.batches, len(frame.slots))
    for place, slot in enumerate(frame.slots):
        assert [batch + 1 for batch in range(frame.batches) if frame.active[batch, place]] == list(slot.away)
        assert problem.openings[frame.opening_of[place]].id == slot.opening


def test_two_people_and_two_slots_by_hand(kit: Kit) -> None:
    """A clerk from u1 pays 3 x 5 for a place not on the list and 5 for 50 km; from next door only the first."""
    people = [kit.person("p1"), kit.person("p2", site="t1")]
    frame = Frame(kit.problem(people, [kit.opening()]))
    assert frame.going(np.arange(2)).tolist() == [[20], [15]]
    assert frame.costs(np.array([0, 0, 1]), np.array([0, 1, 1])).tolist() == [20, 20, 15]
    assert frame.staying.tolist() == [200, 200]
    assert frame.first_batch.tolist() == frame.last_batch.tolist() == [0, 1]
