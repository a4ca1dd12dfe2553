"""What the core says reaches the reader in the reader's language, whatever stands in its gaps."""

from __future__ import annotations

import re
from datetime import date

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from grassrota.errors import Fault, Refused
from grassrota.forms import Role as Work
from grassrota.posting.steps import BatchRecord, Posting, arrive, depart
from grassrota.turns import Turn
from grassrota_web.access.rights import Role
from grassrota_web.access.spoken import spoken, spoken_fault
from tests.web.catalogue.core import GAP
from tests.web.catalogue.extract import CATALOGUE, CORE
from tests.web.conftest import SignedIn, World

YEAR = Turn(date(1957, 12, 9), date(1958, 12, 8))
POSTING = Posting("p1", "office", "o1", 1, "field_work", Work.FIELD_WORK, YEAR, "office", listed_on=date(1957, 12, 1))


def _shapes() -> list[tuple[str, str]]:
    with CATALOGUE.open("rb") as file:
        return [(str(message.id), str(message.string)) for message in read_po(file) if message.context == CORE]


def test_every_sentence_is_found_by_its_shape_whatever_is_in_its_gaps() -> None:
    """No shape hides behind another one: each sentence, filled with names, comes out as its own translation."""
    lost = []
    with override("zh-hans"):
        for english, chinese in _shapes():
            names = {gap: f"甲{at}乙" for at, gap in enumerate(dict.fromkeys(GAP.findall(english)))}
            if spoken(english.format(**names)) != chinese.format(**names):
                lost.append((english, spoken(english.format(**names))))
    assert lost == []


def test_readers_of_english_read_the_sentence_itself() -> None:
    """Whoever reads English reads what the rule says, word for word."""
    with override("en"):
        assert [english for english, _ in _shapes() if spoken(english) != english] == []


def test_objections_are_told_one_by_one() -> None:
    """A refusal with several objections is told with each of them, and with days as they are written there."""
    record = BatchRecord(1, list_published_on=date(1957, 12, 1))
    with pytest.raises(Refused) as refused, override("zh-hans"):
        depart(POSTING, date(1957, 12, 9), record, [])
    with override("zh-hans"):
        told = spoken(refused.value.message)
    assert told == (
        "p1 不能于1957年12月9日出发：到1957年12月9日为止，讨论没有开放；到1957年12月9日为止，没有向本批说明情况。"
    )


def test_states_are_told_by_their_words() -> None:
    """A code of the core is never shown as it is."""
    with pytest.raises(Refused) as refused:
        arrive(POSTING, date(1957, 12, 9))
    with override("zh-hans"):
        assert spoken(refused.value.message) == "p1 的下放状态是“已列名单”；要到达，状态须为已出发。"


def test_what_has_no_shape_stays_as_it_is() -> None:
    """Nothing is guessed."""
    with override("zh-hans"):
        assert spoken("Something that nobody ever said.") == "Something that nobody ever said."


def test_faults_are_told_with_and_without_their_place() -> None:
    """At its field a fault says what is wrong; away from it, where as well."""
    fault = Fault("low", "at least 3", "2", "Split it.", "openings.csv", 4)
    with override("en"):
        assert spoken_fault(fault) == "Expected at least 3, got 2. Split it."
    with override("zh-hans"):
        assert spoken_fault(fault) == "应为：至少 3；实为：2。请拆分文件。"
        assert spoken_fault(fault, placed=True) == "openings.csv，第4行“low”列：应为：至少 3；实为：2。请拆分文件。"


def test_the_page_of_a_refusal_is_in_the_readers_language(world: World, signed_in: SignedIn) -> None:
    """Whoever opens what is not theirs reads why in their own language."""
    client = signed_in(world.account(Role.STAFF_MEMBER, world.units["north"], name="甲", person="n1"))
    for language, told in (("zh-hans", "您的角色不能打开这一页。"), ("en", "Your roles do not open this page.")):
        answer = client.get("/accounts/", headers={"accept-language": language})
        assert answer.status_code == 403
        assert re.search(rf"<p>{told}</p>", answer.content.decode())
