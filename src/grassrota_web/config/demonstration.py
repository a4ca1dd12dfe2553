"""The demonstration's rotations: those of the reports, with their rosters, policies and plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from grassrota.files.plan import read_plan
from grassrota.files.problem import read_problem
from grassrota.play.main import carry_out
from grassrota.play.rotation import Rotation as Settings
from grassrota.play.rotation import read_rotation
from grassrota.rota.check import objective
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.problem import RotaProblem
from grassrota.rota.solve import solve
from grassrota_web.access.actor import Application
from grassrota_web.fieldwork.load import UnderWay, load_postings
from grassrota_web.orgs.load import Roster, load_roster
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.actions.policies import save_policy
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.load import load_not_available, load_plan, load_wishes
from grassrota_web.rotas.models import PlanState
from grassrota_web.rotas.models import Policy as PolicyRow

NOT_YET = ("001_communes",)
"""Rotations that wait with a draft of a plan, so that there is one to work on."""

AHEAD = timedelta(days=30)
"""So long before the first departure a rotation of the reports is taken to have been opened."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """A rotation of the demonstration.

    Attributes:
        name: Name of its folder.
        rotation: The row.
        prefix: What stands before the ids of the folder.
    """

    name: str
    rotation: Rotation
    prefix: str


def load(folders: Sequence[Path], played: Path | None, tell: Tell, *, at_rest: bool = False) -> list[Loaded]:
    """Loads every rotation that is not there yet.

    Args:
        folders: Rotation folders with a problem; others are passed over.
        played: Where plans of these folders were written before, to save solving anew.
        tell: Told what is being done.
        at_rest: True to load what is there before anything is planned: no plan, and nobody posted.
    """
    found = []
    for folder in folders:
        if not (folder / "problem").is_dir() or Rotation.objects.filter(code=folder.name).exists():
            continue
        tell(f"{folder.name}: roster")
        settings, problem = read_rotation(folder), read_problem(folder / "problem")
        loaded, policy = _roster(folder, settings, problem)
        if not at_rest:
            _planned(folder, settings, problem, loaded, policy, played / folder.name / "plan" if played else None, tell)
        found.append(loaded)
    return found


def _roster(folder: Path, settings: Settings, problem: RotaProblem) -> tuple[Loaded, PolicyRow]:
    actor = Application()
    prefix = f"{folder.name.partition('_')[2].replace('_', '-')}-"
    policy = replace(problem.policy, first=tuple(f"{prefix}{person}" for person in problem.policy.first))
    roster = Roster(problem.tree, problem.people, problem.openings, policy.scale, problem.exemptions, problem.couples)
    opened_on = policy.batches[0].depart_from - AHEAD
    rotation = load_roster(actor, roster, code=folder.name, title=settings.title, opened_on=opened_on, prefix=prefix)
    wishes = (replace(wish, person=prefix + wish.person, place=prefix + wish.place) for wish in problem.preferences)
    load_wishes(actor, rotation, wishes)
    absent = (replace(entry, person=prefix + entry.person) for entry in problem.not_available)
    load_not_available(actor, rotation, absent)
    return Loaded(folder.name, rotation, prefix), save_policy(actor, rotation, policy)


def _planned(
    folder: Path,
    settings: Settings,
    problem: RotaProblem,
    loaded: Loaded,
    saved: PolicyRow,
    solved: Path | None,
    tell: Tell,
) -> None:
    actor = Application()
    tell(f"{folder.name}: plan")
    ready = solved is not None and solved.is_dir()
    plan = read_plan(solved, problem) if ready and solved else solve(problem, settings.seed)
    waits = folder.name in NOT_YET
    state = PlanState.DRAFT if waits else PlanState.UNDER_WAY
    row = load_plan(actor, saved, _renamed(plan, loaded.prefix, problem_of(saved)), state)
    if not waits:
        tell(f"{folder.name}: postings")
        under_way = _under_way(folder, settings, problem, plan)
        load_postings(actor, loaded.rotation, under_way, prefix=loaded.prefix, plan=row)


def _under_way(folder: Path, settings: Settings, problem: RotaProblem, plan: Plan) -> UnderWay:
    carried = carry_out(folder, settings, problem, plan)
    files = carried.files
    if files is None:
        return UnderWay(carried.postings)
    return UnderWay(
        carried.postings, files.records.values, files.concerns.values, files.reports.values, files.field_days.values
    )


def _renamed(plan: Plan, prefix: str, problem: RotaProblem) -> Plan:
    """The plan for the same problem with other ids: what is proven of one holds for the other."""
    going = tuple(Assignment(prefix + one.person, prefix + one.opening, one.batch) for one in plan.assignments)
    staying = left_out(problem, frozenset(entry.person for entry in going))
    certificate = replace(plan.certificate, problem_sha256=problem.sha256)
    renamed = Plan(going, staying, certificate)
    return replace(renamed, certificate=replace(certificate, objective=objective(problem, renamed)))
