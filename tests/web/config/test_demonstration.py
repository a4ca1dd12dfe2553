"""The demonstration holds what the reports' folders hold, and somebody can sign in for each role."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from grassrota.cli import scenarios
from grassrota.files.problem import read_problem
from grassrota.opinions.case import CaseState
from grassrota.rota.check import check
from grassrota_web.access.models import Account
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.config.demo_accounts import PASSWORD, open_accounts
from grassrota_web.config.demonstrated_figures import read_the_past
from grassrota_web.config.demonstrated_inspections import inspect
from grassrota_web.config.demonstrated_opinions import raise_opinions
from grassrota_web.config.demonstration import load
from grassrota_web.figures.models import LedgerEntry
from grassrota_web.inspections.models import Claim, Visit
from grassrota_web.intake.models import LogHead, Opinion
from grassrota_web.journal.queries import verify
from grassrota_web.opinions.models import Case
from grassrota_web.orgs.models import Opening, Person, Rotation
from grassrota_web.rotas.convert.plan import plan_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import OpenCases, Plan


@pytest.fixture
def loaded() -> list[str]:
    """The two rotations of report 001."""
    told: list[str] = []
    load(scenarios.find("001"), None, told.append)
    return told


def test_the_rows_are_the_problem_of_the_folder(loaded: list[str]) -> None:
    """People and openings read back as the folder's, each id with the rotation's prefix."""
    folder = read_problem(scenarios.find_one("001_leaders") / "problem")
    stored = problem_of(Plan.objects.get(rotation__code="001_leaders").policy)
    assert {replace(one, id=f"leaders-{one.id}", unit=f"leaders-{one.unit}") for one in folder.people} == {
        replace(one, site="") for one in stored.people
    }
    assert {f"leaders-{one.id}" for one in folder.openings} == {one.id for one in stored.openings}


def test_the_plans_keep_every_rule(loaded: list[str]) -> None:
    """The independent check finds nothing wrong with any plan that was loaded."""
    for plan in Plan.objects.all():
        problem = problem_of(plan.policy)
        assert check(problem, plan_of(plan, problem)) == ()
    assert Plan.objects.count() == 2


def test_loading_again_changes_nothing(loaded: list[str]) -> None:
    """What is there already is left alone."""
    before = (Rotation.objects.count(), Person.objects.count(), Opening.objects.count())
    assert load(scenarios.find("001"), None, loaded.append) == []
    assert (Rotation.objects.count(), Person.objects.count(), Opening.objects.count()) == before
    assert verify().holds


def test_there_is_somebody_for_each_role(loaded: list[str]) -> None:
    """Twelve accounts sign in, all nine roles are held, and inspectors and reviewer were confirmed by another."""
    names = open_accounts("001_communes")
    assert len(names) == 12
    for name in names:
        answer = Client().post("/sign-in/", {"username": name, "password": PASSWORD})
        assert answer.status_code == 302, name
    held = {role for account in Account.objects.all() for role, _ in actor_of(account, proven=True).roles}
    assert held == set(Role)
    assert open_accounts("001_communes") == []


def test_a_report_of_counts_shows_its_units_and_their_open_cases(loaded: list[str]) -> None:
    """Report 002: of 1,040,000 opinions 60 units call 645,840 fixed; the 394,160 others are open."""
    (rotation,) = load(scenarios.find("002"), None, loaded.append)
    cases = OpenCases.objects.filter(rotation=rotation)
    assert cases.count() == 60
    assert sum(cases.values_list("count", flat=True)) == 394_160
    assert not rotation.verified_bounds.exists()
    assert load(scenarios.find("002"), None, loaded.append) == []


def test_opinions_were_raised_and_some_are_worked_on(loaded: list[str]) -> None:
    """Sixty are in the log, once; the officer has cases that are said to be fixed, begun, late and not begun."""
    today = timezone.localdate()
    assert raise_opinions("001_leaders", today) == 0, "nobody to work on them"
    open_accounts("001_leaders")
    raised = raise_opinions("001_leaders", today)
    assert (Opinion.objects.count(), LogHead.objects.latest("day").size) == (raised, raised)
    assert raise_opinions("001_leaders", today) == 0
    cases = visible(actor_of(Account.objects.get(username="officer"), proven=True), Case.objects.all())
    assert cases.filter(state=CaseState.CLAIMED).exists()
    assert cases.filter(state=CaseState.OPEN, due_on__lt=today).exists()
    assert (read_the_past(today), read_the_past(today)) == (6, 0)
    grown = LedgerEntry.objects.filter(figure="raised", part="", unit__parent=None).order_by("unit", "day")
    assert grown.values("day").distinct().count() > 3
    assert verify().holds


def test_a_round_of_inspection_was_drawn_and_waits_for_visits(loaded: list[str]) -> None:
    """Three inspectors have visits to make, second looks among them; done again, nothing changes."""
    assert inspect() is None, "nobody to inspect"
    open_accounts("001_leaders")
    raise_opinions("001_leaders", timezone.localdate())
    assert inspect() is not None
    assert Claim.objects.get().size > 0
    assert {visit.turn for visit in Visit.objects.all()} == {1, 2}
    assert Visit.objects.values("inspector").distinct().count() == 3
    assert inspect() is None
