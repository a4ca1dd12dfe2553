"""From a problem to a plan with a proven bound: prices, columns, a linear programme, and integer programmes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from grassrota.errors import Infeasible
from grassrota.rota.bound import proof
from grassrota.rota.certificate import Certificate, gap_between
from grassrota.rota.check import check
from grassrota.rota.frame import Bools, Floats, Frame, Ints
from grassrota.rota.plan import Assignment, Plan, left_out
from grassrota.rota.problem import RotaProblem
from grassrota.rota.rows import SlotRow
from grassrota.rota.solve.ascent import Ascent, ascend
from grassrota.rota.solve.clash import TOLERANCE, Clash, clash_of, rows_of
from grassrota.rota.solve.columns import Choice, Columns, choose, coefficients, everything, merged
from grassrota.rota.solve.master import Limits, Programme
from grassrota.rota.solve.model import Model, assemble
from grassrota.rota.solve.named import named
from grassrota.rota.solve.pricing import best_each, reduced_costs, signed, spread, staying_costs
from grassrota.rota.solve.watch import Picture, Report, Stop, Watch

SMALL = 4_000
"""Up to this many columns all of them go into one integer programme."""

PENALTY = 3_000.0
"""Least price of breaking a row by one where rows may give way; it grows with what one person can cost."""

ROUNDS = 12
"""At most so often columns are added to the linear programme."""

TOGETHER = 500
"""About so many people choose anew together when a plan is improved."""

JITTER = 0.02
"""Ties between whole costs are broken by less than this; bounds are computed at the true costs."""


def solve(
    problem: RotaProblem,
    seed: int = 0,
    gap: float = 0.002,
    report: Report | None = None,
    stop: Stop | None = None,
    onlooker: Callable[[Picture], None] | None = None,
) -> Plan:
    """Finds a plan that keeps every rule, with a bound on how good any plan can be.

    Args:
        problem: What to plan, up to about 8,000 people.
        seed: The same seed gives the same plan.
        gap: Relative gap at which the integer programmes may stop.
        report: Told how far the work is.
        stop: Asked whether to stop; the best plan so far is then the answer, with the bound proven until then.
        onlooker: Shown what is known so far, at each step and some times a second within long ones.

    Raises:
        Refused: ``stopped``, if ``stop`` said yes before there was a plan.
        Infeasible: If the rules cannot all be met, or no plan was found; ``rules`` names those in the way, ``rows`` the
            places, and ``proven`` says which of the two it is.
    """
    watch = Watch(report, onlooker, stop)
    model = assemble(Frame(problem))
    _refuse_the_hopeless(model)
    search = _Search(model, seed, gap, watch)
    chosen = search.small() if model.allowed.sum() <= SMALL else search.large()
    frame = model.frame
    assignments = tuple(
        Assignment(frame.people[person].id, frame.slots[slot].opening, frame.slots[slot].start)
        for person, slot in enumerate(chosen)
        if slot >= 0
    )
    out = left_out(problem, frozenset(entry.person for entry in assignments))
    objective = search.cost(chosen)
    prices = named(model, search.prices)
    proven = proof(problem, prices)
    certificate = Certificate(objective, proven.bound, 0, seed, problem.sha256, watch.seconds, prices, proven.constant)
    draft = Plan(assignments, out, certificate)
    violations = check(problem, draft)
    if violations:
        raise AssertionError(f"the checker refuses a plan of the solver: {violations[0]}")
    watch.bound, watch.objective, watch.violations = proven.bound, objective, 0
    watch.look()
    return draft


def _refuse_the_hopeless(model: Model) -> None:
    """Refuses problems in which somebody who must go fits nowhere, before any search."""
    stuck = np.flatnonzero(~model.may_stay & ~model.allowed.any(axis=1))
    if len(stuck):
        names = tuple(model.frame.people[person].id for person in stuck)
        clash = clash_of(model, np.zeros(len(model.rows)))
        pinned = model.frame.problem.pinned
        shown = ", ".join(f"{name} ({pinned[name]})" if name in pinned else name for name in names[:5])
        message = f"{len(names)} people must go and no opening in any batch takes them: {shown}."
        raise Infeasible("infeasible", message, rules=clash.rules if clash else (), rows=(), people=names, proven=True)


@dataclass
class _Search:
    """One run of the solver. The bound that ``watch`` keeps grows as better ``prices`` of the rows are found."""

    model: Model
    seed: int
    gap: float
    watch: Watch

    def __post_init__(self) -> None:
        self.prices = np.zeros(len(self.model.rows))

    @cached_property
    def scale(self) -> float:
        """What a seat may be worth: the dearest stay. Softness and jitter are stated for a scale of 300."""
        return float(max(1, self.model.frame.staying.max(initial=0)))

    @cached_property
    def choice(self) -> Choice:
        """Columns to look at, as soft as the scale of the costs asks."""
        return replace(Choice(), softness=Choice().softness * self.scale / 300)

    @property
    def jitter(self) -> float:
        """By how much ties between costs are broken."""
        return JITTER * self.scale / 300

    @cached_property
    def random(self) -> np.random.Generator:
        """Chance by which columns are sampled."""
        return np.random.default_rng(self.seed)

    @cached_property
    def penalty(self) -> float:
        """Price of breaking a row by one where rows may give way: ten times what any one person can cost."""
        frame = self.model.frame
        dearest = max(frame.staying.max(initial=0), frame.cost.max(initial=0, where=self.model.allowed))
        return max(PENALTY, 10.0 * float(dearest))

    def small(self) -> Ints:
        """One integer programme over all columns."""
        self.watch.step("solving", 0.0)
        model, columns = self.model, everything(self.model)
        everyone = np.arange(len(model.frame.people))
        nothing = np.zeros(len(model.rows))
        relaxed = Programme(model, columns, everyone, nothing, self.penalty).solve(integer=False)
        self._improve_bound(relaxed.prices)
        limits = Limits(gap=min(self.gap, 1e-4), nodes=200_000, seconds=600.0)
        solution = Programme(model, columns, everyone, nothing, np.inf).solve(
            True, limits, self.seed, self.watch.within(whole=True)
        )
        if not solution.found:
            self.watch.step("explaining", 0.0)
            bare = Programme(model, columns, everyone, nothing, 1.0, charge=0.0)
            if clash := clash_of(model, signed(model, bare.solve(integer=False).prices)):
                raise _infeasible(clash, proven=True)
            whole = bare.solve(True, limits, self.seed, self.watch.within(whole=False))
            self.watch.step("explaining", 0.5)
            raise _infeasible(rows_of(model, whole.slack), proven=whole.bound > TOLERANCE)
        return self._slots_of(columns, solution.taken, np.full(len(everyone), -1))

    def large(self) -> Ints:
        """Prices first, then a linear programme over cheap columns, then integer programmes over what stayed open."""
        model = self.model
        heads = len(model.frame.people)
        everyone, nothing = np.ones(heads, dtype=np.bool_), np.zeros(len(model.rows))
        settings = Ascent(hot=self.scale, cold=self.scale / 2_000)
        prices = ascend(model, self.seed, settings, progress=lambda done: self.watch.step("pricing", done))
        reduced = self._improve_bound(prices)
        columns = choose(model, reduced, everyone, self.choice, self.random)
        for attempt in range(ROUNDS):
            self.watch.step("relaxing", attempt / ROUNDS)
            programme = Programme(model, columns, np.arange(heads), nothing, self.penalty, jitter=self.jitter)
            relaxed = programme.solve(False, seed=self.seed)
            reduced = self._improve_bound(relaxed.prices)
            self.watch.violations = int((relaxed.slack > TOLERANCE).sum())
            feasible = relaxed.slack.sum() <= TOLERANCE
            # as long as columns that are not looked at could lower the cost, neither bound nor plan is worth much
            doubt = self.gap / 4 * abs(self.watch.bound) + self.jitter * heads
            if feasible and relaxed.bound - self.watch.bound <= doubt:
                break
            wider = merged(model, columns, choose(model, reduced, everyone, self.choice, self.random))
            if len(wider) == len(columns) or attempt == ROUNDS - 1:
                if not feasible:
                    self._explain_no_relaxation(columns)
                break
            columns = wider
        return self._improve(self._round(columns, relaxed.taken, relaxed.staying, reduced), reduced)

    def _round(self, columns: Columns, taken: Floats, staying: Floats, reduced: Floats) -> Ints:
        """Fixes people whose choice is whole; the others, and those in the way of violated rows, choose anew."""
        model = self.model
        heads = len(model.frame.people)
        whole = taken > 1 - 1e-4
        chosen = np.full(heads, -1)
        chosen[columns.person[whole]] = columns.slot[whole]
        free = (chosen < 0) & (staying < 1 - 1e-4)
        split = Columns(columns.person[taken > TOLERANCE], columns.slot[taken > TOLERANCE])
        slack = np.zeros(len(model.rows))
        for attempt in range(8):
            self.watch.step("rounding", attempt / 8)
            index = np.flatnonzero(free)
            options = choose(model, reduced, free, self.choice.times(attempt + 2), self.random)
            options = merged(model, options, split.of(free))
            # rows with fractions can be broken by so little that it pays, until breaking them becomes dearer
            penalty = self.penalty * 10 ** min(attempt, 3)
            programme = Programme(model, options, index, self._loads(chosen, ~free), penalty, jitter=self.jitter)
            share = max(1, len(index)) / heads
            limits = Limits(gap=min(0.05, self.gap / 2 / share), nodes=500 * (attempt + 1), seconds=600.0)
            solution = programme.solve(True, limits, self.seed, self.watch.within(whole=False))
            if solution.found:
                slack = solution.slack
                self.watch.violations = int((slack > TOLERANCE).sum())
                chosen = np.where(free, -1, chosen)
                chosen = self._slots_of(options, solution.taken, chosen)
                if slack.sum() <= TOLERANCE:
                    return chosen
            free = free | self._in_the_way(slack, chosen, reduced, 40 * (attempt + 1))
        self.watch.step("explaining", 0.0)
        raise _infeasible(rows_of(model, slack), proven=False)

    def _improve(self, chosen: Ints, reduced: Floats) -> Ints:
        """While the gap is too wide: who does worse than the prices foresee chooses anew, with who sits in the way.

        Each time every rule is kept and the others stay where they are; twice without a cheaper plan is enough.
        """
        model, watch, vain, wider = self.model, self.watch, 0, 0
        watch.objective, watch.violations = self.cost(chosen), 0
        while vain < 2 and gap_between(watch.objective, watch.bound) > self.gap and not watch.asked_to_stop():
            watch.step("improving", 0.0)
            free = self._worse_than_foreseen(chosen, reduced)
            index = np.flatnonzero(free)
            going = index[chosen[index] >= 0]
            options = choose(model, reduced, free, self.choice.times(4 + 2 * wider), self.random)
            options = merged(model, options, Columns(going, chosen[going]))
            programme = Programme(model, options, index, self._loads(chosen, ~free), np.inf)
            limits = Limits(gap=self.gap / 2, nodes=1_000 * (1 + wider), seconds=600.0)
            solution = programme.solve(True, limits, self.seed + wider, watch.within(whole=False))
            after = self._slots_of(options, solution.taken, np.where(free, -1, chosen)) if solution.found else chosen
            vain = 0 if self.cost(after) < watch.objective else vain + 1
            wider += vain > 0
            chosen = after if vain == 0 else chosen
            watch.objective = self.cost(chosen)
        return chosen

    def cost(self, chosen: Ints) -> int:
        """What a plan costs."""
        frame, going = self.model.frame, np.flatnonzero(chosen >= 0)
        return int(frame.cost[going, chosen[going]].sum() + frame.staying[chosen < 0].sum())

    def _worse_than_foreseen(self, chosen: Ints, reduced: Floats) -> Bools:
        """At most ``TOGETHER`` people: those of the greatest regret, and those who sit in the slots that they want."""
        people = np.arange(len(chosen))
        staying = staying_costs(self.model)
        now = np.where(chosen >= 0, reduced[people, chosen], staying)
        wanted = np.where(reduced.min(axis=1) < staying, reduced.argmin(axis=1), -1)
        regret = now - best_each(self.model, reduced)
        found = np.zeros(len(chosen), dtype=np.bool_)
        for person in np.argsort(-regret, kind="stable"):
            if found.sum() >= TOGETHER or regret[person] <= TOLERANCE:
                break
            found[person] = True
            found |= (chosen == wanted[person]) & (wanted[person] >= 0)
        return found

    def _improve_bound(self, prices: Floats) -> Floats:
        """Prices every column exactly; keeps the bound if it is better, and returns the reduced costs."""
        prices = signed(self.model, prices)
        spread_out = spread(self.model, prices)
        reduced = reduced_costs(self.model, spread_out)
        bound = spread_out.constant + float(best_each(self.model, reduced).sum())
        if bound > self.watch.bound:
            self.watch.bound, self.prices = bound, prices
        return reduced

    def _explain_no_relaxation(self, columns: Columns) -> None:
        """Asks how far rows must give way whatever it costs, adding columns until that is proven."""
        model = self.model
        heads = len(model.frame.people)
        everyone, nothing = np.ones(heads, dtype=np.bool_), np.zeros(len(model.rows))
        for attempt in range(20):
            self.watch.step("explaining", attempt / 20)
            bare = Programme(model, columns, np.arange(heads), nothing, 1.0, charge=0.0).solve(integer=False)
            if bare.slack.sum() <= TOLERANCE:
                break
            prices = signed(model, bare.prices)
            if clash := clash_of(model, prices):
                raise _infeasible(clash, proven=True)
            reduced = reduced_costs(model, spread(model, prices), charge=0.0)
            columns = merged(model, columns, choose(model, reduced, everyone, self.choice, self.random))
        raise _infeasible(rows_of(model, bare.slack), proven=False)

    def _loads(self, chosen: Ints, people: Bools) -> Floats:
        """What the choices of some people add to each row, shape (R,)."""
        going = np.flatnonzero(people & (chosen >= 0))
        columns = Columns(going, chosen[going])
        return np.asarray(coefficients(self.model, columns).sum(axis=1)).reshape(-1)

    def _slots_of(self, columns: Columns, taken: Floats, chosen: Ints) -> Ints:
        yes = taken > 0.5
        chosen = chosen.copy()
        chosen[columns.person[yes]] = columns.slot[yes]
        return chosen

    def _in_the_way(self, slack: Floats, chosen: Ints, reduced: Floats, keen: int) -> Bools:
        """People who could mend violated rows: those they count, and those who would most cheaply join them."""
        model = self.model
        found = np.zeros(len(chosen), dtype=np.bool_)
        for place in np.flatnonzero(slack > TOLERANCE):
            row = model.rows[place]
            if isinstance(row, SlotRow):
                found |= np.isin(chosen, row.slots)
                helpful = np.flatnonzero(model.frame.kinds @ np.abs(row.weights) > 0)
                regret = reduced[np.ix_(helpful, row.slots)].min(axis=1) - best_each(model, reduced)[helpful]
                found[helpful[np.argsort(regret, kind="stable")[:keen]]] = True
            else:
                found[row.people] = True
        return found


def _infeasible(clash: Clash, proven: bool) -> Infeasible:
    rules, labels = clash.rules, clash.rows
    shown = "; ".join(labels[:5]) + (f"; and {len(labels) - 5} more" if len(labels) > 5 else "")
    claim = "These rules cannot all be met" if proven else "No plan was found; in the way are these rules"
    message = f"{claim}: {', '.join(rules) or 'none by itself'} ({shown})."
    return Infeasible("infeasible", message, rules=rules, rows=labels, proven=proven)
