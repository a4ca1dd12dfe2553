"""Texts for everybody: made by a reviewer in other words, of what its raiser agreed to, and concerns nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from grassrota.errors import Refused
from grassrota_web.access.rights import Role
from grassrota_web.intake.models import Message, Opinion, PublicText, Said
from grassrota_web.journal.models import Entry
from grassrota_web.opinions.actions.appeals import ask_about_withdrawal, settle_withdrawal
from grassrota_web.opinions.actions.merging import merge
from grassrota_web.opinions.actions.texts import approve_text
from grassrota_web.opinions.models import Case, Withdrawal
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Office
from tests.web.opinions.test_pages import client_of, text_of

TEXT = "A public well in the township is dry."


def opinion_of(case: Case) -> Opinion:
    """The first opinion of a case."""
    return Opinion.objects.get(raised__case=case)


def found_by_anybody(words: str = "township well") -> str:
    """What somebody finds who asks whether it was said before."""
    return text_of(Client().post("/raise/similar/", {"words": words}))


def test_a_reviewer_makes_a_text_and_takes_it_away(office: Office, signed_in: SignedIn) -> None:
    """From the list to the page, with the copy beside the form; it is found, and its raiser told, until it goes."""
    case = office.addressed("my own well at the mill is dry", may_publish=True, language="en")
    key = opinion_of(case).pk
    client = client_of(signed_in, office.reviewer)
    assert "my own well at the mill" in text_of(client.get("/cases/texts/"))
    assert "/cases/texts/" in text_of(client.get("/cases/"))
    assert client.get(case.get_absolute_url()).status_code == 404, "a text of it is made, and no case is read that way"
    address = f"/cases/texts/{key}/"
    own = client.post(address, {"words": "Somebody says: My own well, at the mill, is dry!"})
    assert (own.status_code, "by which they could be known" in text_of(own)) == (422, True)
    assert client.post(address, {"words": " "}).status_code == 422
    assert TEXT not in found_by_anybody()
    assert client.post(address, {"words": TEXT}).status_code == 302
    assert TEXT in found_by_anybody()
    assert TEXT in Message.objects.get(opinion=key).words
    page = text_of(client.get("/cases/texts/"))
    assert TEXT in page
    assert "my own well at the mill" not in page, "it is on the list of candidates no more"
    text = PublicText.objects.get()
    assert client.post("/cases/texts/", {"text": str(text.pk)}).status_code == 302
    assert TEXT not in found_by_anybody()
    assert "taken away on" in text_of(client.get("/cases/texts/"))
    kept = Entry.objects.filter(verb__startswith="opinions.", kind="public text").values_list("before", "after")
    assert (len(kept), "well" in str(list(kept))) == (2, False)


def test_no_text_is_made_of_what_is_protected(office: Office, signed_in: SignedIn) -> None:
    """No consent, no copy yet, about somebody, the inspection, leaders, the reviewer's, merged with such, or back."""
    yes = {"may_publish": True}
    kept = office.addressed("everybody may read it", **yes)
    part = office.raised("merged with one about somebody", addressed=office.world.units["north"], **yes)
    about = office.raised("the office drinks", addressed=office.world.units["north"], about="north-office", **yes)
    merge(office.above, [part.pk, about.pk])
    back = office.addressed("taken back", **yes)
    office.says(back, Said.WITHDRAWN, timezone.localdate() - timedelta(days=1))
    leading, outside = office.addressed("they lead", **yes), office.addressed("with the reviewer", **yes)
    Case.objects.filter(pk=leading.pk).update(on_leadership=True)
    Case.objects.filter(pk=outside.pk).update(appealed_outside=True)
    barred = [
        office.addressed("no consent"),
        office.addressed("a copy is wanted", read_as="redacted", **yes),
        office.addressed("the inspection", inspection=True, **yes),
        office.addressed("whom?", unclear=True, **yes),
        *(part, about, back, leading, outside),
    ]
    client = client_of(signed_in, office.reviewer)
    page = text_of(client.get("/cases/texts/"))
    assert f"/cases/texts/{opinion_of(kept).pk}/" in page
    for case in barred:
        opinion = opinion_of(case)
        assert str(opinion.pk) not in page, opinion.words
        assert client.get(f"/cases/texts/{opinion.pk}/").status_code == 404, opinion.words
        with pytest.raises(Refused, match="did not agree"):
            approve_text(office.reviewer, opinion.pk, TEXT)
    assert not PublicText.objects.exists()
    for other in (office.officer, office.inspector, office.world.actor(Role.REVIEWER, office.world.units["south"])):
        with pytest.raises(Refused, match="right"):
            approve_text(other, opinion_of(kept).pk, TEXT)


def test_of_a_redacted_opinion_the_copy_alone_is_read(office: Office, signed_in: SignedIn) -> None:
    """Once it is made; the original is on neither page."""
    case = office.addressed("my daughter of the third house", read_as="redacted", redacted="a child", may_publish=True)
    client = client_of(signed_in, office.reviewer)
    for path in ("/cases/texts/", f"/cases/texts/{opinion_of(case).pk}/"):
        page = text_of(client.get(path))
        assert ("a child" in page, "daughter" in page) == (True, False)


def test_what_is_taken_back_is_public_no_more(office: Office) -> None:
    """The moment somebody independent heard that it is the raiser's own wish."""
    case = office.addressed(may_publish=True, language="en", place=office.world.units["north-office"])
    opinion = opinion_of(case)
    approve_text(office.reviewer, opinion.pk, TEXT)
    office.says(case, Said.WITHDRAWN, timezone.localdate() - timedelta(days=1))
    row = Withdrawal.objects.get()
    ask_about_withdrawal(office.inspector, row.pk)
    assert TEXT in found_by_anybody()
    Message.objects.create(opinion=opinion, number=9, day=timezone.localdate(), from_raiser=True, words="Yes, mine.")
    settle_withdrawal(office.inspector, row.pk, confirmed=True)
    assert TEXT not in found_by_anybody()
