"""Pictures and papers of a case: opened by those who may see it, as files, and by nobody else."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from grassrota_web.access.actor import Application
from grassrota_web.access.retention import RULES
from grassrota_web.access.rights import Role
from grassrota_web.intake import papers
from grassrota_web.intake.models import Attachment, Contact, Message, Opinion, ReadAs, Said
from grassrota_web.opinions.actions.closing import close
from grassrota_web.opinions.actions.merging import merge
from grassrota_web.opinions.models import Case, FactKind
from grassrota_web.opinions.queries.search import index_some
from grassrota_web.records.retention.actions import purge_some
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Office
from tests.web.opinions.test_pages import client_of, text_of

PICTURE = b"\xff\xd8\xff the pump \xff\xd9"
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: LazySettings) -> None:
    """Papers of a test lie in a folder of its own."""
    settings.DATA = tmp_path


def attached(case: Case, kind: str = "image/jpeg", content: bytes = PICTURE) -> Attachment:
    """A paper that came with the opinion of a case."""
    row = Attachment.objects.create(opinion=Opinion.objects.get(raised__case=case), kind=kind)
    papers.keep(row.pk, content, TODAY)
    return row


def test_whoever_sees_a_case_opens_its_attachments_as_files(office: Office, signed_in: SignedIn) -> None:
    """Byte for byte, never as part of a page: downloaded, sandboxed, not guessed at, not kept by a browser."""
    case = office.addressed()
    picture, text = attached(case), attached(case, "text/plain", "水井干了".encode())
    client = client_of(signed_in, office.officer)
    answer: Any = client.get(f"/cases/{case.pk}/attachments/{picture.pk}/")
    assert answer.content == PICTURE
    assert PICTURE not in (papers.folder() / picture.pk.hex).read_bytes()
    kept = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")
    assert [answer[name] for name in kept] == [
        "image/jpeg",
        'attachment; filename="attachment.jpg"',
        "sandbox; default-src 'none'",
        "nosniff",
        "no-store",
    ]
    words: Any = client.get(f"/cases/{case.pk}/attachments/{text.pk}/")
    assert (words.content.decode(), words["Content-Type"]) == ("水井干了", "text/plain; charset=utf-8")
    page = text_of(client.get(f"/cases/{case.pk}/"))
    assert all(f"/attachments/{row.pk}/" in page for row in (picture, text))


def test_nobody_opens_one_through_a_case_that_they_do_not_see(office: Office, signed_in: SignedIn) -> None:
    """Not whom it concerns, not another side, not through a case of one's own; a file that is gone is not found."""
    case, own = office.addressed(about="north-office"), office.addressed("mine")
    row = attached(case)
    officer = client_of(signed_in, office.officer)
    assert client_of(signed_in, office.above).get(f"/cases/{case.pk}/attachments/{row.pk}/").status_code == 200
    for key in (case.pk, own.pk, uuid.uuid4()):
        assert officer.get(f"/cases/{key}/attachments/{row.pk}/").status_code == 404
    gone = attached(own)
    papers.drop(gone.pk)
    assert officer.get(f"/cases/{own.pk}/attachments/{gone.pk}/").status_code == 404


def test_of_a_redacted_opinion_handlers_open_none(office: Office, signed_in: SignedIn) -> None:
    """A picture has no redacted copy: those who make such copies open it, and handlers read that it is there."""
    case = office.addressed("my daughter", read_as=ReadAs.REDACTED)
    row = attached(case)
    address = f"/cases/{case.pk}/attachments/{row.pk}/"
    officer = client_of(signed_in, office.officer)
    assert officer.get(address).status_code == 404
    page = text_of(officer.get(f"/cases/{case.pk}/"))
    assert "opened only by those who make redacted copies" in page
    assert address not in page
    assert client_of(signed_in, office.inspector).get(address).status_code == 200


def kept(case: Case) -> Opinion:
    """The opinion of a case, with contact details, a message and a picture."""
    opinion = Opinion.objects.get(raised__case=case)
    Contact.objects.create(opinion=opinion.pk, box=b"sealed", sealed_by_browser=True)
    Message.objects.create(opinion=opinion, number=9, day=TODAY, from_raiser=True, words="thank you")
    attached(case)
    return opinion


def test_what_could_lead_to_a_raiser_goes_when_the_case_has_ended(office: Office) -> None:
    """Contact after 90 days, pictures after 365, messages after 730; of an open case, or one under appeal, nothing."""
    done, still, appealed = (office.addressed(words) for words in ("done", "open", "appealed"))
    for case in (done, appealed):
        office.fixed(case)
        office.says(case, Said.FIXED)
        close(office.officer, case.pk)
    appealed.appeals.create(filed_on=TODAY, words="no")
    opinion = kept(done)
    for case in (still, appealed):
        kept(case)
    for kind, days, rows in (
        ("contacts", 90, Contact.objects.filter(pk=opinion.pk)),
        ("attachments", 365, opinion.attachments.all()),
        ("messages", 730, opinion.messages.all()),
    ):
        assert purge_some(Application(), kind, TODAY + timedelta(days=days)) == 0
        assert rows.exists()
        assert purge_some(Application(), kind, TODAY + timedelta(days=days + 1)) > 0
        assert not rows.exists()
    assert (Contact.objects.count(), Attachment.objects.count()) == (2, 2)
    assert len(list(papers.folder().glob("*"))) == 2


def test_a_case_that_nobody_put_away_ends_when_it_was_left_alone_for_a_year(office: Office) -> None:
    """Claimed, the raiser silent: its parts, merged twice over, end 365 days after the last word."""
    cases = [office.addressed(f"opinion {number}") for number in range(3)]
    opinions = {kept(case).pk for case in cases}
    office.fixed(merge(office.officer, [merge(office.officer, [one.pk for one in cases[:2]]).pk, cases[2].pk]))
    due = RULES["contacts"].due_on
    assert not due(TODAY + timedelta(days=365 + 90)).exists()
    assert set(due(TODAY + timedelta(days=365 + 91)).values_list("pk", flat=True)) == opinions
    assert FactKind.CLAIMED in set(Case.objects.get(merged=True, merged_into=None).facts.values_list("kind", flat=True))


def test_who_is_in_the_chain_of_one_part_reads_no_word_of_it_through_the_whole(
    office: Office, signed_in: SignedIn
) -> None:
    """n3 is named in one of two merged opinions: page, search, list and export of the whole show them neither word."""
    named = office.world.actor(Role.UNIT_OFFICER, office.world.units["north"], person="n3")
    north = office.world.units["north"]
    about, other = office.raised("they drink", named="n3", addressed=north), office.raised("the road", addressed=north)
    whole = merge(office.above, [about.pk, other.pk])
    row = attached(about)
    index_some()
    client = client_of(signed_in, named)
    for key in (whole.pk, about.pk):
        assert client.get(f"/cases/{key}/").status_code == 404
        assert client.get(f"/cases/{key}/attachments/{row.pk}/").status_code == 404
    for path in (f"{other.pk}/", "", "export.csv", "search/?words=drink", "late/", "figures/"):
        assert "they drink" not in text_of(client.get(f"/cases/{path}")), path
    assert "they drink" in text_of(client_of(signed_in, office.above).get(f"/cases/{whole.pk}/"))
