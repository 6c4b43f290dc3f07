"""The administrator's pages of accounts: what is shown, and what a form asks for. Plain values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.access.account_store import Account, Roles
from service.access.actor import PERSONAL, ROLE_WORDS, Scope
from service.access.naming import SUBJECTS
from service.web.english import moment_words


@dataclass(frozen=True, slots=True)
class AccountLine:
    id: str
    name: str
    email: str
    roles: tuple[str, ...]
    disabled: str
    """Since when; empty for who may sign in."""
    signed_in: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One checkbox; ``asks`` says what else a personal role needs, with what was typed."""

    scope: str
    words: str
    chosen: bool
    asks: str
    subject: str


@dataclass(frozen=True, slots=True)
class AccountForm:
    name: str
    email: str
    roles: tuple[RoleChoice, ...]
    faults: tuple[tuple[str, str], ...] = ()

    def fault(self, field: str) -> str:
        return next((words for name, words in self.faults if name == field), "")


def lines(found: Sequence[Account]) -> tuple[AccountLine, ...]:
    """Who may sign in first, then who no longer may; each by name."""
    return tuple(
        line(each) for each in sorted(found, key=lambda each: each.disabled_at is not None)
    )


def line(account: Account) -> AccountLine:
    return AccountLine(
        id=str(account.id),
        name=account.name,
        email=account.email,
        roles=in_words(account.roles),
        disabled=moment_words(account.disabled_at) if account.disabled_at else "",
        signed_in=moment_words(account.signed_in_at) if account.signed_in_at else "Never",
    )


def in_words(roles: Roles) -> tuple[str, ...]:
    return tuple(
        ROLE_WORDS[scope][:1].upper() + ROLE_WORDS[scope][1:] + (f": {subject}" if subject else "")
        for scope, subject in sorted(roles.items())
    )


def form_of(
    roles: Roles,
    *,
    name: str = "",
    email: str = "",
    faults: Sequence[tuple[str, str]] = (),
) -> AccountForm:
    return AccountForm(
        name,
        email,
        tuple(
            RoleChoice(
                scope.value,
                ROLE_WORDS[scope][:1].upper() + ROLE_WORDS[scope][1:],
                scope in roles,
                SUBJECTS.get(scope, ""),
                roles.get(scope) or "",
            )
            for scope in Scope
        ),
        tuple(faults),
    )


def roles_asked(fields: Mapping[str, str]) -> Roles:
    """The roles that are ticked, with what was typed beside a personal one. Nothing is checked yet."""
    return {
        scope: fields.get(f"subject-{scope}", "").strip() if scope in PERSONAL else None
        for scope in Scope
        if fields.get(f"role-{scope}")
    }


def version(roles: Roles) -> str:
    """What the form was made from, so that nobody overwrites what they have not seen."""
    return " ".join(f"{scope}={subject or ''}" for scope, subject in sorted(roles.items()))


def faults_of(pointers: Sequence[tuple[str, str]], detail: str) -> tuple[tuple[str, str], ...]:
    """Where a refusal belongs on the form: ``/name`` is the field of that name, roles are one group."""
    fields = {"/name": "name", "/email": "email"}
    field = next((fields[pointer] for pointer, _ in pointers if pointer in fields), "roles")
    return ((field, detail),)
