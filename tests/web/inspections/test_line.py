"""A round from its plan to its key: what is fixed beforehand, drawn, found, decided and published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from grassrota.cli.inspect_draw import differences
from grassrota.errors import BadInput, Refused
from grassrota.files.draw_file import read_drawn
from grassrota.files.public_round import read_public
from grassrota.inspection.claim import Claim as Value
from grassrota.inspection.finding import TeamRole
from grassrota_web.access.actions.roles import confirm, propose
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Role
from grassrota_web.inspections.actions.drawing import draw, send_further
from grassrota_web.inspections.actions.rounds import freeze, name_member, plan
from grassrota_web.inspections.actions.verdicts import conclude, end
from grassrota_web.inspections.actions.visits import Answers, arrive, find, step_aside
from grassrota_web.inspections.convert import terms
from grassrota_web.inspections.lots import inspectors
from grassrota_web.inspections.models import Finding, Round, Visit
from grassrota_web.intake.models import Message, Said
from grassrota_web.opinions.models import Case, FactKind
from grassrota_web.rotas.models import VerifiedBound
from tests.web.inspections.conftest import BROKEN, FIXED, Inspection

WIDE: dict[str, Any] = {"tolerance": Fraction(3, 10), "grace": Fraction(1, 10), "decoys": Fraction(0)}
"""So few cases as there are here can be told apart only with a wide tolerance."""


def test_a_list_is_what_stands_as_fixed_on_the_day(inspection: Inspection) -> None:
    """Of six opinions four were said to be fixed; one raiser contradicts, one confirms: three are on the list."""
    fixed = inspection.cases(4, open_too=2)
    inspection.office.says(fixed[0], Said.NOT_FIXED)
    inspection.office.says(fixed[1], Said.FIXED)
    claim = inspection.freeze()
    assert (claim.received, claim.claimed) == (6, 3)
    kept = {UUID(bytes=bytes(claim.listed)[start : start + 16]) for start in (0, 16, 32)}
    assert kept == {case.pk for case in fixed[1:]}
    value = Value.of("north-office", inspection.round.as_of, 6, map(str, kept), terms=terms(inspection.round).hash)
    assert claim.list_hash == value.list_hash


def test_a_round_goes_its_whole_way(inspection: Inspection, tmp_path: Path) -> None:
    """Ten of ten said fixed, two are not: opened again, their raisers told, the gate told, the draw repeatable."""
    fixed = inspection.cases(10)
    claim = inspection.draw(**WIDE, second=Fraction(0))
    first = [visit.case_id for visit in Visit.objects.order_by("order")]
    assert 2 < len(first) < claim.size
    broken = set(first[-2:])
    inspection.world.rotations["north"].refresh_from_db()
    done = inspection.conclude(claim, lambda visit: BROKEN if visit.case_id in broken else FIXED)
    assert (done.failed, done.counted) == (2, 8)
    states = {case.pk: Case.objects.get(pk=case.pk).state for case in fixed}
    assert {key for key, state in states.items() if state == "open"} == broken
    told = Message.objects.filter(opinion__raised__case__in=broken, words__contains="检查发现").count()
    assert told == 2
    bound = VerifiedBound.objects.get(rotation=inspection.world.rotations["north"])
    assert (bound.fixed, bound.received) == (done.at_least, 10)
    assert 0 < bound.fixed <= 8
    end(inspection.ann, inspection.round.pk)
    drawn = [str(visit.case_id) for visit in Visit.objects.order_by("order")]
    _repeat(inspection, drawn, tmp_path)


def _repeat(inspection: Inspection, drawn: list[str], folder: Path) -> None:
    """A stranger repeats the draw from what is published, as ``inspect draw --verify`` does, and sees another case."""
    packed = Client().get(f"/inspections/published/{inspection.round.pk}/round.zip").content
    with ZipFile(BytesIO(packed)) as archive:
        archive.extractall(folder)
    found, published = read_public(folder), read_drawn(folder / "draw.json")
    assert differences(found, published) == ()
    (one,) = published.draws
    assert list(one.cases[: len(drawn)]) == drawn
    other = replace(one, cases=(*one.cases[1:], one.cases[0]))
    assert differences(found, replace(published, draws=(other,)))


def test_visits_are_sent_out_as_far_as_they_are_needed(inspection: Inspection) -> None:
    """No verdict while it is undecided, no further visits while some are open, nor once what was found decides."""
    inspection.cases(10)
    claim = inspection.draw(**WIDE)
    first = Visit.objects.filter(turn=1).count()
    with pytest.raises(Refused) as caught:
        send_further(inspection.ann, claim.pk)
    assert caught.value.code == "visits_open"
    inspection.visit(lambda visit: BROKEN if visit.order == 1 else FIXED)
    with pytest.raises(Refused) as caught:
        conclude(inspection.ann, claim.pk)
    more = send_further(inspection.ann, claim.pk)
    assert (caught.value.code, caught.value.data) == ("undecided", {"more": more})
    orders = list(Visit.objects.filter(turn=1).order_by("order").values_list("order", flat=True))
    assert orders == list(range(1, first + more + 1))
    # the share of second looks holds for all visits together
    assert Visit.objects.filter(turn=2).count() == ceil(len(orders) / 10)
    inspection.visit()
    with pytest.raises(Refused) as caught:
        send_further(inspection.ann, claim.pk)
    assert caught.value.code == "decided"


def test_nothing_is_done_out_of_its_time(inspection: Inspection) -> None:
    """No draw before the day of chance, no list after it, no verdict with a visit open, no end without verdicts."""
    inspection.cases(5)
    claim = inspection.freeze(**WIDE)
    key = inspection.keys[0].secret
    for act, code in (
        (lambda: draw(inspection.ann, inspection.round.pk, "1 2 3", key), "not_the_day"),
        (lambda: freeze(inspection.ann, inspection.round.pk), "frozen"),
        (lambda: conclude(inspection.ann, claim.pk), "nothing_drawn"),
        (lambda: end(inspection.ann, inspection.round.pk), "not_drawn"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == code
    inspection.sleep(1)
    with pytest.raises(BadInput):
        draw(inspection.ann, inspection.round.pk, "1 2 3", inspection.keys[1].secret)
    assert not Visit.objects.exists()
    draw(inspection.ann, inspection.round.pk, "1 2 3", key)
    for act, code in (
        (lambda: draw(inspection.ann, inspection.round.pk, "1 2 4", key), "drawn"),
        (lambda: conclude(inspection.ann, claim.pk), "visits_open"),
        (lambda: end(inspection.ann, inspection.round.pk), "verdicts_open"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == code


def test_a_key_that_gives_another_away_waits_for_it(inspection: Inspection) -> None:
    """Each key gives those before it away: a later round ends last, is not drawn earlier, and voids what was not."""
    inspection.cases(10)
    inspection.draw(**WIDE)
    today = timezone.localdate()
    later = plan(inspection.ann, "north", today, "dice again", today, **WIDE)
    for side in (TeamRole.MANAGEMENT, TeamRole.RAISER_SIDE):
        name_member(inspection.ann, later.pk, side, "somebody")
    freeze(inspection.ann, later.pk)
    draw(inspection.ann, later.pk, "6 6 6", inspection.keys[1].secret)
    with pytest.raises(Refused) as caught:
        end(inspection.ann, later.pk)
    assert caught.value.code == "earlier_open"
    Round.objects.filter(pk=later.pk).update(ended_on=today)
    Round.objects.filter(pk=inspection.round.pk).update(drawn_on=None)
    with pytest.raises(Refused) as caught:
        draw(inspection.ann, inspection.round.pk, "1 2 3", inspection.keys[0].secret)
    assert caught.value.code == "key_known"


def test_teams_grow_until_the_round_has_ended(inspection: Inspection) -> None:
    """Where nobody is free any more the office names more people, also after the draw; never once it has ended."""
    inspection.cases(5)
    inspection.draw(**WIDE)
    name_member(inspection.ann, inspection.round.pk, TeamRole.RAISER_SIDE, "one more")
    Round.objects.update(ended_on=timezone.localdate())
    with pytest.raises(Refused) as caught:
        name_member(inspection.ann, inspection.round.pk, TeamRole.RAISER_SIDE, "too late")
    assert caught.value.code == "ended"


def test_a_missed_day_voids_the_round(inspection: Inspection) -> None:
    """Once chance has spoken no list is frozen: a unit could have chosen it."""
    inspection.cases(2)
    row = inspection.plan()
    inspection.sleep(2)
    with pytest.raises(Refused) as caught:
        freeze(inspection.ann, row.pk)
    assert caught.value.code == "not_the_day"


def test_a_plan_needs_keys_and_days_in_order(inspection: Inspection) -> None:
    """Without keys a unit could tell its sample; chance speaks not before the lists, and rates are rates."""
    row = inspection.plan()
    with pytest.raises(Refused) as caught:
        plan(inspection.ann, "hamlet", row.as_of, "dice", row.chance_on)
    assert caught.value.code == "not_bound"
    for wrong in (
        {"chance_on": row.as_of - timedelta(days=1)},
        {"source": " "},
        {"tolerance": Fraction(0)},
        {"second": Fraction(2)},
    ):
        given: dict[str, Any] = {"as_of": row.as_of, "source": "dice", "chance_on": row.chance_on, **wrong}
        with pytest.raises(BadInput):
            plan(inspection.ann, "north", **given)


def test_a_finding_is_kept_once_and_only_once(inspection: Inspection) -> None:
    """Sent again it is known; other words are refused; before the arrival there is nothing to say."""
    inspection.cases(5)
    inspection.draw(**WIDE, second=Fraction(0))
    row = Visit.objects.exclude(case=None)[0]
    actor = inspection.who(row)
    with pytest.raises(Refused) as caught:
        find(actor, row.pk, FIXED)
    assert caught.value.code == "not_arrived"
    arrive(actor, row.pk)
    with pytest.raises(Refused) as caught:
        find(actor, row.pk, Answers(True, "a new pump", True))
    assert caught.value.code == "answers_missing"
    find(actor, row.pk, FIXED)
    find(actor, row.pk, FIXED)
    with pytest.raises(Refused) as caught:
        find(actor, row.pk, BROKEN)
    assert caught.value.code == "found_otherwise"
    assert Finding.objects.get(visit=row).really_changed is True


def test_what_the_raiser_says_is_evidence_and_never_filled_in(inspection: Inspection) -> None:
    """An answer through the receipt is taken from the raiser's own ledger, which no finding touches."""
    cases = inspection.cases(3)
    for case in cases:
        inspection.office.says(case, Said.FIXED)
    inspection.draw(**WIDE, second=Fraction(0))
    inspection.visit(lambda _visit: BROKEN)
    for one in Finding.objects.all():
        assert [source for source, _what in one.evidence] == ["place", "raiser"]
    assert {answer.said for case in cases for answer in case.raised.get().opinion.answers.all()} == {"fixed"}


def test_second_looks_are_blind_and_a_third_decides(inspection: Inspection) -> None:
    """Every case is looked at by another inspector; where two differ a third goes, and that look counts."""
    inspection.cases(4)
    claim = inspection.draw(**WIDE, second=Fraction(1))
    looks = Visit.objects.filter(case__isnull=False)
    for case in looks.values_list("case", flat=True).distinct():
        assert looks.filter(case=case).values("inspector").distinct().count() == 2
    disputed = looks.filter(order=1).values_list("case", flat=True)[0]
    inspection.visit(lambda visit: BROKEN if visit.case_id == disputed and visit.turn != 2 else FIXED)
    third = Visit.objects.get(turn=3)
    before = set(looks.filter(case=disputed, turn__lt=3).values_list("inspector", flat=True))
    assert third.case_id == disputed
    assert third.inspector not in before
    assert inspection.conclude(claim).failed == 1


def test_nobody_is_sent_who_had_a_part_in_it(inspection: Inspection) -> None:
    """Whoever works at the unit, was named to a case or answered for it is not drawn, however often one draws."""
    cases = inspection.cases(6)
    for case in cases:
        for number, actor in enumerate(inspection.inspectors[:2], start=90):
            case.facts.create(number=number, on=case.opened_on, kind=FactKind.FEEDBACK, by=actor.account)
        case.handlers.create(staff="b2", posted=False, since=case.opened_on)
    inspection.draw(**WIDE, second=Fraction(0))
    assert set(Visit.objects.exclude(case=None).values_list("inspector", flat=True)) == {
        inspection.inspectors[3].account
    }


def test_an_inspector_of_no_staff_list_is_sent_only_if_two_confirmed_that_they_are_from_outside(
    inspection: Inspection,
) -> None:
    """Of somebody whose place of work nobody knows, nobody knows that they are free of conflicts."""
    world, outsider = inspection.world, inspection.inspectors[0]
    first, second = (actor_of(world.account(Role.ADMINISTRATOR, "/", name=name), proven=True) for name in ("a1", "a2"))
    known = Account.objects.get(username="bo")
    with pytest.raises(Refused) as caught:
        propose(first, known, Role.REVIEWER, "/", outside=True)
    assert caught.value.code == "not_outside"
    row = inspection.plan(**WIDE)
    names = [one.id for one in inspectors(row, ()).candidates]
    assert outsider.account in names
    account = Account.objects.get(pk=outsider.account)
    for outside in (False, True):
        Grant.objects.filter(account=account).delete()
        confirm(second, propose(first, account, Role.INSPECTOR, "/", outside=outside))
        assert (outsider.account in [one.id for one in inspectors(row, ()).candidates]) == outside


def test_without_anybody_free_nothing_is_drawn(inspection: Inspection) -> None:
    """If all who inspect handled the cases, the draw is refused with the unit's name, and no row is written."""
    for case in inspection.cases(3):
        case.facts.create(number=90, on=case.opened_on, kind=FactKind.FEEDBACK, by=inspection.office.inspector.account)
        for code in ("b1", "b2", "b3"):
            case.handlers.create(staff=code, posted=False, since=case.opened_on)
    inspection.freeze(**WIDE)
    inspection.sleep(1)
    with pytest.raises(Refused) as caught:
        draw(inspection.ann, inspection.round.pk, "1 2 3", inspection.keys[0].secret)
    assert caught.value.code == "nobody_free"
    assert "north-office" in caught.value.message
    assert not Visit.objects.exists()


def test_whoever_sits_for_the_people_may_step_aside(inspection: Inspection) -> None:
    """Another is drawn, without a reason; with nobody left it is refused."""
    inspection.cases(3)
    inspection.draw(**WIDE)
    row = Visit.objects.all()[0]
    actor = inspection.who(row)
    first = row.user
    assert step_aside(actor, row.pk).user != first
    row.refresh_from_db()
    inspection.round.members.filter(side="raiser_side").exclude(pk=str(row.user_id)).delete()
    with pytest.raises(Refused) as caught:
        step_aside(actor, row.pk)
    assert caught.value.code == "nobody_free"
