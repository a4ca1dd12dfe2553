"""What is lost if two people do the same at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from grassrota.posting.field import FieldDay, FieldDayKind
from grassrota.posting.field_log import Topic
from grassrota_web.access.rights import Role
from grassrota_web.fieldwork.actions.topics import keep_topic
from grassrota_web.fieldwork.models import OpinionDraft
from tests.web.conftest import World


def test_a_topic_that_comes_in_between_is_not_lost(world: World) -> None:
    """Somebody else's topic appears after those that wait were read and before they are laid down anew: it stays."""
    person = world.actor(Role.STAFF_MEMBER, world.units["north-office"], person="n1")
    day = timezone.localdate()

    def kept(key: uuid.UUID) -> bool:
        heard = FieldDay("n1", day, FieldDayKind.LIAISE, "North Township")
        return keep_topic(person, key, heard, Topic("water", "the well is dry", True))

    between = uuid.uuid4()
    asked: list[str] = []

    def meanwhile(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("DELETE") and "opiniondraft" in sql and not asked:
            asked.append(sql)
            OpinionDraft.objects.create(id=between, raised_on=date(1957, 12, 1), place="elsewhere", text="the road")
        return execute(sql, params, many, context)

    first, second = uuid.uuid4(), uuid.uuid4()
    assert kept(first)
    with connection.execute_wrapper(meanwhile):
        assert kept(second)
    assert asked
    assert set(OpinionDraft.objects.values_list("pk", flat=True)) == {first, second, between}
