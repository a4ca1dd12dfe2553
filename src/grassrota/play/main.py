"""Plays a rotation folder from the roster to the bulletin, through every step whose files are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from grassrota.errors import BadInput, Fault, Faults
from grassrota.figures.bulletin import Bulletin, Claim, bulletin
from grassrota.figures.consistency import Answer
from grassrota.figures.consistency import check as check_statements
from grassrota.files.counts import read_counts
from grassrota.files.inspection import SETTINGS, read_round
from grassrota.files.opinions import OpinionFiles, read_opinions
from grassrota.files.postings import PostingFiles, read_postings
from grassrota.files.problem import read_problem
from grassrota.files.register import read_register
from grassrota.files.reported import read_reported
from grassrota.files.statements import read_statements
from grassrota.files.tables import find_table
from grassrota.files.visits import read_visits
from grassrota.forms import STANDARD_FORMS, LengthRule
from grassrota.inspection.cycle import Coverage, coverage
from grassrota.inspection.finding import require_independent
from grassrota.inspection.gate import Conflict, conflicts
from grassrota.inspection.round import Round
from grassrota.inspection.verdict import Verdict
from grassrota.opinions.case import Case
from grassrota.opinions.entries import ClosingReason
from grassrota.opinions.taskforce import check_task_force
from grassrota.org import UnitTree
from grassrota.play import count
from grassrota.play.before_after import PlaceCompared, places_compared
from grassrota.play.carry_out import as_planned, leaving_on, steps_taken, unrecorded, up_to
from grassrota.play.made_up import made_up_verdicts, round_from_counts
from grassrota.play.quota import shortfalls
from grassrota.play.rotation import Rotation, read_rotation
from grassrota.posting.field import QuotaStatus
from grassrota.posting.listing import check_list
from grassrota.posting.register import RegisterCounts, count_register
from grassrota.posting.steps import Posting
from grassrota.rota.plan import Plan, postings
from grassrota.rota.problem import RotaProblem

RESTS_ON_PROBLEM = ("postings", "opinions", "register")
Tell = Callable[[str, float], None]
"""Told the step in words, and the share of it that is done."""


@dataclass(frozen=True)
class Carried:
    """A plan and what became of it.

    Attributes:
        problem: The problem planned for.
        plan: The plan.
        files: What was recorded, and what was taken as planned; None if nothing was.
        postings: After every step.
        assumed: Ids of the people whose steps no file records and were taken as planned.
        shortfalls: Those who will miss the form's days a year, as seen on each day counted.
    """

    problem: RotaProblem
    plan: Plan
    files: PostingFiles | None
    postings: tuple[Posting, ...]
    assumed: frozenset[str] = frozenset()
    shortfalls: tuple[QuotaStatus, ...] = ()


@dataclass(frozen=True)
class Inspected:
    """A round of inspection with its verdicts, and the units that cannot keep both gate and deadline.

    ``made_up`` is true if no finding comes from a file.
    """

    round: Round
    made_up: bool
    verdicts: tuple[Verdict, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True)
class Played:
    """Everything that a rotation folder led to; a part is None, or empty, if its files are not there."""

    rotation: Rotation
    carried: Carried | None
    opinions: OpinionFiles | None
    inspected: Inspected | None
    visits: Coverage | None
    register: RegisterCounts | None
    compared: tuple[PlaceCompared, ...]
    answers: tuple[Answer, ...]
    bulletin: Bulletin


def play(folder: Path, tell: Tell | None = None) -> Played:
    """Plays a rotation folder.

    Args:
        folder: Holds ``rotation.toml`` and any of ``problem``, ``postings``, ``opinions``, ``inspection``,
            ``register``, ``figures`` and ``reported.toml``; docs/reference/files.md says what is in them.
        tell: Told how far the work is.

    Raises:
        BadInput: With every fault of the files of a step.
        Refused: If a rule of the field forbids a step, such as a departure before an answer.
        Infeasible: If the rules of the rota cannot all be met.
    """
    say = tell or (lambda step, done: None)
    rotation = read_rotation(folder)
    _require_problem(folder)
    carried = _carry_out(folder, rotation, say) if (folder / "problem").is_dir() else None
    say("opinions", 0.0)
    opinions = _opinions(folder, carried) if carried and (folder / "opinions").is_dir() else None
    say("inspection", 0.0)
    inspected = _inspect(folder, rotation, carried, opinions)
    register = None
    if carried and (folder / "register").is_dir():
        tree, entries = read_register(folder / "register", carried.problem.policy.scale)
        register = count_register(entries, tree)
    visited = find_table(folder / "inspection", "visits")
    visits = coverage(visit for visit in read_visits(visited) if visit.on <= rotation.as_of[-1]) if visited else None
    say("figures", 0.0)
    answers = tuple(check_statements(read_statements(path)) for path in sorted((folder / "figures").glob("*.toml")))
    claims = _claims(folder, rotation, carried, opinions, inspected, visits, register)
    assumed = (*rotation.assumed, *_assumptions(carried, inspected))
    published = bulletin(rotation.title, rotation.published, claims, answers, assumed)
    compared: tuple[PlaceCompared, ...] = ()
    if carried is not None and opinions is not None:
        openings = carried.problem.opening
        compared = places_compared(carried.postings, openings, opinions.opinions, opinions.cases, rotation.as_of[-1])
    return Played(rotation, carried, opinions, inspected, visits, register, compared, answers, published)


def _assumptions(carried: Carried | None, inspected: Inspected | None) -> Iterator[str]:
    """What was taken for granted on the way, whatever the folder itself admits."""
    if carried is not None and carried.assumed:
        count_of, people = len(carried.assumed), len(carried.plan.assignments)
        yield f"the steps of {count_of:,} of {people:,} people were taken as planned: no file records them"
    if inspected is not None and inspected.made_up:
        yield "every finding of the inspection was made up from the shares in counts.csv"


def _require_problem(folder: Path) -> None:
    """Refuses folders that can only be read beside a problem, so that none is passed over in silence."""
    there = [name for name in RESTS_ON_PROBLEM if (folder / name).is_dir()]
    if there and not (folder / "problem").is_dir():
        raise BadInput(
            Fault("", "the folder problem beside it, whose people, units or grades it names", "none", file=name)
            for name in there
        )


def _carry_out(folder: Path, rotation: Rotation, say: Tell) -> Carried:
    """Roster, plan, list, and every step of the postings."""
    from grassrota.rota.solve import solve  # brings a compiler along, which pages can do without

    say("roster", 0.0)
    problem = read_problem(folder / "problem")
    _require_fit(rotation, problem)
    plan = solve(problem, seed=rotation.seed, onlooker=lambda moment, done: say(f"plan: {moment.stage}", done))
    say("postings", 0.0)
    return carry_out(folder, rotation, problem, plan)


def carry_out(folder: Path, rotation: Rotation, problem: RotaProblem, plan: Plan) -> Carried:
    """Carries a plan out, as far as the folder ``postings`` says, or as planned.

    Args:
        folder: The rotation folder.
        rotation: Its settings.
        problem: Its problem.
        plan: A plan for that problem.

    Raises:
        BadInput: With every fault of the files.
        Refused: If a rule of the field forbids the list or a step.
    """
    going = [problem.person[entry.person] for entry in plan.assignments]
    check_list(problem.policy.form, problem.policy.purposes, problem.policy.evidence, going)
    planned = leaving_on(postings(problem, plan), problem, rotation.leaving)
    if not (folder / "postings").is_dir():
        return Carried(problem, plan, None, planned)
    files = read_postings(folder / "postings", problem)
    assumed: frozenset[str] = frozenset()
    if rotation.as_planned:
        assumed = frozenset(posting.person for posting in unrecorded(planned, files))
        files = as_planned(planned, files, rotation.until)
    files = up_to(files, rotation.until)
    done = steps_taken(planned, files, {**STANDARD_FORMS, problem.policy.form.id: problem.policy.form})
    short: tuple[QuotaStatus, ...] = ()
    if rotation.quota_year is not None:
        quota, entries = problem.policy.form.low, files.field_days.values
        short = shortfalls(done, entries, rotation.quota_year, quota, rotation.as_of)
    return Carried(problem, plan, files, done, assumed, short)


def _require_fit(rotation: Rotation, problem: RotaProblem) -> None:
    """Refuses settings that speak of what the problem does not have."""
    faults, policy = Faults(), problem.policy
    batches = {batch.number for batch in policy.batches}
    for number in rotation.leaving:
        faults.unless(number in batches, "leaving.batch", "a batch of the policy", number)
    for code in rotation.field_day.grades if rotation.field_day else ():
        faults.unless(code in policy.scale, "field_day.grades", f"grades of scale {policy.scale.version}", code)
    a_year = rotation.quota_year is None or policy.form.length == LengthRule.DAYS_A_YEAR
    faults.unless(a_year, "quota_year", "nothing, as the form asks for no days a year", rotation.quota_year)
    if faults.found:
        raise BadInput(fault.at("rotation.toml", 0) for fault in faults.found)


def _opinions(folder: Path, carried: Carried) -> OpinionFiles:
    """Opinions and cases; every task force is there before the departure, and stays behind."""
    found = read_opinions(folder / "opinions", carried.problem.tree, carried.problem.person)
    first_batch = [posting for posting in carried.postings if posting.batch == 1 and posting.released_on is None]
    first_departure = min((posting.departed_on or posting.turn.first for posting in first_batch), default=date.max)
    for force in found.task_forces:
        check_task_force(force, first_departure, {posting.person for posting in first_batch})
    return found


def _inspect(
    folder: Path, rotation: Rotation, carried: Carried | None, opinions: OpinionFiles | None
) -> Inspected | None:
    """Verdicts on every claim of the round, from case rows or from counts."""
    made_up = not (folder / "inspection" / SETTINGS).is_file()
    if not made_up:
        found = read_round(folder / "inspection")
        if opinions is not None and carried is not None:
            _require_claimed(found, opinions, carried.problem.tree)
        if carried is not None:
            _require_independent(found, carried.problem.tree)
        verdicts = _verdicts(found)
    elif rotation.inspection is not None:
        counts = read_counts(folder / "inspection" / "counts.csv")
        found = round_from_counts(counts, rotation.inspection, rotation.as_of[-1])
        found, verdicts = made_up_verdicts(found, counts, rotation.until, rotation.seed)
    else:
        return None
    clashes: tuple[Conflict, ...] = ()
    if rotation.deadline is not None:
        verified = [verdict.verified for verdict in verdicts]
        clashes = conflicts(verified, rotation.gates.complete, rotation.deadline, rotation.as_of[-1])
    return Inspected(found, made_up, verdicts, clashes)


def _verdicts(found: Round) -> tuple[Verdict, ...]:
    """The verdict on each claim; a finding that cannot be judged, as outside the sample, is a fault of its table."""
    verdicts, faults = [], []
    for claim in found.claims:
        try:
            verdicts.append(found.verdict(claim))
        except BadInput as error:
            faults += [fault.at("findings.csv", 0) for fault in error.faults]
    if faults:
        raise BadInput(faults)
    return tuple(verdicts)


def _require_independent(found: Round, tree: UnitTree) -> None:
    """Refuses findings of teams with somebody of the inspected unit's chain."""
    for unit, findings in found.findings.items():
        for team in dict.fromkeys(finding.team for finding in findings):
            require_independent(team, unit, tree)


def _require_claimed(found: Round, opinions: OpinionFiles, tree: UnitTree) -> None:
    """Refuses a list with cases that no ledger of the unit, or of those below it, claims as fixed."""
    faults = []
    for claim in found.claims:
        if claim.unit not in tree:
            faults.append(Fault("claims", "the id of a unit in units", claim.unit, file=SETTINGS))
            continue
        claimed = {case.id: case.owner for case in opinions.cases if _claimed_fixed(case, claim.as_of)}
        below = {unit.id for unit in tree.subtree(claim.unit)}
        expected = f"a case that {claim.unit} or a unit below it claims as fixed"
        faults += [
            Fault("case", expected, case, file="claim.csv") for case in claim.cases if claimed.get(case) not in below
        ]
    if faults:
        raise BadInput(faults)


def _claimed_fixed(case: Case, as_of: date) -> bool:
    last = case.last_claim(as_of)
    return last is not None and last.reason == ClosingReason.FIXED


def _claims(
    folder: Path,
    rotation: Rotation,
    carried: Carried | None,
    opinions: OpinionFiles | None,
    inspected: Inspected | None,
    visits: Coverage | None,
    register: RegisterCounts | None,
) -> Sequence[Claim]:
    """What is to be said: what others reported, and beside it what was counted here."""
    path = folder / "reported.toml"
    claims = [*read_reported(path)] if path.is_file() else []
    if carried is not None:
        claims += count.planned(count.Counter(rotation.title, rotation.as_of[0]), carried.problem, carried.plan)
    for day in rotation.as_of:
        counter = count.Counter(rotation.title, day)
        if carried is not None and carried.files is not None and carried.files.steps.values:
            claims += count.people(counter, carried.plan, carried.postings, carried.assumed)
        if carried is not None and carried.files is not None and rotation.field_day is not None:
            days = carried.files.field_days.values
            claims += count.field_days(counter, days, rotation.field_day, carried.problem)
        if opinions is not None:
            claims += count.opinions(counter, opinions.opinions, opinions.cases)
    if inspected is not None:
        claims += count.inspected(counter, inspected.verdicts, inspected.made_up)
    if visits is not None:
        claims += count.visited(counter, visits)
    if register is not None:
        claims += count.registered(count.Counter(rotation.title, rotation.as_of[0]), register)
    return claims
