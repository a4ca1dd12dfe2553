"""Copies of opinions by Sail, as Spark finds them on many machines: time, memory, and what more texts would take."""

from __future__ import annotations

import argparse
import resource
import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from math import ceil, log10
from pathlib import Path
from typing import Any

from benchmarks.clock import spent
from benchmarks.machine import described
from grassrota.opinions.themes.copies import Copies, copies
from grassrota.opinions.themes.signature import BANDS
from grassrota.opinions.themes.spread import collected, spread
from grassrota.opinions.themes.text import Text
from grassrota.synth.opinions import opinions

AT_ONCE = 50_000
FAR = 100_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--beside", type=int, default=200_000, help="so many of them on one machine as well")
    parser.add_argument("--at-once", type=int, default=400_000, help="texts for each of the parts done one by one")
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
        beside, taken = Path(folder), {}
        for count in sorted({min(options.beside, options.texts), options.texts // 10, options.texts}):
            some = _written(beside / f"{count}.parquet", count, options.seed)
            parts = ceil(count / options.at_once)
            texts = session.read.parquet(str(beside / f"{count}.parquet")).select("id", "words")
            taken[count], found = spent(partial(_found, session, texts, beside, parts))
            how = f"{len(found):,} groups; in {parts} parts, {_memory()}"
            yield f"| copies of {count:,} texts: {how} | {taken[count]} |"
            if count == options.beside:
                alone, same = spent(partial(copies, some))
                words = "the same groups" if same == found else f"other groups: {len(same):,}"
                yield f"| by `copies` on one machine, two threads: {words} | {alone} |"
    yield ""
    yield from _reckoned(options.texts, taken[options.texts].processor, taken[options.texts // 10].processor)


def _reckoned(texts: int, took: float, tenth: float) -> Iterator[str]:
    """On to many more, by how much longer ten times as many took."""
    growth, tens = took / tenth, log10(FAR / texts)
    then = took * growth**tens
    keys, hours = FAR * BANDS * 16 / 2**30, then / 3600
    yield f"{texts:,} texts took the processors {growth:.1f} times as long as a tenth of them. If each ten times go on"
    yield f"to, {FAR:,} take {took:,.0f} s x {growth:.1f}^{tens:g} = {then:,.0f} s: {hours:.1f} h of one,"
    yield f"{hours / 64:.1f} h of 64. {keys:.0f} GiB of keys and ranks wait on disks."


def _found(session: Any, texts: Any, beside: Path, parts: int) -> tuple[Copies, ...]:
    return collected(spread(session, texts, beside, parts=parts))


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
