"""Copies of opinions by Sail, as Spark finds them on many machines: time, memory, and what more texts would take."""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.clock import spent
from benchmarks.machine import described
from grassrota.opinions.themes.copies import Copies, copies
from grassrota.opinions.themes.signature import BANDS
from grassrota.opinions.themes.spread import MOST, collected, spread
from grassrota.opinions.themes.text import Text
from grassrota.synth.opinions import opinions

AT_ONCE = 50_000
FAR = 100_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--beside", type=int, default=200_000, help="so many of them on one machine as well")
    parser.add_argument("--spark", default="", help="address of Spark Connect; Sail in this process if not given")


def measured(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    from grassrota_web.figures.engines import connected

    yield f"# Copies of {options.texts:,} opinions by Spark Connect"
    yield ""
    yield described("pysail", "pyspark-client", "pyarrow", "numpy")
    yield ""
    yield "| what | measured, seconds of the processors in parentheses |"
    yield "|---|---|"
    with tempfile.TemporaryDirectory(prefix="grassrota-copies-") as folder, connected(options.spark) as session:
        beside = Path(folder)
        for count in dict.fromkeys((min(options.beside, options.texts), options.texts)):
            some = _written(beside / f"{count}.parquet", count, options.seed)
            texts = session.read.parquet(str(beside / f"{count}.parquet")).select("id", "words")
            took, found = spent(partial(_found, session, texts, beside))
            yield f"| copies of {count:,} texts: {len(found):,} groups; {_memory()} | {took} |"
            if count == options.beside:
                alone, same = spent(partial(copies, some))
                words = "the same groups" if same == found else f"other groups: {len(same):,}"
                yield f"| by `copies` on one machine, two threads: {words} | {alone} |"
    hours = took.clock * FAR / options.texts / 3600
    yield ""
    times = FAR / options.texts
    keys = FAR * BANDS * 16 / 2**30
    yield f"Each text is signed once, has {BANDS} keys, and is compared with {MOST} others a key at most: all but"
    yield f"sorting grows with the number of texts. {FAR:,} are {times:,.0f} times as many:"
    yield f"{took.clock:.0f} s x {times:,.0f} = {hours:.1f} h on two cores, {hours:.1f} h x 2 / 64 ="
    yield f"{hours / 32:.1f} h on 64 such. {keys:.0f} GiB of keys and ranks are sorted, for which disks are needed."


def _found(session: Any, texts: Any, beside: Path) -> tuple[Copies, ...]:
    return collected(spread(session, texts, beside))


def _written(path: Path, count: int, seed: int) -> list[Text]:
    """Made-up texts as a file, and back as values; the file is written some at a time."""
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    kept: list[Text] = []
    source = opinions(count, seed=seed)
    schema = pyarrow.schema([("id", pyarrow.string()), ("words", pyarrow.string())])
    with ParquetWriter(path, schema) as writer:
        while some := [one.text for one in islice(source, AT_ONCE)]:
            rows = {"id": [one.id for one in some], "words": [one.words for one in some]}
            writer.write_table(pyarrow.table(rows, schema))
            kept += some if count <= 300_000 else []
    return kept


def _memory() -> str:
    return f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GiB"
