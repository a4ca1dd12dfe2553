"""Words of the room for pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grassrota.figures.flag import Flag

FLAGS: Mapping[Flag, str | Promise] = {
    Flag.CLASH: _("These statements clash"),
    Flag.GRANULARITY: _("No whole number gives this percentage"),
    Flag.PARTS_AND_TOTAL: _("The parts do not add up to the total"),
    Flag.PERCENT_SUM: _("The percentages do not add up to 100"),
    Flag.OTHER_TOTAL: _("The percentages fit another total"),
    Flag.STATUS_WORDS: _("Two words for one share"),
    Flag.UNEQUAL_PERIODS: _("Growth over periods of unequal length"),
    Flag.UNKNOWN_PERIOD: _("Growth over a period whose length is not said"),
    Flag.NO_BASELINE: _("Growth without a baseline"),
}
"""Flags that the check of a bulletin can raise."""

FOLLOWS: Mapping[bool | None, str | Promise] = {
    None: "",
    True: _("what is claimed follows"),
    False: _("what is claimed does not follow"),
}
"""Whether what is claimed of something unsaid follows from what was said."""
