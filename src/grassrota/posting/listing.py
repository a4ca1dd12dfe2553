"""Publishing a list: it is no way of dumping people, and it rests on more than applause."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from grassrota.errors import Refused
from grassrota.forms import Form, Purpose
from grassrota.staff import Person


class Evidence(StrEnum):
    """What a selection rests on."""

    PLAN = "plan"
    CRITERIA = "criteria"
    DISCUSSION = "discussion"
    SPEECH = "speech"
    SIGNUP_DRIVE = "signup_drive"
    PUBLIC_ACCLAMATION = "public_acclamation"


CRUDE = frozenset({Evidence.SPEECH, Evidence.SIGNUP_DRIVE, Evidence.PUBLIC_ACCLAMATION})
"""Evidence that does not carry a selection by itself."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Who is on a list beside who could have been: published with it.

    Attributes:
        unit: Id of the home unit.
        listed: People on the list.
        pool: Eligible people of the unit, those on the list included.
        surplus_listed, surplus_pool: Those above the authorised headcount.
        key_listed, key_pool: Those whom the unit least wants to lose.
    """

    unit: str
    listed: int
    pool: int
    surplus_listed: int
    surplus_pool: int
    key_listed: int
    key_pool: int


def mix(unit: str, listed: Collection[str], pool: Sequence[Person]) -> Mix:
    """Compares the listed people of a unit with the unit's eligible people."""
    on_list = [person for person in pool if person.id in listed]
    return Mix(
        unit,
        len(on_list),
        len(pool),
        sum(person.surplus for person in on_list),
        sum(person.surplus for person in pool),
        sum(person.key_staff for person in on_list),
        sum(person.key_staff for person in pool),
    )


def check_list(
    form: Form, purposes: Collection[Purpose], evidence: Collection[Evidence], listed: Sequence[Person]
) -> None:
    """Refuses a list that may not be published.

    Raises:
        Refused: With every objection: ``burden_dumping`` if it serves restructuring under a rotation form, or consists
            of surplus staff only; ``crude_selection`` if it rests on speeches, sign-up drives and acclamation alone.
            The code is that of the first.
    """
    found = []
    if form.rotates and Purpose.RESTRUCTURE in purposes:
        message = f"A list under the rotation form {form.id!r} must not serve restructuring: that is burden-dumping."
        found.append(Refused("burden_dumping", message, form=form.id))
    if form.rotates and listed and all(person.surplus for person in listed):
        message = f"All {len(listed)} people on the list are surplus staff: that is burden-dumping."
        found.append(Refused("burden_dumping", message, listed=len(listed)))
    if set(evidence) <= CRUDE:
        had = ", ".join(sorted(evidence)) or "nothing"
        message = f"The selection rests on {had} alone; it needs a plan, published criteria or an open discussion."
        found.append(Refused("crude_selection", message, evidence=tuple(sorted(evidence))))
    if found:
        objections = tuple(refusal.message for refusal in found)
        data = {name: value for refusal in found for name, value in refusal.data.items()}
        raise Refused(found[0].code, " ".join(objections), **data, objections=objections)


def signups_assignments_departures(
    signed_up: Collection[str], assigned: Collection[str], departed: Collection[str]
) -> Mapping[str, int]:
    """Sign-ups, assignments and departures as three separate counts; nothing is ranked by sign-ups."""
    return {"signed_up": len(set(signed_up)), "assigned": len(set(assigned)), "departed": len(set(departed))}
