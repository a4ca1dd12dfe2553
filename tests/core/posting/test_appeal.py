from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.posting.appeal import Appeal, AppealKind, AppealOutcome, appeal_again, decide, overdue

FILED, DUE, AFTER = date(1957, 12, 5), date(1957, 12, 8), date(1957, 12, 9)


def _appeal(number: str = "a1", **more: Any) -> Appeal:
    given: dict[str, Any] = {
        "kind": AppealKind.APPEAL,
        "batch": 1,
        "filed_on": FILED,
        "answer_by": DUE,
        "earlier": ("head",),
    }
    return Appeal(number, "p1", **given | more)


def test_an_appeal_is_decided_by_somebody_new() -> None:
    """Neither who decided before nor who asks can decide; a third can, once."""
    for by, code in (("head", "decided_before"), ("p1", "own_case")):
        with pytest.raises(Refused) as refused:
            decide(_appeal(), by, DUE, AppealOutcome.DECLINED)
        assert refused.value.code == code
    granted = decide(_appeal(), "director", DUE, AppealOutcome.GRANTED)
    assert (granted.decided_by, granted.decided_on, granted.outcome) == ("director", DUE, AppealOutcome.GRANTED)
    with pytest.raises(Refused) as twice:
        decide(granted, "third", AFTER, AppealOutcome.DECLINED)
    assert twice.value.code == "already_decided"


def test_what_was_declined_goes_further_up() -> None:
    """Whoever declined it has then decided before; what was granted or is open cannot be appealed."""
    declined = decide(_appeal(sealed_ref="s1"), "director", DUE, AppealOutcome.DECLINED)
    again = appeal_again(declined, "a2", AFTER, date(1957, 12, 12))
    assert (again.earlier, again.outcome, again.sealed_ref) == (("head", "director"), None, "s1")
    with pytest.raises(Refused) as refused:
        decide(again, "director", AFTER, AppealOutcome.DECLINED)
    assert refused.value.code == "decided_before"
    for other in (_appeal(), decide(_appeal(), "director", DUE, AppealOutcome.GRANTED)):
        with pytest.raises(Refused) as nothing:
            appeal_again(other, "a2", AFTER, AFTER)
        assert nothing.value.code == "nothing_to_appeal"


def test_unanswered_appeals_are_listed_after_their_day() -> None:
    """Due on the 8th it is late on the 9th and not before; a decision of the 10th ends that on the 10th."""
    tenth = date(1957, 12, 10)
    late, sooner = decide(_appeal(), "third", tenth, AppealOutcome.DECLINED), _appeal("a0", answer_by=FILED)
    assert overdue([late, sooner], DUE) == (sooner,)
    assert overdue([late, sooner], AFTER) == (sooner, late)
    assert overdue([late, sooner], tenth) == (sooner,)


@pytest.mark.parametrize(
    ("wrong", "columns"),
    [
        ({"batch": 0, "answer_by": date(1957, 12, 4), "earlier": ()}, ["batch", "answer_by", "earlier"]),
        ({"decided_by": "third"}, ["outcome"]),
        ({"decided_on": DUE, "outcome": AppealOutcome.GRANTED}, ["outcome"]),
        (
            {"decided_by": "head", "decided_on": date(1957, 12, 1), "outcome": AppealOutcome.GRANTED},
            ["decided_on", "decided_by"],
        ),
    ],
)
def test_every_fault_of_an_appeal_is_told(wrong: dict[str, Any], columns: list[str]) -> None:
    """An appeal that was decided by the wrong person, or by halves, cannot exist."""
    with pytest.raises(BadInput) as caught:
        _appeal(**wrong)
    assert [fault.column for fault in caught.value.faults] == columns


def test_an_appeal_is_somebodys() -> None:
    """An id and a person."""
    with pytest.raises(BadInput) as caught:
        Appeal("", "", AppealKind.DEFERRAL, 1, FILED, DUE, ("head",))
    assert [fault.column for fault in caught.value.faults] == ["id", "person"]
