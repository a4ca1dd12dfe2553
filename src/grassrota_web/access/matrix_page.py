"""Writes ``docs/reference/permissions.md``: ``python -m grassrota_web.access.matrix_page``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import django

from grassrota_web.access.rights import BY_TWO, DECIDING, RIGHTS, Right, Role

if TYPE_CHECKING:
    from grassrota_web.access.matrix import Route
    from grassrota_web.access.verb import Verb

PAGE = Path("docs/reference/permissions.md")
COMMAND = "python -m grassrota_web.access.matrix_page"

INTRODUCTION = f"""\
Written from the code by `{COMMAND}`; a test fails when it is out of date.

A right counts at the unit where the role is held and at every unit below it. Which rows a page shows, the place
decides: what is out of reach is not found (404), what the role does not allow is refused (403).

- Used only after a second factor was shown: {{deciding}}.
- Proposed by one person and confirmed by another, and held by no administrator: {{by_two}}."""


def text() -> str:
    """The page, as the code says it now; Django is to be set up."""
    from grassrota_web.access.matrix import routes, verbs

    addresses = sorted((route.pattern, route.method, _opened_by(route)) for route in routes())
    parts = [
        "# Who may do what",
        INTRODUCTION.format(deciding=_list(DECIDING), by_two=_list(BY_TWO)),
        "## Roles and rights",
        _table(
            ["", *Role],
            [[f"`{right}`", *("yes" if right in RIGHTS[role] else "" for role in Role)] for right in Right],
        ),
        "## Verbs",
        "Every write is one of these, in one transaction with its row in the journal.",
        _table(
            ["Verb", "Right", "What it does"],
            [[f"`{verb.name}`", _asked_for(verb), _words(verb)] for verb in verbs()],
        ),
        "## Addresses",
        "One of the rights opens it.",
        _table(
            ["Address", "Rights"],
            [[f"{method} `{pattern}`".lstrip(), opened_by] for pattern, method, opened_by in addresses],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def write(path: Path = PAGE) -> None:
    """Writes the page."""
    path.write_text(text(), encoding="utf-8")


def _asked_for(verb: Verb) -> str:
    if verb.right:
        return f"`{verb.right}`"
    return "everybody, without signing in" if verb.everybody else "one's own account"


def _words(verb: Verb) -> str:
    return f"{verb.words} Not in the journal: {verb.unjournaled}." if verb.unjournaled else verb.words


def _opened_by(route: Route) -> str:
    if route.rights is None:
        return "everybody, without signing in"
    if route.before_second_factor:
        return "whoever gave a password"
    return ", ".join(f"`{right}`" for right in route.rights) or "whoever signed in"


def _list(roles: Iterable[Role]) -> str:
    return ", ".join(f"`{role}`" for role in sorted(roles))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grassrota_web.config.settings")
    django.setup()
    write()
