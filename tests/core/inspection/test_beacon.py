from __future__ import annotations

import json
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grassrota.errors import BadInput, Refused
from grassrota.inspection import drand
from grassrota.inspection.beacon import Beacon

ROUND = "drand quicknet 657413"
SIGNATURE = "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b"
RANDOMNESS = "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
"""Round 657413 of quicknet as the network published it; the vector of the library's own documentation."""


def test_a_pasted_drand_round_is_verified_without_any_connection() -> None:
    """Its outcome is the randomness that the network published, whether pasted as signature or as the relay's JSON."""
    shown = json.dumps({"round": 657413, "randomness": RANDOMNESS, "signature": SIGNATURE})
    for pasted in (SIGNATURE, SIGNATURE.upper(), f" {SIGNATURE}\n", shown):
        assert Beacon(1, ROUND, pasted).outcome == RANDOMNESS


@settings(max_examples=20)
@given(st.integers(0, 383))
def test_one_changed_bit_of_a_signature_is_none(bit: int) -> None:
    """Whichever bit is turned, the network did not sign it."""
    other = f"{int(SIGNATURE, 16) ^ (1 << bit):096x}"
    with pytest.raises(BadInput, match="signature"):
        Beacon(1, ROUND, other)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("drand quicknet 657414", SIGNATURE),  # of another round
        (ROUND, RANDOMNESS),  # the outcome without the signature proves nothing
        (ROUND, "4 1 6 6 2 3"),
        (ROUND, "[1]"),
        (ROUND, '{"round": 657413'),
        (ROUND, json.dumps({"round": 657414, "signature": SIGNATURE})),
        (ROUND, json.dumps({"round": 657413, "signature": SIGNATURE, "randomness": "00" * 32})),
        ("Drand Quicknet 657413", "4 1 6"),  # a name that would pass for a source needing no check
        ("drand", SIGNATURE),
    ],
)
def test_what_the_network_did_not_sign_is_no_beacon(name: str, text: str) -> None:
    """Another round's signature, a bare outcome, dice, broken JSON, and a name that hides the round are refused."""
    with pytest.raises(BadInput):
        Beacon(1, name, text)


def test_without_the_library_nothing_is_taken_on_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names what to install, and dice as the other way."""
    monkeypatch.setitem(sys.modules, "drand_verify", None)
    drand._signed.cache_clear()
    with pytest.raises(Refused, match=r"grassrota\[drand\], or throw dice") as caught:
        Beacon(1, ROUND, SIGNATURE)
    assert caught.value.code == "drand_unverifiable"


def test_the_day_of_a_round_is_counted_from_the_first() -> None:
    """Round 1 fell on 23 August 2023 (UTC); a day has 28,800 rounds of three seconds."""
    assert drand.day_of(1) == date(2023, 8, 23)
    assert drand.day_of(1 + 28_800 * 131) == date(2024, 1, 1)
