"""``grassrota explain``: why a person has what a plan gives them, and not something else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from grassrota.cli.options import Json, Problem, Quiet, Verbose
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal

if TYPE_CHECKING:
    from grassrota.rota.explain import Answer, Fact, OwnAnswer
    from grassrota.rota.plan import Assignment

EXAMPLE = "Example: grassrota explain my-problem my-plan p000017 --opening o00004"

PlanDir = Annotated[Path, typer.Argument(metavar="PLAN_DIR", help="A folder that `grassrota plan` wrote.")]
Person = Annotated[str, typer.Argument(metavar="PERSON", help="Id of the person.")]
Opening = Annotated[str, typer.Option("--opening", metavar="ID", help="Why not this opening?")]
Place = Annotated[str, typer.Option("--place", metavar="ID", help="Why not this place, or one below it?")]
Batch = Annotated[int, typer.Option("--batch", min=0, metavar="NUMBER", help="In this batch; 0 for any.")]
Own = Annotated[bool, typer.Option("--own", help="Say only what the person may be told: no names, no costs.")]


def explain(
    problem_dir: Problem,
    plan_dir: PlanDir,
    person: Person,
    opening: Opening = "",
    place: Place = "",
    batch: Batch = 0,
    own: Own = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> Done:
    """Explain one person's line of a plan, and why it is not another.

    Asked about nothing else, it says why somebody who goes does not stay, or why somebody who stays does not go. If no
    plan at all can do what is asked about, the exit code is 1. What is said to be proven rests on the plan's prices:
    see that `grassrota check` accepts them.
    """
    from grassrota.cli.explain_words import told, told_to_them
    from grassrota.files.plan import read_plan
    from grassrota.files.problem import read_problem
    from grassrota.rota.explain import Explainer, Verdict

    terminal = Terminal(as_json, quiet, verbose)
    with terminal.progress("explain") as tell:
        tell("reading", 0.0)
        problem = read_problem(problem_dir)
        plan = read_plan(plan_dir, problem)
        tell("counting", 0.0)
        explainer = Explainer(problem, plan)
        tell("answering", 0.0)
        answer = explainer.ask(person, opening, batch or None, place)
    terminal.say(*(told_to_them(problem, answer.for_the_person()) if own else told(problem, answer)))
    data = _own(answer.for_the_person()) if own else _all(answer)
    return Done(NO if answer.verdict == Verdict.NEVER else YES, data)


def _own(answer: OwnAnswer) -> dict[str, Any]:
    return {
        "person": answer.person,
        "now": _where(answer.now),
        "asked": _where(answer.asked),
        "verdict": str(answer.verdict),
        "obstacles": [_fact(fact) for fact in answer.obstacles],
        "displaced": answer.displaced,
        "rules": list(answer.rules),
        "needs": list(answer.needs),
        "facts": [_fact(fact) for fact in answer.facts],
    }


def _all(answer: Answer) -> dict[str, Any]:
    moves = [] if answer.change is None else answer.change.moves
    return {
        **_own(answer.for_the_person()),
        "obstacles": [_fact(fact) for fact in answer.obstacles],
        "facts": [{**_fact(fact), "regret": fact.regret} for fact in answer.facts],
        "regret": answer.regret,
        "at_least": answer.at_least,
        "at_most": answer.at_most,
        "moves": [{"person": move.person, **(_where(move.entry) or _NOWHERE)} for move in moves],
        "alone": [{"rule": one.rule, "words": one.words} for one in answer.alone],
        "prices": {
            name: [
                {"rule": t.price.rule, "about": list(t.price.about), "batch": t.price.batch, "worth": round(t.worth, 6)}
                for t in terms
            ]
            for name, terms in (("now", answer.terms_now), ("asked", answer.terms_asked))
        },
        "cost": {"now": answer.cost_now, "asked": answer.cost_asked},
        "others": {"able": answer.able, "sooner": answer.sooner},
    }


_NOWHERE: dict[str, Any] = {"opening": None, "batch": None}


def _where(entry: Assignment | None) -> dict[str, Any] | None:
    return None if entry is None else {"opening": entry.opening, "batch": entry.batch}


def _fact(fact: Fact) -> dict[str, Any]:
    return {"kind": str(fact.kind), "detail": fact.detail}
