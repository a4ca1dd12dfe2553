"""Long work of this room: recomputing the journal, purging what has had its time."""

from __future__ import annotations

from django.utils import timezone

from grassrota_web.access.actor import Application
from grassrota_web.access.retention import RULES
from grassrota_web.jobs.daily import daily
from grassrota_web.jobs.tasks import Running, task
from grassrota_web.journal.queries import TreeHead, verify
from grassrota_web.records.actions import purge as ask_to_purge
from grassrota_web.records.arrival import tasks as arrival_tasks  # noqa: F401  registers them
from grassrota_web.records.retention.actions import purge_some


@daily
def purge_what_is_due() -> None:
    """Asks for everything to be purged whose time has come."""
    ask_to_purge(Application())


class _Enough(Exception):
    """Somebody asked to stop."""


@task("records.verify_journal")
def verify_journal(running: Running) -> None:
    """Recomputes the journal."""
    size, _colon, root = running.arguments["head"].partition(":")

    def progress(done: int, total: int) -> None:
        running.report(done=done, total=total)
        if running.stop_asked():
            raise _Enough

    try:
        found = verify(TreeHead(int(size), root) if size else None, progress)
    except _Enough:
        with running.ending(said="It was stopped before the end; nothing is said about the journal."):
            return
    if found.holds:
        said = "Yes: every entry is what it was when it was written, and none is missing."
    elif found.wrong:
        said = f"No: these entries were changed or moved: {', '.join(map(str, found.wrong))}."
    elif found.computed != found.stored:
        said = "No: the entries do not give the stored head."
    else:
        said = "No: the head that was noted is not in the journal; entries were replaced since."
    with running.ending(said=said, size=found.computed.size, root=found.computed.root):
        running.report(done=found.computed.size, total=found.computed.size)


@task("records.purge")
def purge(running: Running) -> None:
    """Purges by every rule, in small steps that each leave a row in the journal."""
    today = timezone.localdate()
    purged: dict[str, int] = dict.fromkeys(RULES, 0)
    for done, kind in enumerate(RULES):
        running.report(done=done, total=len(RULES))
        while not running.stop_asked():
            count = purge_some(Application(), kind, today)
            purged[kind] += count
            if not count:
                break
    with running.ending(**purged):
        pass
