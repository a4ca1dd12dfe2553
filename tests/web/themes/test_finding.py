"""Opinions find their themes: day by day or all at once, with the same rows in the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.actor import Application
from grassrota_web.intake.models import Opinion, ReadAs
from grassrota_web.jobs.models import Job, JobState
from grassrota_web.jobs.worker import work_once
from grassrota_web.themes import tasks
from grassrota_web.themes.actions.finding import find_anew
from grassrota_web.themes.finding import is_due, place_new
from grassrota_web.themes.models import Learned, Pair, Placed, Theme
from tests.web.themes.conftest import MADE, WATER, Village


def rows() -> list[tuple[Any, ...]]:
    """Everything that was written about opinions and themes."""
    placed = list(Placed.objects.order_by("pk").values_list("pk", "own", "leader", "theme", "holds"))
    return placed + list(Theme.objects.order_by("number").values_list("pk", "number", "words"))


def test_placed_day_by_day_the_rows_are_those_of_placing_all_from_scratch(village: Village) -> None:
    """Two days' opinions, among them copies of the first day's: labels, leaders, themes and ids are the same."""
    village.raised([*MADE[:20], *WATER])
    village.found()
    village.raised([*MADE[20:], MADE[0], WATER[0] + "！", "an English opinion about the road to the school"])
    assert place_new() == 15
    day_by_day = rows()
    assert Placed.objects.exclude(leader=None).count() >= 2
    village.found(learn=False)
    assert rows() == day_by_day
    assert place_new() == 0


def test_learned_anew_from_the_same_opinions_nothing_changes(village: Village) -> None:
    """Ids, labels, and what people said of pairs stand."""
    village.raised([*MADE, *WATER])
    village.found()
    Pair.objects.update(answer="same")
    before, pairs = rows(), list(Pair.objects.order_by("one", "other").values_list("theme", "one", "other", "answer"))
    assert pairs
    village.found()
    assert rows() == before
    assert list(Pair.objects.order_by("one", "other").values_list("theme", "one", "other", "answer")) == pairs


def test_a_theme_keeps_its_id_as_it_grows_and_one_that_falls_apart_ends(village: Village) -> None:
    """Water goes on when more of all kinds come, whatever its number is then; one of strangers ends."""
    village.raised([*MADE[:16], *WATER])
    village.found()
    water = Theme.objects.get(placed__raised__opinion__words=WATER[0])
    strange = Theme.objects.create(number=99, since=timezone.localdate())
    for key in Theme.objects.exclude(pk__in=[water.pk, strange.pk]).values_list("pk", flat=True):
        one = Placed.objects.filter(theme=key).values_list("pk", flat=True).first()
        Placed.objects.filter(pk=one).update(theme=strange)
    village.raised(MADE[16:])
    village.found()
    assert Placed.objects.get(raised__opinion__words=WATER[0]).theme == water
    strange.refresh_from_db()
    assert (strange.number, strange.ended_on) == (None, timezone.localdate())
    assert not strange.placed.exists()


def test_only_what_handlers_may_read_is_looked_at(village: Village) -> None:
    """An opinion whose redacted copy is missing waits; of one that has it the copy alone is read."""
    raised = village.raised([*WATER, *MADE[:10]])
    Opinion.objects.filter(pk=raised[0].pk).update(read_as=ReadAs.REDACTED)
    village.found()
    assert not Placed.objects.filter(raised=raised[0].pk).exists()
    Opinion.objects.filter(pk=raised[0].pk).update(redacted=WATER[1])
    assert place_new() == 1
    own, copy = (Placed.objects.get(raised=row.pk) for row in raised[:2])
    assert (own.leader_id or own.pk) == (copy.leader_id or copy.pk)


def test_the_days_work_asks_for_themes_once_there_are_five_opinions_and_when_many_more_came(village: Village) -> None:
    """Four are too few; after the first model a quarter more, or four weeks with anything new, call for another."""
    today = timezone.localdate()
    village.raised(MADE[:4])
    tasks.place_what_was_appended()
    assert not Job.objects.exists()
    village.raised(MADE[4:8])
    tasks.place_what_was_appended()
    tasks.place_what_was_appended()
    assert Job.objects.count() == 1
    assert work_once()
    assert not is_due(today + timedelta(days=300))
    village.raised(MADE[8:9])
    assert [is_due(today), is_due(today + timedelta(days=28))] == [False, True]
    village.raised(MADE[9:10])
    assert is_due(today)


def test_stopped_it_leaves_what_there_was(village: Village) -> None:
    """Asked to stop before a worker begins or while it works, no row is written."""
    village.raised(MADE[:10])
    job = find_anew(Application(), learn=True)
    Job.objects.filter(pk=job.pk).update(stop_asked=True)
    assert work_once()
    job.refresh_from_db()
    assert (job.state, Learned.objects.exists(), Placed.objects.exists()) == (JobState.STOPPED, False, False)


def test_it_is_asked_for_once_and_says_why_it_cannot_be_done(village: Village) -> None:
    """A second asking is refused while the first waits; too few opinions, or nothing learned, ends it with words."""
    find_anew(Application(), learn=True)
    with pytest.raises(Refused, match="being found"):
        find_anew(Application(), learn=True)
    assert work_once()
    village.raised(MADE[:10])
    village.found(learn=False)
    said = Job.objects.filter(state=JobState.FAILED).order_by("asked_at").values_list("result__error", flat=True)
    assert [text.split()[:3] for text in said] == [["There", "are", "fewer"], ["No", "themes", "were"]]
