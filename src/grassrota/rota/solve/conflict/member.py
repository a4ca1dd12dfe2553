"""What a clash consists of, and what would settle it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """One thing that is asked for, by one rule, or several alike.

    Attributes:
        rule: Name of the rule.
        about: Ids of what it is about: an opening, a place, a unit, people.
        rows: Places of its rows in the model; empty for a rule on single choices.
        low: True if the rows' lower end is meant, False if their upper end.
        summed: True if rows count only in sum.
    """

    rule: str
    about: tuple[str, ...]
    rows: tuple[int, ...] = ()
    low: bool = False
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What would settle a clash: one member asks for less.

    Attributes:
        member: Which.
        amount: By so much: people, seats or couples, 1 or more.
        words: What to do, in words.
        whole: True if there is a plan then; False if other rules still clash; None if that was not looked into.
    """

    member: Member
    amount: int
    words: str
    whole: bool | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Members that cannot all be met.

    Attributes:
        members: In the order of rules.
        words: Of each member, in words.
        minimal: True if all but any one of them could be met, by whole numbers.
        people: Ids of people of whom the words speak.
        relaxations: What would settle it, the cheapest first.
    """

    members: tuple[Member, ...]
    words: tuple[str, ...]
    minimal: bool
    people: tuple[str, ...]
    relaxations: tuple[Relaxation, ...]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the members, each once."""
        return tuple(dict.fromkeys(member.rule for member in self.members))
