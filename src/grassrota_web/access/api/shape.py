"""Shapes of what goes in and comes out: strict on the way in, told by examples, with a version where it may change."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, computed_field

from grassrota.canonical import canonical

LARGEST = 2**31 - 1
"""The largest whole number that every column holds."""


def _day(value: object) -> object:
    """Days are told as text; a number would be read as seconds since 1970."""
    if isinstance(value, str):
        return date.fromisoformat(value) if len(value) == 10 else "none"
    return value if isinstance(value, date) or value is None else "none"


Key = Annotated[int, Field(ge=1, le=2**63 - 1, examples=[17], description="Key of the row, as its list tells it.")]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Count = Annotated[int, Field(ge=0, le=LARGEST, strict=True)]
Small = Annotated[int, Field(ge=0, le=32767, strict=True)]
Batch = Annotated[int, Field(ge=1, le=32767, strict=True, description="Number of a batch, from 1 on.")]
Flag = Annotated[bool, Field(strict=True)]
Code = Annotated[str, Field(min_length=1, max_length=80)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="Three letters of ISO 4217.")]


class Shown(BaseModel):
    """What comes out; ``EXAMPLE`` is one of them."""

    EXAMPLE: ClassVar[dict[str, Any]] = {}


class Given(BaseModel):
    """What goes in; a field that is not known is refused, so that a slip of the pen is no silent default."""

    model_config = ConfigDict(extra="forbid")

    EXAMPLE: ClassVar[dict[str, Any]] = {}


class Asking(Given):
    """What the address of a reading operation may say."""


class Versioned(Shown):
    """What comes out and may be changed by several people: who changes it says which version they read."""

    @computed_field(description="Changes with the content; a change names the version that it was made from.")  # type: ignore[prop-decorator]
    @property
    def version(self) -> str:
        """Hash of the rest."""
        said = self.model_dump(mode="json", exclude={"version"})
        return hashlib.sha256(canonical(said)).hexdigest()[:16]


class Changing(Given):
    """What goes in to change something."""

    version: str = Field(min_length=16, max_length=16, description="As it was read.")
