"""What a posted person does at the host: each task has a named output, and it is done when the host says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.forms import Purpose


class TaskState(StrEnum):
    """How far a task is, split by who says so."""

    SET = "set"
    REPORTED = "reported"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class PostingTask:
    """One task of a posting.

    Attributes:
        id: Stable, unique.
        person: Whose task it is.
        batch: Number of the batch of the posting.
        place: Id of the host unit, which confirms the output.
        output: What there will be when it is done, such as "a duty roster for the clinic"; no amount produced.
        purpose: What it is for; a rotation never restructures.
        priority: The host's current priority in its own words, exactly for ``HELP_HOST``.
        set_on: When it was agreed.
        reported_on: When the person said that the output is there; None if not yet.
        confirmed_on: When the host confirmed it; None if it has not.
    """

    id: str
    person: str
    batch: int
    place: str
    output: str
    purpose: Purpose
    set_on: date
    priority: str = ""
    reported_on: date | None = None
    confirmed_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "person", "place"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        faults.unless(self.batch >= 1, "batch", "1 or more", self.batch)
        faults.unless(bool(self.output.strip()), "output", "a named output that the host can confirm", "nothing")
        faults.unless(self.purpose != Purpose.RESTRUCTURE, "purpose", "a purpose of a rotation", self.purpose)
        helps = self.purpose == Purpose.HELP_HOST
        faults.unless(
            bool(self.priority.strip()) == helps, "priority", "the host's priority exactly for help_host", self.priority
        )
        reported = self.reported_on or self.set_on
        faults.unless(reported >= self.set_on, "reported_on", f"on or after {self.set_on}", self.reported_on)
        confirmed = self.confirmed_on or reported
        faults.unless(confirmed >= reported, "confirmed_on", f"on or after {reported}", self.confirmed_on)
        alone = self.confirmed_on is not None and self.reported_on is None
        faults.unless(not alone, "reported_on", "a day, since the host confirmed it", "nothing")
        faults.raise_if_any()

    def state_on(self, day: date) -> TaskState:
        """How far it is on a day."""
        if self.confirmed_on is not None and self.confirmed_on <= day:
            return TaskState.CONFIRMED
        reported = self.reported_on is not None and self.reported_on <= day
        return TaskState.REPORTED if reported else TaskState.SET


def report(task: PostingTask, by: str, on: date) -> PostingTask:
    """The posted person says that the output is there.

    Raises:
        Refused: ``not_ones_own``; ``task_reported`` if that was said before.
    """
    if by != task.person:
        raise Refused("not_ones_own", f"Task {task.id} is {task.person}'s, not {by}'s.", task=task.id, by=by)
    if task.reported_on is not None:
        raise Refused("task_reported", f"Task {task.id} was reported on {task.reported_on}.", task=task.id)
    return replace(task, reported_on=on)


def confirm(task: PostingTask, by_place: str, on: date) -> PostingTask:
    """The host says that the output is there.

    Raises:
        Refused: ``not_the_host``; ``nothing_to_confirm`` unless it is reported and not confirmed yet.
    """
    _require_for_host(task, by_place)
    return replace(task, confirmed_on=on)


def send_back(task: PostingTask, by_place: str) -> PostingTask:
    """The host says that the output is not there: the task is open again.

    Raises:
        Refused: As for ``confirm``.
    """
    _require_for_host(task, by_place)
    return replace(task, reported_on=None)


def count_tasks(tasks: Iterable[PostingTask], as_of: date) -> Mapping[Purpose, Mapping[TaskState, int]]:
    """Tasks set by a day, by purpose and by who says how far they are; the three states are never added up.

    Each purpose that occurs has all three states, so ``HELP_HOST`` tells how far the help with the host's priority is.
    """
    counted: dict[Purpose, Counter[TaskState]] = {}
    for task in tasks:
        if task.set_on <= as_of:
            counted.setdefault(task.purpose, Counter(dict.fromkeys(TaskState, 0)))[task.state_on(as_of)] += 1
    return {purpose: dict(counted[purpose]) for purpose in Purpose if purpose in counted}


@dataclass(frozen=True, slots=True)
class HelpGiven:
    """Help with a host's current priority by one batch at one place, as known on a day.

    Attributes:
        batch: Number of the batch.
        place: Id of the host unit.
        priorities: What it is, in the host's words, each once and sorted.
        counts: Tasks by who says how far they are; all three states, never added up.
    """

    batch: int
    place: str
    priorities: tuple[str, ...]
    counts: Mapping[TaskState, int]


def help_given(tasks: Iterable[PostingTask], as_of: date) -> tuple[HelpGiven, ...]:
    """Help with the hosts' priorities that was set by a day, by batch and place; nothing is ranked."""
    groups: dict[tuple[int, str], list[PostingTask]] = {}
    for task in tasks:
        if task.purpose == Purpose.HELP_HOST and task.set_on <= as_of:
            groups.setdefault((task.batch, task.place), []).append(task)
    return tuple(
        HelpGiven(batch, place, tuple(sorted({task.priority for task in group})), counts[Purpose.HELP_HOST])
        for (batch, place), group in sorted(groups.items())
        for counts in (count_tasks(group, as_of),)
    )


def _require_for_host(task: PostingTask, by_place: str) -> None:
    if by_place != task.place:
        message = f"The output of task {task.id} is confirmed by {task.place}, not by {by_place}."
        raise Refused("not_the_host", message, task=task.id, by=by_place)
    if task.state_on(date.max) != TaskState.REPORTED:
        message = f"Task {task.id} is {task.state_on(date.max)}; the host looks at what is reported."
        raise Refused("nothing_to_confirm", message, task=task.id)
