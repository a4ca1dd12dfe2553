"""What the tables themselves tell of those who say something without their name."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from grassrota_web.access.mixed import mix, mix_what_was_said
from grassrota_web.access.models import Sealed
from grassrota_web.access.rights import Role
from grassrota_web.access.seal import opened, seal
from grassrota_web.jobs.daily import DAILY
from grassrota_web.postings.actions.coercion import report_coercion, reports_of, words_of
from grassrota_web.postings.actions.discussion import posts_of, speak
from grassrota_web.postings.actions.questions import ask, questions_of
from grassrota_web.postings.models import CoercionReport, Post, Question
from tests.web.postings.conftest import Office

TWELVE = [f"word {number:02}" for number in range(12)]
"""Each order looked at comes by chance once in 12!, fewer than once in 10^8."""


def held(table: str, column: str) -> list[object]:
    """A column in the order in which the store holds the rows."""
    stored = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {stored}")
        return [value for (value,) in cursor.fetchall()]


def moments(table: str) -> int:
    """With how many transactions the rows were written, as far as the store keeps that."""
    return len(set(held(table, "xmin::text"))) if connection.vendor == "postgresql" else 1


def test_reports_of_coercion_stand_in_no_order(office: Office) -> None:
    """Neither the reports nor their sealed words stand as they came in, and each still belongs to its own."""
    office.world.actor(Role.REVIEWER, office.world.units["north"])
    for text in TWELVE:
        report_coercion(office.staff("n1"), office.world.units["north-office"], text)
    said = {row.pk.hex: opened(row.text) for row in CoercionReport.objects.select_related("text")}
    assert sorted(said.values()) == TWELVE
    words = {row.pk.hex: opened(row) for row in Sealed.objects.all()}
    for table, texts in (("postings_coercionreport", said), ("access_sealed", words)):
        kept = [texts[str(key).replace("-", "")] for key in held(table, "id")]
        assert sorted(kept) == TWELVE
        assert kept not in (TWELVE, TWELVE[::-1])
        assert moments(table) == 1
    connection.check_constraints()


def test_questions_stand_in_no_order(office: Office) -> None:
    """Nor does the first line of the page of questions tell who asked last."""
    for text in TWELVE:
        ask(office.staff("n1"), office.rotation, text)
    kept = held("postings_question", "text")
    assert sorted(map(str, kept)) == TWELVE
    assert kept not in (TWELVE, TWELVE[::-1])


def test_words_about_two_lists_are_one_heap(office: Office) -> None:
    """Posts about another list, said between, do not part those before from those after."""
    office.discussed()
    record, other = office.record, office.record
    other.pk, other.batch = None, 2
    other.save()
    for text, about in zip(TWELVE, itertools.cycle((record, other)), strict=False):
        speak(office.staff("n1"), about, text)
    kept = held("postings_post", "text")
    assert sorted(map(str, kept)) == TWELVE
    assert kept not in (TWELVE, TWELVE[::-1])
    assert moments("postings_post") == 1


def test_the_daily_work_mixes_the_days_before(office: Office) -> None:
    """A report that came between two sealed details stands after both once the day is over; today's rows stay."""
    assert mix_what_was_said in DAILY
    office.world.actor(Role.REVIEWER, office.world.units["north"])
    path = office.world.units["north-office"].path
    first = seal("first", path=path, person="n1")
    report_coercion(office.staff("n1"), office.world.units["north-office"], "between")
    last = seal("last", path=path, person="n2")
    between = CoercionReport.objects.get().text
    Sealed.objects.update(sealed_on=timezone.localdate() - timedelta(days=3))
    mix_what_was_said()
    kept = [str(key).replace("-", "") for key in held("access_sealed", "id")]
    assert kept == [first.pk.hex, last.pk.hex, between.pk.hex]
    assert opened(CoercionReport.objects.get().text) == "between"


@pytest.mark.parametrize("rows", [reports_of, words_of, posts_of, questions_of])
def test_a_day_without_words_is_mixed_to_nothing(rows: object) -> None:
    """The daily work finds most days empty."""
    mix(rows(timezone.localdate()))  # type: ignore[operator]
    assert not any(model.objects.exists() for model in (CoercionReport, Sealed, Post, Question))
