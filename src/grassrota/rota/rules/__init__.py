"""The hard rules, one a file. Each yields linear rows, or says which slots a person may take or whether they may stay.

``check.py`` evaluates every one of them again in its own way.
"""

from __future__ import annotations

from grassrota.rota.rows import ColumnRule, RowRule, StayRule
from grassrota.rota.rules import (
    absence,
    availability,
    couples,
    cover,
    coverage,
    dumping,
    everyone,
    experience,
    fit,
    headcount,
    leader,
    leaders_first,
    pins,
    together,
)

ROW_RULES: tuple[RowRule, ...] = (
    headcount.rows,
    leader.rows,
    experience.rows,
    cover.rows,
    absence.rows,
    dumping.rows,
    couples.rows,
    coverage.rows,
)
COLUMN_RULES: dict[str, ColumnRule] = {
    availability.RULE: availability.barred,
    fit.RULE: fit.barred,
    leaders_first.RULE: leaders_first.barred,
    pins.RULE: pins.barred,
    together.RULE: together.barred,
}
STAY_RULES: dict[str, StayRule] = {
    leaders_first.RULE: leaders_first.may_stay,
    everyone.RULE: everyone.may_stay,
    pins.RULE: pins.may_stay,
}
