"""What people say of a pair of opinions; apart, so that who stores it need not load what reckons with it."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """What a person says of a pair."""

    SAME = "same"
    OTHER = "other"
    UNSURE = "unsure"
