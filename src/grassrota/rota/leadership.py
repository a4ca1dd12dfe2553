"""Leading posts at a host: only for people with experience, and only if the host consents."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota.errors import Refused
from grassrota.forms import Role
from grassrota.rota.problem import RotaProblem


@dataclass(frozen=True, slots=True)
class LeadershipMatch:
    """A person proposed for a leading post, and the host who must consent.

    Attributes:
        person: Id of the person.
        opening: Id of the opening.
        host: Id of the host unit.
        field_years: Years of field work the person has.
        needed_years: Years that the post needs.
    """

    person: str
    opening: str
    host: str
    field_years: int
    needed_years: int

    @property
    def is_experienced(self) -> bool:
        """True if the person has the experience that the post needs."""
        return self.field_years >= self.needed_years


def leadership_match(problem: RotaProblem, person: str, opening: str) -> LeadershipMatch | None:
    """The match as the host should see it; None if the post leads nobody.

    A leading post needs the policy's field years, and at least one.
    """
    post = problem.opening[opening]
    if post.role is not Role.FIELD_WORK_AND_LEADERSHIP:
        return None
    needed = max(1, problem.policy.experienced_years or 0)
    return LeadershipMatch(person, opening, post.place, problem.person[person].field_years, needed)


def propose(problem: RotaProblem, person: str, opening: str) -> LeadershipMatch:
    """Proposes somebody to the host for a leading post.

    Raises:
        Refused: ``not_experienced``, or ``no_leading_post`` if the post leads nobody.
    """
    match = leadership_match(problem, person, opening)
    if match is None:
        raise Refused("no_leading_post", f"{opening} is no leading post: it needs no proposal.", opening=opening)
    if not match.is_experienced:
        message = f"{person} has {match.field_years} field years; to lead at {opening} takes {match.needed_years}."
        raise Refused("not_experienced", message, person=person, opening=opening, needed=match.needed_years)
    return match
