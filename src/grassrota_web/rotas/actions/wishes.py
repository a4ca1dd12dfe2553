"""A person's own wishes: ranked, private, and taken back at any time."""

from __future__ import annotations

from collections.abc import Sequence

from grassrota.errors import BadInput, Fault
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Person, Rotation, Unit
from grassrota_web.rotas.models import Interest

MOST = 5
"""Places that one may wish for."""


@verb(
    "rotas.keep_wishes",
    Right.ACT_FOR_ONESELF,
    unjournaled="A wish is private and can be taken back: a row of the journal would tell for good who signed up.",
)
def keep_wishes(act: Act, rotation: Rotation, person: Person, places: Sequence[Unit]) -> None:
    """Keeps one's own wishes in place of all earlier ones, the dearest first; none takes them back.

    Raises:
        BadInput: If a place is named twice, or there are too many.
    """
    act.of(person.code)
    codes = [place.code for place in places]
    if len(codes) > MOST or len(set(codes)) < len(codes):
        raise BadInput([Fault("places", f"at most {MOST} places, each once", ", ".join(codes))])
    Interest.objects.filter(rotation=rotation, person=person).delete()
    Interest.objects.bulk_create(
        Interest(rotation=rotation, person=person, place=place, rank=rank) for rank, place in enumerate(places, start=1)
    )
