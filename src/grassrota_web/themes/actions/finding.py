"""Asking for themes to be found from scratch."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from grassrota.errors import Refused
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import Job, JobState

TASK = "themes.find_anew"


def under_way() -> bool:
    """True while themes are being found from scratch, or will be soon."""
    return Job.objects.filter(task=TASK, state__in=[JobState.WAITING, JobState.RUNNING]).exists()


@verb("themes.find_anew", Right.ROUTE_CASES)
def find_anew(act: Act, *, learn: bool) -> Job:
    """Asks for all themes to be found from scratch, by what was learned or by a model learned anew."""
    act.at(EVERYWHERE)
    if under_way():
        raise Refused("already_finding", "Themes are being found: wait for it, or stop it.")
    job = ask(TASK, gettext_noop("Finding themes"), asked_by=act.actor.account, path=EVERYWHERE, learn=learn)
    act.note("job", job.pk, after={"learn": learn})
    return job
