"""Counts of opinions by who says what, unit by unit: claimed, confirmed and refuted are never added up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from grassrota.opinions.case import CaseState
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.opinions import convert
from grassrota_web.opinions.models import Case, Fact, FactKind
from grassrota_web.opinions.queries.worklist import live
from grassrota_web.orgs.models import Unit

LEAST = 5
"""Units of which fewer opinions are counted are shown together."""


@dataclass(frozen=True, slots=True)
class Line:
    """The counts of one unit, or of all small ones together: then ``unit`` is None.

    Attributes:
        unit: Whose cases they are.
        by_state: Opinions by where they stand.
        unasked: Of those that the unit claims as fixed and whose raiser is silent, how many nobody has asked since.
    """

    unit: Unit | None
    by_state: Mapping[str, int]
    unasked: int

    @property
    def raised(self) -> int:
        """All opinions."""
        return sum(self.by_state.values())

    @property
    def claimed(self) -> int:
        """What the unit says is fixed, whoever agrees."""
        return self.silent + self.confirmed + self.refuted

    @property
    def silent(self) -> int:
        """Claimed as fixed, and the raiser has not answered since."""
        return self.by_state.get(CaseState.CLAIMED, 0)

    @property
    def confirmed(self) -> int:
        """Fixed, as the raiser says."""
        return self.by_state.get(CaseState.CONFIRMED, 0)

    @property
    def refuted(self) -> int:
        """Claimed as fixed, and not fixed as the raiser says."""
        return self.by_state.get(CaseState.REFUTED, 0)

    @property
    def open(self) -> int:
        """Not claimed as anything."""
        return self.by_state.get(CaseState.OPEN, 0)

    @property
    def otherwise(self) -> int:
        """Closed without a fix, or taken back."""
        return self.by_state.get(CaseState.OTHERWISE_CLOSED, 0)


def by_unit(actor: Actor) -> tuple[list[Line], Line]:
    """The counts of each unit whose cases somebody sees, by name, and of all of them together."""
    rows = live(visible(actor, Case.objects.all())).exclude(owner=None).order_by()
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    # a case that is not merged has one opinion, which stands where the case does
    for owner, state, count in rows.filter(merged=False).values_list("owner", "state").annotate(count=Count("pk")):
        counts[owner][state] += count
    waiting = rows.filter(~Exists(_asked_since_the_claim()))
    silent = waiting.filter(merged=False, state=CaseState.CLAIMED)
    unasked = Counter(dict(silent.values_list("owner").annotate(count=Count("pk"))))
    unasked_wholes = set(waiting.filter(merged=True).values_list("pk", flat=True))
    for row in rows.filter(merged=True).select_related("owner"):
        states = Counter(state.value for state in convert.value(row).opinion_states().values())
        counts[row.owner_id or 0].update(states)
        if row.pk in unasked_wholes:
            unasked[row.owner_id or 0] += states[CaseState.CLAIMED]
    units = Unit.objects.in_bulk(list(counts))
    lines = [Line(units[key], counts[key], unasked.get(key, 0)) for key in counts]
    lines.sort(key=lambda line: (line.unit.name if line.unit else "", line.unit.pk if line.unit else 0))
    return _without_small(lines), _together(lines)


def _asked_since_the_claim() -> QuerySet[Fact]:
    """Questions to the raisers of a case after its unit's last claim; what was asked before is no question about it."""
    later = Fact.objects.filter(case=OuterRef("case"), kind=FactKind.CLAIMED, number__gt=OuterRef("number"))
    return Fact.objects.filter(~Exists(later), case=OuterRef("pk"), kind=FactKind.ASKED)


def _without_small(lines: list[Line]) -> list[Line]:
    """Lines of large units; the small ones together, with a large one if the total would betray them otherwise."""
    large = [line for line in lines if line.raised >= LEAST]
    small = [line for line in lines if line.raised < LEAST]
    while small and large and (len(small) == 1 or _together(small).raised < LEAST):
        least = min(large, key=lambda line: line.raised)
        large.remove(least)
        small.append(least)
    return [*large, _together(small)] if small and _together(small).raised >= LEAST else large


def _together(lines: list[Line]) -> Line:
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update(line.by_state)
    return Line(None, counts, sum(line.unasked for line in lines))
