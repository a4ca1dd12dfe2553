"""Measures inspections, part by part, and writes a table for each.

Each part is a file of ``inspection_parts``: ``arguments(parser)`` adds its own, ``measured(options)`` gives title, note
and table line by line. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.inspection designs     # our plan beside others, risks, silence, invented units
    .venv/bin/python -m benchmarks.inspection many        # a thousand units at once
    .venv/bin/python -m benchmarks.inspection draw        # a stranger recomputes the draw of 1.04 million cases
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from benchmarks import inspection_parts
from benchmarks.machine import today

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    modules = {
        found.name: import_module(f"benchmarks.inspection_parts.{found.name}")
        for found in iter_modules(inspection_parts.__path__)
    }
    measuring = {name: module for name, module in modules.items() if hasattr(module, "measured")}
    for name, part in measuring.items():
        words = (part.__doc__ or "").partition("\n")[0]
        own = parts.add_parser(name, help=words, description=words)
        own.add_argument("--seed", type=int, default=1)
        own.add_argument("--dry", action="store_true", help="print the table and write nothing")
        part.arguments(own)
    options = parser.parse_args()
    lines = []
    for line in measuring[options.part].measured(options):
        lines.append(line)
        print(line, flush=True)
    lines += ["", f"{today()}, by `python -m benchmarks.inspection {options.part}`."]
    if not options.dry:
        path = RESULTS / f"inspection-{options.part}.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
