"""What forms of this room ask for: a day that lies near, people found by name, words where they are needed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from grassrota_web.postings.models import Concern, Escort
from tests.web.conftest import SignedIn
from tests.web.postings.conftest import Office
from tests.web.postings.test_pages import client_of, office_approve, send, text_of


def test_the_day_of_a_list_is_asked_for_and_lies_near(office: Office, signed_in: SignedIn) -> None:
    """Five and three days ago are noted so; tomorrow, a month ago and a list out before its draft are refused."""
    plan, today = office.plan(), timezone.localdate()
    organiser = client_of(signed_in, office.organiser)
    assert f'value="{today}"' in text_of(organiser, "open", plan.pk)

    def answer(name: str, before: int) -> Any:
        return send(organiser, name, plan.pk, on=today - timedelta(days=before))

    for before in (-1, 15):
        refused = answer("open", before)
        assert refused.status_code == 422
        assert "Give a day from" in refused.content.decode()
    assert not office.rotation.batch_records.exists()
    assert answer("open", 5).status_code == 302
    office_approve(office, plan, today - timedelta(days=5))
    for before in (-1, 6):
        assert answer("publish", before).status_code == 422
    assert answer("publish", 3).status_code == 302
    days = (office.record.discussion_opened_on, office.record.list_published_on)
    assert days == (today - timedelta(days=5), today - timedelta(days=3))


def test_an_escort_is_found_and_chosen_page_by_page(office: Office, signed_in: SignedIn) -> None:
    """A search for n5 shows n5 alone; kept, n5 stays chosen beside n2, and both go along with n1."""
    office.published()
    client, key = client_of(signed_in, office.organiser), office.record.pk
    for words in ("Person n5", "n5"):
        page = text_of(client, "escort", key, query_params={"q": words})
        assert 'value="n5"' in page
        assert 'value="n2"' not in page
    kept = send(client, "escort", key, people=["n5"], senior="n1", more="1")
    assert kept.status_code == 302
    both = client.get(kept.url + "&q=Person+n2").content.decode()
    assert 'value="n2"' in both
    assert re.search(r'value="n5"[^>]* checked', both)
    assert 'value="n1"' in both
    assert not Escort.objects.exists()
    named = client.post(kept.url, {"senior": "Person n1", "people": ["n2", "n5"], "on": office.departs})
    assert named.status_code == 302
    escort = Escort.objects.get()
    assert (escort.senior.code, escort.people) == ("n1", ["n2", "n5"])


def test_words_are_asked_for_unless_a_hardship_is_told_by_its_class(office: Office, signed_in: SignedIn) -> None:
    """A question without words is refused at its field, not called optional; a hardship is raised without them."""
    office.published()
    client, key = client_of(signed_in, office.staff("n2")), office.rotation.pk
    page = text_of(client, "worry", key)
    assert "In your own words <small>(optional)" not in page
    refused = send(client, "worry", key, kind="question", text="")
    assert refused.status_code == 422
    assert "In your own words – This field is required." in refused.content.decode()
    assert not Concern.objects.exists()
    assert send(client, "worry", key, kind="hardship", need="childcare", text="").status_code == 302
    assert Concern.objects.get().detail is None
