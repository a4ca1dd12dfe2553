"""Rows written past the objects are those that objects would have made."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from grassrota.opinions.case import CaseState
from grassrota_web.intake.models import Concerned, LogLeaf, Opinion, ReadAs
from grassrota_web.journal.rows import change, insert
from grassrota_web.opinions.models import NOTHING_OWED, Case, Fact, FactKind
from tests.web.conftest import World


def _columns(row: Case | Fact | Opinion, *, key: bool = True) -> dict[str, object]:
    known = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: value for name, value in known.items() if key or name != "id"}


def test_rows_are_those_that_objects_would_have_made(world: World) -> None:
    """Keys, days, words of enumerations, nothing, bytes and the defaults of all other columns come back the same."""
    place, day = world.units["north-township"], date(2026, 11, 2)
    named = {
        "day": day,
        "words": "井\t干\\N\n了",
        "place_words": "磨坊",
        "place_id": place.pk,
        "read_as": ReadAs.REDACTED,
    }
    made = Opinion(**named)
    made.save()
    key = uuid4()
    insert(Opinion, ("id", *named), [(key, *named.values())])
    assert _columns(Opinion.objects.get(pk=key)) == {**_columns(Opinion.objects.get(pk=made.pk)), "id": key}
    cases = [Case.objects.create(opened_on=day)]
    insert(Case, ("id", "opened_on"), [(uuid4(), day)])
    cases += Case.objects.exclude(pk=cases[0].pk)
    assert _columns(cases[0], key=False) == _columns(cases[1], key=False)
    first = Fact.objects.create(case=cases[0], number=1, on=day, kind=FactKind.SENT)
    insert(Fact, ("case_id", "number", "on", "kind"), [(cases[1].pk, 1, day, FactKind.SENT)])
    second = _columns(Fact.objects.get(case=cases[1]), key=False) | {"case_id": cases[0].pk}
    assert _columns(Fact.objects.get(pk=first.pk), key=False) == second
    insert(LogLeaf, ("number", "day", "commitment"), ((number, day, bytes([number, 0, 255])) for number in range(3)))
    assert [bytes(row.commitment)[0] for row in LogLeaf.objects.order_by("number")] == [0, 1, 2]


def test_a_column_drawn_for_each_row_must_be_named(world: World) -> None:
    """One default for all rows would give them all one key; nothing is written."""
    with pytest.raises(TypeError, match="drawn anew"):
        insert(Concerned, ("named",), [("a",), ("b",)])
    assert not Concerned.objects.exists()


def test_rows_lie_in_the_order_of_their_keys(world: World) -> None:
    """Three that came in another order: the store's own numbers follow the first column, whatever came first."""
    cases = sorted(uuid4() for _ in range(3))
    insert(Case, ("id", "opened_on"), [(key, date(2026, 11, 2)) for key in cases])
    facts = [(key, 1, date(2026, 11, 2), FactKind.SENT) for key in (cases[1], cases[2], cases[0])]
    insert(Fact, ("case_id", "number", "on", "kind"), facts)
    assert list(Fact.objects.order_by("pk").values_list("case_id", flat=True)) == cases


def test_only_named_columns_of_named_rows_are_changed(world: World) -> None:
    """Of three cases two get another day, state and unit, one of them none; everything else stays as it was."""
    unit, day = world.units["north-township"], date(2026, 11, 2)
    keys = sorted(uuid4() for _ in range(3))
    insert(Case, ("id", "opened_on", "owner_id"), [(key, day, unit.pk) for key in keys])
    change(Case, ("id", "due_on", "state", "owner_id"), [(keys[0], date(2026, 11, 9), CaseState.CLAIMED, None)])
    change(Case, ("id", "merged"), [(keys[2], True), (keys[0], True)])
    change(Case, ("id", "merged"), [])
    kept = {"state": "open", "owner_id": unit.pk, "opened_on": day, "merged": False, "due_on": NOTHING_OWED}
    first = {**kept, "state": "claimed", "owner_id": None, "merged": True, "due_on": date(2026, 11, 9)}
    found = list(Case.objects.order_by("pk").values(*kept))
    assert found == [first, kept, {**kept, "merged": True}]
