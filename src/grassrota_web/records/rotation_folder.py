"""A rotation folder, as the command line plays it, brought into the store: at rest, with a draft, or under way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from grassrota.errors import BadInput, Fault
from grassrota.files.plan import read_plan
from grassrota.files.problem import read_problem
from grassrota.play.main import carry_out
from grassrota.play.rotation import Rotation as Settings
from grassrota.play.rotation import read_rotation
from grassrota.rota.bound import check_bound
from grassrota.rota.certificate import Price
from grassrota.rota.check import objective
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.problem import RotaProblem
from grassrota_web.access.actor import Application
from grassrota_web.fieldwork.load import UnderWay, load_postings
from grassrota_web.orgs.load import Roster, load_roster
from grassrota_web.orgs.models import Rotation
from grassrota_web.rotas.actions.policies import save_policy
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.load import load_not_available, load_plan, load_wishes
from grassrota_web.rotas.models import PlanState, Policy

AHEAD = timedelta(days=30)
"""So long before the first departure a rotation is taken to have been opened, as no file says when."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class RotationFolder:
    """A folder with ``rotation.toml`` and ``problem``, read once.

    Attributes:
        path: The folder.
        prefix: Put before every id, so that several folders can stand beside each other.
    """

    path: Path
    settings: Settings
    problem: RotaProblem
    prefix: str = ""

    @classmethod
    def read(cls, path: Path, prefix: str = "") -> RotationFolder:
        """Reads it.

        Raises:
            BadInput: With every fault of its files.
        """
        return cls(path, read_rotation(path), read_problem(path / "problem"), prefix)

    def plan(self, solved: Path | None = None) -> Plan:
        """A plan for it: the one written in a folder, or a new one.

        Raises:
            BadInput: With every fault of the folder, a bound that its prices do not prove among them.
        """
        if solved is None:
            from grassrota.rota.solve import solve  # brings a compiler along, which pages can do without

            return solve(self.problem, seed=self.settings.seed)
        plan = read_plan(solved, self.problem)
        doubts = check_bound(self.problem, plan.certificate)
        if doubts:
            raise BadInput(Fault("", "a bound that the prices prove", str(doubt), file=solved.name) for doubt in doubts)
        return plan


def roster_of(folder: RotationFolder) -> Roster:
    """The roster of a folder, by the ids that it has here."""
    problem = folder.problem
    scale = problem.policy.scale
    roster = Roster(problem.tree, problem.people, problem.openings, scale, problem.exemptions, problem.couples)
    return roster.with_prefix(folder.prefix)


def bring_in(folder: RotationFolder, code: str, tell: Tell) -> tuple[Rotation, Policy]:
    """Brings in roster, openings, wishes, absences and policy: what is there before anything is planned.

    Args:
        folder: The folder.
        code: Of the new rotation.
        tell: Told what is being done.
    """
    tell(f"{code}: roster")
    actor, prefix, problem = Application(), folder.prefix, folder.problem
    policy = replace(problem.policy, first=tuple(f"{prefix}{person}" for person in problem.policy.first))
    roster = roster_of(folder)
    opened_on = policy.batches[0].depart_from - AHEAD
    with transaction.atomic():
        rotation = load_roster(actor, roster, code=code, title=folder.settings.title, opened_on=opened_on)
        wishes = (replace(wish, person=prefix + wish.person, place=prefix + wish.place) for wish in problem.preferences)
        load_wishes(actor, rotation, wishes)
        absent = (replace(entry, person=prefix + entry.person) for entry in problem.not_available)
        load_not_available(actor, rotation, absent)
        return rotation, save_policy(actor, rotation, policy)


def bring_in_plan(folder: RotationFolder, policy: Policy, plan: Plan, tell: Tell, *, under_way: bool) -> None:
    """Brings in a plan for what was brought in: as a draft, or as carried out so far as the folder says.

    Args:
        folder: The folder.
        policy: As ``bring_in`` gave it.
        plan: A plan for the folder's problem.
        tell: Told what is being done.
        under_way: True if the folder's ``postings`` say what has happened.
    """
    rotation = policy.rotation
    tell(f"{rotation.code}: plan")
    state = PlanState.UNDER_WAY if under_way else PlanState.DRAFT
    with transaction.atomic():
        row = load_plan(Application(), policy, _renamed(plan, folder.prefix, problem_of(policy)), state)
        if under_way:
            tell(f"{rotation.code}: postings")
            load_postings(Application(), rotation, happened(folder, plan), prefix=folder.prefix, plan=row)


def happened(folder: RotationFolder, plan: Plan) -> UnderWay:
    """What a folder says was done by its plan; raises ``BadInput`` and ``Refused`` for what could not have been."""
    carried = carry_out(folder.path, folder.settings, folder.problem, plan)
    files = carried.files
    if files is None:
        return UnderWay(carried.postings)
    return UnderWay(
        carried.postings, files.records.values, files.concerns.values, files.reports.values, files.field_days.values
    )


def _renamed(plan: Plan, prefix: str, problem: RotaProblem) -> Plan:
    """The plan for the same problem with other ids: what is proven of one holds for both."""
    going = tuple(Assignment(prefix + one.person, prefix + one.opening, one.batch) for one in plan.assignments)
    staying = left_out(problem, frozenset(entry.person for entry in going))
    prices = tuple(replace(price, about=tuple(_about(price, prefix))) for price in plan.certificate.prices)
    certificate = replace(plan.certificate, problem_sha256=problem.sha256, prices=prices)
    renamed = Plan(going, staying, certificate)
    return replace(renamed, certificate=replace(certificate, objective=objective(problem, renamed)))


def _about(price: Price, prefix: str) -> Iterator[str]:
    """What a price is about: ids but for the grade or band of a unit, which are words."""
    words = price.rule in ("absence", "dumping")
    for place, word in enumerate(price.about):
        yield word if words and place else prefix + word
