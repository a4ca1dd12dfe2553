"""The command line: words in and out, and nothing decided that the core can decide."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Runs the program named ``grassrota``."""
    try:
        from grassrota.cli.program import app
    except KeyboardInterrupt:
        print("Interrupted. Nothing is half-written.", file=sys.stderr)
        sys.exit(130)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # a terminal that cannot show a character shows its number
            stream.reconfigure(errors="backslashreplace")
    app(prog_name="grassrota")
