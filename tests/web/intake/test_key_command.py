"""The office's key comes in three files, and its halves open what the public part sealed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota_web.config.commands.intake import HALVES, PUBLIC, key
from grassrota_web.intake.sealed_box import opened, seal


def test_a_key_is_made_once_in_two_halves(tmp_path: Path) -> None:
    """For their owner alone; a half by itself opens nothing; what is there is never written over."""
    folder = tmp_path / "key"
    made = key(folder, quiet=True)
    assert made.data
    texts = {name: (folder / name).read_text().strip() for name in (PUBLIC, *HALVES)}
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in texts} == {0o600}
    public = bytes.fromhex(texts[PUBLIC])
    box = seal("at the mill", public)
    assert opened(box, texts[HALVES[0]], texts[HALVES[1]], public) == "at the mill"
    with pytest.raises(BadInput):
        key(folder, quiet=True)
