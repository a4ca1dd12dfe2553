"""Verbs of exports: a long list is made as a file by a job, and forgotten after a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from grassrota.figures.words import Language
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.jobs.actions import ask
from grassrota_web.jobs.models import Job
from grassrota_web.orgs.models import KeptExport

KEPT_FOR = timedelta(days=1)
"""So long a file is there to be fetched."""


@verb("orgs.ask_for_export", Right.EXPORT)
def ask_for_export(act: Act, kind: str, only: dict[str, Any], selection: str, language: Language) -> Job:
    """Asks for a long list as a workbook, narrowed as its page was."""
    paths = act.actor.paths(Right.EXPORT) or ("",)
    act.at(paths[0])
    said = {"kind": kind, "only": only, "selection": selection, "language": language.value}
    title, who = gettext_noop("A list as a workbook"), act.actor.account
    job = ask("orgs.ask_for_export", title, asked_by=who, path=paths[0], **said)
    act.note("export", job.pk, place=paths[0], after={"list": kind})
    return job


def forget_exports() -> None:
    """Takes away the files whose day is over."""
    KeptExport.objects.filter(made_at__lte=timezone.now() - KEPT_FOR).delete()
