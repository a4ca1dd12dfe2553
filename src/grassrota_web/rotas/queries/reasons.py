"""Why a plan has one person where it has: what each part of the cost comes to, and what stands against it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.rota.cost import distance_km, staying_cost, waiting_years
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem
from grassrota_web.rotas.words import SECTORS


def reasons(problem: RotaProblem, plan: Plan, code: str) -> list[str]:
    """Sentences for the organiser; nothing about hardship, health, consent or the person's wishes is in them."""
    person, entry = problem.person[code], plan.by_person.get(code)
    pinned = [_("Settled by a pin.")] if code in problem.pinned else []
    years = waiting_years(person, problem.policy.batches[0].depart_from)
    waited = ngettext("Has waited %(n)s year.", "Has waited %(n)s years.", years) % {"n": years}
    served = ngettext("Has served %(n)s turn.", "Has served %(n)s turns.", person.turns_served)
    waited = f"{waited} {served % {'n': person.turns_served}}"
    if entry is None:
        if person not in problem.eligible:
            return [*pinned, _("Not available in this round.")]
        cost = _("Staying costs %(cost)s.") % {"cost": staying_cost(problem, person)}
        return [*pinned, _("Could go; the openings and the rules had room for others."), waited, cost]
    opening = problem.opening[entry.opening]
    missing = sorted(opening.prefers - person.skills)
    told = [
        *pinned,
        _("%(sector)s are direction %(rank)s.")
        % {"sector": SECTORS[opening.sector], "rank": problem.policy.direction_rank(opening.sector) + 1},
        _("Has all skills that the host would like.")
        if not missing
        else _("Lacks what the host would like: %(skills)s.") % {"skills": ", ".join(missing)},
        _("%(km)s km from the family's place.") % {"km": distance_km(problem, person, opening)},
    ]
    cost = _("Staying would cost %(cost)s.") % {"cost": staying_cost(problem, person)}
    return [*told, waited, cost]
