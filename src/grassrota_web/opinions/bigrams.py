"""Words cut into what is searched for: Latin words whole, and Chinese ones by every two characters side by side."""

from __future__ import annotations

import re
import unicodedata

_CJK = "\u3400-\u9fff\uf900-\ufaff"
_RUNS = re.compile(rf"[{_CJK}]+|[^\W{_CJK}_]+")
_CHINESE = re.compile(rf"[{_CJK}]")


def plain(text: str) -> str:
    """A text as it is compared: in one form of each letter, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def grams(text: str) -> list[str]:
    """The grams of a text, each once, in order."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(plain(text)):
        if _CHINESE.match(run) and len(run) > 1:
            found.update(dict.fromkeys(run[place : place + 2] for place in range(len(run) - 1)))
        else:
            found[run] = None
    return list(found)


def asked(words: str) -> tuple[list[str], str]:
    """What somebody has typed so far: the grams that must be there, and the beginning of a last one still being typed.

    A single Chinese character is the beginning of every gram that starts with it.
    """
    runs = _RUNS.findall(plain(words))
    whole: list[str] = []
    beginning = ""
    for number, run in enumerate(runs):
        last = number == len(runs) - 1
        if _CHINESE.match(run) and len(run) > 1:
            whole += [run[place : place + 2] for place in range(len(run) - 1)]
        elif last and not words[-1:].isspace():
            beginning = run
        else:
            whole.append(run)
    return list(dict.fromkeys(whole)), beginning
