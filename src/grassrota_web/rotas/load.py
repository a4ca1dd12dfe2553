"""A problem beyond its roster, and a plan made elsewhere, from values of the core into rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone

from grassrota.errors import BadInput, Fault
from grassrota.rota import plan as core
from grassrota.rota.check import check
from grassrota.rota.problem import Preference
from grassrota.staff import NotAvailable as NotAvailableValue
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs.models import Person, Rotation, Unit
from grassrota_web.rotas.convert.plan import write_plan
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Interest, NotAvailable, Plan, PlanState, Policy

AT_ONCE = 2000
"""Rows written by one statement."""


@verb("rotas.load_wishes", Right.EDIT_PLAN, unjournaled="Wishes are private: no row tells who has some.")
def load_wishes(act: Act, rotation: Rotation, wishes: Iterable[Preference]) -> None:
    """Brings in people's own wishes for places."""
    act.at(rotation.home.path)
    listed = tuple(wishes)
    people = _keys(Person, (wish.person for wish in listed))
    places = _keys(Unit, (wish.place for wish in listed))
    rows = (
        Interest(rotation=rotation, person_id=people[wish.person], place_id=places[wish.place], rank=wish.rank)
        for wish in listed
    )
    Interest.objects.bulk_create(rows, batch_size=AT_ONCE)


@verb("rotas.load_not_available", Right.EDIT_PLAN)
def load_not_available(act: Act, rotation: Rotation, entries: Iterable[NotAvailableValue]) -> None:
    """Brings in who is not available in which batches; why is kept nowhere."""
    act.at(rotation.home.path)
    batches: dict[str, frozenset[int]] = {}
    for entry in entries:
        batches[entry.person] = batches.get(entry.person, frozenset()) | entry.batches
    people = _keys(Person, batches)
    rows = (
        NotAvailable(rotation=rotation, person_id=people[person], batches=sorted(found))
        for person, found in batches.items()
    )
    NotAvailable.objects.bulk_create(rows, batch_size=AT_ONCE)
    act.note("not available", rotation.code, place=rotation.home.path, after={"count": len(batches)})


@verb("rotas.load_plan", Right.PUBLISH)
def load_plan(act: Act, policy: Policy, plan: core.Plan, state: PlanState) -> Plan:
    """Brings in a plan that was made, and perhaps is being carried out, elsewhere.

    Raises:
        BadInput: With every rule that it breaks, as the independent check finds them.
    """
    rotation = policy.rotation
    act.at(rotation.home.path)
    broken = check(problem_of(policy), plan)
    if broken:
        raise BadInput(Fault("", "a plan that keeps every rule", str(violation)) for violation in broken)
    number = rotation.plans.count() + 1
    row = Plan(rotation=rotation, policy=policy, number=number, state=state, made_on=timezone.localdate())
    write_plan(row, plan)
    after = {"state": state.value, "objective": row.objective, "going": len(plan.assignments)}
    act.note("plan", f"{rotation.code} {number}", place=rotation.home.path, after=after)
    return row


def _keys(rows: type[Person] | type[Unit], codes: Iterable[str]) -> Mapping[str, int]:
    wanted = list(dict.fromkeys(codes))
    return {
        code: key
        for start in range(0, len(wanted), 10_000)
        for code, key in rows._default_manager.filter(code__in=wanted[start : start + 10_000]).values_list("code", "pk")
    }
