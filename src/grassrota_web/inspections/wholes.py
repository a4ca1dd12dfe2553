"""Lists name the case that was opened for an opinion; what it was merged into is where it is handled."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from grassrota_web.opinions.models import Case


def wholes_of(cases: Collection[UUID]) -> dict[UUID, UUID]:
    """The case in which each is handled now."""
    found = {case: case for case in cases}
    while further := _merged(found.values()):
        found = {case: further.get(whole, whole) for case, whole in found.items()}
    return found


def _merged(cases: Iterable[UUID]) -> dict[UUID, UUID]:
    rows = Case.objects.filter(pk__in=set(cases)).exclude(merged_into=None)
    return {case: into for case, into in rows.values_list("pk", "merged_into") if into}
