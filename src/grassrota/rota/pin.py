"""A pin: what the organiser has already settled about one person, and the plan must keep."""

from __future__ import annotations

from dataclasses import dataclass

from grassrota.errors import Faults


@dataclass(frozen=True, slots=True)
class Pin:
    """A person fixed to an opening, to a batch, to both, or to staying.

    Attributes:
        person: Id of the person.
        opening: Id of the opening; empty if any will do.
        batch: Number of the batch in which the person starts; None if any will do.
        stays: True if the person stays home this round; then there is neither opening nor batch.
    """

    person: str
    opening: str = ""
    batch: int | None = None
    stays: bool = False

    def __post_init__(self) -> None:
        faults = Faults()
        somewhere = bool(self.opening) or self.batch is not None
        faults.unless(bool(self.person), "person", "the id of a person", "nothing")
        faults.unless(self.batch is None or self.batch >= 1, "batch", "1 or more", self.batch)
        faults.unless(not (self.stays and somewhere), "stays", "no, since an opening or a batch is given", "yes")
        faults.unless(self.stays or somewhere, "opening", "an opening, a batch or both, or yes in stays", "nothing")
        faults.raise_if_any()

    def takes(self, opening: str, batch: int) -> bool:
        """True if starting in this opening in this batch keeps to the pin."""
        return not self.stays and self.opening in ("", opening) and self.batch in (None, batch)

    def __str__(self) -> str:
        if self.stays:
            return f"{self.person} is pinned to stay"
        where = ", ".join(word for word in (self.opening, f"batch {self.batch}" if self.batch else "") if word)
        return f"{self.person} is pinned to {where}"
