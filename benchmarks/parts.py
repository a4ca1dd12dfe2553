"""A benchmark of several parts: one command for each, and a table for each under ``results``."""

from __future__ import annotations

import argparse
from pathlib import Path
from types import ModuleType

from benchmarks.machine import today

RESULTS = Path(__file__).parent / "results"


def measure(name: str, words: str | None, *modules: ModuleType) -> None:
    """Reads the command line, measures the part it names, and writes its table while it is printed.

    Args:
        name: Of the benchmark: ``python -m benchmarks.NAME PART``.
        words: What it is about, for its help.
        modules: A part each: ``arguments(parser)`` adds its own, ``measured(options)`` gives title, note and table line
            by line. A part that is measured in one store or another has the option ``store``, and a table for each.
    """
    parser = argparse.ArgumentParser(description=words, formatter_class=argparse.RawDescriptionHelpFormatter)
    chosen = parser.add_subparsers(dest="part", required=True, metavar="PART")
    parts = {module.__name__.rpartition(".")[2]: module for module in modules}
    for part, module in parts.items():
        about = (module.__doc__ or "").partition("\n")[0]
        own = chosen.add_parser(part, help=about, description=about)
        own.add_argument("--seed", type=int, default=1)
        own.add_argument("--dry", action="store_true", help="print the table and write nothing")
        module.arguments(own)
    options = parser.parse_args()
    lines = []
    for line in parts[options.part].measured(options):
        lines.append(line)
        print(line, flush=True)
    lines += ["", f"{today()}, by `python -m benchmarks.{name} {options.part}`."]
    if not options.dry:
        store = f"-{options.store}" if "store" in options else ""
        path = RESULTS / f"{name}-{options.part}{store}.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"written: {path}")
