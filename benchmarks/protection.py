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

from benchmarks.attack import MARKS, WORDS, marks_in, telling
from benchmarks.machine import described, today

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
    orders = telling(found["orders"])
    return [
        "# What an attacker finds after many filings",
        "",
        f"{filings:,} filings through real requests in {took:,.0f} s, one day's work, one backup;",
        f"{described('django', 'cryptography')}.",
        "",
        "| looked for | found in |",
        "|---|---|",
        *(f"| `{mark}` | {', '.join(sorted(set(stored.get(mark, [])))) or 'nothing'} |" for mark in (*MARKS, WORDS)),
        "",
        "The last mark stands in the words of opinions, which are stored as they are: the search works.",
        "",
        "| stored order | filings in it | rank correlation beyond 100,000 permutations |",
        "|---|---|---|",
        *(f"| {name} | {len(order):,} | {orders.get(name, 'no')} |" for name, order in sorted(found["orders"].items())),
        "",
        f"{today()}, by `python -m benchmarks.protection`.",
    ]


if __name__ == "__main__":
    main()
