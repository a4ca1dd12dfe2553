"""Plans that can be asked why: kept at hand, since counting one takes longer than answering.

The organiser asks of the problem without wishes, which are their owners' alone; people ask of their own line with all
wishes in, and learn no cost. Prices prove something about any problem: what they prove is worked out anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from threading import Lock

from grassrota.rota.bound import proof
from grassrota.rota.certificate import Price
from grassrota.rota.explain import Answer, Explainer
from grassrota.rota.part import LEAST_SHOWN
from grassrota.rota.problem import RotaProblem
from grassrota_web.access.kept import kept
from grassrota_web.rotas.convert.plan import plan_of, prices_of
from grassrota_web.rotas.convert.problem import problem_of
from grassrota_web.rotas.models import Plan, Proof
from grassrota_web.rotas.queries.without_wishes import without_wishes

AT_HAND = 4
"""Plans that are kept counted."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one person: an opening, a batch, both, or why they do not stay, or go."""

    person: str
    opening: str = ""
    batch: int | None = None


def explained(row: Plan, question: Question, *, wishes: bool = False) -> Answer:
    """An answer about somebody in a plan.

    Args:
        row: The plan, with its policy and rotation at hand.
        question: What is asked.
        wishes: True to answer about the problem with everybody's wishes in, of which the organiser learns nothing.

    Raises:
        Refused: ``not_eligible`` or ``no_such_slot``, if there is nothing to answer.
    """
    problem = problem_of(row.policy)
    counted = _counted(_Asked(row.pk, problem.sha256, wishes, row, problem))
    with counted.lock:
        return counted.explainer.ask(question.person, question.opening, question.batch)


@dataclass(frozen=True)
class _Asked:
    """A plan as it is asked about: the same as long as its problem is."""

    plan: int
    problem_sha256: str
    wishes: bool
    row: Plan = field(compare=False)
    problem: RotaProblem = field(compare=False)


@dataclass(frozen=True)
class _Counted:
    """A plan that can be asked by one thread at a time: it tries moves on its own counts."""

    explainer: Explainer
    lock: Lock = field(default_factory=Lock)


def forget() -> None:
    """Lets go of what is at hand; plans never change, but a store that is set back may number others alike."""
    _counted.forget()


@kept(AT_HAND)
def _counted(asked: _Asked) -> _Counted:
    problem, value = asked.problem, plan_of(asked.row, asked.problem)
    prices = _prices(asked.row)
    if not asked.wishes and problem.preferences:
        prices = tuple(_of_many(problem, prices))
        problem, value = without_wishes(problem, value)
    proven = proof(problem, prices)
    if proven.faults:  # a row that a price names is there no more
        prices, proven = (), proof(problem, ())
    told = replace(value.certificate, bound=proven.bound, constant=proven.constant, prices=prices)
    return _Counted(Explainer(problem, replace(value, certificate=told)))


def _prices(row: Plan) -> tuple[Price, ...]:
    """The prices of a plan, or of the one that it was made from by moving people."""
    origin: Plan | None = row
    while origin is not None:
        found = Proof.objects.filter(plan=origin).first()
        if found is not None:
            return prices_of(found)
        origin = origin.made_from
    return ()


def _of_many(problem: RotaProblem, prices: Iterable[Price]) -> Iterable[Price]:
    """Prices whose rows do not count a few people alone: of these a price could tell a wish."""
    staff = Counter[tuple[str, ...]]()
    for person in problem.people:
        staff[person.unit,] += 1
        staff[person.unit, person.grade] += 1
    for price in prices:
        group = price.about if price.rule == "absence" else price.about[:1]
        small = price.rule in ("absence", "dumping") and staff[group] < LEAST_SHOWN
        if price.rule != "couples" and not small:
            yield price
