"""A rotation begun elsewhere goes on here: all that has happened comes in, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from grassrota.cli import scenarios
from tests.web.installation import Installation

LEADERS = scenarios.find_one("001_leaders")
COUNTED = (
    "from grassrota_web.postings.models import Posting\n"
    "from grassrota_web.rotas.models import Plan\n"
    "from grassrota_web.orgs.models import Person\n"
    "print(Person.objects.count(), Posting.objects.count(), *Plan.objects.values_list('state', flat=True))"
)


@pytest.fixture
def plan(installation: Installation, tmp_path: Path) -> Path:
    """A plan for the 16 leaders, as the command line writes it."""
    folder = tmp_path / "plan"
    assert installation("plan", LEADERS / "problem", "-o", folder, "--quiet").code == 0
    return folder


def test_a_rotation_goes_on_in_its_middle(set_up: Installation, plan: Path) -> None:
    """Sixteen leaders, each with the posting and the steps of the folder; the journal verifies."""
    done = set_up("import", LEADERS, "--plan", plan, "--under-way", "--json")
    assert (done.code, done.data["people"], done.data["postings"]) == (0, 16, 16), done.err
    assert set_up.python(COUNTED) == "16 16 under_way"
    assert set_up("journal", "verify").code == 0
    again = set_up("import", LEADERS, "--json")
    assert again.code == 2
    assert "--code" in again.err + again.out
    taken = set_up("import", LEADERS, "--code", "second")
    assert taken.code == 2
    assert set_up("import", LEADERS, "--code", "second", "--prefix", "b-").code == 0
    assert set_up.python(COUNTED) == "32 16 under_way"


def test_what_does_not_fit_brings_in_nothing(installation: Installation, set_up: Installation, plan: Path) -> None:
    """Without tables, without a plan to carry out, or with a plan of another problem: a clear no, and no row."""
    assert installation("import", LEADERS).code == 2
    unplanned = set_up("import", LEADERS, "--under-way")
    assert unplanned.code == 2
    assert "--plan" in unplanned.err
    strange = set_up("import", scenarios.find_one("001_communes"), "--plan", plan)
    assert strange.code == 2, strange.out
    assert set_up.python(COUNTED) == "0 0"
