"""A small directory that speaks OpenID Connect, on this machine, for the tests of the way through one."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "grassrota", "shared with the directory"


@cache
def key(whose: str) -> rsa.RSAPrivateKey:
    """A key for signing; making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class DirectoryServer:
    """Signs for whoever its test says has signed in there.

    Attributes:
        issuer: Its address.
        claims: What its next token says beyond the usual, or instead of it; None leaves a claim out.
        told: What it tells of the user beyond ``sub``.
        algorithm: With which it signs.
        signs_with: The key; not the published one if a test wants it so.
        calls: Paths that were asked for.
    """

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"
        self.key = self.signs_with = key("of the directory")
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.calls: list[str] = []
        self._asked: dict[str, dict[str, str]] = {}

    def signed_in(self, asked: dict[str, str], username: str) -> str:
        """The code with which the browser comes back, for somebody who signed in at the directory."""
        self.told = {"preferred_username": username, **self.told}
        self._asked["code"] = asked
        return "code"

    def answer(self, path: str, form: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """What the address answers."""
        self.calls.append(path)
        if path == "/.well-known/openid-configuration":
            names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
            return 200, {"issuer": self.issuer, **{name: f"{self.issuer}/{name}" for name in names}}
        if path == "/jwks_uri":
            public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo_endpoint":
            return 200, {"sub": "u-1", **self.told}
        if path == "/token_endpoint":
            return self._token({name: values[0] for name, values in form.items()})
        return 404, {}

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._asked.pop(form["code"], None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        known = (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)
        if asked is None or not known or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "sub": "u-1", "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        claims = {name: value for name, value in {**usual, **self.claims}.items() if value is not None}
        signer: Any = SECRET * 2 if self.algorithm == "HS256" else None if self.algorithm == "none" else self.signs_with
        token = jwt.encode(claims, signer, algorithm=self.algorithm, headers={"kid": "1"})
        return 200, {"id_token": token, "access_token": "at", "token_type": "Bearer"}


@contextmanager
def running() -> Iterator[DirectoryServer]:
    """The directory, for as long as a test lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            status, told = directory.answer(self.path, parse_qs(self.rfile.read(length).decode()))
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    directory = DirectoryServer(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield directory
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
