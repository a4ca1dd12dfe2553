"""Options that many commands have, each with its one name and meaning."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print exactly one JSON object on stdout, errors included.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing on stderr but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print more details on stderr.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Do everything but write; name what would be written.")]
Yes = Annotated[bool, typer.Option("--yes", help="Write into a folder even if it holds something else.")]
