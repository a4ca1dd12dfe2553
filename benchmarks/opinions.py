"""Measures what opinions need, part by part, and writes a table for each.

Each part is a file of ``opinions_parts``: ``arguments(parser)`` adds its own, ``measured(options)`` gives title, note
and table line by line. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.opinions receipts                      # 1.04 million leaves, 1,000 faults
    .venv/bin/python -m benchmarks.opinions receipts --leaves 20000 --dry
    .venv/bin/python -m benchmarks.opinions lifecycle --store postgresql  # cases, search, lifecycles
    .venv/bin/python -m benchmarks.opinions routing --data letters.xlsx   # suggestions, beside peers
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.machine import today
from benchmarks.opinions_parts import lifecycle, receipts, routing

RESULTS = Path(__file__).parent / "results"
PARTS = {"receipts": receipts, "lifecycle": lifecycle, "routing": routing}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    for name, part in PARTS.items():
        words = (part.__doc__ or "").partition("\n")[0]
        own = parts.add_parser(name, help=words, description=words)
        own.add_argument("--seed", type=int, default=1)
        own.add_argument("--dry", action="store_true", help="print the table and write nothing")
        part.arguments(own)
    options = parser.parse_args()
    lines = []
    for line in PARTS[options.part].measured(options):
        lines.append(line)
        print(line, flush=True)
    lines += ["", f"{today()}, by `python -m benchmarks.opinions {options.part}`."]
    if not options.dry:
        of = f"-{options.store}" if "store" in options else ""
        path = RESULTS / f"opinions-{options.part}{of}.md"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"written: {path}")


if __name__ == "__main__":
    main()
