"""Which server a word means: columns of lists are called after servers, or after what servers are for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.imports.mapping import vocabulary

_BETWEEN = re.compile(r"\s*[,;/|+&\n]\s*|\s+(?:und|and|et|i|oraz)\s+")
_REMOTE = "remote"


def short_name(text: str) -> str:
    """Return the name of a machine without its domain, in small letters."""
    name = text.strip().casefold().rstrip("$")
    return name if re.fullmatch(r"[\d.]+", name) else name.partition(".")[0]


@dataclass(frozen=True)
class KnownServers:
    """The servers that are in use, by short name, and what each is for, as the list writes it."""

    roles_of: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Short names, in the order of the list."""
        return tuple(self.roles_of)

    def is_name(self, text: str) -> bool:
        """Tell whether a text is the name of a server."""
        return short_name(text) in self.roles_of

    def is_remote(self, server: str) -> bool:
        """Tell whether a server is for Remote Desktop, by its role."""
        return _REMOTE in self._kinds(self.roles_of.get(server, ""))

    @property
    def remote(self) -> tuple[str, ...]:
        """The servers that are for Remote Desktop."""
        return tuple(server for server in self.roles_of if self.is_remote(server))

    def meant_by(self, header: str) -> tuple[str, str]:
        """Return the one server that a header means and why, both empty where it means none or several."""
        if self.is_name(header):
            return short_name(header), "it is the name of a server"
        said = header.strip().casefold()
        by_role = [server for server, roles in self.roles_of.items() if said in self._parts(roles)]
        if len(by_role) == 1:
            return by_role[0], f"it is the role of {by_role[0]}"
        kind = vocabulary.values("role").find(header)
        by_kind = [server for server, roles in self.roles_of.items() if kind and kind in self._kinds(roles)]
        if len(by_kind) == 1:
            return by_kind[0], f"{by_kind[0]} is the only server with that role"
        if len(by_kind) > 1:
            return "", f"{', '.join(by_kind)} have that role"
        return "", ""

    @staticmethod
    def _parts(roles: str) -> list[str]:
        return [part.casefold() for part in _BETWEEN.split(roles.strip()) if part]

    @classmethod
    def _kinds(cls, roles: str) -> set[str]:
        words = vocabulary.values("role")
        found = {words.find(part) for part in (roles, *cls._parts(roles))}
        inside = words.find_inside(roles) if not found - {None} else None
        return {kind for kind in found if kind} | ({inside[1]} if inside else set())
