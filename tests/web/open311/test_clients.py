"""Programs that others wrote for Open311 read and write here: against a running server, over the network."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boston311.api
import chicagorequests
import pytest
import requests
from chicagorequests import Downloader, day_intervals
from civicbot.http import HttpError, HttpTransport, RateLimiter
from civicbot.open311 import Open311Client
from civicbot.registry import Endpoint
from georeport import GeoReport

from benchmarks.attack import marks_in
from tests.web.installation import Installation, Installations, free_port
from tests.web.open311.conftest import KEY, ORIGIN

MARKS = ("MARK-MAIL", "MARK-DEVICE", KEY)

FILLED = """
from datetime import timedelta
from django.utils import timezone
from grassrota.org import Level, UnitKind
from grassrota_web.intake.models import OfficeKey, Opinion
from grassrota_web.intake.sealed_box import halves
from grassrota_web.open311.publish import publish
from grassrota_web.opinions.models import Topic
from grassrota_web.opinions.opening import open_cases
from grassrota_web.orgs.models import Unit
today = timezone.localdate()
place = Unit.objects.create(
    code="mill", name="Mill Township", level=Level.TOWNSHIP, kind=UnitKind.PLACE, path="/1/", east_km=12, north_km=-3
)
Unit.objects.filter(pk=place.pk).update(path=f"/{place.pk}/")
Topic.objects.create(code="roads", name="Roads")
OfficeKey.objects.create(public=halves()[0], proposed_on=today, confirmed_on=today, number=1)
days = [today - timedelta(days=number) for number in range(1, 7)]
known = {"place": place, "topic": "roads", "words": "a hole", "place_words": "x"}
rows = [Opinion.objects.create(day=day, **known) for day in days]
open_cases(rows)
publish(today)
print(rows[0].pk)
"""
"""Six opinions of the last six days at one place, and a key of the inspection office."""

NEXT_DAY = """
from datetime import timedelta
from django.utils import timezone
from grassrota_web.access.actor import Application
from grassrota_web.intake.actions.days_work import append_filings
from grassrota_web.open311.publish import publish
tomorrow = timezone.localdate() + timedelta(days=1)
append_filings(Application(), tomorrow)
publish(tomorrow)
"""


class Served:
    """An installation with Open311, served; ``first`` is the id of yesterday's request."""

    def __init__(self, installation: Installation) -> None:
        installation.environment |= {"GRASSROTA_OPEN311_KEYS": KEY, "GRASSROTA_OPEN311_ORIGIN": ORIGIN}
        self.installation, port = installation, free_port()
        self.first = installation.python(FILLED)
        self.url = f"http://127.0.0.1:{port}/open311/v2"
        installation.start("serve", "--port", str(port), "--no-worker")
        for _attempt in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/services.json").close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError(self.url)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, tables: Installation) -> Iterator[Served]:
    """One for all clients."""
    made = Installations(tmp_path_factory.mktemp("open311"))
    yield Served(made(tables))
    made.end()


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads(served: Served, form: str) -> None:
    """Services, a definition, requests of a service and one by its id, in both forms."""
    client = GeoReport(served.url, output_format=form)
    assert [one["service_code"] for one in client.get_service_list()] == ["roads", "other"]
    attributes = client.get_service_definition("roads")["attributes"]
    assert len(attributes if form == "json" else attributes["attribute"]) == 8
    assert len(client.get_service_requests(service_code="roads", status="open")) == 6
    one = client.get_service_request(served.first)
    assert (one["address"], float(one["lat"]), one["status"]) == ("Mill Township", 30.22302, "open")
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_request("nothing")


def test_boston311_reads(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its models ask for a group, an address, degrees as numbers, and moments with their zone."""
    monkeypatch.setattr(boston311.api, "BOSTON_API_ENDPOINT", f"{served.url}/")
    assert boston311.get_services().get_service_name("roads") == "Roads"
    noon = datetime.now(UTC).replace(hour=12)
    found = boston311.get_service_requests(service_code="roads", start_date=noon - timedelta(days=3))
    # filed at the beginning of days, of which yesterday's and the one before come after that noon
    assert len(found) == 2
    one = boston311.get_service_request(served.first)
    assert one is not None
    assert (one.status, one.lat, one.description) == ("open", 30.22302, None)
    assert one.requested_datetime.tzinfo is not None


def test_chicagorequests_downloads_day_by_day(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request once, over days that follow each other in another zone, page by page."""
    monkeypatch.setattr(Downloader, "BASE_URL", f"{served.url}/requests.json")
    zone = chicagorequests.zoneinfo.ZoneInfo("America/Chicago")
    start = datetime.now(zone).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=8)
    downloader = Downloader()
    spans = list(day_intervals(start, start + timedelta(days=9)))
    days = [[one["service_request_id"] for one in downloader(span)] for span in spans]
    assert sorted(map(len, days))[-6:] == [1] * 6
    assert len({key for keys in days for key in keys}) == sum(map(len, days)) == 6


def _civicbot(served: Served) -> Open311Client:
    endpoint = Endpoint("grassrota", "Grassrota", served.url, write=True)
    return Open311Client(endpoint, HttpTransport(rate_limiter=RateLimiter(0.0)))


def test_civicbot_files_and_follows(served: Served, tmp_path: Path) -> None:
    """It checks what it sends against the definition, files with a key, waits with its token, and reads what came.

    Nothing that is stored afterwards holds the mail address, the device or the key.
    """
    client = _civicbot(served)
    with pytest.raises(HttpError, match="403"):
        client.create_request("roads", address_id="mill", dry_run=False, confirm="SEND", api_key="x" * 20)
    said: dict[str, Any] = {"email": "MARK-MAIL", "device_id": "MARK-DEVICE", "attributes": {"read_as": "original"}}
    sent = client.create_request(
        "roads",
        lat=30.22,
        lng=120.3,
        description="A deep hole",
        api_key=KEY,
        dry_run=False,
        confirm="SEND",
        validate_remote=True,
        **said,
    )
    (told,) = sent.response
    assert client.get_token(told["token"])[0]["service_request_id"] is None
    assert marks_in([served.installation.folder], MARKS) == {}
    served.installation.python(NEXT_DAY)
    key = client.get_token(told["token"])[0]["service_request_id"]
    request = client.get_request(key)
    assert request is not None
    assert (request["status"], request["address_id"], request["description"]) == ("open", "mill", None)
    assert [one["service_request_id"] for one in client.list_requests(service_request_ids=[key])] == [key]
    marks = marks_in([served.installation.folder], (*MARKS, "A deep hole"))
    assert {mark: places for mark, places in marks.items() if mark != "A deep hole"} == {}
