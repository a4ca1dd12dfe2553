"""Attacks an intake with 10,000 filings, and writes what an attacker found.

    .venv/bin/python -m benchmarks.protection                    # 10,000 filings on SQLite, in a folder of its own
    GRASSROTA_DATABASE_URL=postgresql:///empty .venv/bin/python -m benchmarks.protection --filings 500 --dry

The database named must be empty; it is filled.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.attack import marks_in
from benchmarks.filing import MARKS, WORDS
from benchmarks.machine import described, today
from benchmarks.orders import BEYOND, telling

TABLE = Path(__file__).parent / "results" / "protection.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--filings", type=int, default=10_000)
    parser.add_argument("--dry", action="store_true", help="print the table and write nothing")
    options = parser.parse_args()
    text = "\n".join(_attacked(options.filings)) + "\n"
    print(text)
    if not options.dry:
        TABLE.write_text(text, encoding="utf-8")


def _attacked(filings: int) -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "GRASSROTA_DATA": name}
        program = [sys.executable, "-c", "from grassrota.cli import main; main()"]
        subprocess.run([*program, "setup", "--quiet"], env=environment, check=True)
        start = time.monotonic()
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.attack", str(filings)], env=environment, capture_output=True, check=True
        )
        took = time.monotonic() - start
        subprocess.run([*program, "backup", str(folder / "b.tar.gz"), "--quiet"], env=environment, check=True)
        shutil.unpack_archive(folder / "b.tar.gz", folder / "backup")
        found = json.loads(ran.stdout)
        stored = marks_in([folder], (*MARKS, WORDS))
    told = telling(found["orders"])
    telling_ones = [f"{name} ({why})" for name, why in sorted(told.items())]
    lengths = [len(order) for order in found["orders"].values()]
    looked_at = f"of {len(lengths)} of {min(lengths):,} to {max(lengths):,} events"
    return [
        "# What an attacker finds after many filings",
        "",
        f"{filings:,} filings through every channel by real requests, and what half of their raisers said the day",
        f"after, with all the work of two days, in {took:,.0f} s; one backup;",
        f"{described('django', 'cryptography')}.",
        "",
        "| looked for | found in |",
        "|---|---|",
        *(f"| `{mark}` | {', '.join(sorted(set(stored.get(mark, [])))) or 'nothing'} |" for mark in (*MARKS, WORDS)),
        "",
        "The last mark stands in the words of opinions, which are stored as they are: the search works.",
        "",
        "| looked for | found |",
        "|---|---|",
        f"| writing by whoever files or speaks, but to trays and the day's budget | {_named(found['touched'])} |",
        f"| columns and files with a time finer than a day | {_named(found['times'])} |",
        f"| orders beyond {BEYOND} standard deviations of random ones, {looked_at} | {_named(telling_ones)} |",
        "",
        "The orders: " + "; ".join(f"{name} ({len(order):,})" for name, order in sorted(found["orders"].items())) + ".",
        "",
        f"{today()}, by `python -m benchmarks.protection`.",
    ]


def _named(found: list[str]) -> str:
    return ", ".join(found) or "nothing"


if __name__ == "__main__":
    main()
