"""Checks what an office promised about opinions: that yours is in its log, and that the log only grew.

Run python3 verify_receipt.py --key KEY FILE... with all files about one opinion, in any order: promise, proof, leaves
of its day, heads of the log, proofs that a later log begins with an earlier one. KEY is the office's public key. This
needs Python 3.9 and nothing else, and sends nothing anywhere. It answers 0 if something was proved, 1 if something does
not hold, 2 if a file cannot be read or, as without a key, nothing was proved.
"""

import json
from argparse import ArgumentParser
from functools import reduce
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT_OF_MINUS_ONE = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
NOTHING = "Nothing was proved: that takes the office's key and a proof. 什么也没有证明：需要公钥和证明文件。"
SIGNED = {"promise": ("commitment", "day"), "head": ("day", "root", "size")}


def point(text: bytes) -> tuple[int, int]:
    """A point of the curve from its 32 bytes; zeros, which are on no curve, if they are none."""
    sign, y = divmod(int.from_bytes(text, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT_OF_MINUS_ONE % P
    return (x if x & 1 == sign else P - x, y) if y < P and x * x % P == square and (x or not sign) else (0, 0)


def plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The sum of two points."""
    (a, b), (c, d) = one, other
    turn = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + turn, -1, P) % P, (a * c + b * d) * pow(1 - turn, -1, P) % P


def is_signed(key: bytes, text: bytes, signature: bytes) -> bool:
    """Whether the signature of a text is by the key: Ed25519, RFC 8032."""
    factor = int.from_bytes(sha512(signature[:32] + key + text).digest(), "little") % ORDER
    scale, total, base, (x, y) = int.from_bytes(signature[32:], "little"), (0, 1), point(b"X" + b"f" * 31), point(key)
    for bit in reversed(range(256)):
        total = plus(total, total)
        for number, of in ((scale, base), (factor, (P - x, y))):
            total = plus(total, of) if number >> bit & 1 else total
    return scale < ORDER and (0, 0) != total == point(signature[:32])


def canonical(said: dict[str, Any], kind: str, **more: str) -> bytes:
    """The one spelling of what is hashed and signed of a promise or head."""
    parts = {**{name: said[name] for name in SIGNED[kind]}, **more}
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def node(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees, RFC 6962; nothing if one of them is nothing."""
    return sha256(b"\1" + left + right).digest() if left and right else b""


def climbed(start: bytes, number: int, last: int, path: list[bytes]) -> tuple[bytes, bytes]:
    """The roots over what ends with a subtree, and over all up to the last of its height; RFC 9162, 2.1.3 and 2.1.4."""
    old = new = start
    for step in path:
        while number == last and number and not number & 1:
            number, last = number >> 1, last >> 1
        old, new = (node(step, old), node(step, new)) if number & 1 else (old, node(new, step) if last else b"")
        number, last = number >> 1, last >> 1
    return (b"", b"") if last else (old, new)


def kept(file: dict[str, Any], path: list[bytes]) -> tuple[bool, str]:
    """Whether a promise, or everything that is listed for a day, stands in the log of that day."""
    head, first = file["head"], (file["before"] or {"size": 0})["size"]
    leaves = file.get("leaves", [file.get("promise")])
    hashed = [sha256(b"\0" + canonical(leaf, "promise")).digest() for leaf in leaves]
    if "leaves" in file:
        placed = len({*hashed}) == len(hashed) == head["size"] - first
        for number, leaf in enumerate(hashed, first):
            while number & 1:
                number, leaf = number >> 1, node(path.pop(), leaf)
            path.append(leaf)
        root = reduce(lambda below, peak: node(peak, below), path[::-1])
        what, who = f"The {len(leaves)} opinions listed for {head['day']} are", f"名单上的{len(leaves)}条意见"
    else:
        placed = first <= file["index"] < head["size"]
        root = climbed(hashed[0], file["index"], head["size"] - 1, path)[1]
        what, who = f"Your opinion of {leaves[0]['day']} is", "您的意见"
    holds = placed and root.hex() == head["root"] != "" and all(leaf["day"] == head["day"] for leaf in leaves)
    told, said = ("in", "已在") if holds else ("not in", "不在")
    return holds, f"{what} {told} the log of that day. {who}{said}当天的日志中。"


def continued(file: dict[str, Any], path: list[bytes]) -> tuple[bool, str]:
    """Whether a later log begins with an earlier one."""
    old, new = file["earlier"], file["later"]
    early, size, roots = old["size"], new["size"], tuple(bytes.fromhex(each["root"]) for each in (old, new))
    number, last = early - 1, size - 1
    while number > 0 and (number & 1 or early == size):
        number, last = number >> 1, last >> 1
    start, *rest = path or [b""] if number > 0 else [roots[0], *path]
    if early > size or (early and (b"" in roots or climbed(start, number, last, rest) != roots)):
        return False, f"Between {old['day']} and {new['day']} opinions were taken out, put in or changed. 日志被改过。"
    return True, f"{new['day']}: all {early} of {old['day']} unchanged, {size - early} more. 原有意见都在，未被改动。"


def judged(file: dict[str, Any], key: bytes, noted: list[dict[str, Any]]) -> list[tuple[bool, str]]:
    """What a file comes to: whether it holds, and in words. What was signed in it is noted."""
    kind = file.get("kind")
    if kind in SIGNED:
        noted.append({name: file[name] for name in SIGNED[kind]})
        text, signature = canonical(file, kind, grassrota=f"{kind} 1"), bytes.fromhex(file["signature"])
        told = [(False, f"The {kind} of {file['day']} was not signed by the office. 签名不符。")]
        return told if key and not is_signed(key, text, signature) else []
    parts = [{**of, "kind": name if name == "promise" else "head"} for name, of in file.items() if isinstance(of, dict)]
    parts += [{**head, "kind": "head"} for head in file.get("heads", ())]
    told = [line for part in parts for line in judged(part, key, noted)]
    path = [bytes.fromhex(step) for step in file.get("peaks", file.get("path", ()))]
    return told if "heads" in file else [*told, (continued if "earlier" in file else kept)(file, path)]


def main() -> int:
    """Judges every file, and whether all speak of one opinion and one log."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--key", type=bytes.fromhex, default=b"", help="public key of the office, 64 hex digits")
    parser.add_argument("files", nargs="+", metavar="FILE")
    options, told, noted = parser.parse_args(), list[tuple[bool, str]](), list[dict[str, Any]]()
    files = list[dict[str, Any]]()
    for name in options.files:
        try:
            files.append(json.loads(Path(name).read_text("utf-8")))
            told += judged(files[-1], options.key, noted)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            parser.error(f"{name} cannot be read. 无法读取。")
    lists = [(of["head"]["day"], {leaf["commitment"] for leaf in of["leaves"]}) for of in files if "leaves" in of]
    own = {said["commitment"]: said["day"] for said in noted if "commitment" in said}
    told += [(False, "The files are about different opinions. 文件所指的不是同一条意见。")] if len(own) > 1 else []
    if any(on == day and promise not in listed for promise, day in own.items() for on, listed in lists):
        told.append((False, "Your opinion is not listed among those of its day. 当天的名单中没有您的意见。"))
    heads = {(said["day"], said["size"], said["root"]) for said in noted if "root" in said}
    if any(len({head[at] for head in heads}) < len({head[at:] for head in heads}) for at in (0, 1)):
        told.append((False, "Two heads of one log differ: two people were shown two logs. 日志有两个版本。"))
    print("".join(words + "\n" if holds else f"NO 不成立: {words}\n" for holds, words in told), end="")
    code = 1 if not all(holds for holds, words in told) else 0 if options.key and told else 2
    print(("Everything holds. 全部成立。", "Show these files to somebody independent. 请交独立者核查。", NOTHING)[code])
    return code


if __name__ == "__main__":
    raise SystemExit(main())
