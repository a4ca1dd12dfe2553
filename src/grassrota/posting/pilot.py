"""Pilot sites: what is tried in one place, what came of it, and who took it over, each leading back to the pilot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from grassrota.errors import Faults, Refused
from grassrota.org import Level, UnitTree


@dataclass(frozen=True, slots=True)
class Practice:
    """Something tried at a pilot site.

    Attributes:
        id: Unique within its pilot.
        name: What is done.
        result: What came of it, for better or worse; empty while it is tried.
    """

    id: str
    name: str
    result: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "a stable id", "nothing")
        faults.unless(bool(self.name.strip()), "name", "what is done", "nothing")
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Pilot:
    """A place where practices are tried before others take them over.

    Attributes:
        id: Stable, unique.
        place: Id of the place.
        opened_on: When it began.
        practices: What is tried there, at least one.
        results_on: When the results came in; None before. From then on each practice has its result.
    """

    id: str
    place: str
    opened_on: date
    practices: tuple[Practice, ...]
    results_on: date | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        for name in ("id", "place"):
            faults.unless(bool(getattr(self, name)), name, "an id", "nothing")
        ids = [practice.id for practice in self.practices]
        once = bool(ids) and len(set(ids)) == len(ids)
        faults.unless(once, "practices", "at least one, each id once", ", ".join(ids) or "none")
        results = self.results_on or self.opened_on
        faults.unless(results >= self.opened_on, "results_on", f"on or after {self.opened_on}", self.results_on)
        told = all(bool(practice.result.strip()) == (self.results_on is not None) for practice in self.practices)
        faults.unless(told, "result", "a result of each practice exactly when there is its day", self.results_on)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Adoption:
    """A practice taken over somewhere else; pilot and practice say where it comes from."""

    pilot: str
    practice: str
    place: str
    adopted_on: date


def report_results(pilot: Pilot, on: date, results: Mapping[str, str]) -> Pilot:
    """Notes what came of each practice, by its id.

    Raises:
        Refused: ``results_missing`` if a practice has none; ``results_known`` if they are in.
    """
    if pilot.results_on is not None:
        raise Refused("results_known", f"The results of {pilot.id} came in on {pilot.results_on}.", pilot=pilot.id)
    missing = tuple(practice.id for practice in pilot.practices if not results.get(practice.id, "").strip())
    if missing:
        message = f"{pilot.id} tells nothing of {', '.join(missing)}; what failed is a result as well."
        raise Refused("results_missing", message, pilot=pilot.id, practices=missing)
    told = tuple(replace(practice, result=results[practice.id]) for practice in pilot.practices)
    return replace(pilot, practices=told, results_on=on)


def adopt(pilot: Pilot, practice: str, place: str, on: date) -> Adoption:
    """Takes a practice over at another place.

    Raises:
        Refused: ``no_results`` before they are in; ``unknown_practice``; ``own_place``.
    """
    if pilot.results_on is None or on < pilot.results_on:
        raise Refused("no_results", f"{pilot.id} has no results by {on}.", pilot=pilot.id, on=on)
    if practice not in {entry.id for entry in pilot.practices}:
        raise Refused("unknown_practice", f"{pilot.id} tries no {practice!r}.", pilot=pilot.id, practice=practice)
    if place == pilot.place:
        message = f"{place} is the pilot itself; adopted is what others take over."
        raise Refused("own_place", message, pilot=pilot.id, place=place)
    return Adoption(pilot.id, practice, place, on)


def spread(pilot: Pilot, adoptions: Iterable[Adoption], as_of: date) -> Mapping[str, tuple[str, ...]]:
    """Where each practice of a pilot is in use elsewhere by a day: places in the order of their first adoption."""
    own = sorted(
        (entry for entry in adoptions if entry.pilot == pilot.id and entry.adopted_on <= as_of),
        key=lambda entry: (entry.adopted_on, entry.place),
    )
    return {
        practice.id: tuple(dict.fromkeys(entry.place for entry in own if entry.practice == practice.id))
        for practice in pilot.practices
    }


def levels_without_pilot(pilots: Iterable[Pilot], tree: UnitTree) -> tuple[Level, ...]:
    """Levels of the tree at which no unit is a pilot, from the top down."""
    at = {tree[pilot.place].level for pilot in pilots}
    there = {unit.level for unit in tree.units}
    return tuple(level for level in Level if level in there - at)
