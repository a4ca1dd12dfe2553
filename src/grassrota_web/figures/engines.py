"""Engines that run expressions over the tables of a snapshot: DuckDB here, or whatever speaks Spark Connect."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grassrota.errors import BadInput, Fault
from grassrota.figures.recount.tables import TABLES, Engine

if TYPE_CHECKING:
    import ibis.expr.types as ir


@contextmanager
def duckdb(folder: Path) -> Iterator[Engine]:
    """DuckDB in this process over the files of a folder; what does not fit into memory waits in the folder's.

    Raises:
        BadInput: If the extra ``recount`` is not installed.
    """
    require("recount", "duckdb", "ibis")
    import duckdb
    import ibis

    # it would fetch what it lacks from the network
    settings: dict[str, Any] = {"autoinstall_known_extensions": "false", "temp_directory": str(folder / ".duckdb")}
    with duckdb.connect(config=settings) as connected:
        for name in TABLES:
            connected.read_parquet(str(folder / f"{name}.parquet")).create_view(name)

        def run(asked: ir.Table) -> Iterable[Mapping[str, Any]]:
            found = connected.sql(str(ibis.to_sql(asked, dialect="duckdb")))
            return (dict(zip(found.columns, row, strict=True)) for row in found.fetchall())

        yield run


@contextmanager
def spark(folder: Path, address: str = "") -> Iterator[Engine]:
    """Spark over the files of a folder, through Spark Connect.

    Args:
        folder: Where the files are; the same place for every machine of a cluster.
        address: Such as ``sc://host:15002``; Sail is started in this process if not given.

    Raises:
        BadInput: If the extra ``spark`` is not installed.
    """
    require("spark", "ibis", "pyspark", *([] if address else ["pysail"]))
    with connected(address) as session:
        yield over(session, folder)


def over(session: Any, folder: Path) -> Engine:
    """A session of Spark over the files of a folder."""
    import ibis

    for name in TABLES:
        session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)

    def run(asked: ir.Table) -> Iterable[Mapping[str, Any]]:
        found: list[dict[str, Any]] = session.sql(str(ibis.to_sql(asked, dialect="pyspark"))).toArrow().to_pylist()
        return found

    return run


@contextmanager
def connected(address: str = "") -> Iterator[Any]:
    """A session of Spark at an address, or of Sail in this process."""
    # functions in Python are to be run by this one, not by the first on the path
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    # it tells of each start and end on stderr
    os.environ.setdefault("RUST_LOG", "error")
    # it ends sessions that rest for five minutes, as one may while something else is worked out
    os.environ.setdefault("SAIL_SPARK__SESSION_TIMEOUT_SECS", "86400")
    with ExitStack() as stack:
        if not address:
            from pysail.spark import SparkConnectServer

            server = SparkConnectServer(port=0)
            server.start(background=True)
            stack.callback(server.stop)
            host, port = server.listening_address
            address = f"sc://{host}:{port}"
        from pyspark.sql import SparkSession

        session = SparkSession.builder.remote(address).create()
        stack.callback(session.stop)
        yield session


def require(extra: str, *modules: str) -> None:
    """Refuses to go on without what an extra brings.

    Raises:
        BadInput: Naming what is missing and how to install it.
    """
    missing = []
    for name in modules:
        try:
            import_module(name)
        except ImportError:
            missing.append(name)
    if missing:
        fix = f"Install the extra: pip install 'grassrota[{extra}]'."
        raise BadInput(Fault("", f"{name} to be installed", "it is not", fix) for name in missing)
