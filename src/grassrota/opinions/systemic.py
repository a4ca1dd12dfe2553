"""Small problems that pile up are one big problem: it has its own people, and the small ones stay open beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from grassrota.errors import Faults, Refused
from grassrota.opinions.case import Case
from grassrota.opinions.merging import apart
from grassrota.opinions.taskforce import TaskForce, check_task_force

PILE = 5
"""So many open cases of a theme are a pile, if nothing else is said."""


class CauseKind(StrEnum):
    """Where the root of a problem lies. It is never somebody's mind."""

    RULE = "rule"
    PROCEDURE = "procedure"
    MEANS = "means"
    STAFFING = "staffing"
    SKILL = "skill"
    INFORMATION = "information"
    COORDINATION = "coordination"
    SURROUNDINGS = "surroundings"


@dataclass(frozen=True, slots=True)
class RootCause:
    """Why the same thing went wrong again and again, and what shows it."""

    kind: CauseKind
    words: str
    shown_by: tuple[str, ...]
    written_on: date

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.words.strip()), "words", "why it went wrong", "nothing")
        shown = bool(self.shown_by) and all(piece.strip() for piece in self.shown_by)
        faults.unless(shown, "shown_by", "at least one piece that shows it", self.shown_by or "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class SystemicIssue:
    """A big problem.

    Attributes:
        theme: Id of the theme behind it.
        owner: Id of the organ that owns it.
        opened_on: The day.
        cases: Ids of the small cases, in the order in which they were linked; none is ever taken away.
        force: Its task force, with just these cases; None until it is named.
        root_cause: Why; None until it is known.
        closed_on: When it was closed; None while it is open.
    """

    theme: str
    owner: str
    opened_on: date
    cases: tuple[str, ...]
    force: TaskForce | None = None
    root_cause: RootCause | None = None
    closed_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.theme), "theme", "the id of a theme", "nothing")
        faults.unless(bool(self.owner), "owner", "the id of an organ", "nothing")
        once = len(set(self.cases)) == len(self.cases) >= 2
        faults.unless(once, "cases", "at least two small cases, each once", self.cases)
        closed = self.closed_on is None or self.root_cause is not None
        faults.unless(closed, "root_cause", "a note of the cause before it is closed", "nothing")
        faults.raise_if_any()


def piles(theme_of: Iterable[tuple[str, str]], cases: Iterable[Case], as_of: date, pile: int = PILE) -> tuple[str, ...]:
    """Themes with so many cases at one organ that still stand, by id.

    Args:
        theme_of: Pairs of an opinion's id and its theme's.
        cases: Cases, merged or not.
        as_of: The day.
        pile: Cases that make one, 2 or more.
    """
    themes = dict(theme_of)
    small: dict[tuple[str, str], set[str]] = {}
    for case in apart(cases):
        for opinion, state in case.opinion_states(as_of).items():
            if case.opened_on <= as_of and state.stands and opinion in themes:
                small.setdefault((themes[opinion], case.owner), set()).add(case.id)
    return tuple(sorted({theme for (theme, _), ids in small.items() if len(ids) >= max(2, pile)}))


def link(issue: SystemicIssue, cases: Iterable[str]) -> SystemicIssue:
    """Links more small cases, as they come in; nothing is closed by it, and a task force works on all of them."""
    linked = tuple(dict.fromkeys((*issue.cases, *cases)))
    force = None if issue.force is None else replace(issue.force, cases=linked)
    return replace(issue, cases=linked, force=force)


def name_force(
    issue: SystemicIssue, problem: str, members: Iterable[str], on: date, departing: Collection[str] = ()
) -> SystemicIssue:
    """Names the people who work on it; whoever is about to leave is none of them.

    Raises:
        Refused: ``task_force_departs``.
    """
    force = TaskForce(problem, issue.owner, issue.cases, tuple(members), on)
    check_task_force(force, on, departing)
    return replace(issue, force=force)


def close_issue(issue: SystemicIssue, cause: RootCause, on: date) -> SystemicIssue:
    """Closes the big problem; each small case goes on until its own raiser says whether it was fixed.

    Raises:
        Refused: ``issue_closed`` if it was closed before.
    """
    if issue.closed_on is not None:
        raise Refused("issue_closed", f"It was closed on {issue.closed_on}.", theme=issue.theme)
    return replace(issue, root_cause=cause, closed_on=on)
