from __future__ import annotations

from dataclasses import fields
from datetime import date
from itertools import product

import pytest

from grassrota.errors import Refused
from grassrota.forms import Role
from grassrota.posting.host import HostChecklist
from grassrota.posting.rights import HostAction, check_host_action
from grassrota.posting.steps import Posting
from grassrota.turns import Turn

DAY = date(1957, 12, 10)
POSTING = Posting("p1", "home", "o1", 1, "turn40", Role.FIELD_WORK, Turn(DAY, DAY), returns_to="home")


@pytest.mark.parametrize("action", list(HostAction))
def test_no_imperial_envoys(action: HostAction) -> None:
    """A posted person reads, works and proposes at the host, and neither approves nor commands."""
    if action in (HostAction.READ, HostAction.WORK, HostAction.PROPOSE):
        check_host_action(POSTING, action)
        return
    with pytest.raises(Refused) as caught:
        check_host_action(POSTING, action)
    assert (caught.value.code, caught.value.data) == ("no_host_rights", {"person": "p1", "action": action})


@pytest.mark.parametrize(("ready", "paid", "agreed"), list(product([True, False], repeat=3)))
def test_no_household_owes_anybody_a_reception(ready: bool, paid: bool, agreed: bool) -> None:
    """Lodging is paid or agreed; whoever gives neither cannot have it noted as a duty of the host."""
    if paid or agreed:
        assert HostChecklist(DAY, True, True, ready, paid, agreed).lodging_ready == ready
        return
    with pytest.raises(Refused) as caught:
        HostChecklist(DAY, True, True, ready, paid, agreed)
    assert (caught.value.code, caught.value.data) == ("lodging_demanded", {"confirmed_on": DAY})


@pytest.mark.parametrize(("met", "briefed", "ready"), list(product([True, False], repeat=3)))
def test_what_the_host_has_still_to_do(met: bool, briefed: bool, ready: bool) -> None:
    """Met, briefed, lodging ready: what is not yet done is named, and refuses no arrival."""
    missing = HostChecklist(DAY, met, briefed, ready, True, False).missing
    assert missing == tuple(
        name for name, done in (("met", met), ("briefed", briefed), ("lodging_ready", ready)) if not done
    )


def test_nobody_is_scored_for_how_they_live() -> None:
    """The checklist is about what the host does, and says nothing of the person."""
    names = {field.name for field in fields(HostChecklist)}
    assert names == {"confirmed_on", "met", "briefed", "lodging_ready", "lodging_paid", "lodging_agreed"}
