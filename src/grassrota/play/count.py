"""Our own figures, counted from the rows that were played: each with its day, its status and its evidence."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from grassrota.figures.bulletin import Claim
from grassrota.figures.figure import Figure, Scope, Status
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval
from grassrota.inspection.cycle import Coverage
from grassrota.inspection.design import Outcome
from grassrota.inspection.verdict import Verdict
from grassrota.opinions.case import Case
from grassrota.opinions.ledger import ledger
from grassrota.opinions.opinion import Opinion
from grassrota.play.rotation import FieldDaySettings
from grassrota.posting.attendance import attendance
from grassrota.posting.field import FieldDay
from grassrota.posting.register import RegisterCounts
from grassrota.posting.steps import Posting, PostingState
from grassrota.rota.plan import Plan
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True, slots=True)
class Counter:
    """Makes exact figures of one rotation, counted here.

    Attributes:
        scope: What the rotation covers.
        as_of: Day up to which is counted.
    """

    scope: str
    as_of: date

    def claim(
        self, figure_id: str, label: str, count: int, out_of: int, unit: str, status: Status, where: str
    ) -> Claim:
        """One exact figure with its evidence."""
        figure = Figure(
            f"{figure_id}@{self.as_of}",
            label,
            Interval.exactly(count),
            Interval.exactly(out_of),
            unit,
            Scope(self.scope, "rotation"),
            self.as_of,
            status,
            where,
            "Grassrota, from the rows",
        )
        return Claim(figure, where)


def planned(counter: Counter, problem: RotaProblem, plan: Plan) -> Iterator[Claim]:
    """People planned to go, out of all staff."""
    going, staff = len(plan.assignments), len(problem.people)
    yield counter.claim("planned", "People planned to go", going, staff, "person", Status.PLANNED, "plan/postings.csv")


def people(counter: Counter, plan: Plan, postings: Sequence[Posting], assumed: Collection[str]) -> Iterator[Claim]:
    """People listed, departed and returned, each out of those planned; flagged where steps were taken as planned."""
    left = [posting for posting in postings if posting.state_on(counter.as_of) != PostingState.RELEASED]
    steps = (
        ("listed", "People on the published list", Status.LISTED, "listed_on"),
        ("departed", "People who have departed", Status.DEPARTED, "departed_on"),
        ("returned", "People who have returned", Status.REPORTED, "returned_on"),
    )
    for figure_id, label, status, step in steps:
        days = {posting.person: getattr(posting, step) for posting in left}
        done = {person for person, day in days.items() if day is not None and day <= counter.as_of}
        claim = counter.claim(figure_id, label, len(done), len(plan.assignments), "person", status, "postings.csv")
        yield flagged(claim, Flag.AS_PLANNED) if done & set(assumed) else claim


def flagged(claim: Claim, flag: Flag) -> Claim:
    """The claim with one more caution."""
    return replace(claim, figure=replace(claim.figure, flags=(*claim.figure.flags, flag)))


def opinions(counter: Counter, raised: Iterable[Opinion], cases: Iterable[Case]) -> Iterator[Claim]:
    """Opinions claimed fixed, confirmed and refuted by those who raised them, and those nobody has answered.

    Each is out of all opinions raised: one that nobody has made a case of is no smaller part of the whole.
    """
    counts = ledger(cases, counter.as_of)
    whole = sum(opinion.raised_on <= counter.as_of for opinion in raised)
    if not whole:
        return
    rows = (
        ("claimed_fixed", "Opinions that units report as fixed", counts.claimed, Status.REPORTED),
        ("confirmed", "Opinions that their raisers confirm as fixed", counts.confirmed, Status.CONFIRMED),
        ("refuted", "Opinions reported as fixed that their raisers refute", counts.refuted, Status.REFUTED),
        ("unanswered", "Opinions reported as fixed without an answer", counts.unanswered, Status.UNKNOWN),
    )
    for figure_id, label, count, status in rows:
        yield counter.claim(figure_id, label, count, whole, "opinion", status, "opinions/cases.csv")


def inspected(counter: Counter, verdicts: Sequence[Verdict], made_up: bool) -> Iterator[Claim]:
    """What the units report as fixed, and beside it between which bounds inspection verifies it.

    Only where every unit's claim is confirmed is the second figure called so; made-up findings are flagged.
    """
    counter = replace(counter, as_of=max(verdict.claim.as_of for verdict in verdicts))
    received = sum(verdict.claim.received for verdict in verdicts)
    reported = sum(verdict.claim.claimed for verdict in verdicts)
    low, high = (sum(getattr(verdict, end) for verdict in verdicts) for end in ("at_least", "at_most"))
    where = "verdicts.csv"
    label = "Opinions that the inspected units report as fixed"
    said = counter.claim("reported_fixed", label, reported, received, "opinion", Status.REPORTED, where)
    outcomes = Tally(str(verdict.outcome) for verdict in verdicts)
    told = ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(outcomes.items()))
    label = f"Of these truly fixed, by inspection (units: {told}; each unit's bounds at its stated risk)"
    sure = Status.CONFIRMED if set(outcomes) == {str(Outcome.CONFIRMED)} else Status.UNKNOWN
    claim = counter.claim("verified_fixed", label, low, received, "opinion", sure, where)
    claim = replace(claim, figure=replace(claim.figure, numerator=Interval.closed(low, high)))
    yield replace(said, verified_by=claim.figure.id)
    yield flagged(claim, Flag.MADE_UP) if made_up else claim


def field_days(
    counter: Counter, entries: Iterable[FieldDay], settings: FieldDaySettings, problem: RotaProblem
) -> Iterator[Claim]:
    """Who was in the field on the last field day by the day counted: so many of so many, never a bare count."""
    known = [entry for entry in entries if entry.day <= counter.as_of]
    due = settings.rule.days(min((entry.day for entry in known), default=counter.as_of), counter.as_of)
    if known and due:
        scale = problem.policy.scale
        grades = {scale.grade(word) for word in settings.grades}
        in_scope = {person.id for person in problem.people if scale.grade(person.grade) in grades}
        of_day = attendance(known, due[-1], in_scope)
        label, attended = f"People in the field on {due[-1]:%A, %d %B %Y}", len(of_day.attended)
        where = "postings/field_days.csv"
        yield counter.claim("field_day", label, attended, of_day.in_scope, "person", Status.REPORTED, where)


def visited(counter: Counter, counts: Coverage) -> Iterator[Claim]:
    """Places surveyed as representative and places fully inspected: two counts, never one."""
    for figure_id, label, count in (
        ("surveyed", "Places surveyed as representative, by the rule stated", counts.surveyed),
        ("inspected", "Places fully inspected", counts.inspected),
    ):
        claim = counter.claim(figure_id, label, count, count, "place", Status.REPORTED, "inspection/visits.csv")
        yield replace(claim, figure=replace(claim.figure, denominator=None))


def registered(counter: Counter, counts: RegisterCounts) -> Iterator[Claim]:
    """A register by level of the home unit, by role and by sector, out of all registered."""
    where = "register/register.csv"
    yield counter.claim("registered", "People posted", counts.people, counts.people, "person", Status.REPORTED, where)
    ways = (
        ("level", counts.by_level),
        ("grade", counts.by_grade),
        ("role", counts.by_role),
        ("sector", counts.by_sector),
    )
    for name, parts in ways:
        for word, count in sorted(parts.items()):
            label = f"Of these by {name}: {word.replace('_', ' ')}"
            yield counter.claim(f"{name}_{word}", label, count, counts.people, "person", Status.REPORTED, where)
