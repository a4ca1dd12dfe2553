"""Long lists as workbooks: made by a job, fetched by whoever asked, and gone after a day."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from grassrota_web.access.rights import Role
from grassrota_web.jobs.models import Job
from grassrota_web.jobs.worker import work_once
from grassrota_web.orgs.actions.exports import forget_exports
from grassrota_web.orgs.models import KeptExport
from grassrota_web.orgs.views import exports
from tests.web.conftest import SignedIn, World

ADDRESS = "/units/export/people.xlsx"


@pytest.fixture(autouse=True)
def _long_from_two_rows_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_AT_ONCE", 2)


def test_a_long_workbook_is_a_job_and_holds_what_was_asked_for(world: World, signed_in: SignedIn) -> None:
    """Three people are more than two: a job makes the file, without the south; one person comes at once."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    assert "more than 2 rows" in client.get(ADDRESS).content.decode()
    assert not Job.objects.exists()
    asked: Any = client.post(ADDRESS)
    assert work_once()
    job = Job.objects.get()
    assert asked.url == reverse("records:job", args=[job.pk])
    file = reverse("orgs:kept_export", args=[job.pk])
    assert file in client.get(asked.url).content.decode()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(client.get(file).content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["n1", "n2", "n3"]
    alone = client.get(ADDRESS, {"q": "n1"})
    assert alone.headers["Content-Disposition"].startswith("attachment")
    alone.close()


def test_filters_go_along_and_the_right_is_asked_for_again(world: World, signed_in: SignedIn) -> None:
    """Narrowed to the north's office the file has its three; a job whose asker lost the right finds nobody."""
    account = world.account(Role.ORGANISER, "/")
    client = signed_in(account)
    client.post(f"{ADDRESS}?unit=north-office")
    client.post(f"{ADDRESS}?unit=north-office")
    assert work_once()
    first = KeptExport.objects.get()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(bytes(first.content))).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["n1", "n2", "n3"]
    account.grants.all().delete()
    assert work_once()
    second = KeptExport.objects.exclude(pk=first.pk).get()
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(bytes(second.content))).get_sheet_by_index(0).to_python()) == 1


def test_the_file_is_for_who_asked_and_for_a_day(world: World, signed_in: SignedIn) -> None:
    """Another organiser of the same place does not find it; a day later nobody does, and it is taken away."""
    client = signed_in(world.account(Role.ORGANISER, world.units["north"]))
    client.post(ADDRESS)
    assert work_once()
    file = reverse("orgs:kept_export", args=[Job.objects.get().pk])
    other = signed_in(world.account(Role.ORGANISER, world.units["north"], name="other"))
    assert other.get(file).status_code == 404
    assert client.get(file).status_code == 200
    KeptExport.objects.update(made_at=timezone.now() - timedelta(days=1))
    assert client.get(file).status_code == 404
    forget_exports()
    assert not KeptExport.objects.exists()
