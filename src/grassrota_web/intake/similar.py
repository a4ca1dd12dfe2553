"""Texts that were made public and share words with a few that somebody asks about; what was asked is kept nowhere."""

from __future__ import annotations

import re
import unicodedata

from grassrota_web.intake.models import PublicText

SHOWN = 5
LOOKED_AT = 2000
"""Public texts, the newest first: so many are compared."""

_CJK = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W_]+")


def similar(words: str) -> list[PublicText]:
    """The public texts that share most with the words, the best first; none that share nothing."""
    asked = parts(words)
    if not asked:
        return []
    rows = PublicText.objects.filter(withdrawn_on=None).order_by("-approved_on", "pk")[:LOOKED_AT]
    shares = [(len(asked & parts(row.words)) / len(asked), row) for row in rows]
    found = sorted((pair for pair in shares if pair[0] > 0), key=lambda pair: (-pair[0], str(pair[1].pk)))
    return [row for _share, row in found[:SHOWN]]


def parts(text: str) -> frozenset[str]:
    """Words of three letters and more, and pairs of neighbouring Chinese characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    pairs = {run[at : at + 2] for run in _CJK.findall(plain) for at in range(len(run) - 1)}
    words = {word for word in _WORD.findall(_CJK.sub(" ", plain)) if len(word) > 2}
    return frozenset(pairs | words)
