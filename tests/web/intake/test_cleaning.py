"""Nothing that a picture or paper tells of itself stays."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from grassrota.errors import BadInput
from grassrota_web.intake import cleaning
from grassrota_web.intake.cleaning import cleaned

MARK = "Zhang-San-was-here"


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture that tells of a camera, a place, an author and its own time, wherever its type can."""
    image, out = Image.new("RGB", size, "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x0110], exif[0x013B], exif[0x0132], exif[0x0112] = MARK, MARK, "1957:12:09 08:15:00", 6
    exif.get_ifd(0x8825)[1] = "N"
    notes = PngInfo()
    notes.add_itxt("Author", MARK)
    image.save(out, kind, exif=exif, **({"pnginfo": notes} if kind == "PNG" else {"xmp": MARK.encode()}))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew(kind: str) -> None:
    """Camera, author, place and time are gone with every other byte of the file; it is turned as it was to be seen."""
    told = picture(kind)
    assert MARK.encode() in told
    paper = cleaned(told)
    assert paper.kind == "image/jpeg"
    assert MARK.encode() not in paper.content
    assert b"1957:12:09" not in paper.content
    with Image.open(io.BytesIO(paper.content)) as found:
        assert dict(found.getexif()) == {}
        assert found.size == (30, 40)
        assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_large_picture_is_made_smaller() -> None:
    """No side is longer than 1,800 points: enough to read a page by, and too little to tell a camera."""
    with Image.open(io.BytesIO(cleaned(picture("JPEG", (4000, 400))).content)) as found:
        assert max(found.size) == 1800


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 " + bytes(20),
        b"\xff\xd8\xff" + b"no picture",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"PK\x03\x04" + bytes(30),
        b"\x7fELF\0",
        bytes(10),
        "\ud7ff\ue000".encode(),
    ],
)
def test_what_is_neither_picture_nor_plain_text_is_refused(content: bytes) -> None:
    """PDF, workbooks, programs, and what only begins like a picture, whatever its name says."""
    with pytest.raises(BadInput):
        cleaned(content)


def test_what_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By bytes before it is looked at, and by points before it is unpacked."""
    with pytest.raises(BadInput, match="8 MB"):
        cleaned(bytes(cleaning.LARGEST + 1))
    monkeypatch.setattr(cleaning, "PIXELS", 1000)
    with pytest.raises(BadInput, match="points"):
        cleaned(picture("PNG"))


def test_plain_text_comes_in_both_encodings() -> None:
    """UTF-8 with or without its mark, and GB 18030, become UTF-8 with plain line ends."""
    for content in ("水井\r\n干了".encode(), "水井\n干了".encode("utf-8-sig"), "水井\r干了".encode("gb18030")):
        assert cleaned(content).content.decode() == "水井\n干了"


def test_what_hangs_behind_or_within_a_picture_is_gone() -> None:
    """A page behind the last byte and a comment before the first line: no byte of either is left."""
    told = picture("JPEG")
    comment = MARK.encode()
    hung = told[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + told[2:] + b"<script>1</script>"
    paper = cleaned(hung)
    assert paper.content.startswith(b"\xff\xd8\xff")
    assert paper.content.endswith(b"\xff\xd9")
    assert all(mark not in paper.content for mark in (comment, b"script", b"\xff\xfe"))
