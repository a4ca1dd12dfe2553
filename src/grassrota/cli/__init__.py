"""The command line: words in and out, and nothing decided that the core can decide."""

from __future__ import annotations


def main() -> None:
    """Runs the program named ``grassrota``."""
    from grassrota.cli.program import app

    app(prog_name="grassrota")
