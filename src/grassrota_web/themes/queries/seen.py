"""The themes somebody sees, each with the count of their own cases and of no others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from grassrota.opinions.themes.answer import Answer
from grassrota.opinions.themes.label import RECEIPTS
from grassrota.opinions.themes.labelling import Pair as Drawn
from grassrota.opinions.themes.labelling import Precision, precision
from grassrota.opinions.themes.theme import Growth
from grassrota_web.access.actor import Actor
from grassrota_web.access.scope import visible
from grassrota_web.opinions.models import Case
from grassrota_web.opinions.queries.figures import LEAST
from grassrota_web.orgs.models import Unit
from grassrota_web.themes.cases import STANDING
from grassrota_web.themes.models import Pair, Theme

_HAN = re.compile(r"[\u3400-\u9fff]")
WEEKS = 4
"""Growth is told of so many weeks, beside as many before."""


@dataclass(slots=True)
class Seen:
    """One theme as somebody sees it.

    Attributes:
        row: The theme.
        size: Opinions of it that they may read, copies included.
        different: How many of these are no copy of another.
        growth: Of the last four weeks, and of the four before.
        open: Of how many something is still to be done.
        places: How many places they are about; 0 until ``looked_into``, as for the next.
        judged: What people said of pairs of it; None until then, and where there are no pairs.
    """

    row: Theme
    size: int = 0
    different: int = 0
    growth: Growth = field(default_factory=lambda: Growth(0, 0))
    open: int = 0
    places: int = 0
    judged: Judged | None = None
    _held: dict[int, int] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        """The label: those of its words that stand in at least five different opinions which the reader may read."""
        counts = ((word, sum(n for held, n in self._held.items() if held >> bit & 1)) for bit, word in _bits(self.row))
        return [word for word, count in counts if count >= RECEIPTS]

    @property
    def name(self) -> str:
        """The words of the label in one line."""
        return " · ".join(self.words) or _("no words in common")

    @property
    def tongue(self) -> str:
        """The language of the label; empty if it is the page's."""
        return "" if not self.words else "zh-Hans" if any(_HAN.search(word) for word in self.words) else "en"

    @property
    def grows(self) -> bool:
        """True if more came lately than before."""
        return self.growth.after > self.growth.before

    @property
    def piles(self) -> bool:
        """True if so many are open that it may be a big problem."""
        return self.open >= settings.THEMES_PILE

    @property
    def recent(self) -> str:
        """Of the last four weeks, small numbers hidden."""
        return told(self.growth.after)

    @property
    def earlier(self) -> str:
        """Of the four weeks before, small numbers hidden."""
        return told(self.growth.before)


@dataclass(frozen=True, slots=True)
class Judged:
    """What people said of the pairs of a theme.

    Attributes:
        answered: Of how many pairs somebody said anything.
        precision: The share of pairs that are the same, with its interval.
    """

    answered: int
    precision: Precision

    @property
    def enough(self) -> bool:
        """True if half of the pairs were judged: below that the interval tells of those who have not answered yet."""
        return 2 * self.answered >= self.precision.asked

    @property
    def low(self) -> int:
        """Lower end of the interval, in percent, rounded down."""
        return int(100 * self.precision.low)

    @property
    def high(self) -> int:
        """Upper end of the interval, in percent, rounded up."""
        return -int(-100 * self.precision.high // 1)


_OPEN = Q(merged_into=None, closed_on=None, state__in=STANDING) | Q(
    merged_into__closed_on=None, merged_into__state__in=STANDING
)
"""Cases that stand; of one that was merged, the whole tells."""


def told(count: int) -> str:
    """A count, as long as it is not so small that it tells of somebody."""
    return f"{count:,}" if count >= LEAST else _("fewer than %(least)s") % {"least": LEAST} if count else "0"


def themes(actor: Actor, within: str = "", only: Collection[UUID] | None = None) -> list[Seen]:
    """The themes of which somebody sees five opinions or more, the largest first.

    Args:
        actor: Who looks.
        within: Path of a unit: only opinions about places at or below it.
        only: Keys of themes; all of them if not given.
    """
    rows = _cases(actor, within)
    if only is not None:
        rows = rows.filter(placed__theme__in=only)
    middle, start = _periods(timezone.localdate())
    # from the cases to what is placed, whatever the store thinks of it: their rows are read once, in their order, and
    # those of what is placed from an index; the other way round each case would be looked for by its random key
    counts = (
        rows.values_list("placed__theme", "placed__holds")
        .annotate(
            size=Count("placed__holds"),
            different=Count("placed__holds", filter=Q(placed__leader=None)),
            open=Count("placed__holds", filter=_OPEN),
            after=Count("placed__holds", filter=Q(opened_on__gt=middle)),
            before=Count("placed__holds", filter=Q(opened_on__gt=start, opened_on__lte=middle)),
        )
        .order_by()
    )
    counted = [row for row in counts if row[0] is not None]
    known = Theme.objects.in_bulk([key for key, *_rest in counted])
    found = {key: Seen(row) for key, row in known.items()}
    for key, held, size, different, still_open, after, before in counted:
        seen = found[key]
        seen.size += size
        seen.open += still_open
        seen.growth = Growth(seen.growth.before + before, seen.growth.after + after)
        seen.different += different
        seen._held[held] = different
    shown = [seen for seen in found.values() if seen.size >= LEAST]
    return sorted(shown, key=lambda seen: (-seen.size, str(seen.row.pk)))


def narrowed(actor: Actor, place: str = "", *, grows: bool = False, piles: bool = False) -> tuple[list[Seen], str]:
    """Themes that grow or pile up, about a unit and all below it; and the path of that unit, for ``looked_into``.

    Args:
        actor: Who looks.
        place: Code of the unit; empty for everywhere. About one that the actor does not see there is nothing.
        grows: True for those that grow alone.
        piles: True for those that pile up alone.
    """
    unit = visible(actor, Unit.objects.all()).filter(code=place).first() if place else None
    within = unit.path if unit else "none" if place else ""
    found = themes(actor, within)
    return [seen for seen in found if (seen.grows or not grows) and (seen.piles or not piles)], within


def looked_into(actor: Actor, shown: Sequence[Seen], within: str = "") -> Sequence[Seen]:
    """Themes that are shown, with how many places they are about and what people said of their pairs.

    Args:
        actor: Who looks.
        shown: A page of what ``themes`` gives.
        within: As there.
    """
    keys = [seen.row.pk for seen in shown]
    rows = _cases(actor, within).filter(placed__theme__in=keys).values_list("placed__theme")
    spread, said = dict(rows.annotate(places=Count("place", distinct=True))), judged(keys)
    for seen in shown:
        seen.places, seen.judged = spread.get(seen.row.pk, 0), said.get(seen.row.pk)
    return shown


def _cases(actor: Actor, within: str) -> QuerySet[Case]:
    rows = visible(actor, Case.objects.order_by())
    return rows.filter(place__path__startswith=within) if within else rows


def judged(keys: list[UUID]) -> Mapping[UUID, Judged]:
    """What people said of the pairs of themes, of which pairs were drawn; it counts nobody's cases."""
    answers: dict[UUID, dict[Drawn, str]] = {}
    for key, one, other, answer in Pair.objects.filter(theme__in=keys).values_list("theme", "one", "other", "answer"):
        answers.setdefault(key, {})[Drawn(str(one), str(other))] = answer
    return {key: _judged(said) for key, said in answers.items()}


def _judged(said: Mapping[Drawn, str]) -> Judged:
    given = {pair: Answer(answer) for pair, answer in said.items() if answer}
    return Judged(len(given), precision(tuple(said), given))


def _periods(today: date) -> tuple[date, date]:
    """The days after which the last four weeks, and the four before, begin."""
    return today - timedelta(weeks=WEEKS), today - timedelta(weeks=2 * WEEKS)


def _bits(row: Theme) -> list[tuple[int, str]]:
    return list(enumerate(row.words))
