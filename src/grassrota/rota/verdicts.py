"""What breaks a rule at one place, judged from what is counted there, and in which words.

Whoever counts (``check`` everything anew, ``tally`` what moves touch) asks here. Nothing in it solves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from grassrota.posting.opening import Opening
from grassrota.rota.pin import Pin
from grassrota.rota.plan import Assignment
from grassrota.rota.policy import Policy
from grassrota.staff import Group, Person


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: which, and where, in words.

    Attributes:
        rule: Name of the rule.
        words: Where it is broken and how far.
        about: Where alone, if ``words`` change with how far: so that a rule broken worse is still the same one.
    """

    rule: str
    words: str
    about: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """The rule and the place, by which one violation is told from another."""
        return self.rule, self.about or self.words

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}"


def most_of_unit(policy: Policy, staff: int) -> int:
    """How many of a unit with so many staff may be away at once."""
    high = max(1, ceil(policy.home_absence * staff))
    return high if policy.home_absence == 1 else min(high, staff - 1)


def most_of_grade(policy: Policy, staff: int) -> int:
    """How many of a grade of which a unit has so many may be away at once."""
    return max(1, ceil(policy.grade_absence * staff))


def fit(person: Person, opening: Opening) -> Iterator[Violation]:
    """Skills that a person lacks for an opening, and a grade that it does not take."""
    missing = sorted(opening.needs - person.skills)
    if missing:
        yield Violation("fit", f"{person.id} lacks {', '.join(missing)} for {opening.id}")
    if opening.grades and person.grade not in opening.grades:
        yield Violation("fit", f"{person.id} has grade {person.grade}, {opening.id} takes others")


def availability(person: str, away: range, hindered: frozenset[int]) -> Iterator[Violation]:
    """Batches in which a person is away and not available."""
    for batch in away:
        if batch in hindered:
            yield Violation("availability", f"{person} is not available in batch {batch}")


def headcount(opening: Opening, batch: int, count: int) -> Iterator[Violation]:
    """Too few or too many in a slot."""
    if not opening.low <= count <= opening.high:
        where = f"{opening.id}, batch {batch}"
        yield Violation("headcount", f"{where}: {count} people instead of {opening.low} to {opening.high}", where)


def accompanied(
    policy: Policy, opening: str, batch: int, count: int, leaders: int, experienced: int
) -> Iterator[Violation]:
    """People in a slot without a leader, or without anybody experienced."""
    if count and policy.lead_rank and not leaders:
        yield Violation("leader", f"{opening}, batch {batch}: nobody of rank {policy.lead_rank} or more")
    wanted = policy.experienced_years
    if count and wanted is not None and not experienced:
        yield Violation("experience", f"{opening}, batch {batch}: nobody with {wanted} field years")


def cover(policy: Policy, place: str, batch: int, covering: int) -> Iterator[Violation]:
    """A place that nobody senior covers in a batch."""
    if policy.cover_rank and not covering:
        yield Violation("cover", f"{place}, batch {batch}: nobody of rank {policy.cover_rank} or more")


def absence(group: tuple[str, ...], batch: int, away: int, high: int) -> Iterator[Violation]:
    """Too many away of a unit, or of a grade in it."""
    if away > high:
        where = f"{', '.join(group)}, batch {batch}"
        yield Violation("absence", f"{where}: {away} away, at most {high} may be", where)


def dumping(
    tolerance: Fraction, unit: str, batch: int | None, pool: Mapping[str, int], going: Mapping[str, int]
) -> Iterator[Violation]:
    """Bands of a unit that go too much or too little.

    Args:
        tolerance: The policy's.
        unit: Id of the unit.
        batch: The batch; None for all together.
        pool: Eligible people of each band.
        going: Those who go of each; bands of which nobody goes may be wanting.
    """
    everybody, people = sum(pool.values()), sum(going.values())
    allowed = everybody * (tolerance.denominator + tolerance.numerator * people)
    where = f"{unit}, {'all batches' if batch is None else f'batch {batch}'}"
    for name, size in sorted(pool.items()) if people else ():
        count = going.get(name, 0)
        # in whole numbers: |count - fair share| > 1 + tolerance * people
        if abs(count * everybody - size * people) * tolerance.denominator > allowed:
            words = f"{where}: {count} of {people} are {name}; {size * people / everybody:.1f} would be the fair share"
            yield Violation("dumping", words, f"{where}: {name}")


def room(person: str, size: int, opening: Opening) -> Iterator[Violation]:
    """A group, or somebody alone, of more heads than an opening has seats."""
    if size > opening.high:
        words = f"{person} goes with a group of {size}, {opening.id} has {opening.high} seats"
        yield Violation("together", words, f"{person}, {opening.id}")


def together(group: Group, entries: Mapping[str, Assignment]) -> Iterator[Violation]:
    """A group of which not all go to one opening in one batch, and not all stay."""
    chosen = [entries.get(who) for who in group.members]
    if len({entry and (entry.opening, entry.batch) for entry in chosen}) > 1:
        members = ", ".join(group.members)
        yield Violation("together", f"{group.id}: {members} neither all go together nor all stay")


def couples(first: str, second: str, batch: int) -> Violation:
    """A couple of whom both are away in a batch."""
    return Violation("couples", f"{first} and {second} are both away in batch {batch}")


def coverage(policy: Policy, staff: int, going: int) -> Iterator[Violation]:
    """Too few of all staff who go."""
    share = policy.coverage_over
    if share is not None and not Fraction(going, max(1, staff)) > share:
        words = f"{going} of {staff} people go; it must be more than {float(share):.1%}"
        yield Violation("coverage", words, "all staff")


def everyone(person: str) -> Violation:
    """Somebody who stays where everyone goes."""
    return Violation("everyone", f"{person} is neither in a batch nor exempt nor unavailable")


def leaders_first(person: str) -> Violation:
    """Somebody named to go first who does not."""
    return Violation("leaders_first", f"{person} does not go in the first batch")


def pins(pin: Pin, entry: Assignment | None) -> Iterator[Violation]:
    """A pin that is not kept."""
    if entry is None and not pin.stays:
        yield Violation("pins", f"{pin}, and stays", str(pin))
    elif entry is not None and not pin.takes(entry.opening, entry.batch):
        yield Violation("pins", f"{pin}, and goes to {entry.opening} in batch {entry.batch}", str(pin))
