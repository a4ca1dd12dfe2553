"""What a code names within somebody's reach: one beyond it is answered as one that does not exist."""

from __future__ import annotations

from datetime import date

from grassrota.errors import BadInput, Fault
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.orgs import convert
from grassrota_web.orgs.models import Grade, GradeScale, Person, Unit

A_UNIT = "the id of a unit within your reach"
A_PERSON = "the id of a person within your reach"
A_FREE_ID = "an id that you can use here"


def unit_within(actor: Actor, code: str, column: str) -> Unit:
    """The unit with this code.

    Raises:
        BadInput: If there is none that the actor may see.
    """
    found = visible(actor, Unit.objects.all()).filter(code=code).first()
    if found is None:
        raise BadInput([Fault(column, A_UNIT, code or "nothing")])
    return found


def person_within(actor: Actor, code: str, column: str) -> Person:
    """The person with this code who has not left the staff; raises as ``unit_within`` does."""
    people = visible(actor, Person.objects.select_related("unit", "site"))
    found = people.filter(code=code, left_on=None).first()
    if found is None:
        raise BadInput([Fault(column, A_PERSON, code or "nothing")])
    return found


def people_within(actor: Actor, codes: tuple[str, ...], column: str) -> list[Person]:
    """The people with these codes, with a fault for each that is beyond reach."""
    found = {
        row.code: row
        for row in visible(actor, Person.objects.select_related("unit")).filter(code__in=codes, left_on=None)
    }
    faults = [Fault(column, A_PERSON, code) for code in codes if code not in found]
    if faults:
        raise BadInput(faults)
    return [found[code] for code in codes]


def free(taken: bool, code: str) -> None:
    """Refuses a code that is taken, wherever that is."""
    if taken:
        raise BadInput([Fault("id", A_FREE_ID, code)])


def scale_in_force(day: date) -> GradeScale | None:
    """The newest version of the scale that holds on a day; None if there is none."""
    return GradeScale.objects.filter(valid_from__lte=day).order_by("-valid_from", "-pk").first()


def grade_titles() -> dict[str, str]:
    """What people call a grade, by its code: the first title on the newest scale that has one for it."""
    known = Grade.objects.order_by("scale__valid_from", "scale_id").values_list("code", "titles")
    return {code: titles[0] for code, titles in known if titles}


def graded(word: str, day: date) -> str:
    """The code of the grade with this code or title, on the scale in force; any word while there is no scale.

    Raises:
        BadInput: If the scale does not have it.
    """
    row = scale_in_force(day)
    if row is None:
        return word
    scale = convert.scale(row)
    if word not in scale:
        raise BadInput([Fault("grade", f"a grade of scale {scale.version}", word)])
    return scale.grade(word).code
