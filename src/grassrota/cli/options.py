"""Arguments and options that several commands have, each with its one name and meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print exactly one JSON object on stdout, errors included.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing on stderr but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print more details on stderr.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write; name what would be written.")]
Yes = Annotated[bool, typer.Option("--yes", help="Write even where something else is already.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, metavar="NUMBER", help="The same seed gives the same result.")]
Problem = Annotated[
    Path, typer.Argument(metavar="PROBLEM_DIR", help="A folder with units, people, openings and policy.toml.")
]
RoundDir = Annotated[
    Path, typer.Argument(metavar="ROUND_DIR", help="A folder with inspection.toml, claim.csv and maybe findings.csv.")
]
