"""An array that grows by a row at a time without being copied each time."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

Scalar = TypeVar("Scalar", bound=np.generic)


class Rows(Generic[Scalar]):
    """Rows of one shape; room is doubled when it runs out, so that appending costs the same whatever the size."""

    def __init__(self, first: npt.NDArray[Scalar]) -> None:
        self._room = first.copy()
        self._count = len(first)

    @property
    def used(self) -> npt.NDArray[Scalar]:
        """The rows so far: a view that may be written to, valid until the next ``append``."""
        return self._room[: self._count]

    def append(self, row: Any) -> None:
        """Adds one row."""
        if self._count == len(self._room):
            more = np.empty((max(16, len(self._room)), *self._room.shape[1:]), dtype=self._room.dtype)
            self._room = np.concatenate([self._room, more])
        self._room[self._count] = row
        self._count += 1
