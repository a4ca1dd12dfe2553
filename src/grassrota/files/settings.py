"""Single settings of a policy, given as ``key=value`` with the keys of ``policy.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from grassrota.errors import BadInput, Fault
from grassrota.files.policy import policy_from
from grassrota.files.policy_text import policy_text
from grassrota.files.toml import Section, parse_toml
from grassrota.rota.policy import Policy

_STEP = re.compile(r"([A-Za-z0-9_]+)(?:\[([1-9][0-9]{0,3})\])?")
SETTINGS = "settings"
"""The name by which faults of settings are placed."""


def with_settings(policy: Policy, settings: Mapping[str, str]) -> Policy:
    """The policy with other values for some keys.

    Args:
        policy: The present policy.
        settings: Values as TOML writes them, by dotted key: ``floors.home_absence`` to ``0.4``,
            ``batches[2].depart_by`` to ``1958-03-04``, ``costs.waiting`` to ``20``. Words may stand without quotes.

    Raises:
        BadInput: With every fault: of a key that is not there, a value that it cannot have, and what does not fit.
    """
    values = _mutable(parse_toml(policy_text(policy), SETTINGS).values)
    faults = [fault for key, text in settings.items() for fault in _put(values, key, text)]
    if faults:
        raise BadInput(faults)
    return policy_from(Section(values, "", SETTINGS, {}, []))


def setting(words: str) -> tuple[str, str]:
    """Key and value of ``key=value``; raises ``BadInput`` if it is nothing of the sort."""
    key, equals, value = words.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise BadInput([Fault("", "key=value, such as floors.home_absence=0.4", words, file=SETTINGS)])
    return key.strip(), value.strip()


def _put(values: Any, key: str, text: str) -> Sequence[Fault]:
    """Puts a value in its place; says what is wrong if there is none."""
    steps = key.split(".")
    for place, step in enumerate(steps, start=1):
        found = _STEP.fullmatch(step)
        if found is None:
            return [Fault(key, "names of keys with dots between them", step, file=SETTINGS)]
        name, number = found[1], found[2]
        if number is None and place == len(steps):
            values[name] = _value(text)
            return ()
        below = values.setdefault(name, {}) if number is None else values.get(name)
        if number is not None:
            if not isinstance(below, list) or int(number) > len(below):
                count = len(below) if isinstance(below, list) else 0
                return [Fault(key, f"a number from 1 to {count}" if count else "a list", step, file=SETTINGS)]
            below = below[int(number) - 1]
        if not isinstance(below, dict):
            return [Fault(key, "the name of a table before the dot", step, file=SETTINGS)]
        values = below
    return [Fault(key, "a key after the number", key, file=SETTINGS)]


def _value(text: str) -> Any:
    """The value as TOML reads it; a word without quotes is text."""
    try:
        return parse_toml(f"value = {text}", SETTINGS).values["value"]
    except (BadInput, KeyError, tomllib.TOMLDecodeError):
        return text


def _mutable(values: Any) -> Any:
    if isinstance(values, Mapping):
        return {key: _mutable(value) for key, value in values.items()}
    return [_mutable(value) for value in values] if isinstance(values, list) else values
