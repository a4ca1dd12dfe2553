"""What an organiser decides: batches, floors, cover, fairness and the weights of the costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from grassrota.errors import BadInput, Fault, Faults
from grassrota.forms import STANDARD_FORMS, Form, Purpose
from grassrota.org import Level, Sector
from grassrota.posting.listing import Evidence
from grassrota.staff import GradeScale
from grassrota.turns import Batch, check_batches


@dataclass(frozen=True, slots=True)
class Costs:
    """Weights of the integer costs, each 0 or more; a plan with a lower sum is better.

    Attributes:
        direction: For each rank a sector stands below the first direction.
        missing_skill: For each preferred skill the person lacks.
        preference: For each place on the person's own list before the one given; unlisted counts as ``unlisted``.
        unlisted: Places assumed before one that the person did not list.
        distance: For each 10 km between the family and the place.
        hardship: For the hardship of the place times the turns already served.
        staying: For leaving out a person who could go.
        waiting: For each year, up to 10, that a person left out has waited since the last turn or joining.
    """

    direction: int = 20
    missing_skill: int = 10
    preference: int = 3
    unlisted: int = 5
    distance: int = 1
    hardship: int = 4
    staying: int = 200
    waiting: int = 10

    def __post_init__(self) -> None:
        faults = Faults()
        for name in self.__slots__:
            faults.unless(0 <= getattr(self, name) <= 10_000, f"costs.{name}", "0 to 10000", getattr(self, name))
        faults.raise_if_any()


@dataclass(frozen=True, slots=True)
class Policy:
    """The organiser's settings. Shares are fractions in 0..1.

    Attributes:
        title: Name of the programme.
        scale: The grade scale.
        batches: In turn, without overlap.
        form: Form of all postings.
        purposes: What they are for.
        evidence: What the selection rests on.
        events: Dates of named events, for forms that end with one.
        exceptions: Why the batches' length departs from the form, by batch number.
        coverage_over: More than this share of all staff has a turn; None asks for nothing.
        everyone: True if everyone who is not exempt or unavailable must go.
        home_absence: At most this share of a home unit, rounded up, is away in a batch; below 1 somebody always stays.
        grade_absence: The same for each grade within a unit, of which one person always may go.
        lead_rank: Least rank of a person who may lead a team; 0 asks for no leader.
        experienced_years: Field years that make one experienced, as one in each opening is; None asks for none.
        cover_rank: Somebody of at least this rank is in every covered place in every batch; 0 asks for none.
        cover_level: The level of those places.
        dumping_tolerance: How far, as a share of those going, a band may be off its share of the unit; None allows all.
        directions: Sectors in order of priority, several in a group if they rank alike.
        first: Ids of people who go in the first batch: leaders go first.
        further_rounds: True if another round follows, for those who are left out now.
        costs: Weights.
    """

    title: str
    scale: GradeScale
    batches: tuple[Batch, ...]
    form: Form = field(default_factory=lambda: STANDARD_FORMS["turn40"])
    purposes: tuple[Purpose, ...] = (Purpose.HELP_HOST, Purpose.LEARN, Purpose.COLLECT_OPINIONS)
    evidence: tuple[Evidence, ...] = (Evidence.PLAN, Evidence.CRITERIA)
    events: Mapping[str, date] = field(default_factory=dict)
    exceptions: Mapping[int, str] = field(default_factory=dict)
    coverage_over: Fraction | None = None
    everyone: bool = False
    home_absence: Fraction = Fraction(1, 2)
    grade_absence: Fraction = Fraction(1, 2)
    lead_rank: int = 0
    experienced_years: int | None = None
    cover_rank: int = 0
    cover_level: Level = Level.TOWNSHIP
    dumping_tolerance: Fraction | None = Fraction(1, 10)
    directions: tuple[tuple[Sector, ...], ...] = ((Sector.RURAL, Sector.UPLAND), (Sector.PLANT,))
    first: tuple[str, ...] = ()
    further_rounds: bool = False
    costs: Costs = field(default_factory=Costs)

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.batches), "batches", "at least one batch", "none")
        for name in ("coverage_over", "home_absence", "grade_absence", "dumping_tolerance"):
            share = getattr(self, name)
            faults.unless(share is None or 0 <= share <= 1, name, "a share from 0 to 1", share)
        strangers = [purpose for purpose in self.purposes if purpose not in self.form.purposes]
        fix = "Restructuring under a rotation form is burden-dumping." if Purpose.RESTRUCTURE in strangers else ""
        allowed = ", ".join(self.form.purposes)
        got = ", ".join(strangers)
        faults.unless(not strangers, "purposes", f"purposes of the form {self.form.id}: {allowed}", got, fix)
        faults.unless(bool(self.purposes), "purposes", "at least one", "none")
        listed = [sector for group in self.directions for sector in group]
        faults.unless(len(set(listed)) == len(listed), "directions", "each sector once", ", ".join(listed))
        for batch in self.batches:
            objection = self.form.objection(batch.turn_from(batch.depart_from), self.events)
            excused = bool(self.exceptions.get(batch.number))
            expected = f"a length that the form {self.form.id} allows, or a reason in exceptions"
            faults.unless(excused or not objection, f"batches[{batch.number}].days", expected, objection)
        try:
            check_batches(self.batches)
        except BadInput as error:
            faults.found += [Fault(f"batches[{f.row}].{f.column}", f.expected, f.got) for f in error.faults]
        faults.raise_if_any()

    def direction_rank(self, sector: Sector) -> int:
        """0 for the first direction; sectors not listed come last."""
        for rank, group in enumerate(self.directions):
            if sector in group:
                return rank
        return len(self.directions)
