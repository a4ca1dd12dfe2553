"""The inspection office's hash chain as a folder: ``secret.toml`` for the office, ``public.toml`` for everybody."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grassrota.errors import BadInput, Fault, Refused
from grassrota.files import kinds
from grassrota.files.tables import written
from grassrota.files.toml import read_toml
from grassrota.inspection.chain import MOST_ROUNDS, Commitment, RoundKey, commit, round_key

SECRET, PUBLIC = "secret.toml", "public.toml"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class PublicChain:
    """What everybody may know: the commitment, how many keys it binds, and those revealed so far, from round 1 on."""

    commitment: Commitment
    rounds: int
    revealed: tuple[RoundKey, ...] = ()


def make_chain(folder: Path, rounds: int, seed: bytes) -> Commitment:
    """Makes a chain and keeps it; a secret that is there is never overwritten.

    Args:
        folder: Where it goes; made if it is not there.
        rounds: How many keys.
        seed: At least 32 random bytes.

    Raises:
        BadInput: If ``rounds`` or ``seed`` is out of range.
        Refused: ``chain_exists``, if the folder holds a chain.
    """
    commitment = commit(seed, rounds)
    if (folder / SECRET).exists() or (folder / PUBLIC).exists():
        message = f"{folder} holds a chain: it is never overwritten. Name another folder."
        raise Refused("chain_exists", message, folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(f'seed = "{seed.hex()}"\nrounds = {rounds}\n')
        stream.flush()
        os.fsync(stream.fileno())
    _publish(folder, PublicChain(commitment, rounds))
    return commitment


def read_key(folder: Path, number: int) -> RoundKey:
    """The key of a round, for the office alone: it is not thereby revealed.

    Raises:
        BadInput: If there is no such round, or the secret is not well formed.
        Refused: ``secret_readable``, if others on this machine may read the secret; ``another_chain``, if it is not the
            one that was committed to.
    """
    path = folder / SECRET
    if path.exists() and path.stat().st_mode & _OTHERS:
        message = (
            f"Others may read {path}: whoever did can foresee every draw. Make a new chain, and keep it to yourself."
        )
        raise Refused("secret_readable", message, file=str(path))
    top = read_toml(path)
    seed, rounds = top.take("seed", kinds.string), top.take("rounds", kinds.whole(1, MOST_ROUNDS))
    top.finish()
    key = top.made(lambda: round_key(bytes.fromhex(_hexadecimal(seed or "")), rounds or 1, number))
    top.raise_if_any()
    assert key is not None
    if not read_public_chain(folder).commitment.binds(key):
        raise Refused(
            "another_chain", f"The secret in {folder} is not the one that was committed to.", folder=str(folder)
        )
    return key


def reveal(folder: Path, number: int) -> RoundKey:
    """Publishes the key of the next round, link by link; one that is out may be revealed again.

    Raises:
        BadInput: As ``read_key``.
        Refused: As ``read_key``; ``link_skipped``, if one before it is not revealed: this key would betray it.
    """
    public = read_public_chain(folder)
    key = read_key(folder, number)
    following = len(public.revealed) + 1
    if number > following:
        message = f"The key of round {number} gives those before it away: reveal that of round {following} first."
        raise Refused("link_skipped", message, round=number, next=following)
    if number == following:
        _publish(folder, replace(public, revealed=(*public.revealed, key)))
    return key


def read_public_chain(folder: Path) -> PublicChain:
    """What everybody may know of a chain.

    Raises:
        BadInput: If it is not well formed, or a revealed key is not bound by the commitment.
    """
    top = read_toml(folder / PUBLIC)
    anchor, rounds = top.take("anchor", kinds.string), top.take("rounds", kinds.whole(1, MOST_ROUNDS))
    needed = {"round": kinds.whole(1, MOST_ROUNDS), "secret": kinds.string}
    keys = [section.record(RoundKey, needed, {}) for section in top.sections("revealed")]
    top.finish()
    commitment = top.made(lambda: Commitment(anchor or ""))
    for number, key in enumerate(keys, start=1):
        if key is not None and commitment is not None and not (key.round == number and commitment.binds(key)):
            top.fault("revealed", f"the key of round {number} that was committed to", f"that of round {key.round}")
    top.raise_if_any()
    assert commitment is not None
    assert rounds is not None
    return PublicChain(commitment, rounds, tuple(key for key in keys if key is not None))


def _publish(folder: Path, public: PublicChain) -> None:
    with written(folder / PUBLIC) as stream:
        stream.write("\n".join(_lines(public)) + "\n")


def _lines(public: PublicChain) -> Sequence[str]:
    keys = [
        line
        for key in public.revealed
        for line in ("", "[[revealed]]", f"round = {key.round}", f'secret = "{key.secret}"')
    ]
    return (f'anchor = "{public.commitment.anchor}"', f"rounds = {public.rounds}", *keys)


def _hexadecimal(text: str) -> str:
    try:
        bytes.fromhex(text)
    except ValueError:
        raise BadInput([Fault("seed", "hexadecimal digits", f"{len(text)} characters")]) from None
    return text
