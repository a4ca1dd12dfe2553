"""The operations of a room: what is read, and the verbs; each with its right, its words and its answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, get_type_hints

from django.http import HttpRequest
from ninja import Router

from grassrota.errors import BadInput, Fault, Refused
from grassrota_web.access.actor import Actor
from grassrota_web.access.api.body import storable
from grassrota_web.access.api.once import HEADER, once
from grassrota_web.access.api.shape import Asking
from grassrota_web.access.rights import Right
from grassrota_web.access.verb import Verb

Operation = Callable[..., Any]


class Asked(HttpRequest):
    """A request as it arrives at an operation: with its actor."""

    actor: Actor


class VerbCalled(Protocol):
    """A verb, as ``verb`` makes it."""

    verb: Verb


class Room(Router):
    """Operations of one room, under one heading."""

    def __init__(self, heading: str) -> None:
        super().__init__(tags=[heading])

    def reads(self, path: str, answer: Any, *rights: Right) -> Callable[[Operation], Operation]:
        """An operation that only reads, for whoever holds one of the rights somewhere.

        Args:
            path: Address below the interface, such as ``units/{key}``.
            answer: Shape of what comes out.
            rights: One of which is asked for; what is then seen, ``visible`` decides.
        """

        def keep(function: Operation) -> Operation:
            words = (function.__doc__ or "").partition("\n")[0]
            name = function.__name__
            self.get(path, response={200: answer}, operation_id=name, summary=words)(_held(function, rights))
            return function

        return keep

    def reckons(self, path: str, answer: Any, *rights: Right) -> Callable[[Operation], Operation]:
        """An operation that reads as well, but is asked more than an address holds; see ``reads``."""

        def keep(function: Operation) -> Operation:
            words = (function.__doc__ or "").partition("\n")[0]
            name = function.__name__
            self.post(path, response={200: answer}, operation_id=name, summary=words)(_held(function, rights))
            return function

        return keep

    def does(
        self, called: Any, path: str, answer: Any, *, method: str = "POST", status: int = 200, again: bool = False
    ) -> Callable[[Operation], Operation]:
        """An operation that is one verb: its name and words are the verb's, and so is its right.

        Args:
            called: The verb.
            path: Address below the interface.
            answer: Shape of what comes out; None for nothing.
            method: ``POST``, ``PUT`` for what replaces, or ``DELETE``.
            status: Of the answer; 201 if something came to be.
            again: True if sending the same twice would do it twice: an ``Idempotency-Key`` prevents that.
        """
        said: Verb = called.verb
        rights = () if said.right is None else (said.right,)

        def keep(function: Operation) -> Operation:
            guarded = _held(once(function, status) if again else function, rights)
            self.api_operation(
                [method],
                path,
                response={status: answer},
                operation_id=said.name,
                summary=said.words,
                description=inspect.cleandoc(function.__doc__ or "") or None,
                openapi_extra={"parameters": [HEADER]} if again else None,
            )(guarded)
            return function

        return keep


def _held(function: Operation, rights: tuple[Right, ...]) -> Operation:
    """The operation for whoever holds one of the rights, with nothing in its address that it does not know."""
    filters = [hint for hint in get_type_hints(function).values() if isinstance(hint, type)]
    known = {name for hint in filters if issubclass(hint, Asking) for name in hint.model_fields}

    @wraps(function)
    def run(request: Asked, /, *args: Any, **kwargs: Any) -> Any:
        if rights and not request.actor.holds(*rights):
            raise Refused("not_permitted", "Your roles, or the rights of this token, do not reach this.")
        faults = [
            Fault(name, "a parameter of this operation", value)
            for name, value in request.GET.dict().items()
            if name not in known or not storable(value)
        ]
        if faults:
            raise BadInput(faults)
        return function(request, *args, **kwargs)

    run.rights = rights  # type: ignore[attr-defined]
    # ninja would read the annotations with the names of this module
    run.__signature__ = inspect.signature(function, eval_str=True)  # type: ignore[attr-defined]
    return run
