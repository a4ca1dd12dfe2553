"""Attacks an intake as somebody would who holds everything stored: what is written, when, and in which order.

Run within an installation of its own: it files marked opinions through every channel by real requests, lets days pass
with all their work, and looks.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import orders
from benchmarks.filing import MARKS, TOKEN, WORDS, Sent, file_many, prepared, say_much

MAY_TOUCH = {"intake_tray", "intake_budget"}
"""The tables in which somebody who files or says something leaves anything."""


def orders_in_trays(events: Mapping[str, int]) -> dict[str, list[int]]:
    """Events as they lie in the opened bundles, tray after tray."""
    from grassrota_web.intake import trays
    from grassrota_web.intake.entries import packed

    entries = (packed(entry).decode() for tray in range(trays.TRAYS) for entry in trays.waiting(tray))
    numbers = [events[part] for entry in entries for part in TOKEN.findall(entry) if part in events]
    return {"bundles of trays": list(dict.fromkeys(numbers))}


def pass_a_day() -> None:
    """Lets a day pass, and does all the work of the new one, with the jobs that it asks for."""
    from django.utils import timezone

    from grassrota_web.jobs.daily import DAILY
    from grassrota_web.jobs.models import Job, JobState
    from grassrota_web.jobs.worker import work_once

    tomorrow = timezone.localdate() + timedelta(days=1)
    timezone.localdate = lambda *_: tomorrow
    for work in DAILY:
        work()
    while work_once():
        pass
    failed = Job.objects.filter(state=JobState.FAILED).values_list("task", "result")
    if failed:
        raise SystemExit(f"the day's work was not done: {list(failed)}")


def marks_in(places: Iterable[Path], marks: Sequence[str] = MARKS) -> dict[str, list[str]]:
    """Marks by the file in which they stand: as text, as UTF-16, as hexadecimal digits."""
    found: dict[str, list[str]] = {}
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            data = path.read_bytes() if path.is_file() else b""
            for mark in marks:
                plain = mark.encode()
                if any(form in data for form in (plain, mark.encode("utf-16-le"), plain.hex().encode())):
                    found.setdefault(mark, []).append(path.name)
    return found


def attack(filings: int, folder: Path) -> dict[str, Any]:
    """Files, lets days pass, and gives all that an attacker finds.

    Args:
        filings: How many, 40 or more.
        folder: The data folder of the installation; what is logged meanwhile goes into a file in it.

    Returns:
        ``orders`` by name; ``touched``, tables that were written to while people filed and spoke, but for those that
        may be; ``times``, columns and files with a time finer than a day; marks by file: ``waiting`` on the first day,
        and ``appended`` at the end.
    """
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    sender = prepared()
    before = orders.tables()
    sent = file_many(sender, filings)
    touched = orders.touched(before, orders.tables())
    given = orders_in_trays(sent.order)
    waiting = marks_in([folder], (*MARKS, WORDS))
    pass_a_day()
    _publish_one()
    before = orders.tables()
    messages, marks = say_much(sender, sent)
    touched |= orders.touched(before, orders.tables())
    given |= {f"{name}, of what was said": order for name, order in orders_in_trays(messages).items()}
    pass_a_day()
    when: set[str] = set()
    for about, events in (("", sent.order), (", of messages", messages), (", of who joins", marks)):
        found = orders.tables()
        orders.follow(found, events, TOKEN)
        given |= {f"{name}{about}": order for name, order in orders.orders(found).items()}
        when |= orders.times(found)
    files, late = _papers(sent)
    return {
        "orders": given | files,
        "touched": sorted(touched - MAY_TOUCH),
        "times": sorted(when) + late,
        "waiting": waiting,
        "appended": marks_in([folder], (*MARKS, WORDS)),
    }


def _publish_one() -> None:
    """A reviewer makes one text public, to which others can say that they think so too."""
    from django.utils import timezone

    from grassrota_web.intake.models import Opinion, PublicText

    opinion = Opinion.objects.order_by("pk")[0]
    PublicText.objects.create(
        opinion=opinion, words="The road is broken.", language="en", approved_on=timezone.localdate()
    )


def _papers(sent: Sent) -> tuple[dict[str, list[int]], list[str]]:
    """Orders of the papers on disk, and those whose file tells more than a day."""
    from grassrota_web.intake import papers
    from grassrota_web.intake.models import Attachment

    rows = Attachment.objects.values_list("pk", "opinion__words")
    events = {key.hex: sent.order[part] for key, words in rows for part in TOKEN.findall(words)}
    late = [path.name for path in papers.folder().iterdir() if path.stat().st_mtime % 86_400 != 43_200]
    return orders.orders_of_files(papers.folder(), events), late


if __name__ == "__main__":
    from grassrota_web.config.commands.django_set_up import set_up

    set_up()
    from django.conf import settings

    json.dump(attack(int(sys.argv[1]), Path(settings.DATA)), sys.stdout)
