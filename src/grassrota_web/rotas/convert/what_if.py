"""What is imagined, as a job keeps it, and as a value again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from grassrota.rota.pin import Pin
from grassrota.rota.what_if import Seats, WhatIf
from grassrota_web.rotas.convert.policy import policy_of_text, text_of


def kept(what_if: WhatIf) -> dict[str, Any]:
    """Values that JSON holds."""
    return {
        "text": text_of(what_if.policy) if what_if.policy else "",
        "closed": list(what_if.closed),
        "seats": {opening: [seats.low, seats.high] for opening, seats in what_if.seats.items()},
        "pins": [[pin.person, pin.opening, pin.batch, pin.stays] for pin in what_if.pins],
    }


def what_if_of(given: Mapping[str, Any]) -> WhatIf:
    """What was kept."""
    return WhatIf(
        policy_of_text(given["text"]) if given["text"] else None,
        tuple(given["closed"]),
        {opening: Seats(*seats) for opening, seats in given["seats"].items()},
        pins=tuple(Pin(*pin) for pin in given["pins"]),
    )
