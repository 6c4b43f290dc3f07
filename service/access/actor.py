"""Who is asking, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    PSW = "psw"
    HR = "hr"
    ACADEMY = "academy"
    READ = "read"
    CODER = "coder"
    """Reads what leavers and staff wrote, as they wrote it, and codes it."""
    FACILITATOR = "facilitator"
    MANAGER = "manager"
    STARTER = "starter"
    AUDITOR = "auditor"
    """Reads the audit trail, and changes nothing."""
    ADMIN = "admin"
    """Says who may sign in. A role of people: no key has it."""


PERSONAL = frozenset({Scope.FACILITATOR, Scope.MANAGER, Scope.STARTER})
"""A key of one of these is bound to a subject and sees what is that subject's own, nothing else."""

OFFICE = tuple(scope for scope in Scope if scope not in PERSONAL and scope is not Scope.ADMIN)
"""Scopes of the whole council, which may be combined in one key."""

OF_KEYS = tuple(scope for scope in Scope if scope is not Scope.ADMIN)
"""Every scope that a key may have."""


ROLE_WORDS = {
    Scope.PSW: "principal social worker",
    Scope.HR: "HR",
    Scope.ACADEMY: "academy lead",
    Scope.READ: "reader of breakdowns",
    Scope.CODER: "coder of answers",
    Scope.FACILITATOR: "facilitator",
    Scope.MANAGER: "line manager",
    Scope.STARTER: "new starter",
    Scope.AUDITOR: "auditor",
    Scope.ADMIN: "administrator of accounts",
}
"""What people call each."""


@dataclass(frozen=True, slots=True)
class Actor:
    """``name`` goes into the audit trail; ``key_id`` is None for the command line and for people."""

    name: str
    scopes: frozenset[Scope]
    key_id: UUID | None = None
    subject: str | None = None
    """Whose the key is when its scope is PERSONAL: a member's id, a team, a facilitator's name."""
    account_id: UUID | None = None
    """Of somebody who is signed in."""

    @property
    def personal(self) -> Scope | None:
        """The scope that shows only what is the subject's own; None for a key of the council."""
        return next(iter(self.scopes), None) if self.scopes and self.scopes <= PERSONAL else None


OPERATOR = "cli:"
"""How the name of an operator begins in the audit trail; the name of no key does."""


def command_line(user: str) -> Actor:
    """The operator at the command line may do everything and is named in the audit trail."""
    return Actor(name=f"{OPERATOR}{user}", scopes=frozenset(OFFICE))
