"""Checks what an office promised about opinions: that yours is in its log, and that the log only grew.

Run python3 verify_receipt.py --key KEY FILE... with all files about one opinion, in any order: the promise, the proof
that it was kept, heads of the log, proofs that a later log begins with an earlier one. KEY is the office's public key
as it is posted. This needs Python 3.9 and nothing else, and sends nothing anywhere. It answers 0 if something was
proved, 1 if something does not hold, 2 if a file cannot be read or, as without a key, nothing was proved.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT_OF_MINUS_ONE = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
NOTHING = "Nothing was proved: that takes the office's key and a proof. 什么也没有证明：需要公钥和证明文件。"
SIGNED = {"promise": ("commitment", "day"), "head": ("day", "root", "size")}


def point(text: bytes) -> tuple[int, int]:
    """A point of the curve from its 32 bytes."""
    y, sign = int.from_bytes(text, "little") % 2**255, text[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT_OF_MINUS_ONE % P
    if y >= P or x * x % P != square or (sign and not x):
        raise ValueError("no point of the curve")
    return (x if x & 1 == sign else P - x), y


def plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The sum of two points."""
    (a, b), (c, d) = one, other
    turn = D * a * b * c * d % P
    inverse = pow(1 - turn * turn, -1, P)
    return (a * d + b * c) * (1 - turn) * inverse % P, (a * c + b * d) * (1 + turn) * inverse % P


def times(number: int, of: tuple[int, int]) -> tuple[int, int]:
    """A multiple of a point."""
    rest = times(number >> 1, plus(of, of)) if number else (0, 1)
    return plus(rest, of) if number & 1 else rest


def is_signed(key: bytes, text: bytes, signature: bytes) -> bool:
    """Whether the signature of a text is by the key: Ed25519, RFC 8032."""
    factor = int.from_bytes(sha512(signature[:32] + key + text).digest(), "little") % ORDER
    scale, base = int.from_bytes(signature[32:], "little"), point(b"\x58" + b"\x66" * 31)
    try:
        return scale < ORDER and times(scale, base) == plus(point(signature[:32]), times(factor, point(key)))
    except (ValueError, IndexError):
        return False


def canonical(said: dict[str, Any]) -> bytes:
    """The one spelling that is hashed and signed."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def node(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees, RFC 6962; nothing if one of them is nothing."""
    return sha256(b"\1" + left + right).digest() if left and right else b""


def root_over(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root to which a leaf and its path lead; nothing if the path has another length."""
    if size == 1 or not path:
        return leaf if size == 1 and not path else b""
    middle = 1 << (size - 1).bit_length() - 1
    if index < middle:
        return node(root_over(leaf, index, middle, path[:-1]), path[-1])
    return node(path[-1], root_over(leaf, index - middle, size - middle, path[:-1]))


def roots_over(known: bytes, early: int, size: int, path: list[bytes]) -> tuple[bytes, bytes]:
    """The roots of an earlier and a later tree to which a path leads; ``known`` is the earlier while it is whole."""
    if early == size or not path:
        whole = known if not path else path[0] if len(path) == 1 and not known else b""
        return (whole, whole) if early == size else (b"", b"")
    middle = 1 << (size - 1).bit_length() - 1
    if early <= middle:
        old, new = roots_over(known, early, middle, path[:-1])
        return old, node(new, path[-1])
    old, new = roots_over(b"", early - middle, size - middle, path[:-1])
    return node(path[-1], old), node(path[-1], new)


def included(file: dict[str, Any], path: list[bytes]) -> tuple[bool, str]:
    """Whether a promise was kept."""
    promise, head, index, first = file["promise"], file["head"], file["index"], (file["before"] or {"size": 0})["size"]
    leaf = sha256(b"\0" + canonical({name: promise[name] for name in SIGNED["promise"]})).digest()
    placed = head["root"] and promise["day"] == head["day"] and first <= index < head["size"]
    if not placed or root_over(leaf, index, head["size"], path).hex() != head["root"]:
        return False, f"Your opinion of {promise['day']} is not in the log of that day. 您的意见不在当天的日志中。"
    return True, f"Your opinion of {promise['day']} is in the log of that day. 您的意见已在当天的日志中。"


def continued(file: dict[str, Any], path: list[bytes]) -> tuple[bool, str]:
    """Whether a later log begins with an earlier one."""
    old, new = file["earlier"], file["later"]
    early, size, roots = old["size"], new["size"], tuple(bytes.fromhex(each["root"]) for each in (old, new))
    if early > size or (early and (b"" in roots or roots_over(roots[0], early, size, path) != roots)):
        return False, f"Between {old['day']} and {new['day']} opinions were taken out, put in or changed. 日志被改过。"
    return True, f"{new['day']}: all {early} of {old['day']} unchanged, {size - early} more. 原有意见都在，未被改动。"


def judged(file: dict[str, Any], key: bytes, noted: list[dict[str, Any]]) -> Iterator[tuple[bool, str]]:
    """What a file comes to: whether it holds, and in words. What was signed in it is noted."""
    if "heads" in file:
        yield from (told for head in file["heads"] for told in judged({**head, "kind": "head"}, key, noted))
        return
    if file["kind"] in SIGNED:
        noted.append({"grassrota": f"{file['kind']} 1", **{name: file[name] for name in SIGNED[file["kind"]]}})
        if key and not is_signed(key, canonical(noted[-1]), bytes.fromhex(file["signature"])):
            yield False, f"The {file['kind']} of {file['day']} was not signed by the office. 签名不符。"
        return
    for name in ("promise", "before", "head", "earlier", "later"):
        part = {**(file.get(name) or {}), "kind": "promise" if name == "promise" else "head"}
        yield from judged(part, key, noted) if file.get(name) else ()
    yield (included if file["kind"] == "inclusion" else continued)(file, [bytes.fromhex(step) for step in file["path"]])


def main() -> int:
    """Judges every file, and whether all speak of one opinion and one log."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--key", type=bytes.fromhex, default=b"", help="public key of the office, 64 hex digits")
    parser.add_argument("files", nargs="+", metavar="FILE")
    options, told, noted = parser.parse_args(), list[tuple[bool, str]](), list[dict[str, Any]]()
    for name in options.files:
        try:
            told += judged(json.loads(Path(name).read_text("utf-8")), options.key, noted)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            parser.error(f"{name} cannot be read. 无法读取。")
    if len({said["commitment"] for said in noted if "commitment" in said}) > 1:
        told.append((False, "The files are about different opinions. 文件所指的不是同一条意见。"))
    heads = {(said["day"], said["size"], said["root"]) for said in noted if "root" in said}
    if any(len({head[at] for head in heads}) < len({head[at:] for head in heads}) for at in (0, 1)):
        told.append((False, "Two heads of one log differ: two people were shown two logs. 日志有两个版本。"))
    for holds, words in told:
        print(words if holds else f"NO 不成立: {words}")
    code = 1 if not all(holds for holds, words in told) else 0 if options.key and told else 2
    print(("Everything holds. 全部成立。", "Show these files to somebody independent. 请交独立者核查。", NOTHING)[code])
    return code


if __name__ == "__main__":
    raise SystemExit(main())
