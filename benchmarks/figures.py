"""Measures figures, part by part, and writes a table for each.

Each part is a file of ``figures_parts``. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.figures statements     # a bulletin of 1,000 statements held against itself
    .venv/bin/python -m benchmarks.figures ledger         # readings, figures of any day, everything counted anew
    .venv/bin/python -m benchmarks.figures recount        # the same from a snapshot, by DuckDB and by Sail
    .venv/bin/python -m benchmarks.figures dashboard      # pages under load, first paint, all units as of a day
    .venv/bin/python -m benchmarks.figures publication    # what may be told of opinions, day by day
    .venv/bin/python -m benchmarks.figures fielddays      # 5.6 million days in the field, and who did enough of them
    .venv/bin/python -m benchmarks.figures copies --texts 1000000     # copies by Sail, reckoned on to 100 million
"""

from __future__ import annotations

from benchmarks.figures_parts import copies, dashboard, fielddays, ledger, publication, recount, statements
from benchmarks.parts import measure

if __name__ == "__main__":
    measure("figures", __doc__, statements, ledger, publication, recount, fielddays, copies, dashboard)
