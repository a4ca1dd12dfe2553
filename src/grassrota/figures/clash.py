"""Which statements clash: a proof names them, and points at which all the others hold show that each is needed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from grassrota.figures.program import LEAST_SLACK, TOLERANCE, Numbers, Program, Row

MOST_ROWS = 3_000
"""Rows that are held against one another in one matrix; each statement of a longer clash is asked for alone."""
_ROOM = 10 * LEAST_SLACK  # that strict rows are given at a point
_STRENGTH = 1e-10  # lets what is short of full rank be inverted; a step of Newton puts right what it does to the rest


def smallest_clash(program: Program) -> tuple[str, ...]:
    """Statements of rows that do not fit: not together, though without any one of them the others would; in order.

    The widest of them, about the most quantities, is as narrow as can be: what is left is then easier to see through.
    """
    width: dict[str, int] = {}
    for row in program.rows:
        width[row.said_by] = max(width.get(row.said_by, 0), len(row.terms))
    clash = _cut(program, _narrow(program, width))
    needed = _needed(program, clash)
    for name in sorted(clash - needed, key=lambda name: -width[name]):
        if name in clash and not program.fits(others := clash - {name}):
            clash = _cut(program, others)
    return tuple(name for name in width if name in clash)


def _narrow(program: Program, width: dict[str, int]) -> set[str]:
    """The statements that clash without any wider ones."""
    widths = sorted(set(width.values()))

    def up_to(widest: int) -> set[str]:
        return {name for name, wide in width.items() if wide <= widest}

    place = bisect_left(widths, True, hi=len(widths) - 1, key=lambda widest: not program.fits(up_to(widest)))
    return up_to(widths[place])


def _cut(program: Program, clash: set[str]) -> set[str]:
    """Those of a clash that its proof takes, as long as they are seen to clash by themselves."""
    while True:
        taken = {row.said_by for row, weight in zip(program.rows, program.proof(clash), strict=True) if weight}
        if taken == clash or program.fits(taken):
            return clash
        clash = taken


def _needed(program: Program, clash: set[str]) -> set[str]:
    """Those of a clash that are seen to be needed: at some point the rows of all the others hold."""
    at = [place for place, row in enumerate(program.rows) if row.said_by in clash]
    if len(at) > MOST_ROWS:
        return set()
    rows = [program.rows[place] for place in at]
    names = list(dict.fromkeys(row.said_by for row in rows))
    number = {name: place for place, name in enumerate(names)}
    matrix = _matrix(rows)
    ends = np.array([float(row.at_least) / program.scale for row in rows])
    strict = np.array([row.strict for row in rows])
    said = np.array([number[row.said_by] for row in rows])[:, None] == np.arange(len(names))
    points = _points(matrix, ends + _ROOM * strict, program.proof(clash)[at], said)
    room = matrix @ points - ends[:, None]
    holds = room > np.where(strict, LEAST_SLACK, -TOLERANCE)[:, None]
    return {names[place] for place in np.flatnonzero((holds | said).all(axis=0))}


def _points(matrix: Numbers, ends: Numbers, taken: Numbers, said: Numbers) -> Numbers:
    """For each statement a point at which the rows of a proof that others say are tight, if there is one; as columns.

    The rows add up to a contradiction (Farkas), and as the simplex gives no more rows than it must (Gleeson and Ryan
    1990), all are tight at one point once those of a statement are let go by what the sum is short of. Of such points
    we take the one nearest to ample quantities. The matrix to be inverted may be short of full rank, so it is
    strengthened and what that puts wrong is put right again.

    Args:
        matrix: Coefficients, a row each.
        ends: What the rows are to reach.
        taken: How often the proof takes each row.
        said: Which rows each statement says, a statement a column.
    """
    used = taken > 0
    weight = taken[used] / np.linalg.norm(taken[used])
    free = weight @ matrix[used] > -TOLERANCE  # the proof holds the other quantities at 0
    tight = matrix[used] * free
    let_go = said[used] * weight[:, None]
    let_go /= np.maximum((let_go**2).sum(axis=0), TOLERANCE)
    square = tight @ tight.T + np.outer(weight, weight) + _STRENGTH * np.eye(len(tight))
    back = tight.T @ np.linalg.inv(square)
    back = 2 * back - back @ (tight @ back)
    nearest = free + back @ (ends[used] - tight @ free)
    return np.maximum(nearest[:, None] - (weight @ ends[used]) * (back @ let_go), 0.0)


def _matrix(rows: Sequence[Row]) -> Numbers:
    column: dict[str, int] = {}
    for row in rows:
        for name in row.terms:
            column.setdefault(name, len(column))
    matrix = np.zeros((len(rows), len(column)))
    for place, row in enumerate(rows):
        matrix[place, [column[name] for name in row.terms]] = [float(value) for value in row.terms.values()]
    return matrix
