"""Tokens of programs: some of one's rights, until a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grassrota.errors import Refused
from grassrota_web.access.actions.passwords import set_password
from grassrota_web.access.actions.tokens import end, make
from grassrota_web.access.actor import NOBODY
from grassrota_web.access.models import Account, Grant, Token
from grassrota_web.access.queries import actor_of
from grassrota_web.access.rights import DECIDING, RIGHTS, Right, Role
from grassrota_web.access.tokens import actor_of_token
from grassrota_web.journal.models import Entry
from tests.web.access.signing import shown
from tests.web.conftest import SignedIn, World


def soon() -> date:
    """A day within reach."""
    return timezone.localdate() + timedelta(days=30)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role=st.sampled_from(sorted(Role)), data=st.data())
def test_a_token_holds_what_it_was_given_and_the_account_still_holds(
    world: World, role: Role, data: st.DataObject
) -> None:
    """For any choice of rights: those chosen, at the account's places, and nothing else; none once the role ended."""
    account = world.account(role, world.units["north"])
    actor = actor_of(account, True)
    chosen = data.draw(st.sets(st.sampled_from(sorted(RIGHTS[role])), min_size=1))
    header = f"Bearer {make(actor, account, 'x', chosen, soon())}"
    program = actor_of_token(header)
    assert {right for right in Right if program.holds(right)} == chosen
    assert all(program.paths(right) == actor.paths(right) for right in chosen)
    grants = Grant.objects.filter(account=account)
    grants.update(until=timezone.localdate())
    assert not any(actor_of_token(header).holds(right) for right in Right)
    grants.update(until=None)


def test_rights_that_are_not_held_are_not_given(world: World) -> None:
    """Nor none at all; and an account that gave its password alone gives no right of a deciding role."""
    organiser = world.account(Role.ORGANISER, "/")
    for actor, rights in (
        (actor_of(organiser, True), [Right.MANAGE_ACCOUNTS]),
        (actor_of(organiser, True), []),
        (actor_of(organiser, False), [Right.READ_UNITS]),
    ):
        with pytest.raises(Refused) as refusal:
            make(actor, organiser, "x", rights, soon())
        assert refusal.value.code == "rights"
    assert not Token.objects.exists()


@pytest.mark.parametrize("role", sorted(DECIDING))
def test_a_token_made_without_the_second_factor_never_decides(world: World, role: Role) -> None:
    """A reader who becomes an organiser has a token that goes on reading as a reader."""
    account = world.account(Role.READER, "/", name="reader")
    header = f"Bearer {make(actor_of(account, False), account, 'x', [Right.READ_UNITS], soon())}"
    Grant.objects.filter(account=account).update(role=role, confirmed_by="second person")
    assert not actor_of_token(header).holds(Right.READ_UNITS)


def test_a_token_is_kept_as_a_hash_with_the_day_of_its_last_use(world: World) -> None:
    """Its text is nowhere in the store or the journal, and no time finer than a day."""
    account = world.account(Role.READER, "/")
    text = make(actor_of(account, False), account, "nightly", [Right.READ_UNITS], soon())
    assert Token.objects.get().last_used is None
    actor_of_token(f"Bearer {text}")
    (row,) = Token.objects.values()
    assert row["last_used"] == timezone.localdate()
    assert text not in str(row) + str(Entry.objects.get().after)
    assert (Entry.objects.get().after or {})["label"] == "nightly"


def test_a_token_out_of_force_is_nobody_s(world: World) -> None:
    """Wrong, expired, ended, of a closed account, or not a bearer's: nobody."""
    account = world.account(Role.READER, "/")
    actor = actor_of(account, False)
    text = make(actor, account, "x", [Right.READ_UNITS], timezone.localdate())
    for header in ("", "Bearer", "Bearer ", f"Basic {text}", f"Bearer {text}x", text):
        assert actor_of_token(header) == NOBODY
    assert actor_of_token(f"bearer {text}").account == str(account.pk)
    Token.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert actor_of_token(f"Bearer {text}") == NOBODY
    Token.objects.update(expires_on=timezone.localdate())
    Account.objects.update(is_active=False)
    assert actor_of_token(f"Bearer {text}") == NOBODY
    Account.objects.update(is_active=True)
    end(actor, Token.objects.get())
    assert actor_of_token(f"Bearer {text}") == NOBODY
    assert list(Entry.objects.order_by("number").values_list("verb", flat=True)) == [
        "access.make_token",
        "access.end_token",
    ]


def test_a_token_lasts_a_year_at_most(world: World) -> None:
    """And not until yesterday."""
    account = world.account(Role.READER, "/")
    for days in (-1, 367):
        with pytest.raises(Refused, match="last day"):
            make(
                actor_of(account, False), account, "x", [Right.READ_UNITS], timezone.localdate() + timedelta(days=days)
            )


def test_a_program_does_nothing_to_its_account(world: World) -> None:
    """A token neither makes tokens nor sets the password: a stolen one stays what it is."""
    account = world.account(Role.READER, "/")
    program = actor_of_token(f"Bearer {make(actor_of(account, False), account, 'x', [Right.READ_UNITS], soon())}")
    for call, args in ((make, ("y", [Right.READ_UNITS], soon())), (set_password, ("another password",))):
        with pytest.raises(Refused, match="right"):
            call(program, account, *args)


def test_tokens_are_made_shown_once_and_ended_by_pages(world: World, signed_in: SignedIn) -> None:
    """The page offers one's own rights; another account's token is not found."""
    client = signed_in(world.account(Role.READER, "/"))
    offered = shown(client.get("/account/tokens/"), 'name="rights" value="(.*?)"')
    assert set(offered) == set(RIGHTS[Role.READER])
    assert "There is a problem" in client.post("/account/tokens/", {}).content.decode()
    given_ = {"label": "nightly", "rights": ["read_units"], "expires_on": str(soon())}
    (text,) = shown(client.post("/account/tokens/", given_), "<code>(grassrota_[^…]*?)</code>")
    assert actor_of_token(f"Bearer {text}").holds(Right.READ_UNITS)
    page = client.get("/account/tokens/").content.decode()
    assert "nightly" in page
    assert text not in page
    token = Token.objects.get()
    stranger = signed_in(world.account(Role.READER, "/", name="stranger"))
    assert stranger.post(f"/account/tokens/{token.pk}/end/").status_code == 404
    assert client.post(f"/account/tokens/{token.pk}/end/").status_code == 302
    assert actor_of_token(f"Bearer {text}") == NOBODY
