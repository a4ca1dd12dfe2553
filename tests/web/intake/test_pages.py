"""The pages that anybody may open: small, without a cookie, and with nothing stored before it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from grassrota.opinions.receipts.receipt import draw_receipt
from grassrota_web.intake import above, trays
from grassrota_web.intake.actions.telling import tell
from grassrota_web.intake.entries import Filed
from grassrota_web.intake.models import Answer, Contact, Message, Opinion, ReadAs, Tray
from grassrota_web.intake.proof_of_work import challenge, is_done
from grassrota_web.intake.sealed_box import opened
from tests.web.conftest import World
from tests.web.intake.conftest import Raise

NextDay = Callable[[], date]
OPINION = {"words": "The well is dry.", "place": "Nowhere", "read_as": ReadAs.ORIGINAL.value}


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def send(client: Client, given: dict[str, Any], confided: dict[str, Any] | None = None) -> Any:
    """Checks what is given and sends it, as the two pages do without JavaScript."""
    checked = client.post("/raise/", {**given, "step": "check"})
    assert checked.status_code == 200, checked.content.decode()
    drawn = hidden(checked.content.decode(), "drawn")
    return client.post("/raise/", {**given, **(confided or {}), "drawn": drawn, "step": "send"})


def code_of(answer: Any) -> str:
    """The receipt code on a page."""
    found = re.search(r'<p class="code"><code>([^<]*)</code>', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def waits() -> list[Filed]:
    """Every filing in the trays."""
    return [entry for number in range(trays.TRAYS) for entry in trays.waiting(number) if isinstance(entry, Filed)]


def test_the_first_load_is_below_60_kb() -> None:
    """HTML, styles, icon and scripts of the first page, and those of the next, uncompressed."""
    client = Client()
    for page in (client.get("/raise/"), client.post("/raise/", {**OPINION, "step": "check"})):
        text = page.content.decode()
        loaded = re.findall(r'(?:href|src|data-worker)="/static/([^"]+)"', text)
        assert "intake/intake.css" in loaded
        size = len(page.content) + sum(Path(str(finders.find(name))).stat().st_size for name in loaded)
        assert size < 60_000, size


def test_no_page_sets_a_cookie_or_may_be_cached() -> None:
    """Not when it is shown, checked, sent or looked up; the choice of a language sets one, and that names nobody."""
    client = Client(enforce_csrf_checks=True)
    answers = [client.get(f"/{path}") for path in ("raise/", "receipt/", "raise/elsewhere/", "receipt/log/")]
    sent = send(client, OPINION)
    answers += [sent, client.post("/receipt/", {"code": code_of(sent), "step": "look"})]
    answers += [client.post("/raise/similar/", {"words": "well"}), client.get("/receipt/log/heads.json")]
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    for answer in answers:
        assert not answer.cookies, answer.request["PATH_INFO"]
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
    chosen = client.post("/raise/language/", {"language": "zh-hans", "back": "intake:receipt"})
    assert (chosen["Location"], chosen.cookies["grassrota_language"].value) == ("/receipt/", "zh-hans")
    assert client.post("/raise/language/", {"language": "xx", "back": "https://elsewhere"})["Location"] == "/raise/"
    assert not Session.objects.exists()


def test_checking_stores_nothing() -> None:
    """Before it is sent not even a tray is there."""
    answer = Client().post("/raise/", {**OPINION, "step": "check"})
    assert "The well is dry." in answer.content.decode()
    assert not Tray.objects.exists()
    back = Client().post("/raise/", OPINION)
    assert "The well is dry." in back.content.decode()


def test_a_name_that_fits_several_units_is_asked_about(world: World) -> None:
    """Without a script: the same page asks which; the one of just that name is taken without asking."""
    client = Client()
    given = {**OPINION, "place": "orth", "units": "North Office\nOffice"}
    asked = client.post("/raise/", {**given, "step": "check"})
    assert asked.status_code == 422
    page = asked.content.decode()
    assert page.count("Which of these do you mean") == 2
    office, township = world.units["south-office"], world.units["north-township"]
    told = {**given, "place_unit": str(township.pk), "unit_1": str(office.pk)}
    send(client, told)
    (filed,) = waits()
    assert filed.filing.place == township.pk
    assert set(filed.filing.units) == {world.units["north-office"].pk, office.pk}
    assert not filed.filing.unclear


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"words": ""}, "required"),
        ({"place": " "}, "required"),
        ({"named": "Zhang San"}, "office in which these people work"),
        ({"units": "\n".join(f"Office {number}" for number in range(11))}, "ten at most"),
        ({"read_as": "aloud"}, "valid choice"),
        ({"words": "x" * 8001}, "8000"),
    ],
)
def test_what_cannot_be_filed_is_said_at_the_field(given: dict[str, str], says: str) -> None:
    """Each fault is named, and nothing travels on."""
    answer = Client().post("/raise/", {**OPINION, **given, "step": "check"})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_the_office_that_should_answer_is_told_as_the_place_is(world: World, next_day: NextDay) -> None:
    """By its name, or by asking on the same page; one that nobody knows is said so, and none need be named."""
    client, office = Client(), world.units["north-office"]
    asked = client.post("/raise/", {**OPINION, "addressed": "orth Off", "step": "check"})
    assert (asked.status_code, asked.content.decode().count("Which of these do you mean")) == (422, 1)
    lost = client.post("/raise/", {**OPINION, "addressed": "The bureau of wells", "step": "check"})
    assert (lost.status_code, "No office of this name is known" in lost.content.decode()) == (422, True)
    told: tuple[dict[str, str], ...] = (
        {"addressed": "North Office"},
        {"addressed": "orth Off", "addressed_unit": str(office.pk)},
        {},
    )
    for given in told:
        send(client, {**OPINION, **given})
    assert sorted(str(filed.filing.addressed) for filed in waits()) == [str(office.pk), str(office.pk), "None"]
    next_day()
    assert Opinion.objects.filter(addressed=office).count() == 2


def test_whoever_names_what_cannot_be_told_is_far_from_those_near(next_day: NextDay) -> None:
    """An office that nobody knows makes the opinion unclear, so that nobody near receives it."""
    send(Client(), {**OPINION, "units": "The bureau of wells"})
    next_day()
    assert Opinion.objects.get().unclear


def test_contact_in_plain_words_is_sealed_before_it_is_written(key_halves: tuple[str, str], next_day: NextDay) -> None:
    """Without JavaScript: what waits is a box, and both halves open it."""
    from grassrota_web.intake.actions.filing import office_key

    public = office_key()
    assert public
    send(Client(), OPINION, {"contact": "Zhang San", "watch": "n1", "may_visit": "on"})
    (filed,) = waits()
    assert not filed.by_browser
    assert json.loads(opened(filed.box, *key_halves, public)) == {"contact": "Zhang San", "watch": "n1"}
    next_day()
    assert (Opinion.objects.get().may_visit, Contact.objects.get().sealed_by_browser) == (True, False)


def test_without_a_key_nobody_is_asked_how_to_be_reached() -> None:
    """The page says so, and what is sent all the same is kept nowhere."""
    page = Client().post("/raise/", {**OPINION, "step": "check"}).content.decode()
    assert 'name="contact"' not in page
    assert "no key yet" in page
    send(Client(), OPINION, {"contact": "Zhang San"})
    assert waits()[0].box == b""


def test_a_broken_box_is_refused(key_halves: tuple[str, str]) -> None:
    """Half a box is not taken for contact details; the raiser hears it."""
    for box in ("00ff", "no digits"):
        answer = send(Client(), OPINION, {"box": box})
        assert answer.status_code == 422
        assert "did not arrive whole" in answer.content.decode()


def test_only_codes_drawn_here_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that somebody chose, or that is two days old, leads back; nothing is filed."""
    for drawn in ("", "x", f"{draw_receipt().code}.0123", "é.é"):
        answer = Client().post("/raise/", {**OPINION, "drawn": drawn, "step": "send"})
        assert (answer.status_code, waits()) == (422, [])
        assert "too long" in answer.content.decode()


def test_sending_twice_shows_the_same_receipt() -> None:
    """Whoever presses twice has filed once."""
    client = Client()
    drawn = hidden(client.post("/raise/", {**OPINION, "step": "check"}).content.decode(), "drawn")
    sent = {**OPINION, "drawn": drawn, "step": "send"}
    assert client.post("/raise/", sent).content == client.post("/raise/", sent).content
    assert len(waits()) == 1


def work_on(subject: str, day: date) -> str:
    """Numbers that prove work, as the script finds them."""
    from hashlib import sha256

    prefix = sha256(f"{challenge(day)} {subject}".encode()).hexdigest()[:40]
    found = []
    for piece in range(16):
        number = 0
        while sha256(f"{prefix} {piece} {number}".encode()).digest()[:1] != b"\0":
            number += 1
        found.append(str(number))
    return " ".join(found)


def test_when_the_budget_is_spent_work_is_asked_for(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without work two a day by everybody together; with it as many as one likes; and never without a way out."""
    settings.INTAKE_WITHOUT_WORK = 2
    monkeypatch.setattr("grassrota_web.intake.proof_of_work.BITS", 8)
    client = Client()
    for _ in range(2):
        code_of(send(client, OPINION))
    refused = send(client, OPINION)
    assert refused.status_code == 422
    assert "Use paper or the telephone" in refused.content.decode()
    drawn = hidden(client.post("/raise/", {**OPINION, "step": "check"}).content.decode(), "drawn")
    done = work_on(drawn, date.today())  # noqa: DTZ011
    code_of(client.post("/raise/", {**OPINION, "drawn": drawn, "work": done, "step": "send"}))
    assert is_done(date.today(), drawn, done)  # noqa: DTZ011
    other = hidden(client.post("/raise/", {**OPINION, "step": "check"}).content.decode(), "drawn")
    again = client.post("/raise/", {**OPINION, "drawn": other, "work": done, "step": "send"})
    assert again.status_code == 422, "work on another code is none on this"


def test_a_code_that_is_malformed_and_one_that_is_unknown_get_the_same_answer() -> None:
    """Byte for byte, but for the code itself; and both count as guesses."""
    from grassrota_web.intake.models import Budget

    answers = []
    for code in (str(draw_receipt()), "nonsense", "0000-0000-0000-0000-0001"):
        answer = Client().post("/receipt/", {"code": code, "passphrase": "x", "step": "look"})
        answers.append((answer.status_code, answer.content.decode().replace(code, "CODE")))
    assert len(set(answers)) == 1
    assert answers[0][0] == 422
    assert Budget.objects.get(purpose="guesses").spent == 3


def test_many_wrong_codes_make_everybody_work(settings: LazySettings, raised: Raise) -> None:
    """Beyond the budget a right code opens nothing without work."""
    settings.INTAKE_GUESSES = 1
    receipt = raised()
    Client().post("/receipt/", {"code": "wrong", "step": "look"})
    answer = Client().post("/receipt/", {"code": str(receipt), "step": "look"})
    assert answer.status_code == 422
    assert "data-challenge" in answer.content.decode()


def test_status_shows_neither_words_nor_unit_without_the_passphrase(world: World, next_day: NextDay) -> None:
    """Before and after it was appended; a wrong passphrase shows no more than none."""
    client = Client()
    code = code_of(send(client, OPINION, {"passphrase": "moon over water"}))
    standing = above.Standing("with somebody", unit="North Office")
    above.STANDING.append(lambda opinion: standing)
    try:
        for appended in (False, True):
            for passphrase, opens in (("", False), ("wrong", False), ("moon over water", True)):
                given = {"code": code.lower().replace("-", " "), "passphrase": passphrase, "step": "look"}
                page = client.post("/receipt/", given).content.decode()
                assert ("The well is dry." in page) is opens
                assert ("North Office" in page) is (opens and appended)
            if not appended:
                next_day()
    finally:
        above.STANDING.pop()


def test_messages_are_locked_by_the_passphrase_and_guessing_it_is_counted(raised: Raise, next_day: NextDay) -> None:
    """With the code alone nothing of the talk is shown; each wrong passphrase counts as a wrong code does."""
    from grassrota_web.intake.models import Budget

    client = Client()
    code = code_of(send(client, OPINION, {"passphrase": "moon over water"}))
    next_day()
    tell({Opinion.objects.get().pk: "Which well is it?"})

    def look(passphrase: str) -> Any:
        return client.post("/receipt/", {"code": code, "passphrase": passphrase, "step": "look"})

    assert "Which well" not in look("").content.decode()
    assert not Budget.objects.filter(purpose="guesses").exists()
    assert look("sun").status_code == 422
    assert Budget.objects.get(purpose="guesses").spent == 1
    assert "Which well" in look("moon over water").content.decode()


def test_a_code_in_an_address_opens_nothing(raised: Raise) -> None:
    """It is posted only: an address ends up in logs."""
    answer = Client().get("/receipt/", {"code": str(raised()), "step": "look"})
    assert "Where it stands" not in answer.content.decode()


def test_messages_go_both_ways_and_answers_only_when_asked(raised: Raise, next_day: NextDay) -> None:
    """A raiser writes at any time; whether it is fixed is asked once the room above says so."""
    receipt, client = raised(), Client()
    next_day()
    tell({Opinion.objects.get().pk: "Which well is it?"})

    def post(step: str, words: str = "") -> Any:
        return client.post("/receipt/", {"code": str(receipt), "step": step, "words": words})

    assert "Which well is it?" in post("look").content.decode()
    assert "passed on tomorrow" in post("message", "The one at the mill").content.decode()
    assert post("message").status_code == 422
    for step in ("fixed", "not_fixed", "appeal"):
        assert post(step, "words").status_code == 422
    above.STANDING.append(lambda opinion: above.Standing("fixed, says the unit", asks=True, appeals=True))
    try:
        assert post("not_fixed").status_code == 422, "what is still wrong is asked for"
        assert post("not_fixed", "Still dry").status_code == 200
        assert post("appeal", "Ask somebody else").status_code == 200
        assert post("withdrawn").status_code == 200
    finally:
        above.STANDING.pop()
    next_day()
    told = [row.words for row in Message.objects.order_by("number")]
    assert told[:2] == ["Which well is it?", "The one at the mill"], "after which the room above answers the appeal"
    assert list(Answer.objects.values_list("said", flat=True)) == ["not_fixed", "appeal", "withdrawn"]
    assert "you asked to take it back" in post("look").content.decode()


def test_promise_and_proof_are_files(raised: Raise, next_day: NextDay) -> None:
    """The promise at once, the proof from the next day on; neither has a word of the opinion."""
    receipt, client = raised("a secret word"), Client()

    def post(step: str) -> Any:
        return client.post("/receipt/", {"code": str(receipt), "step": step})

    promise = post("promise")
    assert promise["Content-Disposition"] == 'attachment; filename="promise.json"'
    assert "Where it stands" in post("proof").content.decode()
    next_day()
    proof = json.loads(post("proof").content)
    assert proof["promise"] == json.loads(promise.content)
    assert "secret" not in json.dumps(proof)
    heads = json.loads(client.get("/receipt/log/heads.json").content)
    assert heads["heads"][-1] == proof["head"]
    assert proof["head"]["root"] in client.get("/receipt/log/").content.decode()


def test_contact_is_deleted_from_the_page(key_halves: tuple[str, str]) -> None:
    """One button, at once; the page then says that there are none."""
    client = Client()
    code = code_of(send(client, OPINION, {"contact": "Zhang San"}))
    looked = client.post("/receipt/", {"code": code, "step": "look"}).content.decode()
    assert "Delete my contact details" in looked
    gone = client.post("/receipt/", {"code": code, "step": "delete_contact"}).content.decode()
    assert "No contact details are kept." in gone
    assert waits()[0].box == b""


def test_similar_texts_are_the_public_ones_alone(
    world: World, raised: Raise, next_day: NextDay, settings: LazySettings
) -> None:
    """Two-character words are found, and only what was approved; "me too" needs a receipt; its raiser ends it all."""
    from grassrota_web.access.rights import Role
    from grassrota_web.opinions.actions.texts import approve_text

    receipt = raised("村里水井干了", may_publish=True)
    raised("水井很远, not public")
    next_day()
    approve_text(world.actor(Role.REVIEWER, "/"), Opinion.objects.get(words="村里水井干了").pk, "村里的水井干了")
    client = Client()
    page = client.post("/raise/similar/", {"words": "水井"}).content.decode()
    assert "村里的水井干了" in page
    assert "not public" not in page
    assert "村里的水井干了" not in client.post("/raise/similar/", {"words": "学校"}).content.decode()
    text = hidden(page, "text")
    assert client.post("/raise/similar/", {"text": text, "code": "wrong"}).status_code == 422
    assert client.post("/raise/similar/", {"text": text, "code": str(receipt)}).status_code == 200
    assert client.post("/raise/similar/", {"text": "no id", "words": "well"}).status_code == 200
    settings.INTAKE_GUESSES = 1
    refused = client.post("/raise/similar/", {"text": text, "code": str(receipt)})
    assert refused.status_code == 422, "one wrong code was all of the day's"
    settings.INTAKE_GUESSES = 1000
    looked = client.post("/receipt/", {"code": str(receipt), "step": "look"}).content.decode()
    assert 'value="keep_private"' in looked
    assert '<q lang="zh-hans">村里的水井干了</q>' in looked
    kept = client.post("/receipt/", {"code": str(receipt), "step": "keep_private"}).content.decode()
    assert 'value="keep_private"' not in kept
    assert "村里的水井干了" not in client.post("/raise/similar/", {"words": "水井"}).content.decode()
    assert not Opinion.objects.get(words="村里水井干了").may_publish


def test_an_upload_is_cleaned_and_its_name_kept_nowhere(next_day: NextDay) -> None:
    """A text goes along; a file of another type is refused at its field, and a fourth file as well."""
    note = SimpleUploadedFile("zhang-san-home.txt", "一口井".encode(), "application/x-made-up")
    send(Client(), OPINION, {"papers": [note]})
    (filed,) = waits()
    assert [(paper.kind, paper.content.decode()) for paper in filed.papers] == [("text/plain", "一口井")]
    wrong = SimpleUploadedFile("x.pdf", b"%PDF-1.7\n\x00\x01")
    assert "photograph" in send(Client(), OPINION, {"papers": [wrong]}).content.decode()
    many = [SimpleUploadedFile(f"{number}.txt", b"one") for number in range(4)]
    assert "three at most" in send(Client(), OPINION, {"papers": many}).content.decode()


def test_a_request_that_is_too_long_is_not_read() -> None:
    """It is answered with 413 before a byte of it is looked at."""
    answer = Client().post("/raise/", data=b"x", content_type="application/octet-stream", CONTENT_LENGTH="99999999")
    assert answer.status_code == 413


def test_other_ways_are_shown_where_they_were_set(settings: LazySettings) -> None:
    """The address and the number of the office, or that there are none."""
    assert "No address" in Client().get("/raise/elsewhere/").content.decode()
    settings.INTAKE_PAPER, settings.INTAKE_PHONE = "1 Lane of the Well", "0351 000"
    page = Client().get("/raise/elsewhere/").content.decode()
    assert "1 Lane of the Well" in page
    assert "0351 000" in page
