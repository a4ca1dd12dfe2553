"""A Parquet file as lines of text; needs the extra ``parquet``."""

from __future__ import annotations

from pathlib import Path

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import cell_text


def read_parquet(path: Path) -> list[list[str]]:
    """Reads the columns of a file, lists in a cell becoming words with semicolons between.

    Raises:
        BadInput: If it is no Parquet file, or pyarrow is not installed.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        fix = "Install the extra: pip install 'grassrota[parquet]'."
        fault = Fault("", "pyarrow to be installed for Parquet", "it is not", fix, file=path.name)
        raise BadInput([fault]) from None
    try:
        with ParquetFile(path) as stored:
            table = stored.read()
        columns = [[cell_text(cell) for cell in column.to_pylist()] for column in table.columns]
    except (ArrowException, OSError, ValueError, MemoryError) as error:
        raise BadInput([Fault("", "a Parquet file", str(error)[:200], file=path.name)]) from None
    return [list(table.column_names), *(list(line) for line in zip(*columns, strict=True))]
