"""``certificate.json``: what is proven about a plan; the prices that prove it stand in ``prices.csv``."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault, Faults
from grassrota.files.tables import read_text
from grassrota.rota.certificate import Certificate

GAP_SLACK = 1e-9


def certificate_text(certificate: Certificate) -> str:
    """The text of the file; a bound or a gap that is not finite is null."""
    content = {
        "objective": certificate.objective,
        "bound": _finite(certificate.bound),
        "constant": certificate.constant,
        "gap": _finite(certificate.gap),
        "violations": certificate.violations,
        "seed": certificate.seed,
        "problem_sha256": certificate.problem_sha256,
        "seconds": certificate.seconds,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read_certificate(path: Path) -> Certificate:
    """Reads a certificate; keys beside the known ones are passed over.

    Raises:
        BadInput: With every wrong key. A gap that does not follow from objective and bound is one.
    """
    content = read_object(path)
    faults = Faults()
    given: dict[str, Any] = {}
    for key, (is_right, expected) in _KEYS.items():
        value = content.get(key)
        given[key] = value
        if key not in content:
            faults.add(key, "this key", "nothing", file=path.name)
        elif not is_right(value):
            faults.add(key, expected, _shown(value), file=path.name)
    faults.raise_if_any()
    gap = given.pop("gap")
    given["constant"] = float(given["constant"])
    given["bound"] = -math.inf if given["bound"] is None else float(given["bound"])
    certificate = Certificate(**{**given, "seconds": float(given["seconds"])})
    computed = _finite(certificate.gap)
    if (gap is None) != (computed is None) or abs((gap or 0) - (computed or 0)) > GAP_SLACK:
        faults.add("gap", f"{computed}, which follows from objective and bound", _shown(gap), file=path.name)
    faults.raise_if_any()
    return certificate


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


_KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "objective": (_is_whole, "a whole number"),
    "bound": (lambda value: value is None or _is_number(value), "a number, or null if there is no bound"),
    "constant": (_is_number, "a number"),
    "gap": (lambda value: value is None or _is_number(value), "a number, or null if it is not finite"),
    "violations": (lambda value: _is_whole(value) and value >= 0, "a whole number, 0 or more"),
    "seed": (_is_whole, "a whole number"),
    "problem_sha256": (
        lambda value: isinstance(value, str) and bool(re.fullmatch("[0-9a-f]{64}", value)),
        "64 hexadecimal digits",
    ),
    "seconds": (lambda value: _is_number(value) and value >= 0, "a number, 0 or more"),
}


def read_object(path: Path) -> dict[str, Any]:
    """Reads an object in JSON.

    Raises:
        BadInput: If it is none.
    """
    text = read_text(path)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        row = getattr(error, "lineno", 0)
        got = str(error) or type(error).__name__
        raise BadInput([Fault("", "well-formed JSON", got, file=path.name, row=row)]) from None
    if not isinstance(content, dict):
        raise BadInput([Fault("", "a JSON object", _shown(content), file=path.name)])
    return content


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
