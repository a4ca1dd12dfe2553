"""Whether an answer tells anything of the other side of the small world."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from tests.web.conftest import World


def names_of(world: World, side: str) -> set[str]:
    """What only that side is called by: units, people and rotations, whatever tests added to them.

    Args:
        world: See ``World``.
        side: ``north`` or ``south``.
    """
    top = world.units[side].path
    units = [unit for unit in world.units.values() if unit.path.startswith(top)]
    keys = {unit.pk for unit in units}
    names = {text for unit in units for text in (unit.code, unit.name)}
    names |= {person.name for person in world.people.values() if person.unit_id in keys}
    names |= {rotation.title for rotation in world.rotations.values() if rotation.home_id in keys}
    return names


def traces(answer: Any, world: World, side: str, *more: str) -> set[str]:
    """Those of the side's names, and of ``more``, that stand in the answer: in its text, its headers, its workbook."""
    # the address itself is what the asker said, and not told to them
    texts = [text.replace(answer.request["PATH_INFO"], "") for text in _texts(answer)]
    return {name for name in (*names_of(world, side), *more) if any(name in text for text in texts)}


def assert_no_trace(answer: Any, world: World, side: str, *more: str) -> None:
    """Fails if the answer names a unit, a person or a rotation of that side, or one of ``more``.

    Args:
        answer: What the test client gave.
        world: See ``World``.
        side: The side that the asker knows nothing of.
        more: Further words that would tell of it, such as the title of a plan that the test made there.
    """
    found = traces(answer, world, side, *more)
    assert not found, f"{answer.status_code} {answer.headers.get('Content-Type')} tells of {side}: {sorted(found)}"


def body_of(answer: Any) -> bytes:
    """All that it says, a file to its end: closed before, it would take the connection to the store along."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _texts(answer: Any) -> Iterator[str]:
    body = body_of(answer)
    yield "\n".join(f"{name}: {value}" for name, value in answer.items())
    yield body.decode("utf-8", errors="replace")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as workbook:
            for part in workbook.namelist():
                yield workbook.read(part).decode("utf-8", errors="replace")
