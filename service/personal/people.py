"""One person: everything that is held of them, and their identity taken away for good.

A person is named by the id of a member or starter, a registration number, or an account's address;
each leads to what the others lead to where there is a way. What is exported is what the register
calls personal, so that a new column is never left out.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from service.access import account_store, accounts, audit
from service.access.account_store import Account
from service.access.actor import Actor, Scope
from service.personal import store
from service.personal.register import Line, Whose, register
from service.personal.rules import how_long
from service.problems import Conflict, NotFound, Unprocessable
from service.settings import Settings
from service.storage.transaction import unit_of_work
from service.surveys.sealing import Vault
from service.workforce.identity import KeyDoesNotFit, Seal, identify, identity_key

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Named:
    """Who is meant: one of the three."""

    member: str | None = None
    number: str | None = None
    email: str | None = None

    def __repr__(self) -> str:
        return "Named(...)"


@dataclass(slots=True)
class Person:
    """All ways in which somebody is known, and the ids that lead on from them."""

    account: Account | None = None
    codes: list[str] = field(default_factory=list)
    ids: dict[str, list[Any]] = field(default_factory=dict)
    """By what the id is of: member, starter, year, interview, comment, account, subject."""
    names: list[str] = field(default_factory=list)


BY: dict[str, tuple[str, str]] = {
    **{name: ("worker", "code") for name in store.BY_CODE if name not in {"member", "starter"}},
    "registration_number": ("worker", "code"),
    "member": ("id", "member"),
    "group_place": ("member", "member"),
    "member_calendar": ("member", "member"),
    "attendance": ("member", "member"),
    "commitment": ("member", "member"),
    "starter": ("id", "starter"),
    "asye_year": ("member", "member"),
    "asye_entry": ("year", "year"),
    "asye_calendar": ("year", "year"),
    "feed": ("subject", "subject"),
    "api_key": ("subject", "subject"),
    "comment": ("interview", "interview"),
    "follow_up": ("interview", "interview"),
    "coding": ("comment", "comment"),
    "suggestion_shown": ("comment", "comment"),
    "quotation": ("comment", "comment"),
    "account": ("id", "account"),
    "account_role": ("account", "account"),
    "sign_in_link": ("account", "account"),
    "sign_in_session": ("account", "account"),
    "audit_entry": ("actor_id", "account"),
}
"""Which column of a table leads to a person, and from which of their ids."""

STAYS: tuple[Mapping[str, str], ...] = (
    {
        "what": "audit_entry",
        "why": "Who changed what is kept to account for figures and cannot be changed. It has no address.",
    },
    {
        "what": "received_file received_chunk edition_record",
        "why": "The sealed files as they were received, and what editions saw: published figures are "
        "checked against them. Nobody reads them for anything else.",
    },
    {
        "what": "workforce_return",
        "why": "Findings and counts of a file by row, with the keyed code replaced.",
    },
    {
        "what": "survey_response",
        "why": "Nothing leads from a response to whoever gave it.",
    },
    {
        "what": "people_import interview_import",
        "why": "What was read of a file waits to be confirmed, or is deleted by its rule of retention.",
    },
    {
        "what": "survey_token attempt_count",
        "why": "Codes that lead to nobody, deleted by their rule of retention.",
    },
    {
        "what": "by_name",
        "why": "A name in a plan, a decision or a published edition belongs to that: it is changed there.",
    },
)
"""What no identity leads to, or what has to stay; told with each export and erasure."""


async def find(named: Named, settings: Settings) -> Person:
    """Raises NotFound where nothing leads to anybody, Unprocessable for what is no id."""
    person = Person()
    if named.email is not None:
        person.account = await accounts.with_address(named.email)
        subject = person.account.roles.get(Scope.STARTER)
        await _follow(person, members=[UUID(subject)] if subject else [])
    elif named.number is not None:
        await _follow(person, codes=[identify(named.number, identity_key(settings))])
    else:
        try:
            wanted = UUID(named.member or "")
        except ValueError:
            raise Unprocessable(
                "That is no id of a member or starter.",
                errors=[{"pointer": "/member", "detail": "an id, as 6f8c1a52-0d7e-…"}],
            ) from None
        await _follow(person, members=[wanted], starters=[wanted])
    await _account_of(person)
    if person.account is None and not await _anything(person):
        raise NotFound("Nothing is held under that.")
    return person


async def _follow(
    person: Person,
    *,
    members: list[Any] | None = None,
    starters: list[Any] | None = None,
    codes: list[str] | None = None,
) -> None:
    """From ids to keyed codes, and from these to all ids."""
    found = await store.rows("member", "id", members or [])
    waiting = await store.rows("starter", "id", starters or [])
    waiting += await store.rows("starter", "member", [row["id"] for row in found])
    known = [*(codes or []), *(row["worker"] for row in [*found, *waiting] if row["worker"])]
    found += await store.rows("member", "worker", known)
    waiting += await store.rows("starter", "worker", known)
    placed = [row["member"] for row in waiting if row["member"]]
    found += await store.rows("member", "id", placed)
    interviews = await store.rows("exit_interview", "worker", known)
    comments = await store.rows("comment", "interview", [row["id"] for row in interviews])
    people = _ids(found)
    person.codes = list(dict.fromkeys(known))
    person.ids |= {
        "code": person.codes,
        "member": people,
        "starter": _ids(waiting),
        "year": _ids(await store.rows("asye_year", "member", people)),
        "interview": _ids(interviews),
        "comment": _ids(comments),
        "subject": [str(each) for each in people],
    }
    person.names += [row["display_name"] for row in [*found, *waiting]]


async def _account_of(person: Person) -> None:
    if person.account is None:
        roles = await store.rows("account_role", "subject", person.ids.get("subject", []))
        own = [row["account"] for row in roles if row["scope"] == Scope.STARTER.value]
        person.account = await account_store.account_by_id(own[0]) if own else None
    if person.account is not None:
        person.ids["account"] = [person.account.id]
        person.names.append(person.account.name)
    person.names = sorted(set(person.names) - {store.ERASED})


async def _anything(person: Person) -> bool:
    for name, (column, key) in BY.items():
        if await store.rows(name, column, person.ids.get(key, [])):
            return True
    return False


def _ids(rows: list[store.Row]) -> list[Any]:
    return list(dict.fromkeys(row["id"] for row in rows))


# --- everything that is held ---------------------------------------------------------------------


async def export(named: Named, now: datetime, by: Actor, settings: Settings) -> Document:
    """One JSON document of all that is held of somebody. That it was made is in the trail."""
    person = await find(named, settings)
    held = [
        {
            "table": line.table,
            "what": line.what,
            "kept": how_long(line.kept or "", settings),
            "rows": [
                {name: _plain(name, row, line, settings) for name in line.columns}
                for row in await store.rows(line.table, *_place(line, person))
            ],
        }
        for line in register()
        if line.whose is not None and line.table in BY
    ]
    document: Document = {
        "made_at": now.isoformat(),
        "person": {"names": person.names, "codes": person.codes},
        "held": [each for each in held if each["rows"]],
        "by_name": await _by_name(person),
        "elsewhere": [dict(each) for each in STAYS],
    }
    async with unit_of_work():
        await audit.record(
            by,
            "person.exported",
            subject_kind="person",
            subject_id=secrets.token_hex(8),
            before=None,
            after={"rows": sum(len(_list(each["rows"])) for each in held)},
            now=now,
        )
    return document


async def summary(named: Named, settings: Settings) -> list[tuple[str, int]]:
    """What is held of somebody, in words, with how many rows; for a page. Raises NotFound."""
    person = await find(named, settings)
    counted = [
        (line.what, len(await store.rows(line.table, *_place(line, person))))
        for line in register()
        if line.whose is not None and line.table in BY
    ]
    return [(what, rows) for what, rows in counted if rows]


def _list(rows: object) -> list[Any]:
    return rows if isinstance(rows, list) else []


def _place(line: Line, person: Person) -> tuple[str, list[Any]]:
    column, key = BY[line.table]
    return column, person.ids.get(key, [])


async def _by_name(person: Person) -> list[Document]:
    """Where their name stands in a column of its own: of them, or of somebody of the same name."""
    found: list[Document] = []
    for line in register():
        if line.whose not in {Whose.NAMED, Whose.DOERS, Whose.MEMBERS, Whose.LEAVERS}:
            continue
        for column in store.texts(line.table, line.columns):
            rows = await store.rows(line.table, column, person.names)
            if rows and column != "display_name":
                found.append({"table": line.table, "column": column, "rows": len(rows)})
    return found


def _plain(name: str, row: store.Row, line: Line, settings: Settings) -> object:
    """A value as JSON has it; what is sealed is opened, for it is theirs."""
    value = row[name]
    if isinstance(value, bytes | bytearray | memoryview):
        return _opened(bytes(value), row, line, settings)
    if isinstance(value, UUID | date | datetime):
        return str(value) if isinstance(value, UUID) else value.isoformat()
    if isinstance(value, str) and value[:1] in {"{", "["}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _opened(sealed: bytes, row: store.Row, line: Line, settings: Settings) -> str:
    try:
        if line.table == "registration_number":
            key = identity_key(settings)
            return Seal(key).open_number(sealed, worker=row["worker"])
        return Vault(settings).open_text(sealed, row["id"])
    except KeyDoesNotFit:
        return "sealed under another key"


# --- the identity goes, the numbers stay ---------------------------------------------------------


async def erase(named: Named, now: datetime, by: Actor, settings: Settings) -> Document:
    """Take somebody's identity away, all of it or nothing. Raises NotFound, Conflict.

    Their rows stay one person's under a code that nobody can work out, so drafts show the same
    figures; editions are verified from what was received, so they verify.
    """
    vault = Vault(settings)
    reference = secrets.token_hex(8)
    async with unit_of_work():
        person = await find(named, settings)
        await _require_gone(person)
        for code in person.codes:
            await store.change_code(code, secrets.token_hex(16))
        await store.erase_members(person.ids.get("member", []))
        await store.erase_starters(person.ids.get("starter", []))
        await store.end_feeds(person.ids.get("subject", []), now)
        for comment in person.ids.get("comment", []):
            await store.set_words(comment, vault.seal_text("", comment))
        if person.account is not None:
            await accounts.require_another_administrator(person.account)
            await store.erase_account(person.account.id, now)
        erased: Document = {
            name: len(ids) for name, ids in sorted(person.ids.items()) if ids and name != "subject"
        }
        await audit.record(
            by,
            "person.erased",
            subject_kind="person",
            subject_id=reference,
            before=None,
            after=erased,
            now=now,
        )
    return {"reference": reference, "erased": erased, "stays": [dict(each) for each in STAYS]}


async def _require_gone(person: Person) -> None:
    """Whoever is still here would be named again by the next return or plan."""
    for code in person.codes:
        if await store.in_post(code):
            raise Conflict(
                "The returns in force say that this person is in post. Send the return with their "
                "last day first."
            )
    members = await store.rows("member", "id", person.ids.get("member", []))
    if any(row["removed_at"] is None for row in members):
        cohorts = await store.rows("cohort", "id", [row["cohort"] for row in members])
        if any(row["state"] != "closed" for row in cohorts):
            raise Conflict(
                "This person is a member of a cohort that goes on. Take them out of it first."
            )
    if any(
        row["state"] == "waiting"
        for row in await store.rows("starter", "id", person.ids.get("starter", []))
    ):
        raise Conflict("This person waits for a run. Withdraw them first.")
