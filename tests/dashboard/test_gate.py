"""Who is let in: this very address, no stranger's page, and only with the key."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from dashboards.gate import Gate, Gatekeeper
from planner.store import database

KEY = "a-key_of-our-own"
HERE = "http://127.0.0.1:8600"
PROXY = "https://cal.example.com/planner"
GATE = Gate.of(8600, KEY)
LET_IN = {"cookie": f"theme=dark; cal_planner_8600={KEY}"}
PASSED = -1


@dataclass
class Answer:
    """What came back: PASSED where the application behind got to see the request."""

    status: int
    headers: dict[str, str]
    text: str = ""


def ask(path, headers=(), *, method="GET", kind="http", gate=GATE, host="127.0.0.1:8600"):
    """Ask as a browser does, and return what comes back."""
    parts = urlsplit(f"http://x{path}") if not path.startswith("//") else None
    sent = {"host": host, **dict(headers)}
    scope = {
        "type": kind,
        "path": parts.path if parts else path.split("?")[0],
        "query_string": (parts.query if parts else path.partition("?")[2]).encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items() if value is not None],
    } | ({"method": method} if kind == "http" else {})
    said = []

    async def application(_scope, _receive, _send):
        said.append({"type": "passed"})

    async def send(message):
        said.append(message)

    asyncio.run(Gatekeeper(application, gate)(scope, None, send))
    first = said[0]
    if first["type"] == "passed":
        return Answer(PASSED, {})
    if first["type"] == "websocket.close":
        return Answer(first["code"], {}, first["reason"])
    answered = {name.decode(): value.decode() for name, value in first["headers"]}
    return Answer(first["status"], answered, said[1]["body"].decode())


def test_the_printed_address_is_traded_for_a_cookie_and_leaves_no_key_behind():
    answer = ask(f"/plan?plan=7&key={KEY}&who=a%26b")
    assert (answer.status, answer.headers["location"]) == (303, "/plan?plan=7&who=a%26b")
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in (f"cal_planner_8600={KEY}", "HttpOnly", "SameSite=lax", "Path=/"))
    assert "Secure" not in cookie
    assert ask("/plan?plan=7", LET_IN).status == PASSED


@pytest.mark.parametrize("path", ["/", "/plan?key=", "/plan?key=another", f"/?Key={KEY}", "/_stcore/upload_file/a"])
def test_without_the_key_there_is_nothing(path):
    answer = ask(path)
    assert answer.status == 403
    assert "the whole address" in answer.text
    assert "set-cookie" not in answer.headers
    assert ask(path, {"cookie": "cal_planner_8600=another"}).status == 403


@pytest.mark.parametrize("cookie", [f"cal_planner_8601={KEY}", "cal_planner_8600", '\x00"=;=', "cal_planner_8600=é"])
def test_other_cookies_are_not_ours(cookie):
    assert ask("/", {"cookie": cookie}).status == 403


def test_only_a_look_is_let_in_by_an_address():
    assert ask(f"/?key={KEY}", method="POST").status == 403
    assert ask(f"/_stcore/stream?key={KEY}", {"origin": HERE}, kind="websocket").status == 1008


def test_health_is_told_to_everybody_here():
    assert ask("/_stcore/health").status == PASSED
    assert ask("/_stcore/health", host="example.invalid").status == 400


@pytest.mark.parametrize(
    "host",
    ["example.invalid", "127.0.0.1", "127.0.0.1:8601", "localhost:8600.example.invalid", "127.0.0.1:8600@x", "", None],
)
def test_other_names_of_this_machine_are_refused(host):
    assert ask("/", LET_IN, host=host).status == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8600", "LOCALHOST:8600"])
def test_our_own_names_are_not(host):
    assert ask("/", LET_IN, host=host).status == PASSED


STRANGERS = [
    "http://127.0.0.1:8601", "https://127.0.0.1:8600", "http://example.invalid", "null", "http://127.0.0.1",
    "http://127.0.0.1:8600.example.invalid", "",
]  # fmt: skip


@pytest.mark.parametrize("origin", STRANGERS)
def test_pages_of_strangers_get_nothing(origin):
    assert ask("/x", LET_IN | {"origin": origin}, method="POST").status == 403
    assert ask("/_stcore/stream", LET_IN | {"origin": origin}, kind="websocket").status == 1008


def test_a_websocket_says_whence_it_comes_and_brings_the_key():
    assert ask("/_stcore/stream", LET_IN, kind="websocket").status == 1008
    assert ask("/_stcore/stream", {"origin": HERE}, kind="websocket").status == 1008
    assert ask("/_stcore/stream", LET_IN | {"origin": HERE}, kind="websocket").status == PASSED


def test_behind_a_proxy_its_address_is_ours_too():
    gate = Gate.of(8600, KEY, PROXY)
    there = {"gate": gate, "host": "cal.example.com"}
    answer = ask(f"/planner/?key={KEY}", **there)
    assert (answer.status, answer.headers["location"]) == (303, "/planner/")
    assert all(part in answer.headers["set-cookie"] for part in ("Secure", "Path=/planner"))
    assert ask("/planner/", LET_IN | {"origin": "https://cal.example.com"}, **there).status == PASSED
    assert ask("/planner/", LET_IN | {"origin": "http://cal.example.com"}, **there).status == 403
    assert ask("/planner/_stcore/health", **there).status == PASSED
    assert ask("/planner/", LET_IN, host="cal.example.com").status == 400  # not ours without the proxy


def test_an_address_leads_to_no_other_host():
    answer = ask(f"//example.invalid/x?key={KEY}")
    assert (answer.status, answer.headers["location"]) == (303, "/example.invalid/x")


@pytest.mark.parametrize("content", [b"", b"\n", b"short", "ключ".encode() * 20])
def test_a_key_that_was_cut_off_is_made_anew(monkeypatch, tmp_path, content):
    """An empty file of the key, as a full disk leaves one, would have let everybody in."""
    monkeypatch.setattr(database, "data_folder", lambda: tmp_path)
    (tmp_path / "dashboard.key").write_bytes(content)
    key = database.own_key()
    assert len(key) > 32
    assert database.own_key() == key
    assert [path.name for path in tmp_path.iterdir()] == ["dashboard.key"]
