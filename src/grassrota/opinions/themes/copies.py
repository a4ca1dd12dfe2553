"""Copies: chain letters and texts filed twice, whoever sent them and in whatever order they came.

Every text has a rank that follows from its letters alone. In that order, a text that is like no leader becomes one; any
other joins the first leader that it is like. No text is more than one step from its leader, so nothing chains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grassrota.errors import Faults
from grassrota.opinions.themes.signature import SIZE, Keys, Signatures, bands, signed
from grassrota.opinions.themes.text import Text, check_once

NEAR = 0.75
"""Likeness (estimated Jaccard share of three-character shingles) from which two texts are copies."""
LEAST = 0.7
"""Below this too many pairs share no band, and would be missed without a word."""

Slots = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Copies:
    """Texts that are copies of one another.

    Attributes:
        leader: Id of the text that the others were found to be like.
        ids: All of them, the leader among them, in the order of the alphabet; two or more.
        exact: How many differ from the leader in nothing but case, width and punctuation, itself among them.
    """

    leader: str
    ids: tuple[str, ...]
    exact: int


def copies(texts: Sequence[Text], near: float = NEAR, workers: int = 2) -> tuple[Copies, ...]:
    """All groups of copies, the largest first; the order of ``texts`` does not matter.

    Args:
        texts: Texts, each id once.
        near: Likeness from which two texts are copies, 0.7 to 1.
        workers: Threads; the answer does not depend on them.

    Raises:
        BadInput: If an id comes twice or ``near`` is out of range.
    """
    check_near(near)
    check_once(texts)
    found = signed([text.words for text in texts], workers)
    _, first, slot = np.unique(found.fingerprints, return_index=True, return_inverse=True)
    leader = leaders(found.signatures[first], near)[slot]
    return grouped([text.id for text in texts], slot, leader)


def check_near(near: float) -> None:
    """Refuses a likeness that is none, or that the bands cannot find."""
    faults = Faults()
    faults.unless(LEAST <= near <= 1, "near", f"a likeness from {LEAST} to 1", near)
    faults.raise_if_any()


def leaders(signatures: Signatures, near: float = NEAR) -> Slots:
    """The leader of each of some different texts, which are given by rank; a leader leads itself."""
    keys = bands(signatures)
    shared = _shared(keys)
    leader = np.arange(len(signatures))
    leading: dict[int, list[int]] = {}
    for text in np.flatnonzero(shared.any(axis=1)).tolist():
        own = keys[text][shared[text]].tolist()
        met = sorted({other for key in own for other in leading.get(key, ())})
        if met:
            like = alike(signatures, text, np.array(met), near)
            if len(like):
                leader[text] = like[0]
                continue
        for key in own:
            leading.setdefault(key, []).append(text)
    return leader


def alike(signatures: Signatures, text: int, others: Slots, near: float) -> Slots:
    """Those of ``others`` that are like a text, in the order given."""
    agreeing = (signatures[others] == signatures[text]).sum(axis=1)
    like: Slots = others[agreeing >= near * SIZE]
    return like


def grouped(ids: Sequence[str], slot: Slots, leader: Slots) -> tuple[Copies, ...]:
    """Groups of two or more, from the slot of each id (one a different text) and that slot's leader."""
    order = sorted(range(len(ids)), key=lambda index: (leader[index], ids[index]))
    heads = leader[order]
    cuts = np.flatnonzero(heads[1:] != heads[:-1]) + 1
    found = []
    for part in np.split(np.array(order, dtype=np.int64), cuts):
        if len(part) > 1:
            own = part[slot[part] == leader[part]]
            found.append(Copies(ids[own[0]], tuple(ids[index] for index in part), len(own)))
    return tuple(sorted(found, key=lambda group: (-len(group.ids), group.leader)))


def _shared(keys: Keys) -> npt.NDArray[np.bool_]:
    """Which keys of a text some other text has as well; few texts share any, and the rest need no comparing."""
    found = np.zeros(keys.shape, dtype=np.bool_)
    for band in range(keys.shape[1]):
        _, inverse, count = np.unique(keys[:, band], return_inverse=True, return_counts=True)
        found[:, band] = count[inverse] > 1
    return found
