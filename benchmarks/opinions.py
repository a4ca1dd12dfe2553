"""Measures what opinions need, part by part, and writes a table for each.

Each part is a file of ``opinions_parts``: ``arguments(parser)`` adds its own, ``measured(options)`` gives title, note
and table line by line. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.opinions receipts                      # 1.04 million leaves, 1,000 faults
    .venv/bin/python -m benchmarks.opinions receipts --leaves 20000 --dry
    .venv/bin/python -m benchmarks.opinions lifecycle --store postgresql  # cases, search, lifecycles
    .venv/bin/python -m benchmarks.opinions routing --data letters.xlsx   # suggestions, beside peers
"""

from __future__ import annotations

from benchmarks.opinions_parts import lifecycle, receipts, routing
from benchmarks.parts import measure

if __name__ == "__main__":
    measure("opinions", __doc__, receipts, lifecycle, routing)
