"""Two people swap their turns: asked, agreed, checked, decided; and every way in which it comes to nothing."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grassrota.errors import Refused
from grassrota.org import Sector
from grassrota.posting.concern import ConcernKind
from grassrota.posting.hardship import Need
from grassrota.posting.swap import SwapState
from grassrota.turns import Batch, Turn
from grassrota_web.access.actor import Actor, Application
from grassrota_web.access.models import Account
from grassrota_web.access.rights import Role
from grassrota_web.jobs.worker import work_once
from grassrota_web.journal.models import Entry
from grassrota_web.orgs.models import HostAnswer, Opening, Person
from grassrota_web.postings import convert
from grassrota_web.postings.actions.availability import take_up
from grassrota_web.postings.actions.matters import Resolve, see_to_matter
from grassrota_web.postings.actions.own import No, Word, Worry, Yes, see_to_own
from grassrota_web.postings.actions.swap_words import AgreeToSwap, AskToSwap, DeclineSwap, TakeBackSwap
from grassrota_web.postings.actions.swaps import decide_swap
from grassrota_web.postings.models import Concern, Consent, FamilyArrangement, LetterBundle, Posting, Swap
from grassrota_web.postings.open_swaps import LINE, open_swaps
from grassrota_web.postings.queries import swaps, swaps_to_decide, todo
from grassrota_web.postings.tasks import tell_of_swaps
from grassrota_web.rotas import models as rotas
from grassrota_web.rotas.convert.policy import policy_of_text, text_of
from tests.web.api.conftest import Program
from tests.web.conftest import SignedIn
from tests.web.postings.conftest import Office


@pytest.fixture
def listed(office: Office) -> Office:
    """The office with two batches: n2 goes to o1 in the first, n5 to o2 in the second; both have said yes."""
    opening = Opening.objects.get(code="o1")
    opening.pk, opening.code = None, "o2"
    opening.save()
    assert (opening.sector, opening.answer) == (Sector.RURAL, HostAnswer.CONSENTED)
    value, later = policy_of_text(office.policy.text), office.departs + timedelta(days=60)
    second = Batch(2, later, later + timedelta(days=4), 40)
    text = text_of(replace(value, batches=(*value.batches, second)))
    day = timezone.localdate()
    office.policy = rotas.Policy.objects.create(rotation=office.rotation, number=2, text=text, made_on=day)
    office.published(n5=("o2", 2))
    say(office, "n2", Yes(1))
    say(office, "n5", Yes(2))
    return office


def say(office: Office, code: str, word: Word) -> None:
    """A word of somebody about their own turn."""
    see_to_own(office.staff(code), office.rotation, word)


def asked(office: Office) -> Swap:
    """n2 has asked n5."""
    say(office, "n2", AskToSwap("n5"))
    return Swap.objects.get()


def agreed(office: Office) -> Swap:
    """And n5 wants it too."""
    row = asked(office)
    say(office, "n5", AgreeToSwap(row.pk))
    return the_swap()


def the_swap() -> Swap:
    """The only one, as it is now."""
    return Swap.objects.select_related("rotation__home").get()


def state_of(row: Swap) -> SwapState:
    """How far it has come."""
    found = Swap.objects.select_related(*(f"{side}__{what}" for side in ("first", "second") for what in LINE))
    return convert.swap(found.get(pk=row.pk)).state


def lines(office: Office) -> dict[str, tuple[str, int]]:
    """Who is on the lists: opening and batch."""
    rows = Posting.objects.filter(rotation=office.rotation, released_on=None)
    return {
        code: (opening, batch) for code, opening, batch in rows.values_list("person__code", "opening__code", "batch")
    }


def client(signed_in: SignedIn, actor: Actor) -> Client:
    """Signs an actor's account in."""
    return signed_in(Account.objects.get(pk=actor.account))


def text(answer: Any) -> str:
    """What a page shows."""
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_two_swap_from_page_to_page(listed: Office, signed_in: SignedIn) -> None:
    """n2 asks from the list, n5 agrees, the organiser approves: each page leads to the next, and the list is new."""
    n2, n5 = (client(signed_in, listed.staff(code)) for code in ("n2", "n5"))
    organiser = client(signed_in, listed.organiser)
    waiting, home = (reverse(f"postings:{name}") for name in ("swaps", "home"))
    second = reverse("postings:list", args=[listed.rotation.batch_records.get(batch=2).pk])
    address = reverse("postings:ask_to_swap", args=[listed.rotation.pk, "n5"])
    assert address in text(n2.get(second))
    assert address not in text(n5.get(second))
    assert "Ask Person n5 to swap turns?" in text(n2.get(address))
    said = text(n2.post(address, follow=True))
    assert "You asked Person n5" in said
    assert "The rules" not in said
    assert "No swap waits for you" in text(organiser.get(waiting))
    assert "Say whether you swap your turn with Person n2" in text(n5.get(home))
    swap = the_swap()
    answer = reverse("postings:answer_swap", args=[listed.rotation.pk, swap.pk])
    assert answer in text(n5.get(said_at(listed)))
    assert "The rules allow it." in text(n5.post(answer, {"word": "agree"}, follow=True))
    assert "The rules allow it." in text(n2.get(said_at(listed)))
    assert "Decide on swaps that two people want" in text(organiser.get(home))
    decision = reverse("postings:swap", args=[swap.pk])
    assert decision in text(organiser.get(waiting))
    assert "Every rule that it touches holds as before" in text(organiser.get(decision))
    assert "It is decided" in text(organiser.post(decision, {"outcome": "approved"}, follow=True))
    assert lines(listed) == {"n2": ("o2", 2), "n5": ("o1", 1)}
    assert "Person n2" in text(n5.get(second))
    assert "You are listed in batch 2" in text(n2.get(said_at(listed)))
    assert organiser.get(decision).status_code == 404


def said_at(office: Office) -> str:
    """Address of one's own turn."""
    return reverse("postings:own", args=[office.rotation.pk])


def test_an_approved_swap_asks_both_anew(listed: Office) -> None:
    """The old lines are released, the new ones listed today; consent, a met hardship and letters begin again."""
    say(listed, "n2", Worry(ConcernKind.HARDSHIP, "", Need.CHILDCARE))
    say(listed, "n5", Worry(ConcernKind.QUESTION, "What to bring?"))
    turn = listed.posting("n2")
    days = Turn(turn.first_day, turn.last_day)
    see_to_matter(listed.officer, Concern.objects.get(person__code="n2"), Resolve("", days))
    LetterBundle.objects.create(record=listed.record, made_on=timezone.localdate(), content=b"PK")
    before = {row.person.code: row for row in Posting.objects.select_related("person")}
    row = agreed(listed)
    decide_swap(listed.organiser, row, approved=True)
    today = timezone.localdate()
    assert (state_of(row), the_swap().since) == (SwapState.APPROVED, today)
    for code, other in (("n2", "n5"), ("n5", "n2")):
        new, old = Posting.objects.get(person__code=code, released_on=None), before[code]
        old.refresh_from_db()
        assert (old.released_on, new.listed_on, new.departed_on) == (today, today, None)
        assert (new.first_day, new.last_day) == (before[other].first_day, before[other].last_day)
        assert (new.home_unit, new.plan) == (old.home_unit, before[other].plan)
        word = Consent.objects.get(person__code=code, batch=new.batch)
        assert (word.asked_on, word.given_on) == (today, None)
    hardship, question = (Concern.objects.get(kind=kind) for kind in ("hardship", "question"))
    assert (hardship.outcome, hardship.answered_on) == ("", None)
    assert hardship.answer_by is not None
    assert question.outcome == ""
    assert not FamilyArrangement.objects.exists()
    assert not LetterBundle.objects.exists()


def test_in_the_same_batch_the_yes_for_the_old_place_is_none_for_the_new(office: Office) -> None:
    """n2 and n5 swap places in batch 1: n2's yes is gone. n5, who said no today, has still said no."""
    opening = Opening.objects.get(code="o1")
    opening.pk, opening.code = None, "o2"
    opening.save()
    office.published(n5=("o2", 1))
    say(office, "n2", Yes(1))
    row = agreed(office)
    say(office, "n5", No(1))
    decide_swap(office.organiser, row, approved=True)
    words = {word.person.code: word for word in Consent.objects.select_related("person")}
    assert words["n2"].given_on is None
    assert words["n5"].withdrawn_on == timezone.localdate()
    take_up(Application(), office.rotation, timezone.localdate())
    assert lines(office) == {"n2": ("o2", 1)}


def test_what_the_rules_forbid_is_told_to_whoever_decides_alone(listed: Office, signed_in: SignedIn) -> None:
    """o2 takes directors alone from now on. The two read that the rules do not allow it; the organiser reads which."""
    Opening.objects.filter(code="o2").update(grades=["director"])
    row = agreed(listed)
    assert row.allowed is False
    for code in ("n2", "n5"):
        page = text(client(signed_in, listed.staff(code)).get(said_at(listed)))
        assert "The rules do not allow it as things are." in page
        assert "section_chief" not in page
    organiser, address = client(signed_in, listed.organiser), reverse("postings:swap", args=[row.pk])
    assert "n2 has grade section_chief, o2 takes others" in text(organiser.get(address))
    refused = organiser.post(address, {"outcome": "approved"})
    assert refused.status_code == 422
    assert "The rules do not allow it: n2 has grade section_chief, o2 takes others." in refused.content.decode()
    assert organiser.post(address, {"outcome": "refused"}).status_code == 422
    assert lines(listed) == {"n2": ("o1", 1), "n5": ("o2", 2)}
    reason = "o2 needs somebody who may sign."
    assert organiser.post(address, {"outcome": "refused", "reason": reason}).status_code == 302
    assert state_of(row) == SwapState.REFUSED
    for code in ("n2", "n5"):
        assert reason in text(client(signed_in, listed.staff(code)).get(said_at(listed)))


def test_somebody_who_cannot_go_in_that_batch_is_no_swap(listed: Office) -> None:
    """n5 is not available in batch 1: the rules say no, and n2 learns of it only that they do, after n5 agreed."""
    rotas.NotAvailable.objects.create(rotation=listed.rotation, person=Person.objects.get(code="n5"), batches=[1])
    assert asked(listed).allowed is None
    say(listed, "n5", AgreeToSwap(the_swap().pk))
    assert the_swap().allowed is False
    with pytest.raises(Refused) as refused:
        decide_swap(listed.organiser, the_swap(), approved=True)
    assert refused.value.code == "rules_broken"
    assert len(refused.value.data["objections"]) == 1  # type: ignore[arg-type]


def test_rules_that_cannot_be_looked_at_allow_nothing(listed: Office) -> None:
    """n5 has a grade that no scale has any more: what is wrong with the roster stands against the swap."""
    Person.objects.filter(code="n5").update(grade="inspector_general")
    assert agreed(listed).allowed is False
    with pytest.raises(Refused, match="inspector_general") as refused:
        decide_swap(listed.organiser, the_swap(), approved=True)
    assert refused.value.code == "rules_broken"


def test_a_no_is_between_the_two(listed: Office, signed_in: SignedIn) -> None:
    """What was declined or taken back, no organiser sees; the journal's rows are those of any word of one's own."""
    row = asked(listed)
    say(listed, "n5", DeclineSwap(row.pk))
    assert state_of(row) == SwapState.DECLINED
    say(listed, "n2", AskToSwap("n5"))
    again = Swap.objects.exclude(pk=row.pk).get()
    say(listed, "n2", TakeBackSwap(again.pk))
    say(listed, "n2", Worry(ConcernKind.QUESTION, "What to bring?"))
    assert not swaps(listed.organiser).exists()
    assert not swaps(listed.officer).exists()
    for key in (row.pk, again.pk):
        page = client(signed_in, listed.organiser).get(reverse("postings:swap", args=[key]))
        assert page.status_code == 404
    told = Entry.objects.filter(verb="postings.see_to_own").order_by("number")
    assert len({(one.kind, json.dumps([one.before, one.after]), one.place) for one in told}) == 1
    assert not {str(row.pk), str(again.pk)} & {one.subject for one in told}


def test_the_decision_is_in_the_journal(listed: Office) -> None:
    """Who, which batches, how, and why not: what the list shows anyway, and the reason."""
    decide_swap(listed.organiser, agreed(listed), approved=False, reason="The clinic needs n5.")
    entry = Entry.objects.get(verb="postings.decide_swap")
    assert entry.after == {
        "people": ["n2", "n5"],
        "batches": [1, 2],
        "state": "refused",
        "reason": "The clinic needs n5.",
    }


def test_everybody_is_bound_to_one_swap_at_most(listed: Office) -> None:
    """By asking or by agreeing, not by being asked: a wish sent twice is one, and whoever takes it back is free."""
    row = asked(listed)
    with pytest.raises(Refused) as refused:
        say(listed, "n2", AskToSwap("n5"))
    assert refused.value.code == "bound_already"
    say(listed, "n5", AskToSwap("n2"))
    with pytest.raises(Refused) as refused:
        say(listed, "n5", AgreeToSwap(row.pk))
    assert refused.value.code == "bound_already"
    mine = Swap.objects.exclude(pk=row.pk).get()
    say(listed, "n5", TakeBackSwap(mine.pk))
    say(listed, "n5", AgreeToSwap(row.pk))
    with pytest.raises(Refused) as refused:
        say(listed, "n5", AskToSwap("n2"))
    assert refused.value.code == "bound_already"
    for word in (AgreeToSwap(row.pk), DeclineSwap(row.pk)):
        with pytest.raises(Refused) as refused:
            say(listed, "n5", word)
        assert refused.value.code in ("bound_already", "swap_over")
    say(listed, "n5", TakeBackSwap(row.pk))
    assert state_of(row) == SwapState.TAKEN_BACK
    say(listed, "n5", AskToSwap("n2"))


@pytest.mark.parametrize("code", ["n2", "n1", "s1", "nobody"])
def test_only_somebody_else_on_a_list_is_asked(listed: Office, signed_in: SignedIn, code: str) -> None:
    """Oneself, somebody who stays, somebody of another province, nobody: there is no such page, and no such word."""
    page = client(signed_in, listed.staff("n2")).get(reverse("postings:ask_to_swap", args=[listed.rotation.pk, code]))
    assert page.status_code == 404
    with pytest.raises(Refused) as refused:
        say(listed, "n2", AskToSwap(code))
    assert refused.value.code in ("not_listed", "same_turn")
    assert not Swap.objects.exists()


def test_who_stays_has_no_turn_to_give(listed: Office, signed_in: SignedIn) -> None:
    """n1 sees the list without a way to ask, and is refused."""
    n1 = client(signed_in, listed.staff("n1"))
    address = reverse("postings:ask_to_swap", args=[listed.rotation.pk, "n5"])
    assert n1.get(address).status_code == 404
    assert address not in text(n1.get(reverse("postings:list", args=[listed.record.pk])))
    with pytest.raises(Refused) as refused:
        say(listed, "n1", AskToSwap("n5"))
    assert refused.value.code == "not_listed"


def test_somebody_who_has_left_is_not_asked_and_ends_what_was_asked(listed: Office, signed_in: SignedIn) -> None:
    """n5 leaves: what n2 asked is over, for both and for the organiser, and a new wish is refused."""
    row = agreed(listed)
    Posting.objects.filter(person__code="n5").update(departed_on=timezone.localdate())
    assert state_of(row) == SwapState.LAPSED
    assert not open_swaps(Swap.objects.all()).exists()
    assert swaps_to_decide(listed.organiser) == []
    assert "One of you is no longer listed for that turn." in text(
        client(signed_in, listed.staff("n2")).get(said_at(listed))
    )
    with pytest.raises(Refused) as refused:
        decide_swap(listed.organiser, row, approved=True)
    assert refused.value.code == "swap_over"
    with pytest.raises(Refused) as refused:
        say(listed, "n2", AskToSwap("n5"))
    assert refused.value.code == "not_listed"


def test_a_no_that_is_taken_up_ends_it(listed: Office) -> None:
    """n5 said no yesterday and is taken off in the very act of the decision: nothing is written of the swap."""
    row = agreed(listed)
    Consent.objects.filter(person__code="n5").update(
        asked_on=timezone.localdate() - timedelta(days=2),
        given_on=None,
        withdrawn_on=timezone.localdate() - timedelta(days=1),
    )
    with pytest.raises(Refused) as refused:
        decide_swap(listed.organiser, row, approved=True)
    assert refused.value.code == "swap_over"
    take_up(Application(), listed.rotation, timezone.localdate() - timedelta(days=1))
    assert state_of(row) == SwapState.LAPSED
    assert lines(listed) == {"n2": ("o1", 1)}


def test_nobody_decides_about_their_own_swap(listed: Office, signed_in: SignedIn) -> None:
    """An organiser who is n2 finds nothing to decide, and is refused; n5 cannot open the page at all."""
    row = agreed(listed)
    planner = listed.world.actor(Role.ORGANISER, listed.world.units["north"], person="n2")
    assert swaps_to_decide(planner) == []
    assert all("swaps" not in entry.url for entry in todo(planner))
    with pytest.raises(Refused) as refused:
        decide_swap(planner, row, approved=True)
    assert refused.value.code == "own_case"
    n5 = client(signed_in, listed.staff("n5"))
    assert n5.get(reverse("postings:swap", args=[row.pk])).status_code == 403
    with pytest.raises(Refused) as refused:
        decide_swap(listed.staff("n5"), row, approved=True)
    assert refused.value.code == "not_permitted"


def test_a_third_person_finds_nothing(listed: Office, signed_in: SignedIn) -> None:
    """n1 sees no swap of others, and no word of theirs reaches it; an unknown word is no word."""
    row = asked(listed)
    n1, n5 = (client(signed_in, listed.staff(code)) for code in ("n1", "n5"))
    address = reverse("postings:answer_swap", args=[listed.rotation.pk, row.pk])
    assert n1.post(address, {"word": "agree"}).status_code == 404
    assert n5.post(address, {"word": "perhaps"}).status_code == 404
    assert n5.get(address).status_code == 405
    stray = reverse("postings:answer_swap", args=[listed.rotation.pk, uuid.uuid4()])
    assert n5.post(stray, {"word": "agree"}).status_code == 404
    for word in (AgreeToSwap(row.pk), DeclineSwap(row.pk), TakeBackSwap(row.pk)):
        with pytest.raises(Refused) as refused:
            say(listed, "n1", word)
        assert refused.value.code == "not_ones_own"
    assert state_of(row) == SwapState.ASKED
    late = text(n5.post(address, {"word": "take_back"}, follow=True))
    assert "Each of the two answers for themselves." in late


def test_the_two_get_mail_that_tells_nothing(listed: Office, settings: Any) -> None:
    """A wish of yesterday is told on the day after, a decision at once: that there is news, and no more."""
    settings.MAIL_FROM = "grassrota@example.org"
    for code in ("n2", "n5"):
        Account.objects.filter(pk=listed.staff(code).account).update(email=f"{code}@example.org")
    row = asked(listed)
    tell_of_swaps()
    assert mail.outbox == []
    Swap.objects.update(since=timezone.localdate() - timedelta(days=1))
    tell_of_swaps()
    assert sorted(letter.to[0] for letter in mail.outbox) == ["n2@example.org", "n5@example.org"]
    say(listed, "n5", AgreeToSwap(row.pk))
    decide_swap(listed.organiser, the_swap(), approved=True)
    while work_once():
        pass
    Swap.objects.update(since=timezone.localdate() - timedelta(days=1))
    tell_of_swaps()
    assert sorted(letter.to[0] for letter in mail.outbox[2:]) == ["n2@example.org", "n5@example.org"]
    assert {letter.subject for letter in mail.outbox} == {"There is news"}
    assert not any("wap" in letter.body for letter in mail.outbox)


def test_programs_swap_as_people_do(listed: Office) -> None:
    """Asked, agreed, looked at and approved by programs, each with the rights of somebody; and no word too many."""
    n2, n5, organiser = (
        Program(Account.objects.get(pk=actor.account))
        for actor in (listed.staff("n2"), listed.staff("n5"), listed.organiser)
    )
    own = f"rotations/{listed.rotation.pk}/own"
    assert n2.refused("POST", own, {"word": "ask_to_swap"}) == (422, "bad_input")
    assert n2.refused("POST", own, {"word": "yes", "batch": 1, "person": "n5"}) == (422, "bad_input")
    n2.post(own, {"word": "ask_to_swap", "person": "n5"})
    assert organiser.get("swaps")["items"] == []
    told = n5.get("swaps")["items"][0]
    assert (told["state"], told["allowed"], told["first"]["person"]) == ("asked", None, "n2")
    n5.post(own, {"word": "agree_to_swap", "matter": told["key"]})
    assert organiser.get(f"swaps/{told['key']}/against") == {"items": []}
    assert n2("GET", f"swaps/{told['key']}/against").status_code == 403
    assert organiser("POST", f"swaps/{told['key']}/decide", {"approved": True}).status_code == 204
    assert n2.get("swaps")["items"][0]["state"] == "approved"
    assert lines(listed) == {"n2": ("o2", 2), "n5": ("o1", 1)}
