"""Times the demo on each packaged scenario, from the command to the written reports, and writes a table.

.venv/bin/python -m benchmarks.demo
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

from benchmarks.machine import described, today

RESULTS = Path(__file__).parent / "results" / "demo.md"


def main() -> None:
    scenarios = sorted(path.parent.name for path in Path(str(files("grassrota"))).glob("scenarios/*/rotation.toml"))
    lines = [
        "# The demo, scenario by scenario",
        "",
        f"One run each, {today()}. {described('highspy', 'numpy', 'scipy')}.",
        "`benchmarks/demo.py` makes this table.",
        "",
        "| scenario | seconds |",
        "|---|---|",
    ]
    total = 0.0
    for name in [*scenarios, ""]:
        with tempfile.TemporaryDirectory() as folder:
            command = [
                str(Path(sys.executable).parent / "grassrota"),
                "demo",
                *([name] if name else []),
                "-q",
                "-o",
                folder,
            ]
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            total = time.perf_counter() - started
        lines.append(f"| {name or 'all, in one run'} | {total:.1f} |")
        print(lines[-1], flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
