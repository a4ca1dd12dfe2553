"""``grassrota figures check``: whether published statements can all be true, with the arithmetic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grassrota.cli.options import Json, Quiet, Verbose
from grassrota.cli.run import NO, YES, Done
from grassrota.cli.terminal import Terminal

EXAMPLE = "Example: grassrota figures check statements.toml"

File = Annotated[Path, typer.Argument(metavar="FILE", help="Statements; docs/reference/statements.md has the format.")]


def figures_check(file: File, as_json: Json = False, quiet: Quiet = False, verbose: Verbose = False) -> Done:
    """Check whether published statements fit together.

    Says with the arithmetic what does not, and bounds what was left unsaid. If anything is found, the exit code is 1.
    """
    from grassrota.figures.consistency import answer_words, check, to_json
    from grassrota.files.statements import read_statements

    terminal = Terminal(as_json, quiet, verbose)
    answer = check(read_statements(file))
    terminal.say(*answer_words(answer))
    terminal.say("Consistent." if answer.consistent else f"Not consistent: {', '.join(answer.flags)}.")
    return Done(YES if answer.consistent else NO, to_json(answer))
