"""A draw as a file that can be published after the visits: JSON, with everything a stranger needs to repeat it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault, Faults
from grassrota.files.tables import read_text
from grassrota.inspection.beacon import Beacon
from grassrota.inspection.chain import RoundKey
from grassrota.inspection.draw import Draw


@dataclass(frozen=True, slots=True)
class Drawn:
    """The draws of a round.

    Attributes:
        draws: One a unit, at least one, all with the same chance and key.
        overall: The sample of all units together, as pairs of unit and case; empty if none was asked for.
    """

    draws: tuple[Draw, ...]
    overall: tuple[tuple[str, str], ...] = ()


def draw_text(drawn: Drawn) -> str:
    """The text of the file."""
    beacon, key = drawn.draws[0].beacon, drawn.draws[0].key
    content = {
        "beacon": {"round": beacon.round, "name": beacon.name, "text": beacon.text},
        "key": {"round": key.round, "secret": key.secret},
        "draws": [{"unit": one.unit, "list_hash": one.list_hash, "cases": list(one.cases)} for one in drawn.draws],
        "overall": [{"unit": unit, "case": case} for unit, case in drawn.overall],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def read_drawn(path: Path) -> Drawn:
    """Reads the file.

    Raises:
        BadInput: With every fault of it.
    """
    try:
        content = json.loads(read_text(path))
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", 0)
        raise BadInput([Fault("", "well-formed JSON", str(error), file=path.name, row=row)]) from None
    faults = Faults()
    beacon = _fields(_part(content, "beacon", dict, faults), _BEACON, faults, "beacon.")
    key = _fields(_part(content, "key", dict, faults), _KEY, faults, "key.")
    listed = _part(content, "draws", list, faults)
    draws = [_fields(one, _DRAW, faults, f"draws[{place}].") for place, one in enumerate(listed, start=1)]
    whole = _part(content, "overall", list, faults)
    overall = [_fields(one, _CASE, faults, f"overall[{place}].") for place, one in enumerate(whole, start=1)]
    for place, one in enumerate(draws, start=1):
        wrong = [case for case in one["cases"] if not isinstance(case, str)]
        faults.unless(not wrong, f"draws[{place}].cases", "ids of cases", wrong[:5])
    try:
        faults.raise_if_any()
        chance, secret = Beacon(**beacon), RoundKey(**key)
    except BadInput as error:
        raise BadInput(fault.at(path.name, 0) for fault in error.faults) from None
    return Drawn(
        tuple(Draw(one["unit"], one["list_hash"], chance, secret, tuple(one["cases"])) for one in draws),
        tuple((one["unit"], one["case"]) for one in overall),
    )


_BEACON = {"round": int, "name": str, "text": str}
_KEY = {"round": int, "secret": str}
_DRAW = {"unit": str, "list_hash": str, "cases": list}
_CASE = {"unit": str, "case": str}
_CALLED = {dict: "an object", list: "a list", str: "text", int: "a whole number"}


def _fields(content: Any, kinds: Mapping[str, type], faults: Faults, where: str) -> dict[str, Any]:
    return {name: _part(content, name, kind, faults, where) for name, kind in kinds.items()}


def _part(content: Any, name: str, kind: type, faults: Faults, where: str = "") -> Any:
    """A part of an object; an empty one, with the fault noted, if it is not there or of another kind."""
    value = content.get(name) if isinstance(content, dict) else None
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    faults.add(
        f"{where}{name}", _CALLED[kind], "nothing" if value is None else json.dumps(value, ensure_ascii=False)[:80]
    )
    return kind()
