"""A rotation small enough to work by hand, and made-up ones of any size, as rows."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from grassrota.org import UnitTree
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve import solve, within
from grassrota.synth.rota import Size, rota
from grassrota_web.access.actor import Application
from grassrota_web.access.models import Account, Grant
from grassrota_web.access.rights import Role
from grassrota_web.orgs import models as orgs
from grassrota_web.rotas import models
from grassrota_web.rotas.actions.plans import keep_plan
from grassrota_web.rotas.convert.policy import text_of
from grassrota_web.rotas.convert.problem import problem_of


def units_of(tree: UnitTree, top: orgs.Unit | None = None) -> dict[str, orgs.Unit]:
    """The units of a tree as rows."""
    made: dict[str, orgs.Unit] = {}
    for unit in tree.units:
        east, north = unit.position or (None, None)
        parent = made.get(unit.parent, top)
        row = orgs.Unit.objects.create(
            code=unit.id,
            name=unit.name,
            level=unit.level,
            kind=unit.kind,
            parent=parent,
            path=unit.id,
            east_km=east,
            north_km=north,
        )
        row.path = f"{parent.path if parent else '/'}{row.pk}/"
        row.save(update_fields=["path"])
        made[unit.id] = row
    return made


def rotation_of(problem: RotaProblem, code: str = "made-up") -> orgs.Rotation:
    """A problem as rows: a rotation whose home and hosts are the top of the tree."""
    units = units_of(problem.tree)
    scale = orgs.GradeScale.objects.create(version=problem.policy.scale.version, valid_from=date(2026, 1, 1))
    for grade in problem.policy.scale.grades:
        orgs.Grade.objects.create(scale=scale, code=grade.code, rank=grade.rank, titles=list(grade.titles))
    orgs.Person.objects.bulk_create(
        orgs.Person(
            code=person.id,
            name=person.name,
            unit=units[person.unit],
            grade=person.grade,
            tenure_years=person.tenure_years,
            field_years=person.field_years,
            turns_served=person.turns_served,
            last_returned=person.last_returned,
            previous_post=person.previous_post,
            home_post=person.home_post,
            surplus=person.surplus,
            key_staff=person.key_staff,
            skills=sorted(person.skills),
            site=units.get(person.site),
        )
        for person in problem.people
    )
    people = {row.code: row for row in orgs.Person.objects.all()}
    top = units[next(unit.id for unit in problem.tree.units if not unit.parent)]
    rotation = orgs.Rotation.objects.create(
        code=code, title=problem.policy.title, home=top, hosts=top, scale=scale, opened_on=date(2026, 1, 1)
    )
    orgs.Opening.objects.bulk_create(
        orgs.Opening(
            code=opening.id,
            rotation=rotation,
            place=units[opening.place],
            sector=opening.sector,
            role=opening.role,
            low=opening.low,
            high=opening.high,
            batches=sorted(opening.batches),
            length=opening.length,
            needs=sorted(opening.needs),
            prefers=sorted(opening.prefers),
            hardship=opening.hardship,
            grades=sorted(opening.grades),
            answer=orgs.HostAnswer.CONSENTED,
        )
        for opening in problem.openings
    )
    orgs.Exemption.objects.bulk_create(
        orgs.Exemption(person=people[entry.person], reason=entry.reason, since=date(2026, 1, 1))
        for entry in problem.exemptions
    )
    models.NotAvailable.objects.bulk_create(
        models.NotAvailable(rotation=rotation, person=people[entry.person], batches=sorted(entry.batches))
        for entry in problem.not_available
    )
    orgs.Couple.objects.bulk_create(
        orgs.Couple(first=people[pair.first], second=people[pair.second]) for pair in problem.couples
    )
    models.Interest.objects.bulk_create(
        models.Interest(rotation=rotation, person=people[wish.person], place=units[wish.place], rank=wish.rank)
        for wish in problem.preferences
    )
    models.Policy.objects.create(rotation=rotation, number=1, text=text_of(problem.policy), made_on=date(2026, 1, 1))
    return rotation


@pytest.fixture
def made() -> RotaProblem:
    """Eighty made-up people of four offices, and four openings in three townships."""
    problem = rota(Size(people=80, units=4, openings=4, batches=2, townships=3), seed=4)
    return replace(problem, policy=replace(problem.policy, home_absence=Fraction(60, 100)))


@pytest.fixture
def rotation(made: RotaProblem) -> orgs.Rotation:
    """The same as rows."""
    return rotation_of(made)


@pytest.fixture
def organiser(rotation: orgs.Rotation) -> Account:
    """Who plans it."""
    return account(Role.ORGANISER, rotation.home.path)


@pytest.fixture
def plan(rotation: orgs.Rotation) -> models.Plan:
    """A draft that was solved for."""
    policy = rotation.policies.select_related("rotation__home", "rotation__hosts").get()
    return keep_plan(Application(), policy, solve(problem_of(policy), stop=within(0.05)), uuid.uuid4())


def account(role: Role, path: str, person: str = "") -> Account:
    """An account that holds one role."""
    made = Account.objects.create(username=f"{role} {path} {person}", name=f"{role}", person=person)
    Grant.objects.create(account=made, role=role, path=path, since=date(1950, 1, 1))
    return made
