"""Which themes of a new model are themes that were known before: what people did about them belongs to them still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from grassrota.opinions.themes.model import LOOSE


def going_on(before: Mapping[str, int], after: Mapping[str, int]) -> dict[int, int]:
    """The theme before for each theme after that shares more than half of the texts of both together.

    Only texts that are known on both sides count, so that what was raised since does not part a theme from itself. No
    two go on from one, and none goes on as two: more than half of both is theirs alone.

    Args:
        before: The theme of each text, by id; ``LOOSE`` for none.
        after: The same, under the new model.
    """
    both = before.keys() & after.keys()
    olds, news = Counter(before[text] for text in both), Counter(after[text] for text in both)
    shared = Counter((after[text], before[text]) for text in both)
    return {
        new: old
        for (new, old), count in sorted(shared.items())
        if LOOSE not in (new, old) and 2 * count > olds[old] + news[new] - count
    }
