"""Copies as texts come in: after every text the groups are those that ``copies`` finds in all of them at once.

What a new text changes runs down the ranks only: where a text becomes a leader or ceases to be one, those of lower rank
that are like it are asked again, in the order of rank (dynamic greedy clustering in random order, Behnezhad et al.
2019: few are asked, since ranks are as good as random).
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

import numpy as np

from grassrota.errors import BadInput, Fault
from grassrota.opinions.themes.copies import NEAR, Copies, Slots, alike, check_near, grouped, leaders
from grassrota.opinions.themes.rows import Rows
from grassrota.opinions.themes.signature import BANDS, Keys, Signatures, bands, signed
from grassrota.opinions.themes.text import Text, check_once

NOBODY = -1


class CopyIndex:
    """Texts and their leaders, kept up to date. Each different text has a slot; the same letters share one.

    Attributes:
        near: Likeness from which two texts are copies.
        slots: The slot of each text, by id.
    """

    def __init__(self, texts: Sequence[Text] = (), near: float = NEAR, workers: int = 2) -> None:
        """Takes many texts in at once; raises ``BadInput`` if an id comes twice or ``near`` is out of range."""
        check_near(near)
        check_once(texts)
        found = signed([text.words for text in texts], workers)
        ranks, first, slot = np.unique(found.fingerprints, return_index=True, return_inverse=True)
        signatures = found.signatures[first]
        self.near = near
        self.slots = dict(zip((text.id for text in texts), slot.tolist(), strict=True))
        self._ranks: Rows[np.uint64] = Rows(ranks)
        self._signatures: Rows[np.uint32] = Rows(signatures)
        self._leader: Rows[np.int64] = Rows(leaders(signatures, near))
        self._by_rank = dict(zip(ranks.tolist(), range(len(ranks)), strict=True))
        self._names = _first_names(self.slots, len(ranks))
        self._keys, self._holders = _looked_up(signatures)
        self._recent: dict[int, list[int]] = {}

    def add(self, text: Text) -> str:
        """Takes a text in, and returns the id of its leader, which is its own if it is like no other.

        Raises:
            BadInput: If the id is known.
        """
        if text.id in self.slots:
            raise BadInput([Fault("id", "each text once", text.id)])
        found = signed([text.words], 1)
        rank = int(found.fingerprints[0])
        slot = self._by_rank.get(rank)
        if slot is None:
            slot = self._append(rank, found.signatures, text.id)
            self._settle(slot)
        self._names[slot] = min(self._names[slot], text.id)
        self.slots[text.id] = slot
        return self.leader_of(text.id)

    def leader_of(self, known: str) -> str:
        """The id of a text's leader: of those with the leader's very letters, the first in the alphabet."""
        return self._names[int(self._leader.used[self.slots[known]])]

    def groups(self) -> tuple[Copies, ...]:
        """What ``copies`` finds in all texts taken in."""
        slot = np.fromiter(self.slots.values(), dtype=np.int64, count=len(self.slots))
        return grouped(list(self.slots), slot, self._leader.used[slot])

    def _append(self, rank: int, signature: Signatures, name: str) -> int:
        slot = len(self._names)
        self._by_rank[rank] = slot
        self._names.append(name)
        self._ranks.append(np.uint64(rank))
        self._signatures.append(signature[0])
        self._leader.append(np.int64(NOBODY))
        for key in bands(signature)[0].tolist():
            self._recent.setdefault(key, []).append(slot)
        return slot

    def _settle(self, slot: int) -> None:
        """Finds the leader of a new text, and of every text for which that changes something."""
        ranks, leader = self._ranks.used, self._leader.used
        waiting = [(int(ranks[slot]), slot)]
        asked = {slot}
        while waiting:
            rank, text = heappop(waiting)
            like = alike(self._signatures.used, text, self._met(text), self.near)
            above = like[(ranks[like] < ranks[text]) & (leader[like] == like)]
            led_before = leader[text] == text
            leader[text] = above[np.argmin(ranks[above])] if len(above) else text
            if (leader[text] == text) != led_before:
                for lower in like[ranks[like] > np.uint64(rank)].tolist():
                    if lower not in asked:
                        asked.add(lower)
                        heappush(waiting, (int(ranks[lower]), lower))

    def _met(self, text: int) -> Slots:
        """Every other text that shares a band with this one."""
        keys = bands(self._signatures.used[text : text + 1])[0]
        begins, ends = np.searchsorted(self._keys, keys), np.searchsorted(self._keys, keys, side="right")
        met = [self._holders[begin:end] for begin, end in zip(begins, ends, strict=True) if begin < end]
        met += [np.array(self._recent[key]) for key in keys.tolist() if key in self._recent]
        found = np.unique(np.concatenate(met))
        others: Slots = found[found != text]
        return others


def _first_names(slots: dict[str, int], count: int) -> list[str]:
    names = [""] * count
    for name in sorted(slots, reverse=True):
        names[slots[name]] = name
    return names


def _looked_up(signatures: Signatures) -> tuple[Keys, Slots]:
    """All keys in order, and beside each the text that has it."""
    keys = bands(signatures).ravel()
    order = np.argsort(keys, kind="stable")
    return keys[order], order // BANDS
