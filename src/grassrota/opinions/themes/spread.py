"""Copies among more texts than one machine holds, by Spark Connect: the groups that ``copies`` finds.

Signatures, buckets and comparing are spread over the machines; who leads whom is settled here, from pairs of ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from grassrota.opinions.themes.copies import NEAR, Copies, check_near, grouped
from grassrota.opinions.themes.signature import BANDS, SIZE, Signatures, bands, signed

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

MOST = 200
"""In a bucket of more texts, each is compared with so many of the lowest ranks: whoever leads is among these, and a
letter of ten thousand signatures costs two million comparisons, not fifty."""

PAIRS = 6_000_000
"""Compared at a time by whole signatures: an engine may gather these in a column, which in Arrow holds 2 GiB."""

SHORTER = 8
"""So many times as many pairs are compared at a time by the last 4 of the 32 bits of each number, which tells most
apart that met by chance. Where whole numbers agree these do, so that no copy is lost."""

Ranks = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]
Agree = Callable[[bytes, bytes], Counts]
"""Of signatures one behind the other, in how many numbers each agrees with its other."""


def spread(
    session: SparkSession, texts: DataFrame, beside: Path, near: float = NEAR, most: int = MOST, parts: int = 1
) -> DataFrame:
    """Every text that has a copy, with ``rank`` and ``leader``, the rank of the one that leads it.

    Args:
        session: To the engine.
        texts: Columns ``id`` and ``words``, each id once.
        beside: A folder that all machines read and write, for what is made on the way: 1 kB a text; delete it later.
        near: Likeness from which two texts are copies, 0.7 to 1.
        most: Texts of a bucket with which all others of it are compared.
        parts: One after the other, in which buckets are looked at, 1 or more. The groups are the same; memory is that
            of one part, for an engine that keeps what it joins in memory.

    Raises:
        BadInput: If ``near`` is out of range.
    """
    check_near(near)

    def store(name: str, rows: DataFrame, by: Sequence[str] = ()) -> DataFrame:
        """Keeps rows that are asked for more than once: engines would make them anew each time."""
        rows.write.mode("overwrite").partitionBy(*by).parquet(str(beside / name))
        return kept([name], rows.schema, name)

    def kept(names: Sequence[str], schema: StructType, view: str) -> DataFrame:
        """What was stored under some names, as a view; nothing says what columns there are where no row was stored."""
        found = session.read.schema(schema).parquet(*(str(beside / name) for name in names))
        found.createOrReplaceTempView(view)
        return found

    store("signed", texts.mapInArrow(_sign, "id string, rank bigint, signature binary"))
    different = store("different", session.sql(_DIFFERENT))
    store("keys", different.mapInArrow(partial(_key, parts=parts), "key bigint, rank bigint, part int"), by=["part"])
    store("short", different.mapInArrow(_shorten, "rank bigint, signature binary"))

    def agreeing(pairs: str, signatures: str, count: int, most: int, agree: Agree) -> Iterator[DataFrame]:
        """Of some pairs those whose signatures agree often enough, some at a time."""
        compare = partial(_alike, near=near, agree=agree)
        rounds = max(ceil(count / most), 1)
        for number in range(rounds):
            some = session.sql(_PAIRS.format(pairs=pairs, signatures=signatures, part=number, parts=rounds))
            yield some.mapInArrow(compare, "text bigint, other bigint")

    close: list[str] = []
    for part in range(parts):
        store("shared", session.sql(_SHARED.format(part=part)))
        count = store("met", session.sql(_MET.format(most=most))).count()
        for some in agreeing("met", "short", count, SHORTER * PAIRS, _agree_in_short):
            close.append(f"close_{len(close)}")
            store(close[-1], some)
    count = kept(close, some.schema, "close").count()
    like = [some.toArrow() for some in agreeing("close", "different", count, PAIRS, _agree)]
    text, other = (np.concatenate([some[name].to_numpy() for some in like]) for name in ("text", "other"))
    led = settled(text, other)
    session.createDataFrame(_table(led), "rank bigint, leader bigint").createOrReplaceTempView("led")
    return session.sql(_COPIES)


def collected(found: DataFrame) -> tuple[Copies, ...]:
    """The groups as values, as ``copies`` gives them."""
    rows = found.toArrow()
    ranks, leaders = rows["rank"].to_numpy(), rows["leader"].to_numpy()
    known, slot = np.unique(ranks, return_inverse=True)
    # a leader has a slot of its own: it is one of the texts
    return grouped(rows["id"].to_pylist(), slot, np.searchsorted(known, leaders))


def settled(text: Ranks, other: Ranks) -> dict[int, int]:
    """The leader of each rank that has one, from pairs of like texts of which the other is of lower rank.

    In the order of rank: a text joins the first leader it is like, or else leads.
    """
    order = np.lexsort((other, text))
    led: dict[int, int] = {}
    for one, lower in zip(text[order].tolist(), other[order].tolist(), strict=True):
        if one not in led and lower not in led:
            led[one] = lower
    return led


_DIFFERENT = "SELECT rank, any_value(signature) AS signature FROM signed GROUP BY rank"
_SHARED = """
WITH some AS (SELECT key, rank FROM keys WHERE part = {part}),
twice AS (SELECT key FROM some GROUP BY key HAVING count(*) > 1),
found AS (SELECT some.key, some.rank FROM twice JOIN some ON some.key = twice.key)
SELECT key, rank, row_number() OVER (PARTITION BY key ORDER BY rank) AS place FROM found
"""
"""Most keys are of one text alone, which is told sooner than in which order they come."""
_MET = """
SELECT DISTINCT a.rank AS text, b.rank AS other
FROM shared a JOIN shared b ON a.key = b.key AND b.place < a.place
WHERE b.place <= {most}
"""
_PAIRS = """
WITH some AS (SELECT DISTINCT text, other FROM {pairs} WHERE pmod(text, {parts}) = {part})
SELECT some.text, some.other, a.signature AS one, b.signature AS another
FROM some JOIN {signatures} a ON a.rank = some.text JOIN {signatures} b ON b.rank = some.other
"""
"""A pair that met in buckets of several parts is compared once."""
_COPIES = """
WITH all_led AS (SELECT signed.id, signed.rank, coalesce(led.leader, signed.rank) AS leader
                 FROM signed LEFT JOIN led ON led.rank = signed.rank),
sized AS (SELECT id, rank, leader, count(*) OVER (PARTITION BY leader) AS size FROM all_led)
SELECT id, rank, leader FROM sized WHERE size > 1
"""


def _sign(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        found = signed(batch.column("words").to_pylist(), workers=1)
        # ranks go up as the fingerprints do, but engines have no numbers without a sign
        ranks = (found.fingerprints ^ np.uint64(1 << 63)).view(np.int64)
        columns = [batch.column("id").cast(pyarrow.string()), pyarrow.array(ranks), _packed(found.signatures)]
        yield pyarrow.record_batch(columns, names=["id", "rank", "signature"])


def _key(batches: Iterable[pyarrow.RecordBatch], parts: int) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        keys = bands(_unpacked(batch.column("signature"))).view(np.int64).ravel()
        ranks = np.repeat(batch.column("rank").to_numpy(zero_copy_only=False), BANDS)
        columns = [keys, ranks, np.mod(keys, parts).astype(np.int32)]
        yield pyarrow.record_batch([pyarrow.array(column) for column in columns], names=["key", "rank", "part"])


def _shorten(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        last = (_unpacked(batch.column("signature")) & np.uint32(15)).astype(np.uint8)
        columns = [batch.column("rank"), _packed(last[:, ::2] | last[:, 1::2] << 4)]
        yield pyarrow.record_batch(columns, names=["rank", "signature"])


def _alike(batches: Iterable[pyarrow.RecordBatch], near: float, agree: Agree) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        agreeing = agree(*(b"".join(batch.column(name).to_pylist()) for name in ("one", "another")))
        yield batch.select(["text", "other"]).filter(_mask(agreeing >= near * SIZE))


def _agree(one: bytes, another: bytes) -> Counts:
    """In how many of their numbers signatures agree, pair by pair."""
    return _counted(_numbers(one) == _numbers(another))


def _agree_in_short(one: bytes, another: bytes) -> Counts:
    """The same of the last four bits of each number."""
    differ = np.frombuffer(one, np.uint8) ^ np.frombuffer(another, np.uint8)
    pairs = differ.reshape(-1, SIZE // 2)
    return _counted(pairs & 15 == 0) + _counted(pairs & 240 == 0)


def _counted(same: npt.NDArray[np.bool_]) -> Counts:
    counts: Counts = np.count_nonzero(same, axis=1)
    return counts


def _mask(right: npt.NDArray[np.bool_]) -> Any:
    import pyarrow

    return pyarrow.array(right)


def _packed(signatures: npt.NDArray[Any]) -> Any:
    import pyarrow

    joined = pyarrow.py_buffer(np.ascontiguousarray(signatures, signatures.dtype.newbyteorder("<")))
    width = pyarrow.binary(signatures.shape[1] * signatures.itemsize)
    return pyarrow.FixedSizeBinaryArray.from_buffers(width, len(signatures), [None, joined]).cast(pyarrow.binary())


def _unpacked(column: Any) -> Signatures:
    return _numbers(b"".join(column.to_pylist()))


def _numbers(joined: bytes) -> Signatures:
    return np.frombuffer(joined, "<u4").reshape(-1, SIZE)


def _table(led: dict[int, int]) -> pyarrow.Table:
    import pyarrow

    columns = {"rank": list(led), "leader": list(led.values())}
    return pyarrow.table({name: pyarrow.array(cells, pyarrow.int64()) for name, cells in columns.items()})
