from __future__ import annotations

from pathlib import Path

import pytest

from grassrota.errors import BadInput
from grassrota.files.tables import read_table, read_text

LIST = "编号,姓名,单位\np1,王小明,水利局\np2,朱镕,hq\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """A CSV list reads alike whether it was saved as UTF-8, with a byte order mark, as GBK or as GB18030."""
    (tmp_path / "t.csv").write_bytes(LIST.encode(encoding))
    table = read_table(tmp_path / "t.csv")
    assert table.header == ("编号", "姓名", "单位")
    assert table.rows == ((2, ("p1", "王小明", "水利局")), (3, ("p2", "朱镕", "hq")))


def test_known_bytes(tmp_path: Path) -> None:
    """The two bytes CD F5 of GB 2312 are the character wang, and the four bytes 82 35 F4 33 of GB 18030 a rare one."""
    (tmp_path / "t.csv").write_bytes(b"id,name\na,\xcd\xf5\nb,\xc0\xee\xcb\xc4\nc,\x82\x35\xf4\x33\n")
    names = [cells[1] for _, cells in read_table(tmp_path / "t.csv").rows]
    assert names == ["王", "李四", b"\x82\x35\xf4\x33".decode("gb18030")]


def test_policies_are_utf8(tmp_path: Path) -> None:
    """A TOML file in GBK is refused with advice, since its standard allows UTF-8 only."""
    (tmp_path / "policy.toml").write_bytes('title = "一九五七年冬"\n'.encode("gbk"))
    with pytest.raises(BadInput, match="got what looks like GBK"):
        read_text(tmp_path / "policy.toml")
