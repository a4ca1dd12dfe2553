"""Verbs: every write is one of these. One transaction, a check of place, and a row in the journal at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import Model

from grassrota.errors import Refused
from grassrota_web.access.actor import Actor, Program
from grassrota_web.access.rights import Right
from grassrota_web.journal.actions import append

Given = ParamSpec("Given")
Result = TypeVar("Result")
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Verb:
    """What the table of permissions says of a verb.

    Attributes:
        name: Room and verb, such as ``orgs.rename_unit``.
        right: The right it asks for; None if whoever signed in does it to their own account.
        words: What it does, in one sentence.
        unjournaled: Why it leaves no row in the journal; empty for those that do, which is all but a stated few.
        private: True if only the person whom it is about reads its rows in the journal.
        everybody: True if it asks for no right because everybody may do it, without signing in.
    """

    name: str
    right: Right | None
    words: str
    unjournaled: str = ""
    private: bool = False
    everybody: bool = False


_PRIVATE = frozenset({Right.ACT_FOR_ONESELF, Right.READ_COERCION})

VERBS: dict[str, Verb] = {}
"""Every verb by name, as the rooms are imported."""


@dataclass(slots=True)
class Act:
    """One verb under way.

    Attributes:
        actor: Who acts.
        verb: What is done.
    """

    actor: Actor
    verb: Verb
    _placed: bool = False
    _noted: dict[str, Any] | None = field(default=None)

    def at(self, path: str, right: Right | None = None) -> None:
        """Refuses the act unless the actor holds the verb's right, or the one given, at the unit with this path.

        Raises:
            Refused: ``not_permitted``.
        """
        asked = right or self.verb.right
        self._require(asked is not None and self.actor.may(asked, path))

    def anywhere(self) -> None:
        """Refuses the act unless the actor holds the verb's right somewhere; for things that belong to no unit."""
        self._require(self._held())

    def of(self, person: str) -> None:
        """Refuses the act unless it is about the actor's own person, and the verb's right is held."""
        self._require(bool(person) and self.actor.person == person and self._held())

    def oneself(self, account: object) -> None:
        """Refuses the act unless the account with this id is the actor's own, and no program acts for it."""
        alone = bool(self.actor.account) and not isinstance(self.actor, Program)
        self._require(alone and self.actor.account == str(account))

    def openly(self) -> None:
        """Lets anybody act, for verbs that everybody may do; who it is plays no part, and is not known."""
        self._require(self.verb.everybody)

    def lock(self, rows: type[Row], **which: Any) -> Row:
        """The row as it is now, held until the act is over: lock late, and once."""
        found: Row = rows._default_manager.select_for_update().get(**which)
        return found

    def note(
        self,
        kind: str,
        subject: object,
        *,
        place: str = "",
        person: str = "",
        before: Any = None,
        after: Any = None,
        as_of: date | None = None,
    ) -> None:
        """Says what was done, for the journal: once, with values that JSON holds and no sealed detail in them."""
        if self._noted is not None:
            raise TypeError(f"{self.verb.name} notes twice: a verb is one row")
        self._noted = {
            "kind": kind,
            "subject": str(subject),
            "place": place,
            "person": person,
            "before": before,
            "after": after,
            "as_of": as_of,
        }

    def _held(self) -> bool:
        return self.verb.right is not None and self.actor.holds(self.verb.right)

    def _require(self, permitted: bool) -> None:
        self._placed = True
        if not permitted:
            message = "You do not hold the right to do this here."
            raise Refused("not_permitted", message, right=self.verb.right, verb=self.verb.name)

    def _end(self) -> None:
        if not self._placed:
            raise TypeError(f"{self.verb.name} never said where it acts")
        if self._noted is None and not self.verb.unjournaled:
            raise TypeError(f"{self.verb.name} never noted what it did")
        if self._noted is not None:
            append(verb=self.verb.name, actor=self.actor.account, **self._noted)


def verb(
    name: str,
    right: Right | None,
    *,
    unjournaled: str = "",
    private: bool | None = None,
    everybody: bool = False,
) -> Callable[[Callable[Concatenate[Act, Given], Result]], Callable[Concatenate[Actor, Given], Result]]:
    """Makes a function a verb: called with an ``Actor``, it gets an ``Act`` in its place.

    The function calls ``act.at``, ``act.of``, ``act.anywhere``, ``act.oneself`` or, where ``everybody`` may,
    ``act.openly`` before it writes, and ``act.note`` once. Whatever it raises undoes everything. What people do for
    themselves, and what is done about coercion, is private unless ``private=False`` says that whoever reads the journal
    may know.
    """

    def declare(
        function: Callable[Concatenate[Act, Given], Result],
    ) -> Callable[Concatenate[Actor, Given], Result]:
        words = (function.__doc__ or "").partition("\n")[0]
        declared = VERBS[name] = Verb(
            name, right, words, unjournaled, right in _PRIVATE if private is None else private, everybody
        )

        @wraps(function)
        def run(actor: Actor, /, *args: Given.args, **kwargs: Given.kwargs) -> Result:
            with transaction.atomic():
                act = Act(actor, declared)
                result = function(act, *args, **kwargs)
                act._end()
                return result

        run.verb = declared  # type: ignore[attr-defined]
        return run

    return declare
