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
        draws: One a unit, all with the same chance and key; at least one, or one of the flagged.
        overall: The sample of all units together, as pairs of unit and case; empty if none was asked for.
        flagged: Of the closures that looked odd those that are looked at besides, under sealed names.
    """

    draws: tuple[Draw, ...]
    overall: tuple[tuple[str, str], ...] = ()
    flagged: tuple[Draw, ...] = ()


def draw_text(drawn: Drawn) -> str:
    """The text of the file."""
    first = (*drawn.draws, *drawn.flagged)[0]
    beacon, key = first.beacon, first.key
    content = {
        "beacon": {"round": beacon.round, "name": beacon.name, "text": beacon.text},
        "key": {"round": key.round, "secret": key.secret},
        "draws": [_content(one) for one in drawn.draws],
        "overall": [{"unit": unit, "case": case} for unit, case in drawn.overall],
    }
    if drawn.flagged:
        content["flagged"] = [_content(one) for one in drawn.flagged]
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _content(one: Draw) -> dict[str, Any]:
    return {"unit": one.unit, "list_hash": one.list_hash, "cases": list(one.cases)}


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
    draws = _draws(content, "draws", faults)
    # files of rounds that look at no flagged closures have no such part
    flagged = _draws(content, "flagged", faults) if isinstance(content, dict) and "flagged" in content else []
    whole = _part(content, "overall", list, faults)
    overall = [_fields(one, _CASE, faults, f"overall[{place}].") for place, one in enumerate(whole, start=1)]
    try:
        faults.raise_if_any()
        chance, secret = Beacon(**beacon), RoundKey(**key)
    except BadInput as error:
        raise BadInput(fault.at(path.name, 0) for fault in error.faults) from None
    made, beside = (
        tuple(Draw(one["unit"], one["list_hash"], chance, secret, tuple(one["cases"])) for one in some)
        for some in (draws, flagged)
    )
    return Drawn(made, tuple((one["unit"], one["case"]) for one in overall), beside)


_BEACON = {"round": int, "name": str, "text": str}
_KEY = {"round": int, "secret": str}
_DRAW = {"unit": str, "list_hash": str, "cases": list}
_CASE = {"unit": str, "case": str}
_CALLED = {dict: "an object", list: "a list", str: "text", int: "a whole number"}


def _draws(content: Any, part: str, faults: Faults) -> list[dict[str, Any]]:
    listed = _part(content, part, list, faults)
    draws = [_fields(one, _DRAW, faults, f"{part}[{place}].") for place, one in enumerate(listed, start=1)]
    for place, one in enumerate(draws, start=1):
        wrong = [case for case in one["cases"] if not isinstance(case, str)]
        faults.unless(not wrong, f"{part}[{place}].cases", "ids of cases", wrong[:5])
    return draws


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
