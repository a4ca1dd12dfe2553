"""The demonstration holds what the reports' folders hold, and somebody can sign in for each role."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

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
from grassrota_web.config.demonstrated_units import COUNTED
from grassrota_web.config.demonstrated_verdicts import inspect_units
from grassrota_web.config.demonstration import load
from grassrota_web.figures.models import LedgerEntry
from grassrota_web.inspections.actions.cycles import close
from grassrota_web.inspections.models import Claim, Cycle, Visit
from grassrota_web.inspections.queries.gates import clashes
from grassrota_web.intake.models import LogHead, Opinion
from grassrota_web.journal.queries import verify
from grassrota_web.opinions.models import Case, FactKind
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


@pytest.fixture
def four_units(tmp_path: Path) -> Path:
    """Report 002 with four of its units: they report 8, 8, 5 and 2 of ten as fixed, and the second has fixed 6."""
    packaged, folder = scenarios.find_one("002"), tmp_path / "002_sixty_units"
    (folder / "inspection").mkdir(parents=True)
    (folder / "rotation.toml").write_bytes((packaged / "rotation.toml").read_bytes())
    head, *lines = (packaged / "inspection" / "counts.csv").read_text().splitlines()
    some = [line for line in lines if line.startswith(("u01,", "u05,", "u33,", "u53,"))]
    (folder / "inspection" / "counts.csv").write_text("\n".join([head, *some]))
    return folder


def test_every_unit_of_a_report_of_counts_has_a_verdict(loaded: list[str], four_units: Path) -> None:
    """With a fifth of tolerance, 8, 5 and 2 of ten are verified as 7, 4 and 1; what is below a gate clashes in 16 days.

    Their raisers said so or otherwise, so that the cycle can be closed; of what stands open all but the latest of each
    unit are acknowledged. Each unit's bound is told to the gate of the rotation above. Done again, nothing changes.
    """
    today = timezone.localdate()
    load([four_units], None, loaded.append)
    assert inspect_units(four_units, today) is None, "nobody to inspect"
    names = open_accounts("001_leaders")
    assert len(names) == 13
    raise_opinions("001_leaders", today)
    row = inspect_units(four_units, today)
    assert row is not None
    assert row.ended_on == today
    found = {claim.unit.code[-3:]: claim for claim in row.claims.select_related("unit")}
    assert [(found[code].received, found[code].claimed) for code in sorted(found)] == [
        (10, 8),
        (10, 8),
        (10, 5),
        (10, 2),
    ]
    assert [(found[code].outcome, found[code].at_least) for code in ("u01", "u33", "u53")] == [
        ("confirmed", 7),
        ("confirmed", 4),
        ("confirmed", 1),
    ]
    refuted = Case.objects.filter(state=CaseState.REFUTED).values_list("owner__code", flat=True)
    assert list(refuted) == ["sixty-units-u05", "sixty-units-u05"]
    officer, inspector = (
        actor_of(Account.objects.get(username=name), proven=True) for name in ("officer2", "inspector")
    )
    below = {(one.unit.code[-3:], one.conflict.gate): one.conflict for one in clashes(officer)}
    assert not [code for code, _gate in below if code == "u01"]
    assert [(below[code, Fraction(1, 2)].missing, below[code, Fraction(1, 2)].days) for code in ("u33", "u53")] == [
        (1, 16),
        (4, 16),
    ]
    acknowledged = Case.objects.filter(owner__code__startswith="sixty-units-", facts__kind=FactKind.ACKNOWLEDGED)
    assert acknowledged.count() == 1 + 1 + 4 + 7
    bounds = Rotation.objects.get(code=COUNTED).verified_bounds
    assert set(bounds.values_list("unit__code", flat=True)) == {f"sixty-units-{code}" for code in found}
    assert close(inspector, Cycle.objects.get().pk).closed_on == today
    assert inspect_units(four_units, today) is None
    assert verify().holds
