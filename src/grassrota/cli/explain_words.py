"""An answer about one person's choice, in sentences: all of it for the organiser, what is theirs for the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grassrota.cli.numbers import counted
from grassrota.rota.explain import Answer, Fact, FactKind, OwnAnswer, Verdict
from grassrota.rota.explain.charges import Term
from grassrota.rota.plan import Assignment
from grassrota.rota.problem import RotaProblem

OTHERWISE = {
    FactKind.SKILL: "with the skill {}",
    FactKind.GRADE: "with a grade that the opening takes, not {}",
    FactKind.AVAILABLE: "being available in batch {}",
    FactKind.PIN: "without the pin",
    FactKind.FIRST: "not being named to go in the first batch",
    FactKind.MUST_GO: "if not everyone had to go",
    FactKind.OTHERS: "without what is settled about others ({})",
    FactKind.WISH: "having wished for the place first",
    FactKind.LEADER: "being senior enough to lead",
    FactKind.EXPERIENCED: "having been in the field before",
    FactKind.COVERING: "being senior enough to cover the place",
    FactKind.TOGETHER: "going without the group of {}",
}
NEEDS = {
    "headcount": "enough people in the opening",
    "leader": "a leader who goes along",
    "experience": "somebody experienced who goes along",
    "cover": "somebody senior at the place",
    "coverage": "enough of the staff having a turn",
    "dumping": "a fair share of each band",
    "absence": "home units that are never emptied",
    "couples": "couples who are not away together",
    "together": "groups that stay together",
}
"""What a rule asks for."""

AGAINST = {
    **NEEDS,
    "headcount": "a seat that others want",
    "leader": "one more for whom a leader must go along",
    "experience": "one more for whom somebody experienced must go along",
}
"""The same, where it speaks against a choice."""

LEAST_WORTH = 0.05
"""Prices are told from here on."""


def told(problem: RotaProblem, answer: Answer) -> Iterator[str]:
    """Everything, for the organiser."""
    yield _now(problem, answer.person, answer.now)
    if answer.now:
        yield from _terms("What speaks for and against it, at the prices of the proof", answer.terms_now)
        sooner = f"; with {answer.sooner:,} of them the plan would be cheaper at the prices" if answer.able else ""
        yield f"{counted(answer.able, 'other')} could take it if they go{sooner}."
    if answer.verdict == Verdict.CHOSEN:
        return
    yield ""
    yield f"Why not {where(problem, answer.asked)}?"
    if answer.obstacles:
        yield "No plan can do that. It would take, all together:"
        yield from (f"  {_otherwise(fact)}" for fact in answer.obstacles)
        return
    yield f"It would cost {answer.cost_asked:,} instead of {answer.cost_now:,} for this person alone."
    yield from _terms("What would speak for and against it", answer.terms_asked)
    yield f"The least that any plan can cost rises by {answer.regret:,.1f}."
    if answer.at_least > 0:
        yield f"It is proven that every plan with it costs at least {answer.at_least:,} more than this one."
    else:
        yield "It is not proven that a plan with it costs more than this one."
    if answer.alone:
        yield "If this person alone were moved, these rules would be broken:"
        yield from (f"  {violation}" for violation in answer.alone)
    if answer.change is None:
        yield "No change of this plan was found that does it; that proves nothing."
    else:
        yield f"This change does it, keeps every rule, and costs {_more(answer.change.cost_change)}:"
        yield from (f"  {move.person} to {where(problem, move.entry)}" for move in answer.change.moves)
        yield f"{counted(len(answer.change.displaced), 'other')} would be displaced."
    if answer.facts:
        yield "It would be nearer:"
        left = "then the cheapest for this person at the prices"
        yield from (f"  {_otherwise(one)}: {left if one.enough else f'{one.regret:,.1f} left'}" for one in answer.facts)


def told_to_them(problem: RotaProblem, answer: OwnAnswer) -> Iterator[str]:
    """What the person may be told: neither names nor costs of others."""
    yield _now(problem, answer.person, answer.now)
    if answer.now and answer.needs:
        yield f"What speaks for it: {listed(answer.needs)}."
    if answer.verdict == Verdict.CHOSEN:
        return
    yield ""
    yield f"Why not {where(problem, answer.asked)}?"
    if answer.verdict == Verdict.NEVER:
        yield "No plan can do that. It would take, all together:" if answer.obstacles else _SETTLED
        yield from (f"  {_otherwise(fact)}" for fact in answer.obstacles)
        return
    if answer.rules:
        yield f"Moving you alone would break what the rules ask for: {listed(answer.rules)}."
    if answer.verdict == Verdict.DEARER:
        yield "It is proven that every plan with it is worse than this one."
    if answer.displaced is None:
        yield "No way was found to do it that keeps every rule; that proves nothing."
    elif answer.displaced:
        yield f"It can be done if {counted(answer.displaced, 'other person moves', 'others move')}."
    else:
        yield "It can be done without anybody else moving."
    if answer.facts:
        yield "It would suit the plan better:"
        yield from (f"  {_otherwise(fact)}" for fact in answer.facts)


_SETTLED = "No plan can do that, by the rules and by what is settled already about others."


def _now(problem: RotaProblem, person: str, entry: Assignment | None) -> str:
    return f"{person} stays home." if entry is None else f"{person} goes to {where(problem, entry)}."


def where(problem: RotaProblem, entry: Assignment | None) -> str:
    """An opening with its place and a batch, or staying."""
    if entry is None:
        return "staying home"
    place = problem.tree[problem.opening[entry.opening].place]
    return f"{entry.opening} ({place.name}) in batch {entry.batch}"


def _terms(title: str, terms: Iterable[Term]) -> Iterator[str]:
    lines = []
    for term in (term for term in terms if abs(term.worth) >= LEAST_WORTH):
        words = NEEDS if term.worth > 0 else AGAINST
        about = ", ".join(term.price.about) or "all staff"
        when = "" if term.price.batch is None else f", batch {term.price.batch}"
        lines.append(f"  {term.worth:+,.1f}  {words.get(term.price.rule, term.price.rule)} ({about}{when})")
    if lines:
        yield f"{title}:"
        yield from lines


def _more(cost: int) -> str:
    return f"{cost:,} more than this one" if cost > 0 else f"{-cost:,} less than this one" if cost else "the same"


def _otherwise(fact: Fact) -> str:
    return OTHERWISE[fact.kind].format(fact.detail)


def listed(rules: Iterable[str]) -> str:
    """What rules ask for, one after the other."""
    return ", ".join(NEEDS.get(rule, rule) for rule in rules)
