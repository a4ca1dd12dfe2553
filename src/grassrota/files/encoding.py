"""What bytes that are no UTF-8 text look like."""

from __future__ import annotations


def wrong_encoding(content: bytes) -> str:
    """In words, what bytes that are no UTF-8 text look like."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "what looks like UTF-16"
    if b"\0" in content:
        return "zero bytes, as in UTF-16 or a binary file"
    return "what looks like GBK (GB18030)" if likely_gbk(content) else "bytes that are no UTF-8"


def likely_gbk(content: bytes) -> bool:
    """Whether bytes are Chinese text in GBK or GB18030, rather than UTF-8, UTF-8 with a broken byte, or Latin-1."""
    if b"\0" in content or _is_utf8(content):
        return False
    try:
        characters = sum(not character.isascii() for character in content.decode("gb18030"))
    except UnicodeDecodeError:
        return False
    high = sum(byte >= 0x80 for byte in content)
    # Chinese that is whole as UTF-8 but for a byte: GBK hardly ever looks like characters of three bytes
    whole = sum("\u3000" <= character <= "\u9fff" for character in content.decode("utf-8", "ignore"))
    # in GBK both bytes of nearly every character are high; Latin-1 read as GBK mostly pairs a high byte with a letter
    return 2 * high > 3 * characters and 2 * 3 * whole < high


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True
