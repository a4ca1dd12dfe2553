"""Whether statements can be true together; if so what the unsaid can be, and if not which of them clash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grassrota.figures.arithmetic import findings
from grassrota.figures.feasibility import Row, bounds, feasible, rows_of, smallest_clash
from grassrota.figures.flag import Finding, Flag
from grassrota.figures.interval import WHOLE_RANGE, Interval
from grassrota.figures.relations import ONE, add, measures, rows
from grassrota.figures.statements import Ask, Group, Parts, Sizes, Statement, StatementSet
from grassrota.figures.words import bounds_in_words, words


@dataclass(frozen=True, slots=True)
class Bound:
    """What an unsaid quantity can be.

    Attributes:
        ask: The id of the question.
        interval: Every value the statements allow.
        is_share: True for a share of something.
        follows: Whether the claim made about it follows; None if there was no claim.
    """

    ask: str
    interval: Interval
    is_share: bool
    follows: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement of a set of statements.

    Attributes:
        title: Of the set.
        possible: True if the statements can all be true.
        findings: Flags raised, each in words with the arithmetic.
        bounds: Answers to the questions asked; empty if the statements cannot all be true.
        clash: Ids of statements that cannot be true together though any of them could be left out; empty if possible.
        assumptions: What we assumed and nobody said.
        expected: Flags known beforehand, for an example; None if nothing was expected.
    """

    title: str
    possible: bool
    findings: tuple[Finding, ...]
    bounds: tuple[Bound, ...]
    clash: tuple[str, ...]
    assumptions: tuple[str, ...]
    expected: tuple[str, ...] | None = None

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags raised, each once."""
        return tuple(dict.fromkeys(finding.flag for finding in self.findings))

    @property
    def consistent(self) -> bool:
        """True if nothing was found."""
        return not self.findings

    @property
    def as_expected(self) -> bool | None:
        """Whether exactly the expected flags were raised; None if nothing was expected."""
        return None if self.expected is None else set(self.flags) == set(self.expected)

    def bound(self, ask: str) -> Interval:
        """The bounds answering the question ``ask``."""
        return next(bound.interval for bound in self.bounds if bound.ask == ask)


def check(statements: StatementSet) -> Answer:
    """Judges a set of statements.

    They are possible together if some numbers satisfy all of them; counts have whole ends but need not be whole in
    between, and percentages of known counts must also pass the granularity test. Everything is linear: see
    ``docs/algorithms/figures.md``.
    """
    inequalities = rows(statements)
    found = findings(statements)
    fits = feasible(inequalities)
    grainy = [finding for finding in found if finding.flag is Flag.GRANULARITY]
    possible = fits and not grainy
    clash: tuple[str, ...] = ()
    if not fits:
        clash = smallest_clash(inequalities)
        found = (Finding(Flag.CLASH, clash, _clash_in_words(statements, inequalities, clash)), *found)
    elif grainy:
        clash = grainy[0].statements
    answers = tuple(_bound(ask, inequalities) for ask in statements.asks) if possible else ()
    return Answer(
        title=statements.title,
        possible=possible,
        findings=found,
        bounds=answers,
        clash=clash,
        assumptions=tuple(_assumptions(statements.statements)),
        expected=statements.expected,
    )


def answer_words(answer: Answer) -> tuple[str, ...]:
    """The answer in plain lines, the verdict first."""
    lines = [f"{answer.title}: {'possible together' if answer.possible else 'cannot all be true'}"]
    lines += [f"{finding.flag}: {finding.words}" for finding in answer.findings]
    for bound in answer.bounds:
        said = {None: "", True: "; what is claimed follows", False: "; what is claimed does not follow"}[bound.follows]
        lines.append(f"{bound.ask}: {bounds_in_words(bound.interval, share=bound.is_share)}{said}")
    return (*lines, *(f"assumed: {assumption}" for assumption in answer.assumptions))


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data; bounds as numbers, None for no end."""
    return {
        "title": answer.title,
        "possible": answer.possible,
        "consistent": answer.consistent,
        "findings": [
            {"flag": str(finding.flag), "statements": list(finding.statements), "words": finding.words}
            for finding in answer.findings
        ],
        "bounds": [
            {"ask": bound.ask, **_plain(bound.interval), "is_share": bound.is_share, "follows": bound.follows}
            for bound in answer.bounds
        ],
        "clash": list(answer.clash),
        "assumptions": list(answer.assumptions),
        "as_expected": answer.as_expected,
    }


def _plain(interval: Interval) -> dict[str, Any]:
    return {
        "lower": float(interval.lower),
        "upper": None if interval.upper is None else float(interval.upper),
        "lower_open": interval.lower_open,
        "upper_open": interval.upper_open,
    }


def _bound(ask: Ask, inequalities: Sequence[Row]) -> Bound:
    if not ask.whole:
        interval = bounds(inequalities, add(ask.part))
    else:
        # the share of something that may be nothing is asked for where there is something
        there = Row({ask.whole: ONE}, ONE * 0, True, "")
        interval = bounds((*inequalities, there), add(ask.part), {ask.whole: ONE})
    follows = None if ask.claim is None else ask.claim.interval.covers(interval)
    return Bound(ask.id, interval, bool(ask.whole), follows)


def _clash_in_words(of: StatementSet, inequalities: Sequence[Row], clash: tuple[str, ...]) -> str:
    """Every clashing statement with what it says and what the others would make of it."""
    lines = []
    for statement in (s for s in of.statements if s.id in clash):
        others = rows_of(inequalities, [other for other in clash if other != statement.id])
        lines += [f"({statement.id}) {line}" for line in _against(statement, others)]
    return "; ".join(lines)


def _against(statement: Statement, others: Sequence[Row]) -> Iterator[str]:
    if isinstance(statement, Parts):
        relation = "at least the sum" if statement.open_list else "the sum"
        yield f"{statement.total} is {relation} of {', '.join(statement.parts)}"
    for measure in measures(statement):
        share = measure.per is not None
        allowed = bounds(others, measure.terms, measure.per)
        stated = words(measure.stated, share=share)
        if allowed == (WHOLE_RANGE if share else Interval(ONE * 0, None)):
            yield f"{measure.name} is {stated}"
        else:
            yield f"{measure.name} is {stated}, but the others give {bounds_in_words(allowed, share=share)}"


def _assumptions(statements: Sequence[Statement]) -> Iterator[str]:
    for statement in statements:
        if isinstance(statement, Group):
            sizes = "equally many cases each" if statement.sizes is Sizes.EQUAL else "any number of cases each"
            yield f"{statement.id} have {sizes}"
            if statement.rest_rate is not None:
                yield f"the rest of {statement.id} is taken as {statement.rest_rate.text}"
        for name in ("value", "rate", "units", "share"):
            wording = getattr(statement, name, None)
            if wording is not None and wording.assumed:
                width = words(wording.interval, share=wording.is_share)
                yield f"({statement.id}) {wording.text!r} is taken as {width}"
