"""Reads every word of the web face off its source: Python, templates, and what the core says on pages."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from tests.web.catalogue.core import GAP, core_sentences, web_sentences
from tests.web.catalogue.recorded import recorded

SOURCE = Path(__file__).parents[3] / "src"
CATALOGUE = SOURCE / "grassrota_web" / "config" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
CORE = "core"
"""Context of what the core says: shapes with gaps, for ``access/spoken.py``."""

ARGUMENTS = {"gettext": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}
"""How many arguments of a call are the context, and how many after it the message with its plural."""
KEYWORDS = {"_": (0, 1), **ARGUMENTS, **{f"{name}_lazy": arguments for name, arguments in ARGUMENTS.items()}}


def template() -> Catalog:
    """Everything that is to be translated, untranslated."""
    words = Catalog(domain="django")
    alike: dict[str, str] = {}  # shapes of the core that differ in the names of their gaps alone are one
    for file, context, message in sorted(_messages(), key=lambda found: found[0]):
        if context == CORE and isinstance(message, str):
            message = alike.setdefault(GAP.sub("{}", message), message)
        words.add(message, context=context or None, locations=[(file, 0)] if file else [])
    return words


def untold(words: Catalog) -> list[Message]:
    """The messages of a catalogue that have no words yet."""
    return [
        message
        for message in words
        if message.id and not (all(message.string) if isinstance(message.string, tuple | list) else message.string)
    ]


def _messages() -> Iterator[tuple[str, str, str | tuple[str, ...]]]:
    """File, context and message; a message with a plural is a pair."""
    for path in sorted((SOURCE / "grassrota_web").rglob("*")):
        if path.suffix not in (".py", ".html", ".txt") or "migrations" in path.parts:
            continue
        text = path.read_text()
        for context, message in _in_python(text if path.suffix == ".py" else _as_python(text, path)):
            yield str(path.relative_to(SOURCE)), context, message
    for file, sentence in (*core_sentences(SOURCE), *web_sentences(SOURCE)):
        yield file, CORE, sentence
    yield from recorded(SOURCE)


def _as_python(text: str, path: Path) -> str:
    """A template as calls of gettext, without the indentation that Python would mind."""
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def _in_python(text: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Context and message of every call of gettext."""
    for _line, called, given, _comments in extract_python(BytesIO(text.encode()), dict.fromkeys(KEYWORDS), [], {}):
        contexts, messages = KEYWORDS[str(called)]
        parts = [str(part or "") for part in (given if isinstance(given, tuple) else [given])]
        told = tuple(parts[contexts : contexts + messages])
        if all(told):
            yield "".join(parts[:contexts]), told if messages > 1 else told[0]
