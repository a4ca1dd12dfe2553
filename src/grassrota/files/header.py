"""The header of a table: which column each of its cells names, in English or in Chinese."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grassrota.errors import Fault
from grassrota.figures.words import Language
from grassrota.files.cells import shortened

if TYPE_CHECKING:
    from grassrota.files.columns import Column


def plain(name: str) -> str:
    """A column's name without what people write in many ways: capitals, and blanks or hyphens between words."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


@dataclass(frozen=True, slots=True)
class Header:
    """A header beside the columns that its table may have.

    Attributes:
        cells: As they stand in the file.
        named: For each cell the column it names, by English name, Chinese name or alias; None for a stranger.
        columns: What the table may have.
    """

    cells: tuple[str, ...]
    named: tuple[Column | None, ...]
    columns: Sequence[Column]

    @classmethod
    def of(cls, cells: tuple[str, ...], columns: Sequence[Column]) -> Header:
        """The header of a file."""
        known = {plain(name): column for column in columns for name in column.names}
        return cls(cells, tuple(known.get(plain(cell)) for cell in cells), columns)

    @property
    def labels(self) -> Mapping[str, str]:
        """What the file calls the columns that it has; by their names, in its order."""
        return {column.name: cell for column, cell in zip(self.named, self.cells, strict=True) if column}

    @property
    def language(self) -> Language:
        """Chinese if any column bears its Chinese name."""
        found = (column for column, cell in zip(self.named, self.cells, strict=True) if column and not cell.isascii())
        return Language.CHINESE if any(found) else Language.ENGLISH

    def row(self, line: Sequence[str]) -> dict[str, str]:
        """The cells of a row by the names of their columns."""
        return {column.name: cell for column, cell in zip(self.named, line, strict=True) if column}

    def faults(self, file: str, never: Mapping[str, str]) -> list[Fault]:
        """What is wrong with it; ``never`` gives the reason for columns that are refused."""
        by_label = {column.label(self.language): column for column in self.columns}
        strangers = [cell for column, cell in zip(self.named, self.cells, strict=True) if column is None]
        missing = [label for label, column in by_label.items() if column.required and column not in self.named]
        found = (
            *((cell, "no such column", cell, never[plain(cell)]) for cell in strangers if plain(cell) in never),
            *(
                (cell, f"one of {', '.join(sorted(by_label))}", cell, "")
                for cell in strangers
                if plain(cell) not in never
            ),
            *((cell, "each column once", cell, "") for cell in self.twice),
            *((label, f"the column {label}", "no such column", "") for label in missing),
        )
        return [
            Fault(shortened(cell) or "(no name)", expected, shortened(got) or "nothing", fix, file, 1)
            for cell, expected, got, fix in dict.fromkeys(found)
        ]

    @property
    def twice(self) -> list[str]:
        """The cells that name a column for a second time, or repeat a stranger."""
        seen: set[str] = set()
        again = []
        for column, cell in zip(self.named, self.cells, strict=True):
            name = column.name if column else cell
            if name in seen:
                again.append(cell)
            seen.add(name)
        return again

    @property
    def readable(self) -> bool:
        """Whether the rows below it can be read all the same."""
        return not self.twice and all(column in self.named for column in self.columns if column.required)
