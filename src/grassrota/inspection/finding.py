"""What a team found at one case: three answers with evidence, or nothing that could be found.

What the raiser says stands in the case's own ledger; a finding has no place for it and never fills it in.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from grassrota.errors import BadInput, Fault, Refused
from grassrota.org import UnitTree


class TeamRole(StrEnum):
    """For whom a member inspects. ``RAISER_SIDE`` is a service user drawn by lot, never a raiser of the case."""

    MANAGEMENT = "management"
    RAISER_SIDE = "raiser_side"
    INSPECTION_OFFICE = "inspection_office"


class Source(StrEnum):
    """Where evidence comes from."""

    RAISER = "raiser"
    PLACE = "place"
    RECORD = "record"


class Unresolved(StrEnum):
    """Why nothing could be found: no answer through the receipt, or neither a place to visit nor consent."""

    SILENCE = "silence"
    NO_PLACE_NO_CONSENT = "no_place_no_consent"


class State(StrEnum):
    """What a finding counts as."""

    FIXED = "fixed"
    NOT_FIXED = "not_fixed"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a team; ``unit`` is where the person works or, drawn by lot, belongs, and may be empty."""

    id: str
    role: TeamRole
    unit: str = ""
    drawn_by_lot: bool = False


@dataclass(frozen=True, slots=True)
class Team:
    """Who inspects together.

    Raises:
        Refused: ``one_sided_team``, if management or the people's side is missing, or the latter was not drawn by lot.
    """

    members: tuple[Member, ...]

    def __post_init__(self) -> None:
        roles = {member.role for member in self.members}
        missing = [role for role in (TeamRole.MANAGEMENT, TeamRole.RAISER_SIDE) if role not in roles]
        picked = [m.id for m in self.members if m.role is TeamRole.RAISER_SIDE and not m.drawn_by_lot]
        if missing or picked:
            message = f"A team needs both sides: missing {missing or 'none'}, not drawn by lot {picked or 'none'}."
            raise Refused("one_sided_team", message, missing=tuple(missing), picked=tuple(picked))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a finding rests on, described without naming anyone."""

    source: Source
    what: str

    def __post_init__(self) -> None:
        if not self.what.strip():
            raise BadInput([Fault("evidence", "what was seen, read or said", "nothing")])


@dataclass(frozen=True, slots=True)
class Finding:
    """A team's answers about one case of the sample.

    Attributes:
        case: The case's id.
        on: The day of the visit, or the day on which trying ended.
        team: Who inspected.
        really_changed: Was it really changed?
        how_changed: How, in words; also needed if nothing changed.
        small_problem_solved: Is the small problem solved?
        evidence: At least one piece for an answered finding.
        unresolved: Why there are no answers; None if there are.
        disagreement: What a member saw otherwise, in words; empty if all agreed.

    Raises:
        Refused: ``answers_missing`` with their names, or ``answers_to_silence`` if an unresolved case has answers.
    """

    case: str
    on: date
    team: Team
    really_changed: bool | None = None
    how_changed: str = ""
    small_problem_solved: bool | None = None
    evidence: tuple[Evidence, ...] = ()
    unresolved: Unresolved | None = None
    disagreement: str = ""

    def __post_init__(self) -> None:
        given = {
            "really_changed": self.really_changed is not None,
            "how_changed": bool(self.how_changed.strip()),
            "small_problem_solved": self.small_problem_solved is not None,
            "evidence": bool(self.evidence),
        }
        missing = tuple(name for name, there in given.items() if not there)
        if self.unresolved is None and missing:
            message = f"The finding about {self.case} lacks {', '.join(missing)}: answer, or say why it is unresolved."
            raise Refused("answers_missing", message, case=self.case, missing=missing)
        answered = tuple(name for name in given if name not in missing and name != "evidence")
        if self.unresolved is not None and answered:
            message = f"The finding about {self.case} is unresolved and yet answers {', '.join(answered)}: choose one."
            raise Refused("answers_to_silence", message, case=self.case, answered=answered)

    @property
    def state(self) -> State:
        """Fixed only if it was really changed and the small problem is solved."""
        if self.unresolved is not None:
            return State.UNRESOLVED
        return State.FIXED if self.really_changed and self.small_problem_solved else State.NOT_FIXED


def require_independent(team: Team, unit: str, tree: UnitTree, excluded: Collection[str] = ()) -> None:
    """Checks that nobody of a team belongs to the inspected unit's chain.

    The chain is the unit, all below it, all above it, and the people who head any of these.

    Args:
        team: Who is to inspect.
        unit: The unit inspected.
        tree: All units.
        excluded: Ids of people barred for other reasons: raisers of the cases, former staff, those who did the fixing.

    Raises:
        Refused: ``not_independent``, with the ids of the members.
    """
    chain = (*tree.subtree(unit), *tree.ancestors(unit))
    units = {above.id for above in chain}
    barred = {head for above in chain for head in above.headed_by}.union(excluded)
    members = tuple(member.id for member in team.members if member.unit in units or member.id in barred)
    if members:
        message = f"{', '.join(members)} cannot inspect {unit}: of its chain, or excluded. Draw others."
        raise Refused("not_independent", message, unit=unit, members=members)
