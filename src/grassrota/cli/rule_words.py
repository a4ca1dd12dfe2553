"""Rules of a rota in words: the first line of the file that holds the rule."""

from __future__ import annotations

from importlib import import_module


def in_words(rules: object) -> dict[str, str]:
    """What each rule asks for, by its name; the name again for a rule that has no file."""
    names = rules if isinstance(rules, tuple) else ()
    return {str(name): _first_line(str(name)) for name in names}


def _first_line(rule: str) -> str:
    try:
        words = import_module(f"grassrota.rota.rules.{rule}").__doc__
    except ModuleNotFoundError:
        words = None
    return words.strip().splitlines()[0] if words else rule
