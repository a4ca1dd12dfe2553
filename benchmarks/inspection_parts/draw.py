"""The draw of 1.04 million cases, recomputed by a stranger from public files: time, memory, and one changed bit."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from benchmarks.machine import described
from grassrota.files.draw_file import Drawn, draw_text
from grassrota.files.inspection import write_round
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import commit, round_key
from grassrota.inspection.claim import Claim
from grassrota.inspection.round import Round
from grassrota.inspection.terms import Scheduled, Terms

DAY = date(2026, 11, 1)
DICE = "dice, 2 November 2026, 10:00"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=1_040_000)
    parser.add_argument("--units", type=int, default=4_435)
    parser.add_argument("--bits", type=int, default=3, help="how many times one bit is changed in the published draw")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    chance = random.Random(options.seed)
    yield f"# A draw of {options.cases:,} listed cases, verified from public files"
    yield ""
    yield described("numpy")
    yield ""
    yield "| what | target | measured |"
    yield "|---|---|---|"
    with tempfile.TemporaryDirectory(prefix="grassrota-draw-") as place:
        folder = Path(place)
        # in a process of its own, as a child is charged with the memory of whoever started it
        made = get_context("spawn").Process(
            target=_publish, args=(folder, options.cases, options.units, chance.randbytes(32))
        )
        made.start()
        made.join()
        code, seconds, megabytes = _verified(folder)
        told = "verified" if code == 0 else f"exit code {code}"
        yield f"| `inspect draw --verify`, {options.units:,} units | 60 s | {seconds:.1f} s, {told} |"
        yield f"| most memory held | | {megabytes:,.0f} MB |"
        found = sum(_changed_and_found(folder, chance) for _ in range(options.bits))
        yield f"| one bit changed in list or draw, and found | all | {found} of {options.bits} |"


def _publish(folder: Path, cases: int, units: int, seed: bytes) -> None:
    """The public files of a round, and a list of which every unit has its part."""
    terms = Terms(commit(seed, 1), (Scheduled(1, DAY, DICE),))
    sizes = [cases // units + (unit < cases % units) for unit in range(units)]
    frozen = terms.hash
    claims = tuple(
        Claim.of(f"u{unit:04}", DAY, size, (f"u{unit:04}-{case:07}" for case in range(size)), terms=frozen)
        for unit, size in enumerate(sizes)
    )
    found = Round(claims, terms, Beacon(1, DICE, "4 1 6 6 2 3 5 1"), round_key(seed, 1, 1))
    drawn = Drawn(tuple(found.draw(claim) for claim in claims), found.overall(100))
    (folder / "draw.json").write_text(draw_text(drawn), encoding="utf-8")
    write_round(folder, replace(found, key=None))


def _verified(folder: Path) -> tuple[int, float, float]:
    """Exit code, seconds and the most memory held (MB) of the command, as a stranger runs it."""
    command = [sys.executable, "-c", "from grassrota.cli import main; main()", "inspect", "draw", str(folder)]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "--verify", str(folder / "draw.json"), "-q"], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), time.perf_counter() - began, usage.ru_maxrss / 1024


def _changed_and_found(folder: Path, chance: random.Random) -> bool:
    """Whether one bit changed in an id of the list, or in the draw, makes the command say no."""
    path = folder / chance.choice(("claim.csv", "draw.json"))
    whole = path.read_bytes()
    place = chance.randrange(100, len(whole))
    while not chr(whole[place]).isdigit():
        place = chance.randrange(100, len(whole))
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    code, _, _ = _verified(folder)
    path.write_bytes(whole)
    return code != 0
