"""What a sealed box says: how a raiser can be reached, and the staff id to watch; ``static/intake/send.js`` says it so.

Boxes come from browsers, so that anything may be in one: reading refuses nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Boxed:
    """Two things in one box, read by different people for different reasons.

    Attributes:
        contact: How the raiser can be reached; may be empty.
        watch: The staff id to watch; empty if nobody asked for it.
    """

    contact: str = field(default="", repr=False)
    watch: str = field(default="", repr=False)

    def text(self) -> str:
        """What is sealed; empty if there is nothing to seal."""
        if not self.contact and not self.watch:
            return ""
        return json.dumps({"contact": self.contact, "watch": self.watch}, ensure_ascii=False)

    @classmethod
    def of(cls, text: str) -> Boxed:
        """As it was sealed; a text of another form is all contact details."""
        try:
            said = json.loads(text)
            return cls(str(said["contact"]), str(said["watch"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            return cls(text)
