"""Adding figures, and refusing to where the sum would say more than its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from operator import add

from grassrota.errors import Refused
from grassrota.figures.figure import Coverage, Figure, Scope
from grassrota.figures.flag import Flag
from grassrota.figures.interval import Interval

_ALIKE: tuple[tuple[str, str, Callable[[Figure], object]], ...] = (
    ("unlike_units", "units of counting", lambda figure: figure.unit),
    ("unlike_statuses", "statuses", lambda figure: figure.status.value),
    ("unlike_dates", "as-of dates", lambda figure: figure.as_of.isoformat()),
    ("unlike_forms", "forms of posting", lambda figure: figure.form or "none"),
    ("unlike_scopes", "kinds of scope", lambda figure: figure.scope.kind),
    ("unlike_denominators", "kinds of denominator", lambda figure: "none" if figure.denominator is None else "some"),
)


def total(figures: Iterable[Figure], *, total_id: str, label: str) -> Figure:
    """The sum of figures over disjoint scopes, at one date, of one unit, status and form.

    Raises:
        Refused: With the reason as code: ``nothing_to_add``, ``unquantified``, ``subset_added`` (a figure beside the
            one it is part of), ``unlike_units``, ``unlike_statuses``, ``unlike_dates``, ``unlike_forms``,
            ``unlike_scopes``, ``unlike_denominators`` or ``same_scope`` (one scope twice).
    """
    parts = tuple(figures)
    if not parts:
        raise Refused("nothing_to_add", "There is no figure to add: a sum of nothing is unknown, not 0.")
    numerator = reduce(add, [part.require_number() for part in parts])
    _refuse_subsets(parts)
    for code, what, trait in _ALIKE:
        _require_one(parts, code, what, trait)
    _refuse_same_scope(parts)
    first = parts[0]
    return Figure(
        id=total_id,
        label=label,
        numerator=numerator,
        denominator=_sum([part.denominator for part in parts]),
        unit=first.unit,
        scope=Scope(" + ".join(part.scope.name for part in parts), first.scope.kind),
        as_of=first.as_of,
        status=first.status,
        source="; ".join(dict.fromkeys(part.source for part in parts)),
        counted_by="; ".join(dict.fromkeys(part.counted_by for part in parts)),
        form=first.form,
        coverage=_coverage(parts),
        flags=tuple(flag for flag in Flag if any(flag in part.flags for part in parts)),
    )


def _refuse_subsets(parts: Sequence[Figure]) -> None:
    by_id = {part.id: part for part in parts}
    for part in parts:
        if part.part_of in by_id:
            whole = by_id[part.part_of]
            message = f"{part.label} is part of {whole.label}: adding both would count it twice."
            raise Refused("subset_added", message, part=part.id, whole=whole.id)


def _require_one(parts: Sequence[Figure], code: str, what: str, trait: Callable[[Figure], object]) -> None:
    found = tuple(dict.fromkeys(str(trait(part)) for part in parts))
    if len(found) > 1:
        raise Refused(code, f"Figures with different {what} are never added: {', '.join(found)}.", found=found)


def _refuse_same_scope(parts: Sequence[Figure]) -> None:
    names = [part.scope.name for part in parts]
    twice = tuple(dict.fromkeys(name for name in names if names.count(name) > 1))
    if twice:
        message = f"The scope {twice[0]} occurs twice: the figures overlap, and a sum would count people twice."
        raise Refused("same_scope", message, scopes=twice)


def _sum(intervals: Sequence[Interval | None]) -> Interval | None:
    known = [interval for interval in intervals if interval is not None]
    return reduce(add, known) if known else None


def _coverage(parts: Sequence[Figure]) -> Coverage | None:
    """A part without coverage counts as one unit that reported, once any other part has one."""
    if all(part.coverage is None for part in parts):
        return None
    return reduce(add, [part.coverage or Coverage(1, 1) for part in parts])
