"""Names replaced by pseudonyms that stay the same from import to import, with the key in a file apart.

A pseudonym is a keyed hash of what it stands for, so the same secret always gives the same one and nobody without it
finds the name by trying.  The key file holds the secret and what each pseudonym stands for; whoever has it reads plans
and inventories made with pseudonyms.  Servers, licences and documents keep their names: they are nobody's.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import os
import re
import secrets
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from planner.errors import UsageError

if TYPE_CHECKING:
    from planner.imports.joined import Joined

_LETTERS = 12
_PSEUDONYM = re.compile(rf"(?:person|machine|address)-[a-z2-7]{{{_LETTERS}}}")
_PERSON, _MACHINE, _ADDRESS = "person", "machine", "address"
_COLUMNS = {
    "user_id": _PERSON, "person_id": _PERSON, "stand_in_for": _PERSON, "assigned_to": _PERSON, "name": _PERSON,
    "email": _PERSON, "device_id": _MACHINE,
}  # fmt: skip
_WORD = re.compile(r"[\w.@#$-]+")
_NUMBER = re.compile(r"(employee id |one person |one employee id, )([\w.-]+\w)")
_LONGEST = 200
_IP = re.compile(r"(?<![\w.:])[0-9a-f]*[.:][0-9a-f.:]+(?![\w.:])", re.IGNORECASE)


@dataclass(slots=True)
class Key:
    """The secret, and what each pseudonym stands for."""

    secret: bytes
    names: dict[str, str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    """Pseudonyms by what they stand for, in small letters."""
    _by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Names by their first word, in small letters."""

    def __post_init__(self) -> None:
        for folded in self.made:
            self._index(folded)

    def pseudonym(self, kind: str, name: str) -> str:
        """Return the pseudonym of a name, whatever its case; a blank name has none."""
        folded = name.strip().casefold()
        if not folded or _PSEUDONYM.fullmatch(name):
            return name
        if folded not in self.made:
            digest = hmac.new(self.secret, folded.encode("utf-8"), hashlib.sha256).digest()
            made = f"{kind}-{base64.b32encode(digest).decode()[:_LETTERS].lower()}"
            self.made[folded] = made
            self.names.setdefault(made, name.strip())
            self._index(folded)
        return self.made[folded]

    def _index(self, folded: str) -> None:
        if word := _WORD.search(folded):
            self._by_word[word[0]].append(folded)

    def hide(self, text: str) -> str:
        """Return a text with the names that have pseudonyms, and all addresses, replaced."""
        if text.casefold() in self.made:
            return self.made[text.casefold()]
        text = _NUMBER.sub(lambda found: found[1] + self.pseudonym(_PERSON, found[2]), text)
        text = _IP.sub(lambda found: self.pseudonym(_ADDRESS, found[0]) if _is_address(found[0]) else found[0], text)
        parts, at = [], 0
        while word := _WORD.search(text, at):
            parts.append(text[at : word.start()])
            name = self._name_at(text, word)
            at = word.start() + len(name)
            parts.append(self._hidden(name))
        return "".join(parts) + text[at:]

    def _name_at(self, text: str, word: re.Match[str]) -> str:
        """Return the longest name that begins with a word of a text; the word itself where none does."""
        rest = text[word.start() : word.start() + _LONGEST].casefold()
        for name in sorted(self._by_word.get(word[0].casefold(), ()), key=len, reverse=True):
            if rest.startswith(name) and not _WORD.match(rest, len(name)):
                return text[word.start() : word.start() + len(name)]
        return word[0]

    def _hidden(self, word: str) -> str:
        folded = word.casefold()
        plain, host = folded.strip(".$"), folded.partition(".")[0]
        if folded in self.made:
            return self.made[folded]
        if plain in self.made:
            return word.casefold().replace(plain, self.made[plain])
        if "@" in word and len(word) > 1:
            return self.pseudonym(_PERSON, word)
        return self.made[host] + word[len(host) :] if host in self.made else word

    def reveal(self, text: str) -> str:
        """Return a text with all pseudonyms replaced by what they stand for."""
        return _PSEUDONYM.sub(lambda found: self.names.get(found[0], found[0]), text)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def learn(key: Key, joined: Joined) -> None:
    """Give everybody and every machine a pseudonym, under all names that texts may call them by."""
    for account in joined.people.accounts:
        for row in account.rows:
            for name in (row.logon, row.upn, *row.mails, row.name, row.object_id, row.sid):
                key.pseudonym(_PERSON, name)
            for word in re.findall(r"\w{3,}", row.name):
                key.pseudonym(_PERSON, word)
        key.pseudonym(_PERSON, account.id)
        if not account.in_directory:
            key.pseudonym(_PERSON, account.id.rpartition("\\")[2])
    for machine in joined.machines.devices:
        for name in (machine.id, *machine.hosts, *machine.serials, *machine.entra_ids):
            key.pseudonym(_MACHINE, name)
        for each in machine.rows:
            key.pseudonym(_MACHINE, each.label)


def without_quotes(text: str) -> str:
    """Return a sentence without what it quotes from cells."""
    return re.sub(r'"[^"]*"', '"..."', text)


def read_key(path: Path) -> Key:
    """Return the key in a file; a new one where there is no such file yet.

    Raises UsageError for a file that holds something else.
    """
    if not path.exists():
        return Key(secrets.token_bytes(32))
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        names = {str(made): str(name) for made, name in held["names"].items()}
        return Key(bytes.fromhex(held["secret"]), names, {name.casefold(): made for made, name in names.items()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise UsageError(f"{path.name} is no file with a key to pseudonyms.") from problem


def write_key(path: Path, key: Key) -> None:
    """Write a key so that nobody else on the machine may read it."""
    held = {"secret": key.secret.hex(), "names": dict(sorted(key.names.items()))}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(held, ensure_ascii=False, indent=1) + "\n")


def hide_sheets(key: Key, sheets: Mapping[str, Iterable[Mapping[str, object]]]) -> dict[str, list[dict[str, object]]]:
    """Return the rows of an inventory with people and machines replaced; mail addresses are left out."""
    return {name: [_hidden_row(key, name, row) for row in rows] for name, rows in sheets.items()}


def _hidden_row(key: Key, sheet: str, row: Mapping[str, object]) -> dict[str, object]:
    hidden = dict(row)
    for column, kind in _COLUMNS.items():
        value = row.get(column)
        if value in (None, ""):
            continue
        if column == "email" or (column == "name" and sheet == "Devices"):
            hidden[column] = None
        elif column == "name" and sheet == "Users":
            hidden[column] = key.pseudonym(_PERSON, str(value))
        elif column != "name":
            hidden[column] = key.pseudonym(kind, str(value))
    return hidden


def hide_values(key: Key, value: Any) -> Any:
    """Return JSON, or rows of cells, with the names in all texts replaced."""
    match value:
        case str():
            return key.hide(value)
        case dict():
            return {hide_values(key, name): hide_values(key, held) for name, held in value.items()}
        case list() | tuple():
            return [hide_values(key, each) for each in value]
    return value


def reveal_file(key: Key, source: Path, target: Path) -> None:
    """Write a file of the program's with the pseudonyms in it replaced by names: a workbook, or any text.

    Raises UsageError for a file that is neither.
    """
    if zipfile.is_zipfile(source):
        _reveal_workbook(source, target, lambda text: _PSEUDONYM.sub(lambda found: _in_xml(key, found[0]), text))
        return
    try:
        text = source.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError) as problem:
        raise UsageError(f"{source.name} is neither a workbook nor text.") from problem
    is_json = source.suffix.lower() == ".json"
    target.write_text(_PSEUDONYM.sub(lambda found: _in_text(key, found[0], is_json), text), encoding="utf-8")


def _in_text(key: Key, made: str, is_json: bool) -> str:
    name = key.names.get(made, made)
    return json.dumps(name, ensure_ascii=False)[1:-1] if is_json else name


def _in_xml(key: Key, made: str) -> str:
    return escape(key.names.get(made, made))


def _reveal_workbook(source: Path, target: Path, reveal: Callable[[str], str]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.endswith(".xml"):
                content = reveal(content.decode("utf-8")).encode("utf-8")
            new.writestr(part, content)
