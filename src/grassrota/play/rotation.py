"""``rotation.toml``: what a rotation is called, where it comes from, and how far it is played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from grassrota.errors import Faults
from grassrota.files.kinds import day, listing, share, string, truth, whole
from grassrota.files.toml import Section, read_toml
from grassrota.inspection.gate import Gates
from grassrota.turns import Recurrence


@dataclass(frozen=True, slots=True)
class DrawSettings:
    """How the sample of an inspection is drawn where only counts are known.

    Attributes:
        chance: The source of public chance, fixed in advance.
        outcome: What came out.
        secret: From which the inspection office's keys are made; in a real round nobody else has it.
        tolerance: By how much a claimed rate may exceed the true one before the claim is called false.
        grace: Share of wrong cases that an honest unit may have.
    """

    chance: str
    outcome: str
    secret: str
    tolerance: Fraction = Fraction(1, 10)
    grace: Fraction = Fraction(2, 100)

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(0 < self.tolerance < 1, "tolerance", "a share between 0 and 1", self.tolerance)
        faults.unless(0 <= self.grace < 1, "grace", "a share from 0 up to 1", self.grace)
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class FieldDaySettings:
    """A recurring field day and for whom it is one.

    Attributes:
        rule: On which days it falls.
        grades: Codes or titles of the grades in scope.
    """

    rule: Recurrence
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rotation:
    """A rotation as a whole.

    Attributes:
        title: Its name.
        source: Where its facts come from.
        published: Day of the bulletin.
        as_of: Days up to which things are counted for it, in order, none after ``published`` or ``until``.
        until: Last day that is played.
        seed: Seed of the solver and of everything made up.
        assumed: What the source does not say and was assumed, one sentence each.
        as_planned: True if every step that no file records is taken as planned.
        leaving: How many people of a batch depart on the first days of its window, by batch; the rest leave evenly.
        gates: Gates that corrective action passes.
        deadline: Day by which postings must have started; None if there is none.
        inspection: Settings of an inspection drawn from counts; None if there is none.
        field_day: The recurring field day; None if there is none.
        quota_year: The year whose field days are counted against the form's quota; None to count none.
    """

    title: str
    source: str
    published: date
    as_of: tuple[date, ...]
    until: date
    seed: int = 0
    assumed: tuple[str, ...] = ()
    as_planned: bool = False
    leaving: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    gates: Gates = field(default_factory=Gates)
    deadline: date | None = None
    inspection: DrawSettings | None = None
    field_day: FieldDaySettings | None = None
    quota_year: int | None = None

    def __post_init__(self) -> None:
        faults = Faults()
        days = ", ".join(map(str, self.as_of)) or "nothing"
        faults.unless(bool(self.as_of) and list(self.as_of) == sorted(set(self.as_of)), "as_of", "days in order", days)
        for counted in self.as_of:
            latest = min(self.published, self.until)
            faults.unless(counted <= latest, "as_of", f"{latest} or before, played and published", counted)
        faults.raise_if_any()


def read_rotation(folder: Path) -> Rotation:
    """Reads ``rotation.toml`` in a folder.

    Raises:
        BadInput: With every fault in it.
    """
    top = read_toml(folder / "rotation.toml")
    required = {
        "title": top.take("title", string),
        "source": top.take("source", string),
        "published": top.take("published", day),
        "as_of": top.take("as_of", _days),
        "until": top.take("until", day),
    }
    optional = {
        "seed": top.maybe("seed", whole(0)),
        "assumed": top.maybe("assumed", listing(string)),
        "deadline": top.maybe("deadline", day),
        "quota_year": top.maybe("quota_year", whole(1900, 2200)),
        "as_planned": top.maybe("as_planned", truth),
        "leaving": _leaving(top),
        "gates": _gates(top.section("gates")),
        "field_day": _field_day(top.section("field_day")) if "field_day" in top.values else None,
        "inspection": _draw_settings(top.section("inspection")) if "inspection" in top.values else None,
    }
    top.finish()
    top.raise_if_any()
    given: dict[str, Any] = {name: value for name, value in {**required, **optional}.items() if value is not None}
    rotation = top.made(lambda: Rotation(**given))
    top.raise_if_any()
    return cast(Rotation, rotation)


def _days(value: Any) -> tuple[date, ...]:
    return listing(day)(value) if isinstance(value, list) else (day(value),)


def _leaving(top: Section) -> Mapping[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for section in top.sections("leaving"):
        batch, counts = section.take("batch", whole(1)), section.take("counts", listing(whole(0)))
        section.finish()
        if batch in found:
            section.fault("batch", "each batch once", str(batch))
        elif batch is not None and counts is not None:
            found[batch] = counts
    return found


def _field_day(section: Section) -> FieldDaySettings | None:
    rule, grades = section.take("rule", string), section.take("grades", listing(string))
    section.finish()
    if rule is None or grades is None:
        return None
    return section.made(lambda: FieldDaySettings(Recurrence(rule), grades))


def _draw_settings(section: Section) -> DrawSettings | None:
    chance, outcome, secret = (section.take(name, string) for name in ("chance", "outcome", "secret"))
    shares = _shares(section, "tolerance", "grace")
    section.finish()
    if chance is None or outcome is None or secret is None:
        return None
    return section.made(lambda: DrawSettings(chance, outcome, secret, **shares))


def _gates(section: Section) -> Gates | None:
    shares = _shares(section, "under_way", "complete")
    section.finish()
    return section.made(lambda: Gates(**shares))


def _shares(section: Section, *names: str) -> dict[str, Fraction]:
    """The shares that are given; 0 is one of them."""
    return {name: value for name in names if (value := section.maybe(name, share)) is not None}
