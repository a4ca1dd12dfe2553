"""Asks random questions of plans: whether the answers agree with planning anew, and how long answers and swaps take.

Agreement: the problem is planned once more with the choice asked about pinned. The cost of that plan and its bound
enclose what the choice costs; the answer encloses it too, and agrees if the two ranges meet. Both gaps stay in them.

Times: at sizes for which no plan is at hand, people are seated at random and prices are drawn: what is looked at, and
how often, does not depend on how good a plan is. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.explain                    # 100 questions at 3,200, times at 29,909 and 140,000
    .venv/bin/python -m benchmarks.explain --questions 10 --sizes 29909
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.machine import described, today
from grassrota.errors import BadInput, Infeasible
from grassrota.rota.certificate import Certificate, Price
from grassrota.rota.effect import swap
from grassrota.rota.explain import Answer, Explainer, Verdict
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.problem import RotaProblem
from grassrota.rota.qualities import fits
from grassrota.rota.solve import solve, within
from grassrota.synth.rota import rota, size_of

RESULTS = Path(__file__).parent / "results" / "explain.md"

Question = tuple[str, str, int | None]


def questions(problem: RotaProblem, count: int, seed: int) -> Iterator[Question]:
    """People and slots at random; one question in five names no slot."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        person = problem.eligible[random.integers(len(problem.eligible))].id
        slot = problem.slots[random.integers(len(problem.slots))]
        yield (person, "", None) if random.random() < 0.2 else (person, slot.opening, slot.start)


def agrees(problem: RotaProblem, plan: Plan, answer: Answer, seed: int, gap: float) -> tuple[str, int | None]:
    """Whether planning anew with the choice pinned says the same, and what the choice then costs at most."""
    asked = answer.asked
    pin = Pin(answer.person, asked.opening, asked.batch) if asked else Pin(answer.person, stays=True)
    try:
        forced = solve(replace(problem, pins=(pin,)), stop=within(gap), seed=seed)
    except BadInput:
        return ("agrees" if answer.verdict == Verdict.NEVER else "differs"), None
    except Infeasible as clash:
        if not clash.data["proven"]:
            return "no plan was found anew", None
        return ("differs" if answer.change else "agrees"), None
    low, high = (
        forced.certificate.bound - plan.certificate.objective,
        (forced.certificate.objective - plan.certificate.objective),
    )
    meets = answer.at_least <= high and (answer.at_most is None or answer.at_most >= low)
    return ("agrees" if meets and answer.verdict != Verdict.NEVER else "differs"), high


def agreement(people: int, count: int, seed: int, gap: float) -> Iterator[str]:
    """Lines on how many answers agree, and how close they come."""
    problem = rota(size_of(people), seed)
    plan = solve(problem, stop=within(gap), seed=seed)
    explainer = Explainer(problem, plan)
    said: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    found: list[tuple[Answer, int]] = []
    for question in questions(problem, count, seed):
        answer = explainer.ask(*question)
        word, cost = agrees(problem, plan, answer, seed, gap)
        said[word] += 1
        verdicts[answer.verdict] += 1
        if cost is not None:
            found.append((answer, cost))
        print(f"{sum(said.values())}: {word}: {answer.at_least} to {answer.at_most}, anew {cost}", flush=True)
    proof = plan.certificate
    yield f"{people:,} people, a plan of cost {proof.objective:,} and a gap of {proof.gap:.3%}."
    yield ""
    yield "| answers that | of all |"
    yield "|---|---|"
    for word, number in sorted(said.items()):
        yield f"| {word} | {number} of {count} |"
    shown = [(answer.at_most, cost, answer.displaced) for answer, cost in found if answer.at_most is not None]
    beyond = [most - cost for most, cost, _ in shown if most is not None]
    yield f"| show a change, where planning anew finds a plan | {len(shown)} of {len(found)} |"
    yield f"| show one that costs no more than planning anew | {sum(over <= 0 for over in beyond)} of {len(shown)} |"
    if beyond:
        yield ""
        moved = [displaced or 0 for *_, displaced in shown]
        yield (
            f"A change costs {statistics.median(beyond):+.0f} against planning anew (median), at most "
            f"{np.quantile(beyond, 0.9):+.0f} in nine of ten; it moves {statistics.median(moved):.0f} others (median), "
            f"at most {max(moved)}."
        )
        yield f"Verdicts: {', '.join(f'{name} {number}' for name, number in sorted(verdicts.items()))}."


def seated(problem: RotaProblem, seed: int) -> Plan:
    """A stand-in for a plan: people where they fit, about half of the room taken, and prices drawn at random."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(problem.eligible))
    entries: list[Assignment] = []
    next_one = 0
    for slot in problem.slots:
        opening = problem.opening[slot.opening]
        for index in order[next_one : next_one + (opening.low + opening.high + 1) // 2]:
            person = problem.eligible[index]
            hindered = problem.unavailable.get(person.id, frozenset())
            if fits(problem, person, opening) and not hindered & set(slot.away):
                entries.append(Assignment(person.id, opening.id, slot.start))
            next_one += 1
    prices = [Price("headcount", (slot.opening,), slot.start, -float(random.integers(150))) for slot in problem.slots]
    prices += [
        Price("absence", (unit,), batch.number, -float(random.integers(30)))
        for unit in problem.staff_count
        for batch in problem.policy.batches
    ]
    out = left_out(problem, frozenset(entry.person for entry in entries))
    return Plan(tuple(entries), out, Certificate(0, 0.0, 0, seed, problem.sha256, 0.0, tuple(prices)))


def times(people: int, count: int, seed: int) -> str:
    """One line on how long answers and swaps take at a size."""
    problem = rota(size_of(people), seed)
    plan = seated(problem, seed)
    started = time.perf_counter()
    explainer = Explainer(problem, plan)
    load = time.perf_counter() - started
    answers, swaps = [], []
    for question in questions(problem, count, seed):
        started = time.perf_counter()
        explainer.ask(*question)
        answers.append(1000 * (time.perf_counter() - started))
    random, going = np.random.default_rng(seed), plan.assignments
    for _ in range(count):
        first, second = (
            going[random.integers(len(going))].person,
            problem.eligible[random.integers(len(problem.eligible))].id,
        )
        if first != second:
            moves = swap(plan, first, second)
            started = time.perf_counter()
            explainer.scene.tally.judge(moves)
            swaps.append(1000 * (time.perf_counter() - started))
    cells = (
        f"{people:,} x {len(problem.openings):,} x {len(problem.policy.batches)}",
        f"{load:.1f}",
        *(f"{np.quantile(answers, share):.0f}" for share in (0.5, 0.95)),
        f"{max(answers):.0f}",
        *(f"{np.quantile(swaps, share):.1f}" for share in (0.5, 0.95)),
        f"{max(swaps):.1f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=3_200, help="size at which answers are compared")
    parser.add_argument("--questions", type=int, default=100, help="how many are compared; 0 for none")
    parser.add_argument("--gap", type=float, default=0.0005, help="gap at which planning stops")
    parser.add_argument("--sizes", type=int, nargs="*", default=[29_909, 140_000])
    parser.add_argument("--timed", type=int, default=300, help="questions that are timed at each size")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    lines = [
        "# Questions about a plan",
        "",
        f"{today()}. {described('highspy', 'numpy')}.",
        "`benchmarks/explain.py` makes it.",
        "",
    ]
    if options.sizes:
        names = "people x openings x batches,load s,answer ms,95 % within,longest,swap ms,95 % within,longest"
        lines += ["## How long", "", f"| {' | '.join(names.split(','))} |", "|---|---|---|---|---|---|---|---|"]
        for people in options.sizes:
            lines.append(times(people, options.timed, options.seed))
            print(lines[-1], flush=True)
        lines += ["", f"Medians of {options.timed} questions and as many swaps, of random seats and prices."]
    if options.questions:
        lines += ["", "## How true", "", *agreement(options.people, options.questions, options.seed, options.gap)]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"written: {RESULTS}")


if __name__ == "__main__":
    main()
