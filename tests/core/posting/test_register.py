from __future__ import annotations

import pytest

from grassrota.errors import BadInput
from grassrota.forms import Role
from grassrota.org import Level, Sector, Unit, UnitKind, UnitTree
from grassrota.posting.register import RegisterCounts, Registered, count_register

TREE = UnitTree(
    (
        Unit("province", "Zhejiang", Level.PROVINCE, UnitKind.ORGAN),
        Unit("county", "Jiashan", Level.COUNTY, UnitKind.ORGAN, "province"),
    )
)


def test_a_register_is_counted_in_four_ways() -> None:
    """Two from the county and one from the province, by level, grade, role and sector: each way adds up to three."""
    entries = [
        Registered("p1", "county", "clerk", Role.FIELD_WORK, Sector.RURAL),
        Registered("p2", "county", "chief", Role.FIELD_WORK, Sector.UPLAND),
        Registered("p3", "province", "chief", Role.INSPECTION, Sector.RURAL),
    ]
    assert count_register(iter(entries), TREE) == RegisterCounts(
        3,
        {Level.COUNTY: 2, Level.PROVINCE: 1},
        {"clerk": 1, "chief": 2},
        {Role.FIELD_WORK: 2, Role.INSPECTION: 1},
        {Sector.RURAL: 2, Sector.UPLAND: 1},
    )


def test_an_entry_has_a_person_a_unit_and_a_grade() -> None:
    """Every gap is reported at once."""
    with pytest.raises(BadInput) as caught:
        Registered("", "", "", Role.FIELD_WORK, Sector.RURAL)
    assert [fault.column for fault in caught.value.faults] == ["person", "unit", "grade"]
