"""What to call a theme: words that its texts have and others have not, each from five receipts or more.

A word that fewer people used could name one of them; so nothing rarer is ever shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

RECEIPTS = 5
"""Different texts that a word must stand in to be shown (design, section 6)."""
LONGEST = 4
"""Chinese characters of a word before it is made whole."""
WHOLE, ALWAYS = 16, 0.9
"""A word grows by what stands beside it in so large a share of its texts, up to so many characters."""

_RUN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W\d_]{3,}")


def label(own: Sequence[str], all_words: Counter[str], texts: int, words: int = 3) -> tuple[str, ...]:
    """The words that tell a theme from the rest, the most telling first; empty if none comes from five receipts.

    Args:
        own: Texts of the theme, no two of them copies.
        all_words: In how many texts of all themes each word stands, as ``spread`` counts.
        texts: How many texts those are, 1 or more.
        words: How many words at most.
    """
    found = spread(own)
    telling = {
        word: count * log((count / len(own)) / (max(all_words[word], count) / max(texts, len(own)))) * len(word) ** 0.5
        for word, count in found.items()
        if count >= RECEIPTS
    }
    chosen: list[str] = []
    for word in sorted(telling, key=lambda word: (-telling[word], word)):
        if len(chosen) == words or telling[word] <= 0:
            break
        if any(_overlaps(word, other) for other in chosen):
            continue
        whole = _whole(word, own)
        if not any(_overlaps(whole, other) for other in chosen):
            chosen.append(whole)
    return tuple(chosen)


def _whole(word: str, own: Sequence[str]) -> str:
    """The phrase of which a Chinese word is a piece: what nearly always stands beside it belongs to it."""
    holding = [text for text in own if word in text]
    least = max(RECEIPTS, ALWAYS * len(holding))
    while _RUN.match(word) and len(word) < WHOLE:
        longer = Counter(piece for text in holding for piece in _grown(word, text))
        piece = min(longer, key=lambda piece: (-longer[piece], piece), default="")
        if longer[piece] < least:
            break
        word = piece
    return word


def _grown(word: str, text: str) -> set[str]:
    """The word with one Chinese character more before or after it, wherever it stands in a text."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        place = run.find(word)
        while place >= 0:
            end = place + len(word)
            found.update(run[begin:stop] for begin, stop in ((place - 1, end), (place, end + 1)) if begin >= 0)
            place = run.find(word, place + 1)
    return found - {word}


def spread(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each word stands: of three letters or more, or two to four Chinese characters in a row."""
    return Counter(word for text in texts for word in _words(text))


def holds(text: str, word: str) -> bool:
    """True if a word of a label stands in a text, as ``spread`` counts it."""
    if _RUN.match(word):
        return word in text
    return word in text.casefold() and word in _words(_RUN.sub(" ", text))


def _words(text: str) -> set[str]:
    found = {word.casefold() for word in _WORD.findall(_RUN.sub(" ", text))}
    for run in _RUN.findall(text):
        for length in range(2, LONGEST + 1):
            found.update(run[start : start + length] for start in range(len(run) - length + 1))
    return found


def _overlaps(word: str, other: str) -> bool:
    """True if they share two characters in a row: they say the same, or are parts of one longer word."""
    pairs = {word[start : start + 2] for start in range(len(word) - 1)}
    if _RUN.match(word) is None or _RUN.match(other) is None:
        return word in other or other in word
    return any(other[start : start + 2] in pairs for start in range(len(other) - 1))
