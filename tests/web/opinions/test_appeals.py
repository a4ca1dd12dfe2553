"""Appeals with their day, fixes that are claimed again, and what merging and taking apart must not lose of either."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions.appeal import AppealOutcome
from grassrota.opinions.case import CaseState
from grassrota.opinions.closures import FlagKind
from grassrota.opinions.entries import ClosingReason
from grassrota_web.access.scope import visible
from grassrota_web.intake.models import Message, Opinion, Said
from grassrota_web.opinions import convert
from grassrota_web.opinions.actions.appeals import ask_about_withdrawal, decide_appeal, settle_withdrawal
from grassrota_web.opinions.actions.closing import claim, close, reopen
from grassrota_web.opinions.actions.merging import merge, split
from grassrota_web.opinions.actions.routing import accept, not_ours
from grassrota_web.opinions.escalating import escalate_all
from grassrota_web.opinions.flagging import flag_all
from grassrota_web.opinions.heard import standing
from grassrota_web.opinions.models import Appeal, Case, FactKind, Flag, Withdrawal
from grassrota_web.opinions.queries.worklist import todo
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Now, Office
from tests.web.opinions.test_pages import client_of, text_of

BEGUN = date(2026, 3, 2)
"""A Monday."""


@pytest.fixture(autouse=True)
def _five_days_a_week(settings: LazySettings) -> None:
    """Days are counted alike whenever these tests run."""
    settings.WORK_CALENDAR = "weekdays"


class Clock:
    """A day that a test sets."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.day = BEGUN
        patch.setattr(timezone, "localdate", lambda *_: self.day)

    def on(self, days: int) -> date:
        """So many days after the first one."""
        self.day = BEGUN + timedelta(days=days)
        return self.day


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """See ``Clock``."""
    return Clock(monkeypatch)


def opinion_of(case: Case) -> Opinion:
    """The first opinion of a case."""
    return Opinion.objects.get(raised__case=case)


def test_an_appeal_has_a_day_and_goes_higher_when_it_passes(
    office: Office, clock: Clock, now: Now, signed_in: SignedIn
) -> None:
    """Filed on 3 March, of a case that was put away: by 2 April; from 16 April on with the reviewer, who decides."""
    case = office.addressed(day=BEGUN, language="en")
    claim(office.officer, case.pk, ClosingReason.CANNOT, "no money")
    close(office.officer, case.pk)
    assert standing(opinion_of(case)).decided_by is None
    office.says(case, Said.APPEAL, clock.on(1), words="look again")
    by = date(2026, 4, 2)
    assert (now(case).owed, now(case).due_on, now(case).above_on) == ("decide", by, date(2026, 4, 16))
    told = standing(opinion_of(case))
    assert (told.decided_by, told.next_by, told.appeals) == (by, None, False)
    decider, officer = client_of(signed_in, office.above), client_of(signed_in, office.officer)
    assert "to be decided by April 2, 2026" in text_of(decider.get("/cases/appeals/"))
    assert "to be decided by April 2, 2026" in text_of(officer.get(case.get_absolute_url()))
    assert "decide the appeal" in text_of(officer.get("/cases/?closed=yes"))
    clock.on(44)
    escalate_all()
    assert not visible(office.reviewer, Case.objects.all()).exists()
    assert "was to be decided by" in text_of(decider.get("/cases/appeals/"))
    assert [(entry.count, entry.late) for entry in todo(office.above) if entry.url == "/cases/appeals/"] == [(1, True)]
    clock.on(45)
    for _twice in range(2):
        escalate_all()
    assert case.facts.filter(kind=FactKind.ESCALATED).count() == 1, "the organ above the office hears it already"
    assert (now(case).above, now(case).above_outside) == (None, True)
    row = case.appeals.get()
    decide_appeal(office.reviewer, row.pk, AppealOutcome.DISMISSED, "there is none")
    assert (now(case).owed, now(case).above_outside, now(case).due_on) == ("decide", False, date.max)
    assert "dismissed" in text_of(officer.get(case.get_absolute_url()))
    assert standing(opinion_of(case)).decided_by is None


def test_a_unit_says_nothing_anew_while_an_appeal_is_decided(office: Office, clock: Clock, now: Now) -> None:
    """Claimed and appealed on one day, to be decided from the next day on: claims of every day would put it off."""
    case = office.addressed(day=BEGUN)
    claim(office.officer, case.pk, ClosingReason.CANNOT, "no money")
    office.says(case, Said.APPEAL, BEGUN, words="look again")
    appeal = case.appeals.get()
    with pytest.raises(Refused) as early:
        decide_appeal(office.above, appeal.pk, AppealOutcome.UPHELD, "there is some")
    assert early.value.code == "claimed_that_day"
    clock.on(1)
    reopen(office.officer, case.pk, "we look again")
    with pytest.raises(Refused) as again:
        claim(office.officer, case.pk, ClosingReason.CANNOT, "still no money")
    assert again.value.code == "under_appeal"
    decide_appeal(office.above, appeal.pk, AppealOutcome.UPHELD, "there is some")
    assert now(case).state == CaseState.OPEN
    claim(office.officer, case.pk, ClosingReason.CANNOT, "none is left")
    assert now(case).state == CaseState.OTHERWISE_CLOSED


def test_an_upheld_appeal_is_told_to_each_raiser_once_and_not_why_to_the_others(
    office: Office, clock: Clock, now: Now
) -> None:
    """Three merged, one appeals: that one reads the reason, the two others that their case is open again."""
    rows = [office.addressed(f"opinion {number}", day=BEGUN, language="en") for number in range(3)]
    whole = merge(office.officer, [row.pk for row in rows])
    claim(office.officer, whole.pk, ClosingReason.CANNOT, "no money")
    office.says(rows[1], Said.APPEAL, clock.on(1), words="ask my neighbour Wang")
    other = standing(opinion_of(rows[0]))
    assert (other.decided_by, other.next_by) == (None, None), "that somebody else appealed is nothing to them"
    Message.objects.all().delete()
    decide_appeal(office.above, now(whole).appeals.get().pk, AppealOutcome.UPHELD, "the neighbour was asked")
    told = {row.pk: [one.words for one in Message.objects.filter(opinion__raised__case=row)] for row in rows}
    assert [len(told[row.pk]) for row in rows] == [1, 1, 1]
    assert ["neighbour" in told[row.pk][0] for row in rows] == [False, True, False]
    assert ["opened again" in told[row.pk][0] for row in rows] == [True, False, True]


def test_the_parts_keep_what_was_decided_about_the_whole(office: Office, clock: Clock, now: Now) -> None:
    """Two appeals dismissed, the last by the reviewer: neither part can appeal on; each keeps its own words alone."""
    rows = [office.addressed(words, day=BEGUN, language="en") for words in ("the well", "the pump")]
    whole = merge(office.officer, [row.pk for row in rows])
    claim(office.officer, whole.pk, ClosingReason.CANNOT, "no money")
    office.says(rows[0], Said.APPEAL, clock.on(1), words="ask my neighbour Wang")
    decide_appeal(office.above, now(whole).appeals.get().pk, AppealOutcome.DISMISSED, "Wang saw nothing")
    office.says(rows[1], Said.APPEAL, clock.on(2), words="ask my cousin Li")
    decide_appeal(office.reviewer, now(whole).appeals.get(outcome="").pk, AppealOutcome.DISMISSED, "Li saw nothing")
    split(office.officer, whole.pk)
    for row, own, other in ((rows[0], "Wang", "Li"), (rows[1], "Li", "Wang")):
        kept = list(now(row).appeals.order_by("pk"))
        assert [one.to for one in kept] == [office.world.units["north"], None]
        said = " ".join(f"{one.words} {one.why}" for one in kept)
        assert (own in said, other in said) == (True, False)
        assert [one.opinion_id for one in kept if one.opinion_id] == [opinion_of(row).pk]
        office.says(row, Said.APPEAL, clock.on(3), words="again")
        assert "The outside reviewer has decided" in Message.objects.filter(opinion__raised__case=row).last().words  # type: ignore[union-attr]
    assert not Appeal.objects.filter(case=whole).exists()


def test_why_an_appeal_was_upheld_stays_with_the_part_whose_raiser_appealed(
    office: Office, clock: Clock, now: Now
) -> None:
    """Both parts are open again; whom the other one concerned reads no word of the first one's reason."""
    rows = [office.addressed(words, day=BEGUN) for words in ("the well", "the pump")]
    whole = merge(office.officer, [row.pk for row in rows])
    claim(office.officer, whole.pk, ClosingReason.CANNOT, "no money")
    office.says(rows[0], Said.APPEAL, clock.on(1), words="ask Wang")
    decide_appeal(office.above, now(whole).appeals.get().pk, AppealOutcome.UPHELD, "Wang was asked")
    split(office.officer, whole.pk)
    assert [now(row).state for row in rows] == [CaseState.OPEN, CaseState.OPEN]
    why = [row.facts.get(kind=FactKind.REOPENED).words for row in rows]
    assert ["Wang" in words for words in why] == [True, False]
    claim(office.officer, rows[0].pk, ClosingReason.CANNOT, "no money still")
    assert standing(opinion_of(rows[0])).appeals, "the new decision can be appealed, above the unit again"
    office.says(rows[0], Said.APPEAL, clock.on(2), words="once more")
    assert now(rows[0]).appeals.get(outcome="").to == office.world.units["north"]


def test_parts_that_came_to_another_unit_are_merged_there_again(office: Office, now: Now) -> None:
    """Refused as one, accepted elsewhere, taken apart, merged and taken apart: each has gone the same way once."""
    rows = [office.addressed(words) for words in ("the well", "the pump")]
    first = merge(office.officer, [row.pk for row in rows])
    not_ours(office.officer, first.pk, "their water", "north")
    accept(office.above, first.pk)
    split(office.above, first.pk)
    way = [(fact.kind, fact.unit) for fact in now(rows[0]).facts.filter(kind__in=convert.STEPS.values())]
    assert [kind for kind, _unit in way] == ["sent", "not_ours", "sent", "accepted"]
    assert [now(row).owner for row in rows] == [office.world.units["north"]] * 2
    before = dict(convert.values([now(row) for row in rows]))
    again = merge(office.above, [row.pk for row in rows])
    with pytest.raises(Refused, match="not theirs"):
        not_ours(office.above, again.pk, "their water", "north-office")
    split(office.above, again.pk)
    assert convert.values([now(row) for row in rows]) == before
    kept = [(fact.kind, fact.unit) for fact in now(rows[0]).facts.filter(kind__in=convert.STEPS.values())]
    assert kept == way


def test_a_case_that_waits_for_another_unit_is_taken_apart_with_the_question(office: Office, now: Now) -> None:
    """Each part waits for the same unit, which accepts one and sends the other back."""
    rows = [office.addressed(words) for words in ("the well", "the pump")]
    whole = merge(office.officer, [row.pk for row in rows])
    not_ours(office.officer, whole.pk, "their water", "north")
    split(office.above, whole.pk)
    north = office.world.units["north"]
    assert [(now(row).owner, now(row).asked) for row in rows] == [(office.world.units["north-office"], north)] * 2
    accept(office.above, rows[0].pk)
    assert [now(row).owner for row in rows] == [north, office.world.units["north-office"]]


def test_an_opinion_taken_back_before_a_merge_is_settled_after_it(office: Office, clock: Clock, now: Now) -> None:
    """Asked on the 4th, merged with a case of the 6th that was answered on the 9th: settled on the 10th, it counts."""
    place = office.world.units["north-office"]
    back = office.addressed("taken back", day=BEGUN, place=place, language="en")
    office.says(back, Said.WITHDRAWN, clock.on(1))
    row = Withdrawal.objects.get()
    clock.on(2)
    ask_about_withdrawal(office.inspector, row.pk)
    other = office.addressed("goes on", day=clock.on(4), place=place, language="en")
    clock.on(5)
    whole = merge(office.officer, [back.pk, other.pk])
    office.fixed(whole)
    clock.on(7)
    office.says(other, Said.NOT_FIXED)
    clock.on(8)
    opinion = opinion_of(back)
    number = opinion.messages.count() + 1
    Message.objects.create(opinion=opinion, number=number, day=clock.day, from_raiser=True, words="Yes, mine.")
    settle_withdrawal(office.inspector, row.pk, confirmed=True)
    assert convert.value(now(whole)).withdrawn == (str(opinion.pk),)
    assert now(whole).state == CaseState.REFUTED
    split(office.officer, whole.pk)
    assert [now(case).state for case in (back, other)] == [CaseState.OTHERWISE_CLOSED, CaseState.REFUTED]


def test_a_fix_claimed_again_tells_those_who_check_how_often_it_was_refuted(
    office: Office, clock: Clock, now: Now, signed_in: SignedIn
) -> None:
    """Twice refuted, claimed a third time: the inspector reads it at once and on the list, the unit nowhere."""
    case = office.addressed(day=BEGUN, place=office.world.units["north-office"])
    for turn in range(2):
        clock.on(2 * turn)
        office.fixed(case)
        clock.on(2 * turn + 1)
        office.says(case, Said.NOT_FIXED, words="it drips")
    clock.on(5)
    office.fixed(case)
    inspector, officer = client_of(signed_in, office.inspector), client_of(signed_in, office.officer)
    told = "Refuted before: 2 times."
    assert told in text_of(inspector.get(case.get_absolute_url()))
    assert told not in text_of(inspector.get("/cases/flags/"))
    flag_all()
    assert Flag.objects.get(kind=FlagKind.REFUTED_BEFORE).times == 2
    assert text_of(inspector.get("/cases/flags/")).count(told) == 1
    assert text_of(inspector.get(case.get_absolute_url())).count(told) == 1
    assert "Refuted before" not in text_of(officer.get(case.get_absolute_url()))


def test_ages_are_counted_by_unit_and_the_oldest_are_named(office: Office, clock: Clock, signed_in: SignedIn) -> None:
    """Of 10, 29, 30, 100 and 400 days and two merged of 90: 2, 1, 3 and 1 by hand; none about the office itself."""
    clock.on(400)
    ages = (10, 29, 30, 100, 400, 90, 90)
    rows = [office.addressed(f"aged {days}", day=clock.day - timedelta(days=days)) for days in ages]
    merge(office.officer, [row.pk for row in rows[5:]])
    office.addressed("about the office", day=BEGUN, about="north-office")
    closed = office.addressed("cannot", day=BEGUN)
    claim(office.officer, closed.pk, ClosingReason.CANNOT, "no money")
    page = text_of(client_of(signed_in, office.officer).get("/cases/ages/"))
    cells = [part.split("<")[0] for part in page.split('<td class="n">')[1:]]
    assert cells == ["2", "1", "3", "1", "7"]
    assert "North Office: 7" in page
    assert page.index("aged 400") < page.index("aged 100") < page.index("aged 30")
    assert "about the office" not in page
    assert "goes higher on" in page
