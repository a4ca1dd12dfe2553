"""What the core says, in the reader's language.

The core states its sentences in English, where the rules are. The catalogue holds their shapes, with named gaps and the
context ``core``; here a sentence is looked up by its shape, so that no rule is written twice. A sentence that has no
shape stays as it is rather than be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext
from django.utils.translation.trans_real import translation

from grassrota.errors import Fault
from grassrota.figures.words import Language
from grassrota.files.words import in_chinese, sentence, whole_sentence

CONTEXT = "core\x04"
"""How keys of compiled catalogues say the context."""

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)


def spoken(words: str) -> str:
    """A sentence or a word of the core in the reader's language; in English itself, with its days as they are read."""
    language = get_language() or "en"
    if not language.startswith("en"):
        return _spoken(words, language)
    return words if _DAY.fullmatch(words) else _DAY.sub(lambda found: _day(found[0]), words)


def spoken_fault(fault: Fault, *, placed: bool = False) -> str:
    """What is wrong with some input and what to do, in the reader's language; with its row and column if ``placed``."""
    language = Language.CHINESE if (get_language() or "en").startswith("zh") else Language.ENGLISH
    said = replace(fault, expected=spoken(fault.expected), got=spoken(fault.got), fix=spoken(fault.fix))
    if placed:
        return whole_sentence(said, language)
    words = sentence(said, language)
    return words[:1].upper() + words[1:]


spoken_lazy = lazy(spoken, str)
"""The same for what is said before anybody reads it, such as the choices of a form."""


def _spoken(words: str, language: str) -> str:
    known = pgettext("core", words)
    if known != words:
        return known
    for shape, chosen in _shapes(language):
        if match := shape.fullmatch(words):
            return chosen.format(**{gap: _in_gap(part, language) for gap, part in match.groupdict().items()})
    return in_chinese(words) if language.startswith("zh") else words


def _in_gap(part: str, language: str) -> str:
    """What stands in a gap: a day, several things, a sentence or word of the core, or somebody's own words."""
    if _DAY.fullmatch(part):
        return _day(part)
    if "; " in part:
        return _joined(part, "; ", pgettext("between several", "; "), language)
    known = _spoken(part, language)
    if known == part and ", " in part:
        return _joined(part, ", ", pgettext("between several", ", "), language)
    if known == part and " or " in part:
        return _joined(part, " or ", pgettext("between several", " or "), language)
    return known


def _day(written: str) -> str:
    """A day as the reader writes it; as it stands if there is no such day."""
    try:
        return date_format(date.fromisoformat(written))
    except ValueError:
        return written


def _joined(part: str, joint: str, joined: str, language: str) -> str:
    return joined.join(_in_gap(one, language) for one in part.split(joint))


@cache
def _shapes(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every sentence with gaps and its translation, that with the most words of its own first."""
    found = sorted(_sentences(language), key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[0])))
    return tuple((_pattern(english), spoken) for english, spoken in found)


def _sentences(language: str) -> Iterator[tuple[str, str]]:
    for key, spoken in translation(language)._catalog.items():  # type: ignore[attr-defined]
        if isinstance(key, str) and key.startswith(CONTEXT) and "{" in key and spoken:
            yield key.removeprefix(CONTEXT), spoken


def _pattern(english: str) -> re.Pattern[str]:
    seen: set[str] = set()
    pattern = ""
    for at, part in enumerate(re.split(r"\{(\w+)\}", english)):
        if at % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
    return re.compile(pattern, re.DOTALL)
