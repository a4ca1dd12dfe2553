"""Closures that looked odd, drawn beside the sample: looked at like the others, and part of no verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from grassrota.cli.inspect_draw import differences
from grassrota.errors import BadInput, Refused
from grassrota.files.draw_file import read_drawn
from grassrota.files.public_round import read_public
from grassrota.inspection.finding import Unresolved
from grassrota_web.access.models import Account
from grassrota_web.inspections import convert
from grassrota_web.inspections.actions.drawing import draw, send_further
from grassrota_web.inspections.actions.rounds import plan
from grassrota_web.inspections.actions.verdicts import conclude, end
from grassrota_web.inspections.actions.visits import Answers, arrive, find, pass_by
from grassrota_web.inspections.looks import counting
from grassrota_web.inspections.models import Claim, Round, Visit
from grassrota_web.inspections.queries.odd import of_claim, of_round
from grassrota_web.inspections.waves import is_decided
from grassrota_web.intake.models import Answer, Message
from grassrota_web.journal.models import Entry
from grassrota_web.opinions.models import Case, Flag
from tests.web.conftest import SignedIn
from tests.web.inspections.conftest import BROKEN, FIXED, Inspection

ODD: dict[str, Any] = {
    "tolerance": Fraction(3, 10),
    "grace": Fraction(1, 10),
    "decoys": Fraction(0),
    "second": Fraction(0),
    "flagged": Fraction(9, 10),
    "most_flagged": 9,
}
"""Of ten nine are drawn, so that whatever chance says the sample does not name them all."""


def _beside() -> set[UUID]:
    """The cases that are looked at beside the sample alone."""
    return {row.flagged_id for row in Visit.objects.filter(flagged__isnull=False, case=None) if row.flagged_id}


def test_what_looked_odd_goes_its_whole_way_beside_the_sample(
    inspection: Inspection, signed_in: SignedIn, tmp_path: Path
) -> None:
    """Ten closures with the same words: nine drawn by lot, the sample clean, theirs not fixed, the verdict unmoved."""
    inspection.cases(10)
    claim = inspection.draw(**ODD)
    assert set(Flag.objects.values_list("case", flat=True)) == set(convert.unpacked(claim.listed))
    drawn = set(Visit.objects.filter(flagged__isnull=False).values_list("flagged", flat=True))
    sample = set(Visit.objects.filter(case__isnull=False).values_list("case", flat=True))
    assert len(drawn) == 9
    # one look for both, and each visit in somebody's list
    assert Visit.objects.count() == len(drawn | sample)
    assert not Visit.objects.filter(inspector="").exists()
    beside = _beside()
    assert beside == drawn - sample
    assert beside

    inspection.visit(lambda row: BROKEN if row.case_id is None else FIXED)
    assert {one.visit.case_id for one in counting(claim)} == sample
    told = list(Answer.objects.order_by("pk").values())
    assert is_decided(claim)
    conclude(inspection.ann, claim.pk)
    claim.refresh_from_db()
    assert (claim.outcome, claim.failed, claim.flagged_failed) == ("confirmed", 0, len(beside))
    assert claim.counted == 10 - len(beside)
    verdict = convert.verdict(claim, list(claim.visits.filter(case__isnull=False)), counting(claim))
    assert (verdict.visited, verdict.not_fixed, verdict.at_least) == (len(sample), 0, claim.at_least)
    states = dict(Case.objects.values_list("pk", "state"))
    assert {key for key, state in states.items() if state == "open"} == beside
    assert Message.objects.filter(opinion__raised__case__in=beside, words__contains="检查发现").count() == len(beside)
    assert told == list(Answer.objects.order_by("pk").values())
    odd = of_round(Round.objects.get())
    assert odd == of_claim(claim)
    assert odd is not None
    assert (odd.flagged, odd.drawn, odd.looked, odd.not_fixed) == (10, 9, 9, len(beside))
    end(inspection.ann, inspection.round.pk)
    page = signed_in(Account.objects.get(pk=inspection.ann.account)).get(inspection.round.get_absolute_url())
    said = f"Closures that looked odd: 10. Of these drawn by lot: 9; looked at and counted: 9; not fixed: {len(beside)}"
    assert said in page.content.decode()
    _repeated_by_a_stranger(claim, drawn, tmp_path)


def _repeated_by_a_stranger(claim: Claim, drawn: set[UUID], folder: Path) -> None:
    """From what is published: hash, share and names give this draw; no name says which case it is."""
    page = Client().get(reverse("inspections:published", args=[claim.round_id])).content.decode()
    assert claim.flagged_hash in page
    assert "90 %, at most 9 of a unit" in page
    packed = Client().get(reverse("inspections:published_draw", args=[claim.round_id])).content
    with ZipFile(BytesIO(packed)) as archive:
        archive.extractall(folder)
    found, published = read_public(folder), read_drawn(folder / "draw.json")
    assert differences(found, published) == ()
    (one,) = published.flagged
    assert {convert.behind_seals(claim)[name] for name in one.cases} == drawn
    assert differences(found, replace(published, flagged=(replace(one, cases=one.cases[:3]),)))
    row = Round.objects.get()
    for name in ("inspection.toml", "flagged.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        assert row.seal not in text
        assert not any(str(case) in text for case in convert.unpacked(claim.listed))
    assert row.seal not in page + (folder / "draw.json").read_text(encoding="utf-8")
    assert not any(row.seal in str(entry.after) for entry in Entry.objects.all())


def test_a_case_that_both_draws_name_is_looked_at_once(inspection: Inspection) -> None:
    """Named by the sample later on, it is not visited again; the sample goes on in its order, and decides alone."""
    inspection.cases(10)
    claim = inspection.draw(**ODD)
    first = Visit.objects.get(order=1).pk
    inspection.visit(lambda row: BROKEN if row.pk == first else FIXED)
    before = _beside()
    more = send_further(inspection.ann, claim.pk)
    sample = list(Visit.objects.filter(case__isnull=False).order_by("order"))
    assert [row.order for row in sample] == list(range(1, len(sample) + 1))
    assert Visit.objects.count() == len({row.seen_to for row in Visit.objects.all()})
    # of ten cases nine were drawn, so that at most one of those sent out now was not looked at yet
    shared = {row.case_id for row in sample[-more:]} & before
    assert len(shared) >= more - 1
    assert Visit.objects.filter(done_on=None).count() == more - len(shared)
    done = inspection.conclude(claim)
    visits = list(claim.visits.filter(case__isnull=False))
    verdict = convert.verdict(done, visits, counting(done))
    assert (done.outcome, done.at_least, done.failed) == (verdict.outcome.value, verdict.at_least, 1)
    assert done.flagged_failed == 0


def test_of_a_list_that_is_not_inspected_what_looked_odd_is_looked_at(inspection: Inspection) -> None:
    """It gets no verdict, and no gate is told; the round does not end before what was found took effect."""
    inspection.cases(5, open_too=20)
    claim = inspection.draw(**{**ODD, "tolerance": Fraction(1, 4), "flagged": Fraction(1, 5)})
    assert claim.refusal == "tolerance_exceeds_claim"
    (row,) = Visit.objects.all()
    assert (row.case_id, row.flagged_id in convert.unpacked(claim.listed)) == (None, True)
    for act, code in (
        (lambda: conclude(inspection.ann, claim.pk), "visits_open"),
        (lambda: end(inspection.ann, inspection.round.pk), "verdicts_open"),
        (lambda: pass_by(inspection.who(row), row.pk), "not_a_decoy"),
        (lambda: find(inspection.who(row), row.pk, FIXED), "not_arrived"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == code
    inspection.visit(lambda _row: BROKEN)
    done = conclude(inspection.ann, claim.pk)
    assert (done.outcome, done.at_least, done.concluded_on, done.counted) == ("", None, None, 4)
    assert row.flagged_id is not None
    assert Case.objects.get(pk=row.flagged_id).state == "open"
    inspection.world.rotations["north"].refresh_from_db()
    end(inspection.ann, inspection.round.pk)
    with pytest.raises(Refused) as caught:
        conclude(inspection.ann, claim.pk)
    assert caught.value.code == "concluded"


def test_silence_beside_the_sample_opens_nothing_again(inspection: Inspection) -> None:
    """Nobody is accused by looking odd: what could not be found out stays as it is, and is told as looked at."""
    inspection.cases(5, open_too=20)
    claim = inspection.draw(**{**ODD, "tolerance": Fraction(1, 4)})
    inspection.visit(lambda _row: Answers(unresolved=Unresolved.SILENCE))
    done = conclude(inspection.ann, claim.pk)
    odd = of_claim(done)
    assert odd is not None
    assert (odd.looked, odd.not_fixed, done.counted) == (5, 0, 5)
    assert not Case.objects.filter(state="open", facts__kind="reopened").exists()


def test_neither_inspector_nor_unit_can_tell_why(inspection: Inspection, signed_in: SignedIn) -> None:
    """Two visits to two cases, one of the sample and one beside it, read alike but for their places and words."""
    inspection.cases(10)
    inspection.draw(**ODD)
    pages = []
    for row in (Visit.objects.exclude(case=None)[0], Visit.objects.filter(case=None)[0]):
        client = signed_in(Account.objects.get(pk=row.inspector))
        arrive(inspection.who(row), row.pk)
        page = client.get(row.get_absolute_url()).content.decode()
        for mark in (str(row.pk), row.leader.called if row.leader else "", row.user.called if row.user else ""):
            page = page.replace(mark, "")
        pages.append(page)
    assert "the well number" in pages[0]
    assert "the well number" in pages[1]
    assert _plain(pages[0]) == _plain(pages[1])


def _plain(page: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    page = re.sub(r"the well number \d+", "the well", page)
    page = re.sub(r"<header.*?</header>|<nav.*?</nav>", "", page, flags=re.S)
    page = re.sub(r"person [a-z0-9]+", "", page, flags=re.I)
    return re.sub(r'<a href="/records/journal/head/">.*?</a>|data-[a-z]+="[^"]*"', "", page)


def test_a_plan_says_how_many_before_anybody_knows_a_list(inspection: Inspection) -> None:
    """Share and number are hashed with the plan; out of range they are refused; with none nothing is frozen of it."""
    inspection.cases(6)
    row = inspection.plan(**ODD)
    today = row.as_of
    hashes = {row.plan_hash}
    for change in ({"flagged": Fraction(1, 3)}, {"most_flagged": 5}, {"flagged": Fraction(0)}):
        for name, value in change.items():
            setattr(row, name, str(value) if name == "flagged" else value)
        row.most_flagged = row.most_flagged if Fraction(row.flagged) else 0
        hashes.add(convert.plan_hash(row))
    assert len(hashes) == 4
    for wrong in ({"flagged": Fraction(3, 2)}, {"most_flagged": 0}, {"most_flagged": 501}):
        with pytest.raises(BadInput) as caught:
            plan(inspection.ann, "north", today, "dice", row.chance_on, **{**ODD, **wrong})
        assert {fault.column for fault in caught.value.faults} == set(wrong)
    without = plan(inspection.ann, "north", today, "other dice", row.chance_on, **{**ODD, "flagged": Fraction(0)})
    assert (without.flagged, without.most_flagged) == ("0", 0)


def test_what_is_closed_in_bulk_on_the_very_day_is_on_the_list(inspection: Inspection) -> None:
    """No night lies between closing and freezing: the marks are made when the lists are read, and none is forgotten."""
    inspection.cases(6)
    assert not Flag.objects.exists()
    claim = inspection.freeze(**ODD)
    assert len(convert.unpacked(claim.flagged)) == 6
    assert convert.flagged(claim).list_hash == claim.flagged_hash
    inspection.sleep(1)
    # what is marked, or cleared, after the lists were frozen moves nothing
    Flag.objects.all().delete()
    draw(inspection.ann, inspection.round.pk, "4 1 6 6 2", inspection.keys[0].secret)
    assert Visit.objects.filter(flagged__isnull=False).count() == 6
