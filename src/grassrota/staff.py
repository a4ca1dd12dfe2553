"""The people of headquarters: grades, tenure, who is exempt and who is not available this round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from grassrota.errors import BadInput, Fault, Faults, Refused


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of a scale.

    Attributes:
        code: Stable name, such as ``division_chief``.
        rank: 1 for the lowest grade; higher is more senior. Several codes may share a rank.
        titles: What such people are called, in any language.
    """

    code: str
    rank: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class GradeScale:
    """A versioned scale, so that a title means one grade everywhere.

    Attributes:
        version: Name of this version; figures by grade carry it.
        valid_from: First day on which it holds.
        grades: At least one, codes and titles unique.
    """

    version: str
    valid_from: date
    grades: tuple[Grade, ...]

    def __post_init__(self) -> None:
        faults = []
        seen: dict[str, str] = {}
        for row, grade in enumerate(self.grades, start=1):
            if grade.rank < 1:
                faults.append(Fault("rank", "1 or more", str(grade.rank), row=row))
            for word in dict.fromkeys((grade.code, *grade.titles)):
                if word in seen:
                    faults.append(Fault("titles", f"words used once (first for {seen[word]})", word, row=row))
                seen.setdefault(word, grade.code)
        if not self.grades:
            faults.append(Fault("grades", "at least one grade", "none"))
        if faults:
            raise BadInput(faults)

    @cached_property
    def _by_word(self) -> Mapping[str, Grade]:
        return {word: grade for grade in self.grades for word in (grade.code, *grade.titles)}

    def __contains__(self, word: object) -> bool:
        return word in self._by_word

    def grade(self, word: str) -> Grade:
        """The grade of a code or title.

        Raises:
            Refused: ``unknown_grade``, naming this version.
        """
        try:
            return self._by_word[word]
        except KeyError:
            message = f"Grade scale {self.version} has no grade or title {word!r}."
            raise Refused("unknown_grade", message, grade=word, version=self.version) from None


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the headquarters staff.

    Attributes:
        id: Stable, unique.
        name: As published on the list.
        unit: Id of the home unit.
        grade: A code of the grade scale.
        tenure_years: Whole years in the home unit, 0..70.
        field_years: Years of earlier work in the field, 0..70.
        turns_served: Postings finished so far.
        last_returned: When the last of them ended; None if there was none.
        previous_post: Code of the post held before the present one; empty if not known.
        home_post: The post kept open during a posting; empty if none is kept.
        surplus: True if the unit counts the person as above its authorised headcount.
        key_staff: True if the unit counts the person among those it least wants to lose.
        skills: What a host may ask for.
        site: Id of the place where the family lives, from which distances are counted; empty if not known.
    """

    id: str
    name: str
    unit: str
    grade: str
    tenure_years: int = 0
    field_years: int = 0
    turns_served: int = 0
    last_returned: date | None = None
    previous_post: str = ""
    home_post: str = ""
    surplus: bool = False
    key_staff: bool = False
    skills: frozenset[str] = frozenset()
    site: str = ""

    def __post_init__(self) -> None:
        faults = Faults()
        for column in ("id", "unit", "grade"):
            faults.unless(bool(getattr(self, column)), column, "something", "nothing")
        for column in ("tenure_years", "field_years"):
            value = getattr(self, column)
            faults.unless(0 <= value <= 70, column, "0 to 70 years", value)
        faults.unless(self.turns_served >= 0, "turns_served", "0 or more", self.turns_served)
        faults.raise_if_any()


class ExemptionReason(StrEnum):
    """Why a person in scope is exempt: a class only, the detail is sealed elsewhere."""

    AGE = "age"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A person in scope who does not go, with the class of the reason and nothing more.

    Attributes:
        person: The person's id.
        reason: The class.
        sealed_ref: Opaque reference to where the detail is sealed; the detail itself is never here.
    """

    person: str
    reason: ExemptionReason
    sealed_ref: str = ""


@dataclass(frozen=True, slots=True)
class NotAvailable:
    """A person not available this round. Consent withheld, hardship and deferral are one undivided state.

    Attributes:
        person: The person's id.
        batches: Numbers of the batches concerned; empty means the whole round.
    """

    person: str
    batches: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people of whom at most one may be away at a time."""

    first: str
    second: str

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise BadInput([Fault("second", "another person", self.second)])


@dataclass(frozen=True, slots=True)
class Group:
    """People who go to one place together or not at all: a family, a team.

    Attributes:
        id: Stable, unique.
        members: Their ids, each once; seats of those who come along are counted with the first.
        headcount: Seats that all of them take; above the number of members if others come along who have no turn
            of their own, such as children.
    """

    id: str
    members: tuple[str, ...]
    headcount: int

    def __post_init__(self) -> None:
        faults = Faults()
        faults.unless(bool(self.id), "id", "something", "nothing")
        faults.unless(bool(self.members), "members", "at least one person", "nobody")
        faults.unless(len(set(self.members)) == len(self.members), "members", "each once", ";".join(self.members))
        least = len(self.members)
        faults.unless(self.headcount >= least, "headcount", f"{least} or more, all members counted", self.headcount)
        faults.raise_if_any()
