"""The chain of a case as rows: computed when it begins, and again when heads or units change."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from grassrota.opinions.chain import OUTSIDE, Chain, Whom, chain_of
from grassrota.org import UnitTree
from grassrota_web.intake import queries as intake
from grassrota_web.journal.prepared import prepared
from grassrota_web.opinions.models import Case, Chained
from grassrota_web.opinions.reach import INSPECTION
from grassrota_web.orgs.models import Person, Unit

NOBODY = Whom()


def concerned(said: intake.Whom) -> Whom:
    """Whom an opinion concerns, as the core asks for it: of somebody named, the unit in which they work as well."""
    homes = Person.objects.filter(code__in=said.people).values_list("unit__code", flat=True) if said.people else ()
    units = tuple(dict.fromkeys((*said.units, *sorted(homes))))
    # whoever has left the staff works nowhere; what they headed is found by their code
    return Whom(units, said.people if units else (), said.inspection, said.unclear or bool(said.people and not units))


def rows(case: UUID, chain: Chain, tree: UnitTree, keys: dict[str, int], inspection: bool) -> list[Chained]:
    """The rows of a chain: of its units the topmost, since a row holds for everything below its unit."""
    tops = sorted(unit for unit in chain.units if tree[unit].parent not in chain.units)
    staff = [*sorted(chain.people), *([INSPECTION] if inspection else [])]
    return [
        *(Chained(case_id=case, unit_id=keys[unit]) for unit in tops),
        *(Chained(case_id=case, staff=one) for one in staff),
    ]


def computed(whom: Whom, tree: UnitTree, office: str = "") -> Chain:
    """The chain; nobody is in that of an opinion about nobody."""
    return chain_of(whom, tree, office if office in tree else "")


def of(case: Case, units: Iterable[Unit] = ()) -> Chain:
    """The chain as stored, as far as these units and the case's own are concerned: enough for one step of its way."""
    chained = _chained(case.pk)
    if not chained:
        return Chain()
    closed = {row.unit_id for row in chained if row.unit_id}
    asked = [*units, *(unit for unit in (case.owner, case.asked) if unit)]
    within = {unit.code for unit in asked if closed.intersection(int(key) for key in unit.path.strip("/").split("/"))}
    people = frozenset(row.staff for row in chained if row.staff)
    receiver = OUTSIDE if case.outside else case.owner.code if case.owner else ""
    return Chain(frozenset(within), people, receiver)


@prepared
def _chained(case: UUID) -> QuerySet[Chained]:
    return Chained.objects.filter(case=case)
