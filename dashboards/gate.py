"""Who gets to the dashboard: browsers of whoever started it, asking for this very address, and nobody else.

A request passes where it asks for a host that is ours (so no page elsewhere can have made up a name for this machine),
where its origin, if it says one, is ours (another port of this machine is a stranger, as is any other site), and where
it brings the key.  The key stands in the address that is printed at the start; a browser trades it for a cookie at its
first request, so that other people logged in to the same machine, who can reach every port of it, get nothing.

All of it is decided before the application behind sees the request: that one may ask elsewhere about a host it does
not know, and everybody would wait for the answer.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from planner.words import say

KEY = "key"
"""The name of the key in the address."""
HEALTH = "/_stcore/health"
"""Says whether the server is up, to everybody."""
_REFUSED = 1008  # the code of WebSocket for a policy that is violated
_WRONG_HOST = say("This server answers to its own address only.")
_WRONG_ORIGIN = say("Another page asked for this; only the dashboard's own pages may.")
_NO_KEY = say("Open the whole address that the command printed; it holds a key, which this request does not bring.")


@dataclass(frozen=True, slots=True)
class Gate:
    """What is let through: to these hosts, from these origins, with this key; `base` is the path of all pages."""

    hosts: frozenset[str]
    origins: frozenset[str]
    key: str
    cookie: str
    base: str = ""
    is_secure: bool = False
    """Whether the browser comes over TLS, so that the cookie goes no other way."""

    @staticmethod
    def of(port: int, key: str, address: str = "", names: Iterable[str] = ("127.0.0.1", "localhost")) -> Gate:
        """Return the gate of a server at a port of this machine; `address` is that of a proxy before it."""
        hosts = [f"{name}:{port}" for name in names]
        origins = [f"http://{host}" for host in hosts]
        parts = urlsplit(address)
        if parts.netloc:
            hosts.append(parts.netloc.lower())
            origins.append(f"{parts.scheme}://{parts.netloc.lower()}")
        return Gate(
            frozenset(hosts),
            frozenset(origins),
            key,
            f"cal_planner_{port}",  # cookies do not tell ports apart
            parts.path.rstrip("/"),
            parts.scheme == "https",
        )

    def why_not(self, scope: Scope) -> tuple[int, str] | None:
        """Return the status and the reason of a refusal; None for a request that may pass, if it brings the key."""
        headers = Headers(scope=scope)
        if headers.getlist("host") == [] or any(one.lower() not in self.hosts for one in headers.getlist("host")):
            return 400, _WRONG_HOST
        origins = headers.getlist("origin")
        # A browser always says from where it opens a WebSocket.
        if any(one.lower() not in self.origins for one in origins) or (scope["type"] == "websocket" and not origins):
            return 403, _WRONG_ORIGIN
        return None

    def brings_key(self, scope: Scope) -> bool:
        """Tell whether a request's cookie holds the key."""
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(Headers(scope=scope).get("cookie", ""))
        except CookieError:
            return False
        return self.cookie in cookies and self._is_key(cookies[self.cookie].value)

    def traded(self, scope: Scope) -> RedirectResponse | None:
        """Return where a request whose address holds the key goes on, with the cookie; None where it does not."""
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] != "GET" or not any(name == KEY and self._is_key(value) for name, value in asked):
            return None
        left = urlencode([(name, value) for name, value in asked if name != KEY])
        path = "/" + scope["path"].lstrip("/")  # never an address of another host
        answer = RedirectResponse(f"{path}?{left}" if left else path, status_code=303)
        answer.set_cookie(
            self.cookie, self.key, path=self.base or "/", httponly=True, samesite="lax", secure=self.is_secure
        )
        return answer

    def _is_key(self, text: str) -> bool:
        return hmac.compare_digest(text.encode("utf-8", "replace"), self.key.encode())


class Gatekeeper:
    """Asks the gate about every request before the application does anything."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refused = self._gate.why_not(scope)
        is_open = scope["type"] == "http" and scope["path"] == f"{self._gate.base}{HEALTH}"
        if refused is None and not is_open and not self._gate.brings_key(scope):
            if scope["type"] == "http" and (answer := self._gate.traded(scope)) is not None:
                await answer(scope, receive, send)
                return
            refused = 403, _NO_KEY
        if refused is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _REFUSED, "reason": refused[1]})
        else:
            await PlainTextResponse(refused[1], status_code=refused[0])(scope, receive, send)
