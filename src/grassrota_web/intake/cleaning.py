"""Taking from a picture or paper what it tells of itself: its content tells the type, and the rest is made anew.

A picture is decoded and drawn anew, so that no byte of the file stays: no place, time, camera, thumbnail or name. PDF
is refused: what it tells hides in too many places, and a photograph of the page does as well.
"""

from __future__ import annotations

import io
import unicodedata
import warnings

from PIL import Image, ImageOps

from grassrota.errors import BadInput, Fault
from grassrota_web.intake.entries import Paper

MOST, LARGEST = 3, 8 << 20
"""Papers of one filing, and bytes of each as it comes."""
SIDE = 1800
"""Pixels of the longer side of a picture, at most."""
PIXELS = 60_000_000
SIGNS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


def cleaned(content: bytes) -> Paper:
    """The paper without what it told of itself.

    Raises:
        BadInput: If it is too large, of no known type, or cannot be read.
    """
    if len(content) > LARGEST:
        raise _bad(f"at most {LARGEST >> 20} MB", "more")
    kind = _kind(content)
    if kind:
        return Paper("image/jpeg", _drawn_anew(content, kind))
    return Paper("text/plain", _plain(content))


def _kind(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for sign, kind in SIGNS.items() if content.startswith(sign)), "")


def _drawn_anew(content: bytes, kind: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=[kind]) as picture:
                if picture.width * picture.height > PIXELS:
                    raise _bad("a picture of at most 60 million points", "a larger one")
                picture.draft("RGB", (SIDE, SIDE))
                turned = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise _bad("a picture that can be read", "one that is damaged") from error
    turned.thumbnail((SIDE, SIDE))
    sheet = Image.new("RGB", turned.size, "white")
    sheet.paste(turned, mask=turned.getchannel("A"))
    drawn = io.BytesIO()
    sheet.save(drawn, "JPEG", quality=82, optimize=True)
    return drawn.getvalue()


def _plain(content: bytes) -> bytes:
    for code in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(code)
        except UnicodeDecodeError:
            continue
        if not any(unicodedata.category(sign) in {"Cc", "Cs", "Co"} for sign in text if sign not in "\r\n\t"):
            return "\n".join(text.splitlines()).encode()
    raise _bad("a photograph (JPEG, PNG, WebP) or plain text", "another type of file")


def _bad(expected: str, got: str) -> BadInput:
    return BadInput([Fault("papers", expected, got, "Take a photograph of it instead.")])
