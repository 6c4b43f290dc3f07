"""Who is asking, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    PSW = "psw"
    HR = "hr"
    ACADEMY = "academy"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Actor:
    """``name`` goes into the audit trail; ``key_id`` is None for the command line."""

    name: str
    scopes: frozenset[Scope]
    key_id: UUID | None = None


def command_line(user: str) -> Actor:
    """The operator at the command line may do everything and is named in the audit trail."""
    return Actor(name=f"cli:{user}", scopes=frozenset(Scope))
