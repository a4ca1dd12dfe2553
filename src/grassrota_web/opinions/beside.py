"""What rooms above show on the page of a case: they register themselves here, since imports lead downwards only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from grassrota_web.access.actor import Actor
from grassrota_web.opinions.models import Case


@dataclass(frozen=True, slots=True)
class Beside:
    """One part of the page.

    Attributes:
        template: What writes it.
        shown: What it shows, called ``beside`` there.
    """

    template: str
    shown: Mapping[str, Any]


BESIDE: list[Callable[[Actor, Case], Beside | None]] = []
"""Asked for each page of a case, with whoever looks; whatever they may not see is theirs to leave out."""
