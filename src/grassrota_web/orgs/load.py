"""A whole roster at once, from values of the core into rows: for the first run and for the demonstration.

Each table is one verb with one row in the journal, which names it by its number of rows and the hash of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from grassrota import org, staff
from grassrota.errors import BadInput, Fault
from grassrota.posting import opening as core
from grassrota_web.access.actor import Actor
from grassrota_web.access.paths import EVERYWHERE
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Act, verb
from grassrota_web.orgs import convert
from grassrota_web.orgs.actions.rotations import Call, open_rotation
from grassrota_web.orgs.actions.scales import add_scale
from grassrota_web.orgs.models import Couple, Exemption, GradeScale, HostAnswer, Opening, Person, Rotation, Unit

AT_ONCE = 2000
"""Rows written by one statement."""


@dataclass(frozen=True)
class Roster:
    """What a rotation starts from; cross-references between the parts hold, as in a ``RotaProblem``.

    Attributes:
        tree: The units, with one of them above all others.
        people: Who is there.
        openings: Where they are wanted.
        scale: The grade scale.
        exemptions: Who is exempt, by class.
        couples: Who is not away at the same time.
    """

    tree: org.UnitTree
    people: tuple[staff.Person, ...]
    openings: tuple[core.Opening, ...]
    scale: staff.GradeScale
    exemptions: tuple[staff.Exemption, ...] = ()
    couples: tuple[staff.Couple, ...] = ()

    def with_prefix(self, prefix: str) -> Roster:
        """The same with this before every id, so that several can stand beside each other."""

        def own(code: str) -> str:
            return f"{prefix}{code}" if code else ""

        heads = {unit.id: tuple(own(head) for head in unit.headed_by) for unit in self.tree.units}
        units = (
            replace(unit, id=own(unit.id), parent=own(unit.parent), headed_by=heads[unit.id])
            for unit in self.tree.units
        )
        return Roster(
            org.UnitTree(tuple(units)),
            tuple(replace(one, id=own(one.id), unit=own(one.unit), site=own(one.site)) for one in self.people),
            tuple(replace(opening, id=own(opening.id), place=own(opening.place)) for opening in self.openings),
            self.scale,
            tuple(replace(exemption, person=own(exemption.person)) for exemption in self.exemptions),
            tuple(replace(couple, first=own(couple.first), second=own(couple.second)) for couple in self.couples),
        )


def load_roster(
    actor: Actor, roster: Roster, *, code: str, title: str, opened_on: date, prefix: str = "", asked: bool = False
) -> Rotation:
    """Brings in a roster and opens its rotation: home and hosts are the lowest units above all people and all places.

    Args:
        actor: Who brings it in; ``Application()`` for a first run.
        roster: What to bring in.
        code: Of the rotation.
        title: Of the rotation.
        opened_on: Its first day.
        prefix: Put before every id.
        asked: True if the hosts are still to be asked; else they have consented.

    Raises:
        BadInput: If a code is taken, or the tree has no single top.
    """
    roster = roster.with_prefix(prefix)
    units = load_units(actor, roster.tree)
    scale = GradeScale.objects.filter(version=roster.scale.version).first() or add_scale(actor, roster.scale)
    people = load_people(actor, roster.people, units)
    if any(unit.headed_by for unit in roster.tree.units):
        set_heads(actor, roster.tree, units, people)
    if roster.exemptions:
        load_exemptions(actor, roster.exemptions, people, opened_on)
    if roster.couples:
        load_couples(actor, roster.couples, people)
    home = _lowest_above(roster.tree, (person.unit for person in roster.people))
    hosts = _lowest_above(roster.tree, (opening.place for opening in roster.openings))
    rotation = open_rotation(actor, Call(code, title, home, hosts, scale.version, opened_on))
    load_openings(actor, roster.openings, units, rotation, HostAnswer.ASKED if asked else HostAnswer.CONSENTED)
    return rotation


@verb("orgs.load_units", Right.EDIT_UNITS)
def load_units(act: Act, tree: org.UnitTree) -> Mapping[str, Unit]:
    """Brings in a whole tree of units."""
    act.at(EVERYWHERE)
    _refuse_taken(Unit, list(tree.by_id), "units")
    rows: dict[str, Unit] = {}
    for level in org.Level:
        units = [unit for unit in tree.units if unit.level == level]
        made = [
            convert.put_unit(Unit(parent=rows.get(unit.parent), path=f"new {unit.id}"[:255]), unit) for unit in units
        ]
        Unit.objects.bulk_create(made, batch_size=AT_ONCE)
        for unit, row in zip(units, made, strict=True):
            row.path = convert.path_below(rows.get(unit.parent), row.pk)
            rows[unit.id] = row
        Unit.objects.bulk_update(made, ["path"], batch_size=500)
    act.note("units", len(rows), after=convert.digest("units", tree.units))
    return rows


@verb("orgs.load_people", Right.EDIT_PEOPLE)
def load_people(act: Act, people: tuple[staff.Person, ...], units: Mapping[str, Unit]) -> Mapping[str, Person]:
    """Brings in people."""
    act.at(EVERYWHERE)
    _refuse_taken(Person, [person.id for person in people], "people")
    rows = [convert.put_person(Person(), person, units[person.unit], units.get(person.site)) for person in people]
    made = Person.objects.bulk_create(rows, batch_size=AT_ONCE)
    act.note("people", len(made), after=convert.digest("people", people))
    return {row.code: row for row in made}


@verb("orgs.set_heads", Right.EDIT_UNITS)
def set_heads(act: Act, tree: org.UnitTree, units: Mapping[str, Unit], people: Mapping[str, Person]) -> None:
    """Says who heads the units that were brought in."""
    act.at(EVERYWHERE)
    heads = [(units[unit.id], people[head]) for unit in tree.units for head in unit.headed_by]
    through = Unit.headed_by.through
    through.objects.bulk_create(through(unit=unit, person=head) for unit, head in heads)
    act.note("units", len(heads), after={"heads": len(heads)})


@verb("orgs.load_exemptions", Right.EDIT_PEOPLE)
def load_exemptions(
    act: Act, exemptions: tuple[staff.Exemption, ...], people: Mapping[str, Person], since: date
) -> None:
    """Brings in exemptions, by class."""
    act.at(EVERYWHERE)
    Exemption.objects.bulk_create(
        (Exemption(person=people[entry.person], reason=entry.reason.value, since=since) for entry in exemptions),
        batch_size=AT_ONCE,
    )
    act.note("exemptions", len(exemptions), after={"count": len(exemptions)})


@verb("orgs.load_couples", Right.EDIT_PEOPLE)
def load_couples(act: Act, couples: tuple[staff.Couple, ...], people: Mapping[str, Person]) -> None:
    """Brings in couples."""
    act.at(EVERYWHERE)
    pairs = [sorted((people[couple.first], people[couple.second]), key=lambda row: row.pk) for couple in couples]
    Couple.objects.bulk_create((Couple(first=one, second=two) for one, two in pairs), batch_size=AT_ONCE)
    act.note("couples", len(couples), after=convert.digest("couples", couples))


@verb("orgs.load_openings", Right.EDIT_OPENINGS)
def load_openings(
    act: Act, openings: tuple[core.Opening, ...], units: Mapping[str, Unit], rotation: Rotation, answer: HostAnswer
) -> None:
    """Brings in openings, with what their hosts have said."""
    act.at(EVERYWHERE)
    answered = None if answer == HostAnswer.ASKED else rotation.opened_on
    Opening.objects.bulk_create(
        (
            convert.put_opening(
                Opening(rotation=rotation, answer=answer, answered_on=answered), value, units[value.place]
            )
            for value in openings
        ),
        batch_size=AT_ONCE,
    )
    said = {**convert.digest("openings", openings), "answer": answer.value}
    act.note("openings", len(openings), after=said, as_of=min(rotation.opened_on, timezone.localdate()))


def _lowest_above(tree: org.UnitTree, codes: Iterable[str]) -> str:
    """The lowest unit that is each of these or above it."""
    lines = [[*reversed([unit.id for unit in tree.ancestors(code)]), code] for code in dict.fromkeys(codes)]
    shared = [steps[0] for steps in zip(*lines, strict=False) if len(set(steps)) == 1]
    if not shared:
        raise BadInput([Fault("parent", "one unit above all people, and one above all places", "none", file="units")])
    return str(shared[-1])


def taken(roster: Roster) -> list[Fault]:
    """A fault for each table of a roster of which ids are in use already."""
    return [
        *_taken(Unit, list(roster.tree.by_id), "units"),
        *_taken(Person, [person.id for person in roster.people], "people"),
    ]


def _refuse_taken(rows: type[Unit] | type[Person], codes: list[str], kind: str) -> None:
    if faults := _taken(rows, codes, kind):
        raise BadInput(faults)


def _taken(rows: type[Unit] | type[Person], codes: list[str], kind: str) -> list[Fault]:
    chunks = (codes[start : start + 10_000] for start in range(0, len(codes), 10_000))
    if any(rows._default_manager.filter(code__in=chunk).exists() for chunk in chunks):
        return [Fault("id", "ids that are not used yet", "some that are", "Give a prefix.", file=kind)]
    return []
