from __future__ import annotations

import stat
from pathlib import Path

import pytest

from grassrota.errors import BadInput, Refused
from grassrota.files.chain import PUBLIC, SECRET, make_chain, read_key, read_public_chain, reveal
from grassrota.inspection.chain import commit, round_key

SEED = bytes(range(32))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A chain of three keys."""
    make_chain(tmp_path / "office", 3, SEED)
    return tmp_path / "office"


def test_a_chain_is_kept_for_its_owner_alone(office: Path) -> None:
    """The secret has mode 0600; the public part holds the anchor, and not the seed."""
    assert stat.S_IMODE((office / SECRET).stat().st_mode) == 0o600
    assert read_public_chain(office).commitment == commit(SEED, 3)
    assert SEED.hex() not in (office / PUBLIC).read_text(encoding="utf-8")


def test_a_secret_is_never_overwritten(office: Path) -> None:
    """Neither a chain nor what is left of one gives way to another."""
    before = (office / SECRET).read_bytes()
    for there in (PUBLIC, SECRET):
        with pytest.raises(Refused) as caught:
            make_chain(office, 3, bytes(32))
        assert caught.value.code == "chain_exists"
        assert not (office / SECRET).exists() or (office / SECRET).read_bytes() == before
        (office / there).unlink()


def test_keys_are_revealed_link_by_link(office: Path) -> None:
    """Round 2 waits for round 1; each key is bound by the anchor, and stands in the public file from then on."""
    with pytest.raises(Refused) as caught:
        reveal(office, 2)
    assert caught.value.code == "link_skipped"
    assert read_public_chain(office).revealed == ()
    keys = tuple(reveal(office, number) for number in (1, 2))
    assert keys == (round_key(SEED, 3, 1), round_key(SEED, 3, 2))
    assert reveal(office, 1) == keys[0]
    assert read_public_chain(office).revealed == keys


def test_a_key_in_use_is_not_thereby_revealed(office: Path) -> None:
    """The office draws round 3 while nothing is public."""
    assert read_key(office, 3) == round_key(SEED, 3, 3)
    assert read_public_chain(office).revealed == ()


def test_a_secret_that_others_may_read_is_none(office: Path) -> None:
    """Whoever read it could foresee every draw, so it is refused."""
    (office / SECRET).chmod(0o640)
    with pytest.raises(Refused) as caught:
        read_key(office, 1)
    assert caught.value.code == "secret_readable"


def test_another_secret_is_found_out(office: Path) -> None:
    """A seed that was put for the one committed to gives no key."""
    (office / SECRET).write_text(f'seed = "{bytes(32).hex()}"\nrounds = 3\n', encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_key(office, 1)
    assert caught.value.code == "another_chain"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (SECRET, 'seed = "xyz"\nrounds = 3\n'),
        (SECRET, f'seed = "{SEED.hex()}"\n'),
        (PUBLIC, f'anchor = "{commit(SEED, 3).anchor}"\nrounds = 3\n[[revealed]]\nround = 1\nsecret = "{"0" * 64}"\n'),
        (PUBLIC, "rounds = 3\n"),
    ],
)
def test_a_chain_that_is_none(office: Path, name: str, text: str) -> None:
    """A seed without digits or rounds, a revealed key that the anchor does not bind, no anchor: faults of that file."""
    (office / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        reveal(office, 1)
    assert {fault.file for fault in caught.value.faults} == {name}


def test_there_are_no_more_keys_than_rounds(office: Path) -> None:
    """Round 4 of a chain of three is none."""
    with pytest.raises(BadInput, match="1 to 3"):
        read_key(office, 4)
