"""After the gate a unit is inspected again, and whoever looks is told in time."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from uuid import uuid4

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from grassrota.inspection.relapse import Held
from grassrota_web.access.models import Account
from grassrota_web.inspections.models import Claim, Round
from grassrota_web.inspections.queries.watch import todo, watched
from tests.web.conftest import SignedIn
from tests.web.inspections.conftest import BROKEN, Inspection

CENSUS = {"tolerance": Fraction(1, 20), "grace": Fraction(0), "second": Fraction(0), "decoys": Fraction(0)}
"""Of so few cases every one is visited, and the bounds are what was found."""


def test_a_unit_past_the_gate_is_inspected_again(inspection: Inspection, signed_in: SignedIn) -> None:
    """All of five verified: due again after 3 and 12 months, reminded of after two weeks, and late when nobody came."""
    inspection.cases(5)
    claim = inspection.draw(**CENSUS)
    inspection.visit()
    assert not watched(inspection.ann).rechecks
    done = inspection.conclude(claim)
    assert done.at_least == 5
    passed = timezone.localdate()
    found = watched(inspection.ann)
    assert [(one.months, one.due_on) for one in found.rechecks] == [
        (months, passed + relativedelta(months=months)) for months in (3, 12)
    ]
    assert [(one.passed_on, one.started_on) for one in found.passed] == [(passed, None)]
    assert "inspections:watch" not in [entry.url for entry in todo(inspection.ann)]
    inspection.sleep(100)
    found = watched(inspection.ann)
    (entry,) = todo(inspection.ann)
    assert (entry.url, entry.count, entry.late) == (reverse("inspections:watch"), 1, True)
    page = signed_in(Account.objects.get(pk=inspection.ann.account)).get(entry.url).content.decode()
    assert "North Office" in page
    assert "100 days" in page


def test_a_unit_that_was_judged_anew_has_held_or_fallen(inspection: Inspection) -> None:
    """Ten found broken at an inspection that asks for the gate: not even the upper bound reaches seven."""
    inspection.cases(10)
    first = inspection.draw(**CENSUS)
    inspection.conclude(first)
    inspection.sleep(100)
    again = inspection.draw(tolerance=Fraction(6, 10), grace=Fraction(3, 10))
    done = inspection.conclude(again, lambda _visit: BROKEN)
    (relapse,) = watched(inspection.ann).relapses
    assert (relapse.held, relapse.missing) == (Held.FELL, 7 - (done.at_least or 0))
    assert [one.done_on for one in watched(inspection.ann).rechecks] == [timezone.localdate(), None]


def test_what_is_watched_is_within_reach(inspection: Inspection) -> None:
    """A verdict of the south is not watched by the north."""
    south = inspection.world.units["south-office"]
    inspection.plan(**CENSUS)
    row = Round.objects.get()
    row.pk, row.place, row.number = uuid4(), inspection.world.units["south"], 2
    row.save(force_insert=True)
    day = timezone.localdate() - timedelta(days=400)
    known = {"received": 10, "claimed": 10, "listed": b"", "list_hash": "0" * 64, "terms": "0" * 64, "at_least": 10}
    Claim.objects.create(round=row, unit=south, concluded_on=day, outcome="confirmed", **known)
    assert not watched(inspection.ann).rechecks
