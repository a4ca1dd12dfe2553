"""What earlier cases teach about where the next one goes: learned once a day, suggested with its reason, never done.

It lies in files beside the store, which hold no text. Terms are hashed characters and pairs, so that whoever has the
files can find out which ones several cases of a unit share, and no more. The reason that is shown is made of the case's
own words, as its handlers may read them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef

from grassrota.opinions.habit import Guess, Habit, Sent, learned, packed, unpacked
from grassrota.opinions.proposals import by_habit
from grassrota_web.intake.models import Opinion
from grassrota_web.intake.queries import words_for_handlers
from grassrota_web.opinions import chains
from grassrota_web.opinions.models import Case, Fact, FactKind, Raised, Topic
from grassrota_web.opinions.telling import opinions_of
from grassrota_web.orgs.models import Unit

UNITS, TOPICS = "units", "topics"
SETTLED = (FactKind.ACCEPTED, FactKind.ACKNOWLEDGED, FactKind.INVESTIGATED, FactKind.CLAIMED)
"""Of which one shows that a unit took a case as its own."""
MOST = 10_000
"""Cases that are learned from, the newest ones: what units do changes."""
WORTH_SAYING = 0.1
"""What is less sure is not suggested."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A unit to which cases like this one went.

    Attributes:
        unit: It.
        percent: How many in a hundred such suggestions are right.
        because: The words of the case that led to it.
        topic: What it may be about, surer than not; None otherwise.
    """

    unit: Unit
    percent: int
    because: tuple[str, ...]
    topic: Topic | None


def learn() -> None:
    """Learns anew from cases that a unit took as its own; done twice, it changes nothing."""
    settled = Exists(Fact.objects.filter(case=OuterRef("case"), kind__in=SETTLED))
    rows = Raised.objects.filter(settled, case__owner__isnull=False, case__asked=None)
    rows = rows.select_related("opinion__place", "case__owner", "case__topic").order_by("-opinion__day", "pk")[:MOST]
    taken = [(row.case, *_read([row.opinion])) for row in rows]
    to = (Sent(case.owner.code, words, marks) for case, words, marks in taken if case.owner and words)
    about = (Sent(case.topic.code, words) for case, words, _marks in taken if case.topic and words)
    _keep(UNITS, learned(list(to)))
    _keep(TOPICS, learned(list(about)))


def suggested(case: Case) -> list[Suggested]:
    """Units that may receive a case, the surest first: none whom it concerns, and none before anything is learned."""
    habit = _kept(UNITS)
    if habit is None:
        return []
    words, marks = _read(opinions_of(case))
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=habit.labels)}
    guesses = by_habit(habit, words, marks, chains.of(case, units.values())) if words else ()
    topic = _topic(words)
    return [
        Suggested(units[guess.label], round(100 * guess.confidence), guess.because, topic)
        for guess in _worth(guesses)
        if guess.label in units
    ]


def _worth(guesses: Iterable[Guess]) -> Iterator[Guess]:
    return (guess for guess in guesses if guess.confidence >= WORTH_SAYING)


def _topic(words: str) -> Topic | None:
    habit = _kept(TOPICS)
    guesses = habit.guesses(words, most=1) if habit and words else ()
    if not guesses or guesses[0].confidence <= 0.5:
        return None
    return Topic.objects.filter(code=guesses[0].label, retired_on=None).first()


def _read(opinions: Iterable[Opinion]) -> tuple[str, tuple[str, ...]]:
    """What handlers may read, and the places with all above them, as marks."""
    rows = list(opinions)
    words = "\n".join(filter(None, map(words_for_handlers, rows)))
    paths = {row.place.path for row in rows if row.place}
    return words, tuple(sorted({key for path in paths for key in path.strip("/").split("/")}))


def _keep(name: str, habit: Habit | None) -> None:
    path = _file(name)
    if habit is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{name}.{os.getpid()}")
    fresh.write_bytes(packed(habit))
    fresh.replace(path)


def _kept(name: str) -> Habit | None:
    path = _file(name)
    try:
        return _read_file(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=4)
def _read_file(path: Path, _changed: int) -> Habit:
    return unpacked(path.read_bytes())


def _file(name: str) -> Path:
    return Path(settings.DATA) / "habits" / f"{name}.npz"
