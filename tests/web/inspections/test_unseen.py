"""What a unit learns of its sample before the verdict: nothing, wherever it looks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from fractions import Fraction

import pytest
from django.db import models as fields
from django.test import Client
from django.urls import reverse

from grassrota.errors import Refused
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.access.scope import visible
from grassrota_web.inspections import models
from grassrota_web.inspections.actions.drawing import draw
from grassrota_web.inspections.actions.verdicts import end
from grassrota_web.inspections.actions.visits import arrive, find, pass_by, step_aside
from grassrota_web.inspections.models import Claim, Finding, Visit
from grassrota_web.intake.models import Message
from grassrota_web.opinions.models import Case, Fact, Flag
from tests.web.api.conftest import Program
from tests.web.conftest import SignedIn
from tests.web.inspections.conftest import BROKEN, FIXED, Inspection
from tests.web.leaks import body_of

ROUND = {
    "tolerance": Fraction(3, 10),
    "grace": Fraction(1, 10),
    "second": Fraction(1, 2),
    "decoys": Fraction(1, 2),
    "flagged": Fraction(5, 6),
}
"""With closures that looked odd among what is looked at: every closure here has the same words."""
_CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|<a href="/records/journal/head/">.*?</a>')
"""Tokens, and how long the journal is: that somebody somewhere wrote something is seen by everybody."""
_LINK = re.compile(r'href="(/(?:cases|inspections|themes)/[^"#]*)"')
_PUBLIC = re.compile("/inspections/published/|/cases/[^/]*/[^/]+/$")
"""That a round was drawn, everybody may know; the forms of the steps of a case say nothing of it."""


def crawled(client: Client) -> dict[str, str]:
    """Every page of the rooms of cases that somebody comes to, with what it says."""
    found: dict[str, str] = {}
    waiting = ["/", reverse("inspections:home"), reverse("opinions:home"), "/search/?q=well", "/records/journal/"]
    while waiting:
        page = waiting.pop(0)
        if page in found or _PUBLIC.search(page):
            continue
        answer = client.get(page)
        body = body_of(answer).decode(errors="replace")
        found[page] = f"{answer.status_code} {_CHANGING.sub('', body)}"
        waiting += [html.unescape(link) for link in _LINK.findall(body)]
    return found


def _frozen(inspection: Inspection) -> Claim:
    inspection.cases(6, open_too=1)
    claim = inspection.freeze(**ROUND)
    inspection.sleep(1)
    return claim


def _drawn(inspection: Inspection) -> None:
    draw(inspection.ann, inspection.round.pk, "4 1 6 6 2", inspection.keys[0].secret)


def test_every_page_of_the_unit_says_the_same_before_the_draw_and_before_the_verdict(
    inspection: Inspection, signed_in: SignedIn
) -> None:
    """Lists, counts, cases, search, exports, claims and what programs read: not a letter differs until the verdict."""
    claim = _frozen(inspection)
    client = signed_in(Account.objects.get(pk=inspection.office.officer.account))
    program = Program(Account.objects.get(pk=inspection.office.officer.account))

    def looked() -> dict[str, str]:
        csv = body_of(client.get(reverse("opinions:export", args=["csv"]))).decode()
        listed = {"api": str(program.get("cases")), "csv": csv}
        one = {str(case.pk): str(program.get(f"cases/{case.pk}")) for case in Case.objects.all()[:2]}
        return {**crawled(client), **listed, **one}

    before = looked()
    cases = {reverse("opinions:case", args=[case.pk]) for case in Case.objects.all()}
    assert cases | {claim.get_absolute_url(), reverse("inspections:home")} <= set(before)
    _drawn(inspection)
    inspection.visit(lambda visit: BROKEN if (visit.order or 0) % 2 else FIXED)
    after = looked()
    assert {page for page in before | after if before.get(page) != after.get(page)} == set()
    inspection.conclude(claim)
    changed = {page for page in cases if before[page] != f"200 {_CHANGING.sub('', client.get(page).content.decode())}"}
    assert changed


@pytest.mark.parametrize("who", ["officer", "above", "organiser", "reviewer"])
def test_nobody_but_the_one_who_goes_sees_a_visit(inspection: Inspection, signed_in: SignedIn, who: str) -> None:
    """Neither the unit, nor those above it, nor the outside reviewer: no row, no page, no verb."""
    _frozen(inspection)
    _drawn(inspection)
    actor = getattr(inspection.office, who)
    assert not visible(actor, Visit.objects.all()).exists()
    assert not visible(actor, Finding.objects.all()).exists()
    row = Visit.objects.exclude(case=None)[0]
    client = signed_in(Account.objects.get(pk=actor.account))
    for name in ("visit", "arrive", "aside"):
        assert client.get(reverse(f"inspections:{name}", args=[row.pk])).status_code in (403, 404, 405)
        assert client.post(reverse(f"inspections:{name}", args=[row.pk])).status_code in (403, 404)
    for act in (arrive, step_aside, pass_by):
        with pytest.raises(Refused) as caught:
            act(actor, row.pk)
        assert caught.value.code == "not_permitted"
    with pytest.raises(Refused):
        find(actor, row.pk, FIXED)


def test_inspectors_see_their_own_visits_alone_and_no_case_before_they_arrive(
    inspection: Inspection, signed_in: SignedIn
) -> None:
    """A list of places, decoys among them; words of a case, and that there is one, are seen upon arrival."""
    _frozen(inspection)
    _drawn(inspection)
    for actor in inspection.inspectors:
        own = visible(actor, Visit.objects.all())
        assert {row.inspector for row in own} <= {actor.account}
        client = signed_in(Account.objects.get(pk=actor.account))
        pages = [client.get(reverse("inspections:visits")).content.decode()]
        pages += [client.get(row.get_absolute_url()).content.decode() for row in own]
        assert not any("the well number" in page or "Nothing was drawn" in page for page in pages)
        others = Visit.objects.exclude(inspector=actor.account)
        assert {client.get(row.get_absolute_url()).status_code for row in others} <= {404}
    decoy = Visit.objects.get(case=None, flagged=None)
    assert decoy.place == inspection.decoy
    client = signed_in(Account.objects.get(pk=decoy.inspector))
    answer = client.post(reverse("inspections:arrive", args=[decoy.pk]), follow=True)
    assert "Nothing was drawn of this place" in answer.content.decode()
    row = Visit.objects.exclude(case=None)[0]
    client = signed_in(Account.objects.get(pk=row.inspector))
    answer = client.post(reverse("inspections:arrive", args=[row.pk]), follow=True)
    assert "the well number" in answer.content.decode()


def test_nothing_is_written_into_a_case_before_the_verdict(inspection: Inspection) -> None:
    """Neither a fact, nor a message, nor a flag, nor a day: whoever reads all rows of cases learns nothing."""
    _frozen(inspection)

    def rows() -> list[object]:
        kinds: list[type[fields.Model]] = [Case, Fact, Message, Flag]
        return [list(kind._default_manager.order_by("pk").values()) for kind in kinds]

    before = rows()
    _drawn(inspection)
    inspection.visit(lambda _visit: BROKEN)
    assert rows() == before


def test_rows_tell_no_time_and_no_order() -> None:
    """No column of the room is finer than a day, and what is drawn has random ids."""
    known = [one for one in vars(models).values() if isinstance(one, type) and issubclass(one, fields.Model)]
    own = [one for one in known if one.__module__ == models.__name__]
    assert {Visit, Finding, Claim} <= set(own)
    for kind in own:
        assert not [one for one in kind._meta.get_fields() if isinstance(one, fields.DateTimeField | fields.TimeField)]
    assert isinstance(Visit._meta.pk, fields.UUIDField)


def test_the_key_is_published_with_the_end_and_not_before(inspection: Inspection) -> None:
    """Until then the public page has hashes, and no number of any unit."""
    claim = _frozen(inspection)
    _drawn(inspection)
    inspection.visit()
    page, drawn = (
        reverse(f"inspections:{name}", args=[inspection.round.pk]) for name in ("published", "published_draw")
    )
    inspection.conclude(claim)
    said = Client().get(page).content.decode()
    assert claim.list_hash in said
    assert inspection.keys[0].secret not in said
    assert Client().get(drawn).status_code == 404
    end(inspection.ann, inspection.round.pk)
    assert inspection.keys[0].secret in Client().get(page).content.decode()
    assert Client().get(drawn).status_code == 200


def _pages(inspection: Inspection) -> Iterator[str]:
    yield inspection.round.get_absolute_url()
    for name in ("member", "freeze", "draw", "end"):
        yield reverse(f"inspections:{name}", args=[inspection.round.pk])


def test_an_office_of_elsewhere_knows_of_no_round(inspection: Inspection, signed_in: SignedIn) -> None:
    """Inspectors of the south find neither the rounds of the north nor its claims."""
    claim = _frozen(inspection)
    client = signed_in(inspection.world.account(Role.INSPECTOR, inspection.world.units["south"]))
    for page in (*_pages(inspection), claim.get_absolute_url(), reverse("inspections:conclude", args=[claim.pk])):
        assert client.get(page).status_code == 404, page
