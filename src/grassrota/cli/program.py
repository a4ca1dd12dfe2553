"""The program: its commands, one a file, and those of other packages."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import EntryPoint
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from grassrota.cli import (
    check,
    compare,
    conflict,
    demo,
    explain,
    fairness,
    figures_check,
    figures_screen,
    figures_verify_bulletin,
    inspect_chain,
    inspect_design,
    inspect_draw,
    inspect_reveal,
    inspect_verdict,
    plan,
    plugins,
    replan,
    synth_opinions,
    synth_rota,
    themes,
    what_if,
)
from grassrota.cli.run import leave, run


class Commands(TyperGroup):
    """A group of commands: ours, and those of packages that are loaded only when they are called."""

    @cached_property
    def plugins(self) -> dict[str, EntryPoint]:
        """Commands of other packages that do not take the name of one of ours."""
        found = plugins.found_plugins(self.joined_as)
        return {name: entry for name, entry in found.items() if name not in self.commands}

    @property
    def joined_as(self) -> str:
        """The word by which packages name this group; none for the group of all."""
        return self.name or ""

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


class Program(Commands):
    """The group of all commands and groups: its errors are told in one place."""

    @property
    def joined_as(self) -> str:
        """None: commands of packages stand beside ours."""
        return ""

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

        return leave(run(call, given)) if standalone_mode else call()


SETTINGS: dict[str, Any] = {
    "no_args_is_help": True,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
EPILOG = "Exit codes: 0 done, or yes; 1 the answer is no; 2 bad input. Example, to begin with: grassrota demo 001"

app = typer.Typer(cls=Program, epilog=EPILOG, **SETTINGS)
app.command("demo", epilog=demo.EXAMPLE)(demo.demo)
app.command("plan", epilog=plan.EXAMPLE)(plan.plan)
app.command("check", epilog=check.EXAMPLE)(check.check)
app.command("conflict", epilog=conflict.EXAMPLE)(conflict.conflict)
app.command("compare", epilog=compare.EXAMPLE)(compare.compare)
app.command("replan", epilog=replan.EXAMPLE)(replan.replan)
app.command("what-if", epilog=what_if.EXAMPLE)(what_if.what_if)
app.command("fairness", epilog=fairness.EXAMPLE)(fairness.fairness)
app.command("explain", epilog=explain.EXAMPLE)(explain.explain)
app.command("themes", epilog=themes.EXAMPLE)(themes.themes)

inspect = typer.Typer(epilog=inspect_design.EXAMPLE, **SETTINGS)
inspect.command("design", epilog=inspect_design.EXAMPLE)(inspect_design.inspect_design)
inspect.command("chain", epilog=inspect_chain.EXAMPLE)(inspect_chain.inspect_chain)
inspect.command("draw", epilog=inspect_draw.EXAMPLE)(inspect_draw.inspect_draw)
inspect.command("reveal", epilog=inspect_reveal.EXAMPLE)(inspect_reveal.inspect_reveal)
inspect.command("verdict", epilog=inspect_verdict.EXAMPLE)(inspect_verdict.inspect_verdict)
app.add_typer(inspect, name="inspect", help="Find out whether claims of fixed cases are true.")

figures = typer.Typer(cls=Commands, epilog=figures_check.EXAMPLE, **SETTINGS)
figures.command("check", epilog=figures_check.EXAMPLE)(figures_check.figures_check)
figures.command("screen", epilog=figures_screen.EXAMPLE)(figures_screen.figures_screen)
figures.command("verify-bulletin", epilog=figures_verify_bulletin.EXAMPLE)(
    figures_verify_bulletin.figures_verify_bulletin
)
app.add_typer(figures, name="figures", help="Judge published figures, and keep one's own.")

synth = typer.Typer(epilog=synth_rota.EXAMPLE, **SETTINGS)
synth.command("rota", epilog=synth_rota.EXAMPLE)(synth_rota.synth_rota)
synth.command("opinions", epilog=synth_opinions.EXAMPLE)(synth_opinions.synth_opinions)
app.add_typer(synth, name="synth", help="Write made-up inputs, for trying out and for measuring.")


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
