"""Duplicates: another case goes on for them, and when it goes on no more, they do themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from grassrota.errors import BadInput, Refused
from grassrota.opinions.case import CaseState
from grassrota.opinions.entries import ClosingReason
from grassrota_web.intake.models import Message
from grassrota_web.opinions.actions.closing import claim, close
from grassrota_web.opinions.actions.merging import merge, split
from grassrota_web.opinions.models import Case
from tests.web.opinions.conftest import Now, Office


def called_duplicate(office: Office, case: Case, of: Case) -> None:
    """The office puts a case away since another one goes on for it."""
    claim(office.officer, case.pk, ClosingReason.DUPLICATE, duplicate_of=of.pk)


def yesterday(case: Case) -> None:
    """What was said about a case was said a day ago."""
    case.facts.update(on=timezone.localdate() - timedelta(days=1))


def test_duplicates_of_each_other_end_neither(office: Office, now: Now) -> None:
    """The well is the pump; then the pump cannot be the well, and goes on."""
    well, pump = office.addressed("the well"), office.addressed("the pump")
    called_duplicate(office, well, pump)
    with pytest.raises(Refused, match="name one that still stands"):
        called_duplicate(office, pump, well)
    assert (now(well).state, now(pump).state) == (CaseState.OTHERWISE_CLOSED, CaseState.OPEN)


def test_a_duplicate_names_a_case_that_is_there_and_goes_on(office: Office) -> None:
    """Neither one that was taken apart, nor one that is put away, nor one out of sight."""
    rows = [office.addressed(words) for words in ("the well", "the pump", "the road", "the bridge")]
    whole = merge(office.officer, [row.pk for row in rows[:2]])
    split(office.officer, whole.pk)
    claim(office.officer, rows[3].pk, ClosingReason.CANNOT, "no money")
    close(office.officer, rows[3].pk)
    with pytest.raises(Refused, match="name one that still stands"):
        called_duplicate(office, rows[2], rows[3])
    for gone in (whole, office.addressed("far away", addressed=office.world.units["south-office"])):
        with pytest.raises(BadInput, match="the id of a case"):
            called_duplicate(office, rows[2], gone)


@pytest.mark.parametrize("how", ["closed", "merged and closed", "taken apart"])
def test_duplicates_are_opened_again_when_nobody_goes_on_for_them(office: Office, now: Now, how: str) -> None:
    """Of a case closed without a fix, alone or as a part, and of a merged one that is taken apart: its raiser hears."""
    well, pump, road = (office.addressed(words, language="en") for words in ("the well", "the pump", "the road"))
    if how == "taken apart":
        pump = merge(office.officer, [pump.pk, road.pk])
    called_duplicate(office, well, pump)
    yesterday(well)
    if how == "merged and closed":
        pump = merge(office.officer, [pump.pk, road.pk])
    if how == "taken apart":
        split(office.officer, pump.pk)
    else:
        claim(office.officer, pump.pk, ClosingReason.CANNOT, "no money")
        assert now(well).state == CaseState.OTHERWISE_CLOSED
        close(office.officer, pump.pk)
    assert now(well).state == CaseState.OPEN
    assert "opened again" in Message.objects.filter(opinion__raised__case=well).latest("number").words


def test_a_case_goes_on_for_one_day_at_least(office: Office, now: Now) -> None:
    """Put away and let down on one day: the second waits until tomorrow, as a day is the finest time there is."""
    well, pump = office.addressed("the well"), office.addressed("the pump")
    called_duplicate(office, well, pump)
    claim(office.officer, pump.pk, ClosingReason.CANNOT, "no money")
    with pytest.raises(Refused, match="wait a day"):
        close(office.officer, pump.pk)
    assert now(pump).closed_on is None
