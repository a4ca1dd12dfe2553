"""What the rules ask about a person: who fits, who leads, who covers a place, and in which band they count."""

from __future__ import annotations

from grassrota.posting.opening import Opening
from grassrota.rota.problem import RotaProblem
from grassrota.staff import Person


def fits(problem: RotaProblem, person: Person, opening: Opening) -> bool:
    """True if the person has the skills and a grade that the opening asks for."""
    return opening.needs <= person.skills and (not opening.grades or person.grade in opening.grades)


def is_leader(problem: RotaProblem, person: Person) -> bool:
    """True if the person may lead a team."""
    return problem.rank(person) >= problem.policy.lead_rank


def is_experienced(problem: RotaProblem, person: Person) -> bool:
    """True if the person has the field years that make one experienced."""
    years = problem.policy.experienced_years
    return years is not None and person.field_years >= years


def covers(problem: RotaProblem, person: Person) -> bool:
    """True if the person is senior enough to cover a place."""
    return problem.rank(person) >= problem.policy.cover_rank


def band(problem: RotaProblem, person: Person) -> str:
    """The band in which burden-dumping would show: surplus staff, else by grade and tenure. Never by appraisal."""
    if person.surplus:
        return "surplus"
    ranks = sorted(grade.rank for grade in problem.policy.scale.grades)
    senior = problem.rank(person) > ranks[len(ranks) // 2]
    return f"{'senior' if senior else 'junior'}, {'5 years or more' if person.tenure_years >= 5 else 'under 5 years'}"
