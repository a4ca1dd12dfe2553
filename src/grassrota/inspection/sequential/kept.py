"""Sequential designs kept in a folder, so that none is searched for twice; the folder may be deleted at any time."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict
from hashlib import sha256
from itertools import chain, groupby, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grassrota.canonical import canonical
from grassrota.inspection.design import Hypotheses, Outcome
from grassrota.inspection.sequential.boundaries import Boundaries, Lot

if TYPE_CHECKING:
    from grassrota.inspection.sequential.design import SequentialDesign
    from grassrota.inspection.sequential.induction import Weights

FORM = "grassrota sequential design 1"
NUMBERS = ("confirm_risk", "refute_risk", "mean_visits", "bound")


def read(folder: Path, asked: Hypotheses, weights: Weights, lots: bool) -> dict[str, Any] | None:
    """All of a design but its question, or None if it is not there or was damaged.

    The content is checked against the hash before it and against the question, not computed anew: who may write to the
    folder is trusted.
    """
    question = _question(asked, weights, lots)
    try:
        found, content = (folder / _name(question)).read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return None
    if found.decode(errors="replace") != sha256(content).hexdigest():
        return None
    told = json.loads(content)
    if told["question"] != question:
        return None
    lots_drawn = tuple(Lot(n, f, Outcome(outcome), float.fromhex(chance)) for n, f, outcome, chance in told["lots"])
    boundaries = Boundaries(_spread(told["confirm"]), _spread(told["refute"]), lots_drawn)
    numbers = {name: float.fromhex(told[name]) for name in NUMBERS}
    return {"boundaries": boundaries, "fixed_size": told["fixed_size"], "weights": weights, **numbers}


def write(folder: Path, design: SequentialDesign, lots: bool) -> None:
    """Keeps a design; the file appears whole or not at all."""
    question = _question(design.hypotheses, design.weights, lots)
    edges = design.boundaries
    content = canonical(
        {
            "question": question,
            "confirm": _runs(edges.confirm),
            "refute": _runs(edges.refute),
            "lots": [[lot.visited, lot.failed, lot.outcome.value, lot.chance.hex()] for lot in edges.lots],
            "fixed_size": design.fixed_size,
            **{name: float(getattr(design, name)).hex() for name in NUMBERS},
        }
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _name(question)
    aside = path.with_suffix(f".{secrets.token_hex(4)}")
    aside.write_bytes(sha256(content).hexdigest().encode() + b"\n" + content)
    os.replace(aside, path)


def _question(asked: Hypotheses, weights: Weights, lots: bool) -> dict[str, Any]:
    counts = {name: str(value) for name, value in asdict(asked).items()}
    return {"form": FORM, **counts, "weights": [float(weight).hex() for weight in weights], "lots": lots}


def _name(question: dict[str, Any]) -> str:
    return f"design-{sha256(canonical(question)).hexdigest()[:32]}.json"


def _runs(values: tuple[int, ...]) -> list[list[int]]:
    """Each value with the number of times it stands in a row."""
    return [[value, len(list(same))] for value, same in groupby(values)]


def _spread(runs: list[list[int]]) -> tuple[int, ...]:
    return tuple(chain.from_iterable(repeat(value, times) for value, times in runs))
