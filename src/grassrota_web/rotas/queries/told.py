"""Answers about one person's choice in sentences: all of it to the organiser, to the person what is theirs to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grassrota.rota.explain import Answer, Fact, OwnAnswer, Verdict
from grassrota.rota.explain.charges import Term
from grassrota.rota.plan import Assignment
from grassrota.rota.problem import RotaProblem
from grassrota_web.access.spoken import spoken
from grassrota_web.rotas.words import FACTS, RULES

LEAST_WORTH = 0.05
"""Prices are told from here on."""


@dataclass(frozen=True, slots=True)
class Section:
    """Some sentences under a heading; ``whole`` if they are one paragraph each and no list."""

    title: str
    lines: tuple[str, ...]
    whole: bool = False


def told(problem: RotaProblem, answer: Answer) -> list[Section]:
    """Everything, for the organiser: with names, and with costs that no wish is in."""
    return [section for section in _everything(problem, answer) if section.lines]


def told_to_them(problem: RotaProblem, answer: OwnAnswer) -> list[Section]:
    """What the person may be told: neither names nor costs of others."""
    return [section for section in _own(problem, answer) if section.lines]


def _everything(problem: RotaProblem, answer: Answer) -> Iterator[Section]:
    if answer.now:
        yield Section(
            _("What speaks for it, and against it, at the prices of the proof"), _terms(problem, answer.terms_now)
        )
        yield Section(_("Who else could go"), (_others(answer),), whole=True)
    if answer.verdict == Verdict.CHOSEN:
        return
    title = _("Why not %(choice)s?") % {"choice": _where(problem, answer.asked)}
    if answer.obstacles:
        yield Section(title, (_("No plan can do that. It would take, all together:"),), whole=True)
        yield Section("", tuple(_fact(fact) for fact in answer.obstacles))
        return
    yield Section(title, tuple(_costs(answer)), whole=True)
    yield Section(_("What would speak for it, and against it"), _terms(problem, answer.terms_asked))
    yield Section(
        _("Rules that would be broken if this person alone were moved"),
        tuple(spoken(one.words) for one in answer.alone),
    )
    yield from _change(problem, answer)
    yield Section(_("What would bring it nearer"), tuple(_nearer(fact) for fact in answer.facts))


def _own(problem: RotaProblem, answer: OwnAnswer) -> Iterator[Section]:
    if answer.now:
        yield Section(_("What speaks for it"), _rules(answer.needs))
    if answer.verdict == Verdict.CHOSEN:
        return
    title = _("Why not %(choice)s?") % {"choice": _where(problem, answer.asked)}
    if answer.verdict == Verdict.NEVER:
        never = _("No plan can do that. It would take, all together:")
        settled = _("No plan can do that, by the rules and by what is settled already about others.")
        yield Section(title, (never if answer.obstacles else settled,), whole=True)
        yield Section("", tuple(_fact(fact) for fact in answer.obstacles))
        return
    yield Section(title, tuple(_possible(answer)), whole=True)
    yield Section(_("Rules that would be broken if you alone were moved"), _rules(answer.rules))
    yield Section(_("What would bring it nearer"), tuple(_fact(fact) for fact in answer.facts))


def _possible(answer: OwnAnswer) -> Iterator[str]:
    if answer.verdict == Verdict.DEARER:
        yield _("It is proven that every plan with it is worse for all together than this one.")
    if answer.displaced is None:
        yield _("No way was found that keeps every rule. That proves nothing.")
    elif answer.displaced:
        words = ngettext(
            "It could be done, with every rule kept, if %(n)s other person made room.",
            "It could be done, with every rule kept, if %(n)s other people made room.",
            answer.displaced,
        )
        yield words % {"n": answer.displaced}
    else:
        yield _("It could be done, with every rule kept, without anybody else moving.")


def _costs(answer: Answer) -> Iterator[str]:
    yield _("For this person alone it costs %(asked)s instead of %(now)s.") % {
        "asked": f"{answer.cost_asked:,}",
        "now": f"{answer.cost_now:,}",
    }
    yield _("The least that any plan can cost rises by %(rise)s.") % {"rise": f"{answer.regret:,.1f}"}
    if answer.at_least > 0:
        yield _("It is proven that every plan with it costs at least %(n)s more than this one.") % {
            "n": f"{answer.at_least:,}"
        }
    else:
        yield _("It is not proven that a plan with it costs more than this one.")


def _change(problem: RotaProblem, answer: Answer) -> Iterator[Section]:
    title = _("Who would make room")
    if answer.change is None:
        yield Section(title, (_("No way was found that keeps every rule. That proves nothing."),), whole=True)
        return
    others = len(answer.change.displaced)
    words = ngettext(
        "A change that keeps every rule moves %(n)s other person; the plan then costs %(beside)s.",
        "A change that keeps every rule moves %(n)s others; the plan then costs %(beside)s.",
        others,
    )
    yield Section(title, (words % {"n": others, "beside": _beside(answer.change.cost_change)},), whole=True)
    names = {move.person: problem.person[move.person].name for move in answer.change.moves}
    yield Section(
        "",
        tuple(
            _("%(name)s (%(code)s): %(choice)s")
            % {"name": names[move.person], "code": move.person, "choice": _where(problem, move.entry)}
            for move in answer.change.moves
        ),
    )


def _others(answer: Answer) -> str:
    could = ngettext("%(n)s other could take it.", "%(n)s others could take it.", answer.able) % {
        "n": f"{answer.able:,}"
    }
    sooner = _("With %(n)s of them the plan would be cheaper, at the prices.") % {"n": f"{answer.sooner:,}"}
    return f"{could} {sooner}" if answer.able else could


def _terms(problem: RotaProblem, terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(
        _("%(worth)s: %(rule)s (%(about)s)")
        % {"worth": f"{term.worth:+,.1f}", "rule": _rule(term.price.rule), "about": _about(problem, term)}
        for term in terms
        if abs(term.worth) >= LEAST_WORTH
    )


def _about(problem: RotaProblem, term: Term) -> str:
    names = []
    for word in term.price.about:
        if word in problem.opening:
            word = f"{problem.tree[problem.opening[word].place].name} · {word}"
        elif word in problem.tree:
            word = problem.tree[word].name
        names.append(word)
    if term.price.batch is not None:
        names.append(_("batch %(number)s") % {"number": term.price.batch})
    return ", ".join(names) or _("all staff")


def _where(problem: RotaProblem, entry: Assignment | None) -> str:
    if entry is None:
        return _("staying home")
    place = problem.tree[problem.opening[entry.opening].place].name
    return _("%(place)s · %(opening)s in batch %(n)s") % {"place": place, "opening": entry.opening, "n": entry.batch}


def _beside(cost: int) -> str:
    if cost > 0:
        return _("%(n)s more than this one") % {"n": f"{cost:,}"}
    return _("%(n)s less than this one") % {"n": f"{-cost:,}"} if cost else _("as much as this one")


def _nearer(fact: Fact) -> str:
    if fact.enough:
        return _("%(fact)s: it would then be this person's cheapest, at the prices") % {"fact": _fact(fact)}
    return _("%(fact)s: %(left)s would be left") % {"fact": _fact(fact), "left": f"{fact.regret:,.1f}"}


def _fact(fact: Fact) -> str:
    return str(FACTS[fact.kind]) % {"detail": spoken(fact.detail)}


def _rules(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(_rule(name) for name in names)


def _rule(name: str) -> str:
    return str(RULES.get(name, name))
