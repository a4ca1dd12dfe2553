"""Small cells: counts of opinions that would say of a few people what they raised, told or left to be worked out."""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5
"""Fewer opinions than this, and more than none, are not stated."""

_APART: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("raised", ("open", "reported_fixed", "otherwise_closed")),
    ("raised", ("acknowledged", "-told")),
    ("raised", ("confirmed", "-confirmed")),
    ("reported_fixed", ("confirmed", "refuted", "-silent")),
    ("-silent", ("unasked", "-asked")),
)
"""Wholes and the parts that make them up; what begins with a hyphen is worked out and not stated by itself."""


def held_back(counts: Mapping[str, int]) -> frozenset[str]:
    """The figures of one unit and day that are not stated: small ones, and enough beside them that no sum gives them.

    Of several parts of a whole, one that is held back alone could be worked out from the others, and several could if
    all of them together are few: then the smallest other part is held back as well, or in the end the whole.
    This is about one unit and one day: what several days and several units give away together is not looked at here.

    Args:
        counts: Of opinions by figure; a missing one is 0.
    """
    known = _worked_out(counts)
    held = {figure for figure, count in known.items() if 0 < count < LEAST}
    before = -1
    while len(held) != before:
        before = len(held)
        for whole, parts in _APART:
            held |= _beside(whole, parts, known, held)
    return frozenset(figure for figure in held if not figure.startswith("-"))


def folded(parts: Mapping[str, int], total: int) -> Mapping[str, int]:
    """The parts that are stated one by one; all others and what is in none of them is 0 or ``LEAST`` or more together.

    Args:
        parts: Counts that are disjoint.
        total: Of which they are parts.
    """
    large = {name: count for name, count in sorted(parts.items(), key=lambda one: (-one[1], one[0])) if count >= LEAST}
    while large and 0 < total - sum(large.values()) < LEAST:
        large.popitem()
    return large


def _beside(whole: str, parts: tuple[str, ...], known: Mapping[str, int], held: set[str]) -> set[str]:
    if whole in held:
        return {part for part in parts if known[part]}
    hidden = [part for part in parts if part in held or part.startswith("-")]
    if not held & set(hidden) or (len(hidden) > 1 and sum(known[part] for part in hidden) >= LEAST):
        return set()
    others = [part for part in parts if known[part] and part not in hidden]
    return {min(others, key=lambda part: (known[part], part))} if others else {whole}


def _worked_out(counts: Mapping[str, int]) -> Mapping[str, int]:
    known = {figure: counts.get(figure, 0) for _, parts in _APART for figure in parts if not figure.startswith("-")}
    known["raised"] = counts.get("raised", 0)
    known["-told"] = known["raised"] - known["acknowledged"]
    known["-confirmed"] = known["raised"] - known["confirmed"]
    known["-silent"] = known["reported_fixed"] - known["confirmed"] - known["refuted"]
    known["-asked"] = known["-silent"] - known["unasked"]
    return known
