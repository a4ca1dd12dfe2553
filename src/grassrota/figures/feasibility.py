"""Linear inequalities over quantities: can they hold together, what do they imply, and which of them clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grassrota.figures.clash import smallest_clash
from grassrota.figures.interval import Interval
from grassrota.figures.program import LEAST_SLACK, TOLERANCE, Program, Row, Terms


class System:
    """Rows that are to hold together.

    They fall apart into those that have to do with one another and those that have not: no answer takes more of them
    than it must, and a small number is not measured against the large ones of another table.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        """Takes the rows; models are made when they are asked for, and kept."""
        self._parts = _apart(rows)
        self._part_of = {name: at for at, part in enumerate(self._parts) for row in part for name in row.terms}
        self._programs: dict[tuple[int, ...], Program] = {}

    def fits(self) -> bool:
        """True if quantities of 0 or more satisfy every row, the strict ones with room to spare.

        All strict rows share one slack, made as large as possible: a set that fits only at an open end leaves none.
        """
        return all(self._program((at,)).fits() for at in range(len(self._parts)))

    def bounds(self, terms: Terms, per: Terms | None = None, *, without: str = "") -> Interval:
        """The least and greatest value of ``terms``, or of ``terms`` as a share of ``per``, that rows that fit allow.

        ``without`` is the id of a statement whose rows are left out.

        A share is linear after the substitution of Charnes and Cooper (1962): everything is divided by ``per``. An end
        is open if it is approached but not reached.
        """
        names = {**terms, **(per or {})}
        touched = sorted({self._part_of[name] for name in names if name in self._part_of})
        if all(name in self._part_of for name in names):
            program = self._program(tuple(touched))
        else:
            program = Program([row for at in touched for row in self._parts[at]], names)
        program.leave_out({without})
        return _bounds(program, terms, per)

    def smallest_clash(self) -> tuple[str, ...]:
        """Statements of the first part that does not fit: see ``clash.smallest_clash``.

        Raises:
            ValueError: If the rows fit.
        """
        for at in range(len(self._parts)):
            program = self._program((at,))
            if not program.fits():
                return smallest_clash(program)
        raise ValueError("the rows fit")

    def _program(self, parts: tuple[int, ...]) -> Program:
        if parts not in self._programs:
            self._programs[parts] = Program([row for at in parts for row in self._parts[at]])
        return self._programs[parts]


def rows_of(rows: Iterable[Row], said_by: Iterable[str]) -> list[Row]:
    """The rows of some statements."""
    wanted = set(said_by)
    return [row for row in rows if row.said_by in wanted]


def _apart(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows, those together that share a quantity or a statement, directly or through others; in their order."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while above.setdefault(name, name) != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for row in rows:
        for name in row.terms:
            above[top(name)] = top(f"\0{row.said_by}")
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(top(f"\0{row.said_by}"), []).append(row)
    return list(parts.values())


def _bounds(program: Program, terms: Terms, per: Terms | None) -> Interval:
    scale = 1.0 if per else program.scale
    least, greatest = program.greatest(terms, per, least=True), program.greatest(terms, per)
    lower = Fraction(0) if least is None else _tidy(-least * scale)
    upper = None if greatest is None else _tidy(greatest * scale)
    if upper is not None and upper <= lower:
        return Interval.exactly(lower)
    lower_open = least is not None and not _reached(program, terms, per, least, least=True)
    upper_open = greatest is not None and not _reached(program, terms, per, greatest)
    return Interval(lower, upper, lower_open, upper_open)


def _tidy(value: float) -> Fraction:
    """The simplest fraction within the solver's error, never below zero."""
    near = Fraction(value).limit_denominator(1_000_000)
    close = abs(float(near) - value) <= 100 * TOLERANCE * max(1.0, abs(value))
    return max(near if close else Fraction(value), Fraction(0))


def _reached(program: Program, terms: Terms, per: Terms | None, best: float, *, least: bool = False) -> bool:
    """True if the best value itself is possible with every strict row strictly held."""
    slack = program.greatest(terms, per, least=least, at_least=best - TOLERANCE * max(1.0, abs(best)))
    return slack is not None and slack > 100 * LEAST_SLACK
