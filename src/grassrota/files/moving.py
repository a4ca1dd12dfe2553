"""What happened since a list was public, and how few had to be moved for it: a table in; a proof and the moves out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from grassrota.errors import BadInput, Faults
from grassrota.files.certificate import read_object
from grassrota.files.columns import Column, read_rows, write_rows
from grassrota.files.parse import identifier, one_of
from grassrota.files.prices import PRICES, price_cells, price_of
from grassrota.files.tables import write_table, written
from grassrota.rota.moving import Moving
from grassrota.rota.plan import Assignment, Plan
from grassrota.rota.problem import RotaProblem
from grassrota.rota.replan.changes import Changes, objections
from grassrota.rota.replan.reasons import Reason

MOVING, MOVING_PRICES = "moving.json", "moving_prices.csv"
MOVES = ("person", "was_opening", "was_batch", "now_opening", "now_batch", "told", "broken", "through")


class Happened(StrEnum):
    """What happened to somebody since the list was public."""

    WITHDREW = "withdrew"
    DEPARTED = "departed"


class _Change(NamedTuple):
    person: str
    happened: Happened


CHANGES = (Column("person", identifier), Column("happened", one_of(Happened)))


def read_changes(path: Path, problem: RotaProblem, plan: Plan) -> Changes:
    """Reads a table of what happened since a plan of a problem was public.

    Raises:
        BadInput: With every fault; one of a person who is named twice is that of the later row.
    """
    rows = read_rows(path, CHANGES, _Change)
    withdrew, departed = (tuple(one.person for one in rows.values if one.happened == which) for which in Happened)
    changes = Changes(withdrew, departed)
    numbers = {one.person: number for one, number in zip(rows.values, rows.numbers, strict=True)}
    found = objections(problem, plan, changes)
    faults = [replace(fault, column="person", file=rows.file, row=numbers[fault.got]) for fault in found]
    if faults:
        raise BadInput(faults)
    return changes


def write_moving(moving: Moving, folder: Path) -> None:
    """Writes how many are moved and how few could be, and the prices that prove it, beside a plan."""
    write_rows(folder / MOVING_PRICES, PRICES, moving.prices, price_cells)
    with written(folder / MOVING) as stream:
        stream.write(json.dumps({"moves": moving.moves, "bound": moving.bound}, indent=2) + "\n")


def read_moving(folder: Path) -> Moving:
    """Reads what ``write_moving`` wrote.

    Raises:
        BadInput: With every fault of the first file that has any.
    """
    content, faults = read_object(folder / MOVING), Faults()
    for key in ("moves", "bound"):
        value = content.get(key)
        right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        faults.unless(right, key, "a whole number, 0 or more", json.dumps(value))
    faults.raise_if_any()
    prices = read_rows(folder / MOVING_PRICES, PRICES, price_of).values
    return Moving(content["moves"], content["bound"], prices)


def write_moves(moves: Sequence[Reason], told: Callable[[Reason], str], path: Path) -> None:
    """Writes a table of those who are moved.

    Args:
        moves: Why each of them is.
        told: What one of them is told.
        path: The file. It names people: it is for the organiser.
    """
    write_table(path, MOVES, (tuple(_cells(one, told(one))) for one in moves))


def _cells(one: Reason, told: str) -> Iterator[object]:
    yield one.person
    yield from (*_where(one.was), *_where(one.now))
    yield from (told, "; ".join(map(str, one.broken)), ", ".join(one.chain))


def _where(entry: Assignment | None) -> tuple[object, object]:
    return ("", "") if entry is None else (entry.opening, entry.batch)
