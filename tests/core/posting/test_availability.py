from __future__ import annotations

from datetime import date

from grassrota.posting.appeal import Appeal, AppealKind, AppealOutcome, decide
from grassrota.posting.availability import not_available
from grassrota.posting.concern import Concern, ConcernKind
from grassrota.posting.consent import Consent, withdraw
from grassrota.posting.hardship import Hardship, Need, postpone
from grassrota.staff import NotAvailable
from grassrota.turns import Batch

DAY, TODAY = date(1957, 12, 2), date(1957, 12, 6)
BATCHES = (Batch(1, date(1957, 12, 9), date(1957, 12, 14), 40), Batch(2, date(1958, 2, 1), date(1958, 2, 6), 40))


def _no(person: str) -> Consent:
    return withdraw(Consent(person, 1, DAY), person, TODAY)[0]


def _postponed(person: str, until: date = date(1958, 1, 20)) -> Hardship:
    return postpone(Hardship(Concern("c1", person, ConcernKind.HARDSHIP, DAY), Need.HOUSING), TODAY, until)


def _deferred(person: str, outcome: AppealOutcome = AppealOutcome.GRANTED) -> Appeal:
    filed = Appeal("a1", person, AppealKind.DEFERRAL, 1, DAY, TODAY, ("head",))
    return decide(filed, "third", TODAY, outcome)


def test_a_no_a_hardship_and_a_deferral_look_alike() -> None:
    """The planner gets the same value whichever it was, so that a no costs nothing more than a sick child."""
    same = (NotAvailable("p1", frozenset({1})),)
    assert not_available(BATCHES, [_no("p1")], [], [], TODAY) == same
    assert not_available(BATCHES, [], [_postponed("p1")], [], TODAY) == same
    assert not_available(BATCHES, [], [], [_deferred("p1")], TODAY) == same
    assert not_available(BATCHES, [_no("p1")], [_postponed("p1")], [_deferred("p1")], TODAY) == same


def test_a_postponed_departure_passes_over_each_batch_that_is_gone_by_then() -> None:
    """Until the last day of departure one can still go along; until the day after one cannot."""
    assert not_available(BATCHES, [], [_postponed("p1", date(1957, 12, 14))], [], TODAY) == ()
    out = not_available(BATCHES, [], [_postponed("p1", date(1958, 2, 7))], [], TODAY)
    assert out == (NotAvailable("p1", frozenset({1, 2})),)


def test_what_is_not_known_yet_or_declined_keeps_nobody_back() -> None:
    """The day before, nothing is known; a declined deferral and a yes change nothing; people come out by id."""
    values = ([_no("p2"), Consent("p3", 1, DAY, TODAY)], [_postponed("p1")])
    declined = [_deferred("p4", AppealOutcome.DECLINED)]
    assert not_available(BATCHES, *values, declined, date(1957, 12, 5)) == ()
    found = not_available(BATCHES, *values, declined, TODAY)
    assert [entry.person for entry in found] == ["p1", "p2"]
