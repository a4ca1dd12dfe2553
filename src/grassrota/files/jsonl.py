"""JSON lines: one object a line, as programs hand lists to one another, read as a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.files.cells import cell_text


def read_jsonl(path: Path, content: str) -> list[list[str]]:
    """A header of all names there are, in the order in which they come first, and a row a line; empty lines stay empty.

    Args:
        path: The file, for messages.
        content: Its text.

    Raises:
        BadInput: With every line that is no object of plain values.
    """
    lines: list[dict[str, Any]] = []
    faults = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            found = json.loads(line) if line.strip() else {}
        except ValueError:
            found = None
        if not isinstance(found, dict) or any(isinstance(value, (dict, list)) for value in found.values()):
            faults.append(
                Fault("", "one JSON object a line, of plain values", "something else", file=path.name, row=number)
            )
            continue
        lines.append(found)
    if faults:
        raise BadInput(faults)
    header = list(dict.fromkeys(name for line in lines for name in line))
    return [header, *([cell_text(line.get(name)) for name in header] for line in lines)]
