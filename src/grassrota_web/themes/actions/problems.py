"""A theme that piles up becomes a big problem with its own people; its small cases stay open beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.opinions.systemic import piles
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.opinions import convert
from grassrota_web.opinions.actions.issues import name_force, open_issue
from grassrota_web.opinions.models import Case, Issue
from grassrota_web.orgs.models import Unit
from grassrota_web.orgs.reach import unit_within
from grassrota_web.themes.cases import standing
from grassrota_web.themes.models import Opened, Theme


@verb("themes.open_problem", Right.HANDLE_CASES, private=True)
def open_problem(act: Act, key: UUID, owner: str, problem: str, members: Sequence[str]) -> Issue:
    """Opens a big problem for the open cases of a theme at a unit and below it, with a task force that stays behind.

    Raises:
        Refused: ``no_pile`` if there are too few; ``problem_open`` if there is one; those of the core for the people.
    """
    unit = unit_within(act.actor, owner, "owner")
    act.at(unit.path)
    theme = act.lock(Theme, pk=key)
    if theme.opened.filter(issue__closed_on=None, issue__owner=unit).exists():
        raise Refused("problem_open", "A big problem is open for this theme: link more cases to it.")
    cases = list(standing(act.actor, theme).filter(owner__path__startswith=unit.path).select_related("owner"))
    if not _piled(theme, cases, unit):
        message = f"A theme is a big problem from {settings.THEMES_PILE} open cases at one unit."
        raise Refused("no_pile", message, cases=len(cases))
    issue = open_issue(act.actor, owner, problem, [case.pk for case in cases])
    name_force(act.actor, issue.pk, members)
    Opened.objects.create(theme=theme, issue=issue)
    act.note("theme", key, after={"issue": str(issue.pk)})
    return issue


def _piled(theme: Theme, cases: Sequence[Case], unit: Unit) -> bool:
    """True if the core calls it a pile, everything at or below a unit counting as its own."""
    known = [replace(value, owner=unit.code) for value in convert.values(cases).values()]
    theme_of = [(opinion, str(theme.pk)) for case in known for opinion in case.opinions]
    return bool(piles(theme_of, known, timezone.localdate(), settings.THEMES_PILE))
