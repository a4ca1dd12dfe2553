"""Who may do what, read from the code: roles and rights, verbs, and every address with the rights that open it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from ninja.operation import Operation

import grassrota_web
from grassrota_web.access.rights import RIGHTS, Right, Role
from grassrota_web.access.verb import VERBS, Verb


@dataclass(frozen=True, slots=True)
class Route:
    """One address.

    Attributes:
        name: As ``reverse`` knows it, with its namespaces.
        pattern: The address, with what it takes in angle brackets.
        method: Of an operation of the programming interface; empty for a page.
        rights: One of them opens it; empty for whoever signed in, None for everybody.
        declared: False if the code says nothing of the kind, which is a mistake.
        before_second_factor: True if it opens before the second factor was shown.
        takes: Names of what the address takes.
    """

    name: str
    pattern: str
    method: str
    rights: tuple[Right, ...] | None
    declared: bool
    before_second_factor: bool
    takes: tuple[str, ...]

    def opens_to(self, role: Role) -> bool:
        """True if an account that holds just this role, and showed all it is asked for, may open it."""
        return not self.rights or bool(RIGHTS[role].intersection(self.rights))


def verbs() -> list[Verb]:
    """Every verb of every room, by name."""
    for module in pkgutil.walk_packages(grassrota_web.__path__, "grassrota_web."):
        if not module.name.endswith(("__main__", "matrix_page")) and ".migrations" not in module.name:
            importlib.import_module(module.name)
    return [VERBS[name] for name in sorted(VERBS)]


def routes() -> list[Route]:
    """Every address, by name."""
    return sorted(_below(get_resolver(), "", ""), key=lambda route: (route.name, route.method))


def _below(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for part in resolver.url_patterns:
        pattern = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from _below(part, pattern, f"{space}{part.namespace}:" if part.namespace else space)
        else:
            yield from _opened(part, pattern, f"{space}{part.name or pattern}")


def _opened(part: URLPattern, pattern: str, name: str) -> Iterator[Route]:
    takes = tuple(part.pattern.converters)
    operations: Iterable[Operation] = getattr(part.callback, "operations", ())
    for operation in operations:
        for method in operation.methods:
            yield _route(operation.view_func, pattern, name, takes, method)
    if not operations:
        yield _route(part.callback, pattern, name, takes)


def _route(view: Any, pattern: str, name: str, takes: tuple[str, ...], method: str = "") -> Route:
    return Route(
        name,
        f"/{pattern}",
        method,
        getattr(view, "rights", ()),
        hasattr(view, "rights"),
        getattr(view, "unproven", False),
        takes,
    )
