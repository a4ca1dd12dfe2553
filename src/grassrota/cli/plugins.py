"""Commands of other packages, from the entry-point group ``grassrota.commands``; loaded only when they are used."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

import typer

from grassrota.errors import BadInput, Fault

GROUP = "grassrota.commands"


def found_plugins(group: str = "") -> dict[str, EntryPoint]:
    """Entry points by command, in the order of the alphabet.

    Args:
        group: Of our groups of commands, the one that they join: ``figures.read`` joins ``figures``.
    """
    named = ((*entry.name.rpartition("."), entry) for entry in entry_points(group=GROUP))
    return {name: entry for joined, _, name, entry in sorted(named, key=lambda one: one[2]) if joined == group}


def load(entry: EntryPoint) -> typer.Typer:
    """The commands of a package: an entry point names a ``typer.Typer`` or a function.

    Raises:
        BadInput: If the package cannot be loaded, naming it and the reason.
    """
    package = entry.dist.name if entry.dist else entry.value
    fix = f"Reinstall or remove {package}; the other commands work without it."
    try:
        given = entry.load()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise BadInput([Fault(entry.name, f"a command from {package}", reason, fix)]) from error
    if isinstance(given, typer.Typer):
        return given
    if not callable(given):
        raise BadInput([Fault(entry.name, f"a command from {package}", type(given).__name__, fix)])
    plugin = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    plugin.command(entry.name)(given)
    return plugin
