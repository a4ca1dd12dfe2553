"""Measures inspections, part by part, and writes a table for each.

Each part is a file of ``inspection_parts``: ``arguments(parser)`` adds its own, ``measured(options)`` gives title, note
and table line by line. Run on an otherwise idle machine:

    .venv/bin/python -m benchmarks.inspection designs     # our plan beside others, risks, silence, invented units
    .venv/bin/python -m benchmarks.inspection many        # a thousand units at once
    .venv/bin/python -m benchmarks.inspection draw        # a stranger recomputes the draw of 1.04 million cases
"""

from __future__ import annotations

from benchmarks.inspection_parts import designs, draw, many, risks, screens, silence
from benchmarks.parts import measure

if __name__ == "__main__":
    measure("inspection", __doc__, designs, risks, silence, draw, many, screens)
