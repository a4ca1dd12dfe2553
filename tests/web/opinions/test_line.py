"""The way of one opinion, from its day to its raiser's answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions.case import CaseState
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.intake.models import Message, Said
from grassrota_web.journal.models import Entry
from grassrota_web.opinions.actions.closing import close, reopen
from grassrota_web.opinions.actions.replies import acknowledge
from grassrota_web.opinions.actions.routing import accept, assign, not_ours, route
from grassrota_web.opinions.models import NOTHING_OWED, Case, FactKind
from grassrota_web.opinions.views.steps import offered
from tests.web.opinions.conftest import Now, Office


def test_an_opinion_is_routed_acknowledged_claimed_answered_and_closed(office: Office, now: Now) -> None:
    """Each step is one verb with one private row of the journal, and the raiser hears of it."""
    case = office.raised()
    assert (case.owner, case.opened_on) == (None, timezone.localdate() - timedelta(days=10))
    route(office.organiser, case.pk, "north-office")
    acknowledge(office.officer, case.pk, "We are looking into it.")
    assert now(case).owed == "feedback"
    office.fixed(case)
    assert now(case).state == CaseState.CLAIMED
    with pytest.raises(Refused, match="not said that it is fixed"):
        close(office.officer, case.pk)
    office.says(case, Said.FIXED)
    assert now(case).state == CaseState.CONFIRMED
    close(office.officer, case.pk)
    assert now(case).closed_on == timezone.localdate()
    kinds = list(case.facts.values_list("kind", flat=True))
    assert kinds == [FactKind.SENT, FactKind.ACKNOWLEDGED, FactKind.INVESTIGATED, FactKind.CLAIMED, FactKind.CLOSED]
    verbs = ["route", "acknowledge", "investigate", "claim", "close"]
    assert [entry.verb for entry in Entry.objects.order_by("number")] == [f"opinions.{verb}" for verb in verbs]
    assert set(Entry.objects.values_list("place", "person")) == {("", "")}
    told = list(Message.objects.values_list("words", flat=True))
    assert told[0] == "We are looking into it."
    assert "a new pump" in told[1]


def test_a_raiser_who_says_no_puts_the_case_back_on_the_list(office: Office, now: Now) -> None:
    """The claim stays on record beside the answer, and feedback is owed anew."""
    case = office.addressed()
    office.fixed(case)
    office.says(case, Said.NOT_FIXED)
    assert now(case).state == CaseState.REFUTED
    assert now(case).owed == "feedback"
    assert [fact.reason for fact in case.facts.filter(kind=FactKind.CLAIMED)] == ["fixed"]


def test_a_third_not_ours_goes_to_the_unit_above_which_decides(office: Office, now: Now) -> None:
    """The first receiver stays responsible meanwhile; the case is never closed by it."""
    case = office.addressed()
    first, township, north = (office.world.units[code] for code in ("north-office", "north-township", "north"))
    not_ours(office.officer, case.pk, "the water bureau does wells", "north-township")
    assert (now(case).owner, now(case).asked) == (first, township)
    not_ours(office.above, case.pk, "we have no pumps")
    assert (now(case).owner, now(case).asked) == (first, north)
    not_ours(office.above, case.pk, "a county matter")
    assert now(case).asks_outside
    assign(office.reviewer, case.pk, "north-office", "it is their well")
    assert (now(case).owner, now(case).asked, now(case).asks_outside) == (first, None, False)
    with pytest.raises(Refused, match="cannot send"):
        not_ours(office.officer, case.pk, "still not ours")
    assert now(case).state == CaseState.OPEN


def test_who_is_sent_a_case_sees_it_and_may_accept(office: Office, now: Now) -> None:
    """Until then the one who sent it on is responsible; afterwards the other one is."""
    case = office.addressed()
    not_ours(office.officer, case.pk, "a matter of the township", "north-township")
    accept(office.above, case.pk)
    assert now(case).owner == office.world.units["north-township"]
    assert not visible(office.officer, Case.objects.all()).exists()


def test_nobody_answers_in_the_name_of_the_unit_that_was_asked(office: Office, now: Now) -> None:
    """The office sends a case to the south: until the south answers, the office does none of the three."""
    case = office.addressed()
    not_ours(office.officer, case.pk, "their water", "south-office")
    for answer, given in ((accept, ()), (not_ours, ("not theirs either",)), (assign, ("south-office", "it is theirs"))):
        with pytest.raises(Refused, match="do not hold the right"):
            answer(office.officer, case.pk, *given)
    facts = list(case.facts.all())
    steps = {step["url"].split("/")[-2] for step in offered(office.officer, now(case), facts)}
    assert ("claim" in steps, steps & {"accept", "not-ours", "assign"}) == (True, set())
    south = office.world.actor(Role.UNIT_OFFICER, office.world.units["south-office"])
    assert {"accept", "not-ours"} <= {step["url"].split("/")[-2] for step in offered(south, now(case), facts)}
    accept(south, case.pk)
    assert now(case).owner == office.world.units["south-office"]


def test_a_confirmed_case_that_breaks_again_is_opened_and_claimed_anew(office: Office, now: Now) -> None:
    """Claimed, confirmed a day later and opened again today: it is open, something is owed, and a claim is taken."""
    case = office.fixed(office.addressed())
    day = timezone.localdate() - timedelta(days=2)
    case.facts.update(on=day)
    case.facts.filter(kind=FactKind.CLAIMED).update(day=day)
    Case.objects.filter(pk=case.pk).update(investigated_on=day)
    office.says(case, Said.FIXED, day + timedelta(days=1))
    close(office.officer, case.pk)
    reopen(office.officer, case.pk, "the pump broke again")
    assert (now(case).state, now(case).closed_on) == (CaseState.OPEN, None)
    assert now(case).due_on < NOTHING_OWED
    office.fixed(case)
    assert now(case).state == CaseState.CLAIMED
