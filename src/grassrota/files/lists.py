"""The lists that a person keeps: for each its columns, how a row becomes a value, and what makes a row the same one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grassrota.figures.words import Language
from grassrota.files.columns import Column, Rows, scan_rows
from grassrota.files.openings import OPENINGS, PREFERENCES
from grassrota.files.roster import (
    ABSENCES,
    COUPLES,
    DETAIL,
    PEOPLE,
    UNITS,
    absence_cells,
    absence_of,
    unit_cells,
    unit_of,
)
from grassrota.posting.opening import Opening
from grassrota.rota.problem import Preference
from grassrota.staff import Couple, Person


@dataclass(frozen=True)
class KeptList:
    """One kind of list.

    Attributes:
        name: Of its table, such as ``people``.
        chinese: What it is called in Chinese.
        columns: What it may hold.
        build: Makes a value of a row, with one keyword argument a column; may raise ``BadInput``.
        key: The columns that make two rows speak of the same thing.
        cells: A value by column; its fields of the same name if not given.
        never: Columns that are refused, with the reason.
    """

    name: str
    chinese: str
    columns: Sequence[Column]
    build: Callable[..., Any]
    key: tuple[str, ...] = ("id",)
    cells: Callable[[Any], Mapping[str, object]] | None = None
    never: Mapping[str, str] | None = None

    def scan(self, path: Path) -> Rows[Any]:
        """The values of a file, with the faults of its other rows."""
        return scan_rows(path, self.columns, self.build, self.never)

    def cells_of(self, value: Any) -> Mapping[str, Any]:
        """What each column says of a value."""
        return (
            self.cells(value) if self.cells else {column.name: getattr(value, column.name) for column in self.columns}
        )

    def key_of(self, value: Any) -> tuple[Any, ...]:
        """What tells a value from the others of the list."""
        cells = self.cells_of(value)
        return tuple(cells[name] for name in self.key)

    def title(self, language: Language) -> str:
        """What the list is called."""
        return self.chinese if language == Language.CHINESE else self.name


LISTS: Mapping[str, KeptList] = {
    kept.name: kept
    for kept in (
        KeptList("units", "单位", UNITS, unit_of, cells=unit_cells),
        KeptList("people", "人员", PEOPLE, Person),
        KeptList("openings", "岗位", OPENINGS, Opening),
        KeptList("absences", "不派人员", ABSENCES, absence_of, ("person", "kind"), absence_cells, DETAIL),
        KeptList("couples", "夫妻", COUPLES, Couple, ("first", "second")),
        KeptList("preferences", "志愿", PREFERENCES, Preference, ("person", "place")),
    )
}
