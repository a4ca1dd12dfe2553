"""Linear inequalities over quantities: can they hold together, what do they imply, and which of them clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from grassrota.figures.interval import Interval
from grassrota.figures.program import TOLERANCE, Program, Row, Terms

LEAST_SLACK = 1e-8  # strict inequalities must hold by more than this, in units of the largest number stated


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
        return all(_fits(self._program((at,))) for at in range(len(self._parts)))

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
        left_out = [place for place, row in enumerate(program.rows) if row.said_by == without]
        program.leave_out(left_out)
        found = _bounds(program, terms, per)
        program.leave_out(left_out, back=True)
        return found

    def smallest_clash(self) -> tuple[str, ...]:
        """Statements that cannot hold together, though any of them left out would let the others; in their order.

        The deletion filter (Chinneck and Dravnieks 1991) on the first part that does not fit: leave a statement out for
        good if the others still clash. Whole blocks are tried first, then halves of them, and last every statement
        alone.

        Raises:
            ValueError: If the rows fit.
        """
        for at in range(len(self._parts)):
            program = self._program((at,))
            if not _fits(program):
                return _thinned(program)
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


def _fits(program: Program) -> bool:
    slack = program.slack()
    return slack is not None and slack > LEAST_SLACK


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


def _thinned(program: Program) -> tuple[str, ...]:
    """The deletion filter, on rows that do not fit.

    Statements about the most quantities are tried first: what is left is then the easier to see through.
    """
    places: dict[str, list[int]] = {}
    for place, row in enumerate(program.rows):
        places.setdefault(row.said_by, []).append(place)
    width = {name: max(len(program.rows[place].terms) for place in at) for name, at in places.items()}
    kept = sorted(places, key=lambda name: -width[name])
    size = max(len(kept) // 2, 1)
    while True:
        start = 0
        while start < len(kept):
            out = [place for name in kept[start : start + size] for place in places[name]]
            program.leave_out(out)
            if _fits(program):
                program.leave_out(out, back=True)
                start += size
            else:
                del kept[start : start + size]
        if size == 1:
            program.leave_out(range(len(program.rows)), back=True)
            return tuple(name for name in places if name in kept)
        size = max(size // 2, 1)


def _tidy(value: float) -> Fraction:
    """The simplest fraction within the solver's error, never below zero."""
    near = Fraction(value).limit_denominator(1_000_000)
    close = abs(float(near) - value) <= 100 * TOLERANCE * max(1.0, abs(value))
    return max(near if close else Fraction(value), Fraction(0))


def _reached(program: Program, terms: Terms, per: Terms | None, best: float, *, least: bool = False) -> bool:
    """True if the best value itself is possible with every strict row strictly held."""
    slack = program.greatest(terms, per, least=least, at_least=best - TOLERANCE * max(1.0, abs(best)))
    return slack is not None and slack > 100 * LEAST_SLACK
