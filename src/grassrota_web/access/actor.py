"""Who acts: an account with its roles, or the application itself."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota_web.access.paths import EVERYWHERE, reaches
from grassrota_web.access.rights import DECIDING, RIGHTS, Right, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at work, as of this request.

    Attributes:
        account: Id of the account; empty for nobody and for the application itself.
        name: As shown and signed.
        person: Code of the member of staff this is; empty if none.
        roles: Roles with the path of the unit at and below which each is held.
        proven: True if a second factor was shown, or none is asked for.
    """

    account: str = ""
    name: str = ""
    person: str = ""
    roles: tuple[tuple[Role, str], ...] = ()
    proven: bool = False

    def paths(self, right: Right) -> tuple[str, ...]:
        """Paths at and below which the right is held; none of a deciding role's before the second factor."""
        return tuple(
            dict.fromkeys(
                path for role, path in self.roles if right in RIGHTS[role] and (self.proven or role not in DECIDING)
            )
        )

    def holds(self, *rights: Right) -> bool:
        """True if one of the rights is held anywhere."""
        return any(self.paths(right) for right in rights)

    def may(self, right: Right, path: str) -> bool:
        """True if the right is held at the unit with this path."""
        return reaches(self.paths(right), path)

    @property
    def decides(self) -> bool:
        """True if a role is held that asks for a second factor."""
        return any(role in DECIDING for role, _ in self.roles)


NOBODY = Actor()
"""Whoever has not signed in."""


@dataclass(frozen=True, slots=True)
class Program(Actor):
    """A program that shows a token: its account, with no more rights than the token was given.

    Attributes:
        only: The rights of the token.
    """

    only: frozenset[Right] = frozenset()

    def paths(self, right: Right) -> tuple[str, ...]:
        """Paths of the account, if the token was given the right."""
        return Actor.paths(self, right) if right in self.only else ()


@dataclass(frozen=True, slots=True)
class Application(Actor):
    """The application itself, for set-up, imports from the command line and finishing jobs: it may do everything."""

    name: str = "Grassrota"

    def paths(self, right: Right) -> tuple[str, ...]:
        """Everywhere, whatever the right."""
        return (EVERYWHERE,)
