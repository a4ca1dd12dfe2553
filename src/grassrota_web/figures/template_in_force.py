"""Which template a bulletin of a unit is made from."""

from __future__ import annotations

from grassrota.figures.issue.template import DEFAULT
from grassrota.figures.words import Language
from grassrota_web.figures.models import BulletinTemplate
from grassrota_web.orgs.models import Unit


def template_of(unit: Unit) -> tuple[dict[Language, str], BulletinTemplate | None]:
    """The texts that bulletins of a unit are made from, and their version: its own, the nearest above, or ours."""
    above = [unit.path[: end + 1] for end, sign in enumerate(unit.path) if sign == "/"]
    rows = BulletinTemplate.objects.filter(unit__path__in=above).select_related("unit")
    row = max(rows, key=lambda one: (len(one.unit.path), one.number), default=None)
    if row is None:
        return dict(DEFAULT), None
    return {Language.ENGLISH: row.english, Language.CHINESE: row.chinese}, row
