"""The program: its commands, one a file, and those of other packages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import EntryPoint
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from grassrota.cli import demo, plugins
from grassrota.cli.run import run


class Program(TyperGroup):
    """The group of all commands: ours, and those of packages that are loaded only when they are called."""

    @cached_property
    def plugins(self) -> dict[str, EntryPoint]:
        """Commands of other packages that do not take the name of one of ours."""
        return {name: entry for name, entry in plugins.found_plugins().items() if name not in self.commands}

    def list_commands(self, ctx: Any) -> list[str]:
        """Names of commands, ours first."""
        return [*super().list_commands(ctx), *self.plugins]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command; one of another package as its name only, so that help and completion load nothing."""
        entry = self.plugins.get(cmd_name)
        if entry is None:
            return super().get_command(ctx, cmd_name)
        package = entry.dist.name if entry.dist else entry.value
        return TyperCommand(cmd_name, help=f"A command of the package {package}.")

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The command that is called, loaded."""
        if args and args[0] in self.plugins:
            return args[0], typer.main.get_command(plugins.load(self.plugins[args[0]])), args[1:]
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Runs a command; standing alone, ends the process with its exit code."""
        given = list(sys.argv[1:] if args is None else args)

        def call() -> Any:
            return super(Program, self).main(given, prog_name, complete_var, False, windows_expand_args, **extra)

        if not standalone_mode:
            return call()
        sys.exit(run(call, given))


app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, or yes; 1 the answer is no; 2 bad input. Begin with: grassrota demo 001",
)
app.command("demo", epilog=demo.EXAMPLE)(demo.demo)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"grassrota {version('grassrota')}")
        raise typer.Exit


@app.callback()
def grassrota(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Send headquarters staff to the grassroots in fair turns, and see that what people there say is wrong is fixed."""
