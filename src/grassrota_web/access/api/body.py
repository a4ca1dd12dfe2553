"""The body of a request: JSON that every store can keep, or nothing."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from grassrota_web.access.api.problem import Problem

DEEPEST = 40
"""Levels of nesting that are read."""


class Bodies(Parser):
    """Reads bodies, and says of each that it cannot read why."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON value of a body.

        Raises:
            Problem: If it is said to be something else, is not JSON, or holds what a store cannot keep.
        """
        if request.content_type != "application/json":
            said = request.content_type or "nothing"
            raise Problem(415, "media_type", f"Send Content-Type: application/json; it said {said[:80]}.")
        try:
            value = json.loads(request.body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Problem(400, "bad_json", f"The body is not JSON: {error}") from error
        _keepable(value)
        return value


def storable(text: str) -> bool:
    """True if every store can keep the text: no NUL, and nothing that UTF-8 cannot say."""
    return "\0" not in text and text.encode("utf-8", "ignore").decode() == text


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is not a number of JSON")


def _keepable(value: Any, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise Problem(400, "bad_json", f"The body is nested more than {DEEPEST} levels deep.")
    if isinstance(value, str) and not storable(value):
        raise Problem(400, "bad_json", "A text holds a NUL or half a character, which cannot be kept.")
    inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        _keepable(part, depth + 1)
