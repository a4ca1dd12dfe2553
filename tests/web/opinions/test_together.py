"""Cases that are handled together and taken apart, second looks, and big problems."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota.opinions.appeal import AppealOutcome
from grassrota.opinions.case import CaseState
from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.systemic import CauseKind
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.intake.models import Message, Opinion, ReadAs, Said
from grassrota_web.opinions import convert
from grassrota_web.opinions.actions.appeals import ask_about_withdrawal, decide_appeal, settle_withdrawal
from grassrota_web.opinions.actions.closing import claim, investigate
from grassrota_web.opinions.actions.handlers import hand_over, join
from grassrota_web.opinions.actions.issues import close_issue, link_cases, name_force, open_issue
from grassrota_web.opinions.actions.merging import merge, split
from grassrota_web.opinions.actions.replies import acknowledge, ask_raiser
from grassrota_web.opinions.actions.responses import redact
from grassrota_web.opinions.actions.routing import accept, not_ours
from grassrota_web.opinions.models import Case, FactKind, Withdrawal
from grassrota_web.opinions.queries.figures import by_unit
from grassrota_web.opinions.queries.worklist import beginning, live
from tests.web.opinions.conftest import Now, Office

YESTERDAY = timedelta(days=1)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(4)), nested=st.booleans())
def test_any_mergings_undone_give_the_original_and_tell_each_raiser_once(
    office: Office, order: list[int], nested: bool
) -> None:
    """Four cases merged two and two, perhaps all together, then taken apart: each is the value that it was."""
    rows = [office.addressed(f"opinion {number}") for number in range(4)]
    keys = [rows[number].pk for number in order]
    before = dict(convert.values(Case.objects.filter(pk__in=keys).select_related("owner")))
    wholes = [merge(office.officer, keys[:2]).pk, merge(office.officer, keys[2:]).pk]
    if nested:
        wholes = [merge(office.officer, wholes).pk]
    while wholes:
        parts = split(office.officer, wholes.pop())
        wholes += [part.pk for part in parts if part.merged]
    after = convert.values(Case.objects.filter(pk__in=keys).select_related("owner"))
    assert {key: after[key] for key in keys} == before
    assert all(Message.objects.filter(opinion__raised__case=key).count() == 1 for key in keys)
    assert set(live(Case.objects.filter(pk__in=keys)).values_list("pk", flat=True)) == set(keys)


def test_what_was_done_together_goes_along_with_each_part(office: Office, now: Now) -> None:
    """Acknowledged as one, nobody's acknowledgement is owed after they are taken apart."""
    rows = [office.addressed("the well"), office.addressed("the pump")]
    whole = merge(office.officer, [row.pk for row in rows])
    acknowledge(office.officer, whole.pk, "We are looking into it.")
    split(office.officer, whole.pk)
    assert [now(row).owed for row in rows] == ["feedback", "feedback"]
    with pytest.raises(Refused, match="taken apart"):
        acknowledge(office.officer, whole.pk)


def test_a_merged_case_is_out_of_sight_for_whomever_one_of_its_parts_concerns(office: Office) -> None:
    """n3 is named in one of two opinions that the province has: the merged case is none of theirs."""
    named = office.world.actor(Role.UNIT_OFFICER, office.world.units["north"], person="n3")
    first = office.raised("they drink", named="n3")
    second = office.raised("the road", addressed=office.world.units["north"])
    assert list(visible(named, Case.objects.all())) == [second]
    merge(office.above, [first.pk, second.pk])
    assert list(visible(named, Case.objects.all())) == [second]
    assert not live(visible(named, Case.objects.all())).exists()


def test_a_head_found_later_loses_the_case_in_the_same_moment(office: Office, now: Now) -> None:
    """The township's case is the office's, until somebody who heads the office heads the township as well."""
    case = office.addressed("the mill", about="north-township")
    assert visible(office.officer, Case.objects.all()).exists()
    office.world.units["north-office"].headed_by.add(office.world.people["n1"])
    office.world.units["north-township"].headed_by.add(office.world.people["n1"])
    assert not visible(office.officer, Case.objects.all()).exists()
    assert now(case).owner == office.world.units["north"]
    office.world.units["north-township"].headed_by.clear()
    assert not visible(office.officer, Case.objects.all()).exists()


def test_an_appeal_is_decided_above_and_opens_the_case_again(office: Office, now: Now) -> None:
    """The office that claimed does not decide; upheld, the claim must be made anew."""
    case = office.fixed(office.addressed())
    eve = timezone.localdate() - YESTERDAY
    case.facts.update(on=eve)
    case.facts.filter(kind=FactKind.CLAIMED).update(day=eve)
    Case.objects.filter(pk=case.pk).update(investigated_on=eve)
    office.says(case, Said.APPEAL, words="the pump is the old one")
    appeal = case.appeals.get()
    assert appeal.to == office.world.units["north"]
    with pytest.raises(Refused):
        decide_appeal(office.officer, appeal.pk, AppealOutcome.DISMISSED, "it is new")
    decide_appeal(office.above, appeal.pk, AppealOutcome.UPHELD, "nobody looked at the pump")
    assert now(case).state == CaseState.OPEN


def test_an_opinion_is_taken_back_only_as_somebody_independent_heard_another_day(office: Office, now: Now) -> None:
    """The inspector asks, who does not work at the office that has it; without an answer of the raiser it goes on."""
    case = office.addressed(place=office.world.units["north-office"], language="en")
    office.says(case, Said.WITHDRAWN, timezone.localdate() - YESTERDAY)
    row = Withdrawal.objects.get()
    with pytest.raises(Refused):
        ask_about_withdrawal(office.officer, row.pk)
    own = office.world.actor(Role.INSPECTOR, office.world.units["north-office"])
    with pytest.raises(Refused, match="somebody else asks"):
        ask_about_withdrawal(own, row.pk)
    ask_about_withdrawal(office.inspector, row.pk)
    opinion = Opinion.objects.get(raised__case=case)
    assert [message.words[:30] for message in opinion.messages.all()] == ["Somebody asked to take your op"]
    with pytest.raises(Refused, match="silence is no wish"):
        settle_withdrawal(office.inspector, row.pk, confirmed=True)
    assert now(case).state == CaseState.OPEN
    Message.objects.create(opinion=opinion, number=2, day=timezone.localdate(), from_raiser=True, words="Yes, mine.")
    settle_withdrawal(office.inspector, row.pk, confirmed=True)
    assert now(case).state == CaseState.OTHERWISE_CLOSED


def test_handlers_read_the_redacted_copy_where_the_raiser_chose_so(office: Office) -> None:
    """Until it is made they read nothing; nobody who handles cases makes it."""
    case = office.addressed("my daughter of the third house", read_as=ReadAs.REDACTED)
    opinion = Opinion.objects.get(raised__case=case)
    assert "daughter" not in beginning(opinion)
    with pytest.raises(Refused):
        redact(office.officer, case.pk, opinion.pk, "a child")
    assert (
        beginning(redact(office.inspector, case.pk, opinion.pk, "a child of the village")) == "a child of the village"
    )


def test_posted_and_local_people_work_on_a_case_and_hand_it_over(office: Office) -> None:
    """Whom it concerns is refused; who comes after takes the place of the one who leaves."""
    case = office.raised("the road", addressed=office.world.units["north"], about="north-office")
    with pytest.raises(Refused, match="chain"):
        join(office.above, case.pk, "n1", posted=True)
    own = office.raised("the well", addressed=office.world.units["north"])
    join(office.above, own.pk, "s1", posted=True)
    worker = office.world.actor(Role.STAFF_MEMBER, office.world.units["south-office"], person="s1")
    assert list(visible(worker, Case.objects.all())) == [own]
    acknowledge(worker, own.pk)
    assert hand_over(office.above, "s1", "s2") == 1
    assert not visible(worker, Case.objects.all()).exists()


def test_a_big_problem_closes_and_its_small_cases_stay_open(office: Office, now: Now) -> None:
    """Its task force is named, its cause noted; each raiser is still to be answered."""
    rows = [office.addressed("the well"), office.addressed("the pump")]
    issue = open_issue(office.officer, "north-office", "pumps", [row.pk for row in rows])
    name_force(office.officer, issue.pk, ("n2", "n3"))
    close_issue(office.officer, issue.pk, CauseKind.MEANS, "no spare parts", ("the list of the store",))
    assert {now(row).state for row in rows} == {CaseState.OPEN}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Nothing was decided yet"), ("zh-hans", "目前还没有可以申诉的决定")]
)
def test_a_raiser_who_cannot_appeal_yet_reads_why_in_calm_words(office: Office, language: str, said: str) -> None:
    """In their own language, without the id of the case and without what the core tells handlers."""
    case = office.addressed(language=language)
    office.says(case, Said.APPEAL, words="nobody came")
    told = Message.objects.get()
    assert told.words.startswith(said)
    assert str(case.pk) not in told.words
    assert not case.appeals.exists()


def test_each_reason_why_one_cannot_appeal_has_its_words(office: Office, now: Now) -> None:
    """While an appeal is open, after it was upheld, and beyond the reviewer: three different answers, none an error."""
    eve = timezone.localdate() - YESTERDAY
    case = office.fixed(office.addressed(language="en"))
    case.facts.update(on=eve)
    case.facts.filter(kind=FactKind.CLAIMED).update(day=eve)
    Case.objects.filter(pk=case.pk).update(investigated_on=eve)
    for _twice in range(2):
        office.says(case, Said.APPEAL, words="the pump is the old one")
    decide_appeal(office.above, case.appeals.get().pk, AppealOutcome.UPHELD, "nobody looked at the pump")
    office.says(case, Said.APPEAL, words="still the old one")
    office.fixed(case)
    case.appeals.update(outcome=AppealOutcome.DISMISSED, to=None)
    office.says(case, Said.APPEAL, words="again")
    told = "\n".join(Message.objects.order_by("number").values_list("words", flat=True))
    for said in ("is being decided", "Nothing was decided yet", "The outside reviewer has decided"):
        assert told.count(said) == 1, said


def test_a_case_about_the_leaders_that_was_taken_apart_stops_nobody(office: Office) -> None:
    """Its two parts come first; once somebody looked into them, the third case is free, for the merged one is gone."""
    rows = [office.addressed(words) for words in ("the head", "the head drinks", "the road")]
    Case.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(on_leadership=True)
    split(office.officer, merge(office.officer, [row.pk for row in rows[:2]]).pk)
    with pytest.raises(Refused, match="about the leaders come first"):
        investigate(office.officer, rows[2].pk, "it is washed away")
    for row in rows:
        investigate(office.officer, row.pk, "somebody looked")


def test_a_case_that_was_refused_or_assigned_is_merged_with_none(office: Office) -> None:
    """Merged, it would begin a new way, and what was decided about its own would not bind any more."""
    rows = [office.addressed("the well"), office.addressed("the pump")]
    not_ours(office.officer, rows[0].pk, "their water", "north-township")
    accept(office.above, rows[0].pk)
    not_ours(office.above, rows[0].pk, "a county matter", "north")
    accept(office.above, rows[0].pk)
    other = office.raised("the road", addressed=office.world.units["north"])
    with pytest.raises(Refused, match="refused or assigned before"):
        merge(office.above, [rows[0].pk, other.pk])
    rows[1].facts.create(number=2, on=timezone.localdate(), kind=FactKind.ASSIGNED, unit=rows[1].owner)
    with pytest.raises(Refused, match="refused or assigned before"):
        merge(office.officer, [rows[1].pk, office.addressed("the bridge").pk])


def test_a_case_is_not_taken_apart_while_an_appeal_about_it_is_open(office: Office, now: Now) -> None:
    """Taken apart, nobody could decide it; once it was dismissed, the parts go on by themselves."""
    rows = [office.addressed("the well"), office.addressed("the pump")]
    whole = merge(office.officer, [row.pk for row in rows])
    claim(office.officer, whole.pk, ClosingReason.CANNOT, "no money")
    office.says(rows[0], Said.APPEAL, words="look again")
    with pytest.raises(Refused, match="is being decided"):
        split(office.officer, whole.pk)
    decide_appeal(office.above, whole.appeals.get().pk, AppealOutcome.DISMISSED, "there is none")
    split(office.officer, whole.pk)
    assert {now(row).state for row in rows} == {CaseState.OTHERWISE_CLOSED}


def test_a_big_problem_keeps_the_parts_of_a_case_that_is_taken_apart(office: Office) -> None:
    """Linked are a case, the merged one that it becomes a part of, and a third; apart, all three small ones are."""
    rows = [office.addressed(words) for words in ("the well", "the pump", "the pipe")]
    issue = open_issue(office.officer, "north-office", "water", [rows[0].pk, rows[2].pk])
    whole = merge(office.officer, [row.pk for row in rows[:2]])
    link_cases(office.officer, issue.pk, [whole.pk])
    split(office.officer, whole.pk)
    assert set(live(Case.objects.filter(issues__issue=issue))) == set(rows)
    assert issue.linked.filter(case__dissolved_on=None).count() == 3


def test_what_is_decided_is_told_to_the_raiser_who_appealed(office: Office) -> None:
    """Of two raisers of a merged case one appeals; the other one reads nothing of why it was dismissed."""
    rows = [office.addressed("the well"), office.addressed("the pump")]
    whole = merge(office.officer, [row.pk for row in rows])
    claim(office.officer, whole.pk, ClosingReason.CANNOT, "no money")
    office.says(rows[1], Said.APPEAL, words="my uncle has some")
    decide_appeal(office.above, whole.appeals.get().pk, AppealOutcome.DISMISSED, "an uncle is no budget")
    told = Message.objects.filter(words__contains="uncle")
    assert list(told.values_list("opinion__raised__case", flat=True)) == [rows[1].pk]


def test_what_nobody_asked_about_since_the_claim_is_counted_by_opinions(office: Office) -> None:
    """Five opinions merged and claimed as one are five unasked; a question before the claim asks nothing about it."""
    rows = [office.addressed(f"opinion {number}") for number in range(6)]
    whole = merge(office.officer, [row.pk for row in rows[:5]])
    office.fixed(whole)
    ask_raiser(office.officer, rows[5].pk, "Which well?")
    office.fixed(rows[5])
    assert by_unit(office.officer)[1].unasked == 6
    ask_raiser(office.officer, whole.pk, "Is it fixed?")
    assert by_unit(office.officer)[1].unasked == 1
