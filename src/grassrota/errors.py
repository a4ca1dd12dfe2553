"""What can go wrong, as values: a code and data here, words for people only at the edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


class GrassrotaError(Exception):
    """Base of everything the product raises on purpose.

    Attributes:
        code: A stable word that programs can compare, such as ``open_list``.
        message: One sentence for people, saying what is wrong and what to do.
        data: What the sentence speaks of, by name.
    """

    def __init__(self, code: str, message: str, **data: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    def __reduce__(self) -> tuple[object, ...]:
        # Exception would call the class with the message alone, so that none of these could leave a worker process
        return type(self).__new__, (type(self), self.message), self.__dict__


class Refused(GrassrotaError):
    """A rule of the field says no: the input is well formed, but the step must not be taken."""


class Infeasible(GrassrotaError):
    """The rules of a problem cannot all be met; ``data['rules']`` names those involved."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with some input.

    Attributes:
        column: The field's name, as the reader of the file knows it; empty if the whole row or file is meant.
        expected: What would have been right, in words.
        got: What was there instead.
        fix: What to do about it; empty if ``expected`` already says so.
        file: The file's name; empty for a value that came from no file.
        row: The row in that file as a spreadsheet counts it (the header is row 1); 0 if the whole file is meant.
    """

    column: str
    expected: str
    got: str
    fix: str = ""
    file: str = ""
    row: int = 0

    def at(self, file: str, row: int) -> Fault:
        """The same fault, placed in a file unless it already is; a row that is known stays."""
        return self if self.file else replace(self, file=file, row=self.row or row)

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"row {self.row}" if self.row else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        sentence = f"expected {self.expected}, got {self.got}" + (f". {self.fix}" if self.fix else "")
        return f"{place}: {sentence}" if place else sentence


class BadInput(GrassrotaError):
    """Input that cannot be used, with every fault found in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(str(fault) for fault in self.faults)
        super().__init__("bad_input", lines, faults=self.faults)


@dataclass(slots=True)
class Faults:
    """Collects faults, so that all of them are reported at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, column: str, expected: str, got: object, fix: str = "", file: str = "", row: int = 0) -> None:
        """Notes one fault."""
        self.found.append(Fault(column, expected, str(got), fix, file, row))

    def unless(self, right: bool, column: str, expected: str, got: object, fix: str = "") -> None:
        """Notes a fault unless ``right``."""
        if not right:
            self.add(column, expected, got, fix)

    def raise_if_any(self) -> None:
        """Raises ``BadInput`` with everything collected, if anything was."""
        if self.found:
            raise BadInput(self.found)
