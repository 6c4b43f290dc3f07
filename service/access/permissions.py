"""The permission table: for every route and page, what opens it and for whom.

``data/permissions.tsv`` is written by hand, so that who may see what is decided, and reviewed, in
one place. ``tests/architecture/test_permissions.py`` compares it with the guard of every route, and
``tests/api/test_permissions.py`` asks every route as everybody.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from service.access.actor import Scope


class OpenedBy(StrEnum):
    PUBLIC = "public"
    LINK = "link"
    """A secret in the address."""
    KEY = "key"
    """An API key with one of the scopes."""
    SESSION = "session"
    """Somebody signed in with one of the roles."""


@dataclass(frozen=True, slots=True)
class Permission:
    """``path`` as the route is written; ``scopes`` are empty where nobody in particular is asked."""

    method: str
    path: str
    by: OpenedBy
    scopes: frozenset[Scope]


@cache
def permissions() -> tuple[Permission, ...]:
    """All lines of the table, in order of path and method."""
    text = (files("service.access") / "data" / "permissions.tsv").read_text("utf-8")
    return tuple(_line(line) for line in text.splitlines()[1:])


def _line(line: str) -> Permission:
    method, path, by, scopes = line.split("\t")
    return Permission(
        method, path, OpenedBy(by), frozenset(Scope(scope) for scope in scopes.split())
    )
