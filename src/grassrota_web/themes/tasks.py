"""What is done each day and as a job, and what the page of a case is told."""

from __future__ import annotations

from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.actor import Actor, Application
from grassrota_web.jobs.daily import daily
from grassrota_web.jobs.tasks import Running, task

# first, so that what was filed is a case before it is placed
from grassrota_web.opinions import beside, tasks  # noqa: F401
from grassrota_web.opinions.models import Case
from grassrota_web.themes.actions.finding import TASK, find_anew, under_way


def _copies(actor: Actor, case: Case) -> beside.Beside | None:
    """See ``copies_beside``, which takes long to load: every command loads this file, and few show a case."""
    from grassrota_web.themes.queries.copies import copies_beside

    return copies_beside(actor, case)


beside.BESIDE.append(_copies)

STAGES = {
    "reading": "The opinions are being read.",
    "learning": "What themes there are is being learned.",
    "placing": "Each opinion is being placed.",
    "comparing": "Copies are being told from themes.",
    "writing": "It is being written down.",
}
"""What each part of the work is called, in their order."""


@daily
def place_what_was_appended() -> None:
    """Places what was appended, and asks for a new model where one is due."""
    from grassrota_web.themes.finding import is_due, place_new  # takes long to load, and only workers do

    place_new()
    if not under_way() and is_due(timezone.localdate()):
        find_anew(Application(), learn=True)


@task(TASK)
def find_themes(running: Running) -> None:
    """Finds all themes from scratch; stopped, it leaves what there was."""
    from grassrota_web.themes.finding import Search

    names = list(STAGES)

    def tell(stage: str) -> None:
        running.report(said=STAGES[stage], done=names.index(stage), total=len(names))

    try:
        search = Search(running.arguments["learn"], tell, running.stop_asked)
    except Refused as refusal:
        if refusal.code != "stopped":
            raise
        with running.ending():
            return
    with running.ending() as result:
        if running.stop_asked():
            return
        result["themes"] = search.keep()
