"""What the room of cases reads of an opinion."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota_web.intake.models import Concerned, Opinion, ReadAs


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an opinion concerns, as the core asks for it.

    Attributes:
        units: Codes of the units.
        people: Codes of the members of staff who could be told from their names.
        inspection: True if it concerns the inspection office itself.
        unclear: True if somebody or something was named that could not be told: nobody near may receive it.
    """

    units: tuple[str, ...]
    people: tuple[str, ...]
    inspection: bool
    unclear: bool


def whom(opinion: Opinion) -> Whom:
    """Whom an opinion concerns. Codes come sorted, so that nothing tells in which order they were named."""
    rows = list(Concerned.objects.filter(opinion=opinion).select_related("unit"))
    units = sorted({row.unit.code for row in rows if row.unit})
    people = sorted({row.staff for row in rows if row.staff})
    return Whom(tuple(units), tuple(people), opinion.inspection, opinion.unclear)


def words_for_handlers(opinion: Opinion) -> str | None:
    """The words as those who handle the case may read them; None while a redacted copy is yet to be made."""
    return opinion.words if opinion.read_as == ReadAs.ORIGINAL else opinion.redacted


def place_for_handlers(opinion: Opinion) -> str:
    """Where, in the raiser's words; of a redacted opinion only the unit, since such words may point to a house."""
    if opinion.read_as == ReadAs.ORIGINAL:
        return opinion.place_words
    return opinion.place.name if opinion.place else ""


def suggestion_for_handlers(opinion: Opinion) -> str:
    """What the raiser suggests; of a redacted opinion it is read as far as its copy repeats it."""
    return opinion.suggestion if opinion.read_as == ReadAs.ORIGINAL else ""
