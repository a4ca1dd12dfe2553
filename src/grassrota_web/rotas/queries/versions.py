"""What differs between two versions of a policy, key by key."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One key of the policy that says something else; empty where a version has no such key."""

    key: str
    before: str
    after: str


def differences(before: str, after: str) -> list[Difference]:
    """The keys in which two texts differ, in the order of the later one."""
    old, new = _flat(tomllib.loads(before)), _flat(tomllib.loads(after))
    keys = [*new, *(key for key in old if key not in new)]
    return [Difference(key, old.get(key, ""), new.get(key, "")) for key in keys if old.get(key) != new.get(key)]


def _flat(value: Any, path: str = "") -> dict[str, str]:
    if isinstance(value, dict):
        return {
            key: text
            for name, part in value.items()
            for key, text in _flat(part, f"{path}.{name}" if path else name).items()
        }
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {
            key: text
            for number, part in enumerate(value, start=1)
            for key, text in _flat(part, f"{path}[{number}]").items()
        }
    return {path: ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)}
