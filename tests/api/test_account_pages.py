"""Accounts as the administrator looks after them in the browser."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest

from service.access import accounts
from service.access.account_view import version
from service.access.actor import Scope
from service.problems import Conflict
from service.storage.tables.access import AuditEntry
from tests.api.conftest import NOW, OPERATOR

LINK = re.compile(r'readonly value="http[^"]*(/sign-in/[\w-]{43})"')


async def test_an_administrator_invites_gives_roles_and_disables(sign_in_as, client):
    office = await sign_in_as(Scope.ADMIN, name="Ada Demo")
    given = {"name": "<b>Jo</b> Demo", "email": "Jo@Testshire.example", "role-hr": "yes"}
    made = await office.post("/accounts/new", {**given, "id": "x", "role-nothing": "yes"})
    assert made.status_code == 200
    assert made.headers["cache-control"] == "private, no-store"
    link = LINK.search(made.text)
    assert link
    jo = await accounts.with_address("jo@testshire.example")
    assert jo.roles == {Scope.HR: None}
    listed = await office.get("/accounts")
    assert "&lt;b&gt;Jo&lt;/b&gt; Demo" in listed.text
    assert (await client.post(link[1])).status_code == 303
    page = f"/accounts/{jo.id}"
    assert link[1] not in (await office.get(page)).text

    form = {"do": "roles", "version": version(jo.roles), "role-manager": "yes"}
    lacking = await office.post(page, form)
    assert lacking.status_code == 422
    assert 'href="#roles"' in lacking.text
    changed = await office.post(page, form | {"subject-manager": "North"})
    assert (changed.status_code, changed.headers["location"]) == (303, page)
    assert (await accounts.with_id(jo.id)).roles == {Scope.MANAGER: "North"}
    stale = await office.post(page, form | {"role-psw": "yes", "subject-manager": "South"})
    assert stale.status_code == 409
    assert "Line manager: North" in stale.text
    assert 'value="South"' in stale.text
    assert (await accounts.with_id(jo.id)).roles == {Scope.MANAGER: "North"}

    assert LINK.search((await office.post(page, {"do": "link"})).text)
    assert (await office.post(page, {"do": "disable"})).status_code == 303
    assert (await accounts.with_id(jo.id)).disabled_at is not None
    assert LINK.search((await office.post(page, {"do": "link"})).text) is None
    assert (await office.post(page, {"do": "enable"})).status_code == 303
    rows = await AuditEntry.select().where(AuditEntry.subject_id == str(jo.id))
    assert {row["actor"] for row in rows if row["action"] != "account.signed-in"} == {"Ada Demo"}
    made = [row for row in rows if row["action"] == "account.link-made"]
    assert [set(json.loads(row["after"])) for row in made] == [{"expires_at"}] * len(made)
    assert made
    assert (await office.get(f"/accounts/{UUID(int=1)}")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"name": "", "email": "a@b.example", "role-hr": "yes"}, 422, "name"),
        ({"name": "Jo", "email": "nobody", "role-hr": "yes"}, 422, "email"),
        ({"name": "Jo", "email": "a@b.example"}, 422, "roles"),
        ({"name": "Jo", "email": "p1@testshire.example", "role-hr": "yes"}, 409, "email"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field_and_kept(sign_in_as, fields, status, field):
    office = await sign_in_as(Scope.ADMIN)
    answer = await office.post("/accounts/new", fields)
    assert answer.status_code == status
    assert f'<a href="#{field}">' in answer.text
    assert f'value="{fields["email"]}"' in answer.text
    assert len(await accounts.listing()) == 1


async def test_the_last_administrator_stays(sign_in_as):
    office = await sign_in_as(Scope.ADMIN, name="Ada Demo")
    await accounts.create("Al", "al@testshire.example", {Scope.HR: None}, NOW, OPERATOR)
    (ada,) = [each for each in await accounts.listing() if each.name == "Ada Demo"]
    page = f"/accounts/{ada.id}"
    roles = {"do": "roles", "version": version(ada.roles), "role-psw": "yes"}
    for form in ({"do": "disable"}, roles):
        refused = await office.post(page, form)
        assert refused.status_code == 409
        assert "is the only administrator of accounts" in refused.text
    assert (await accounts.with_id(ada.id)) == ada


async def test_roles_that_were_changed_since_they_were_seen_are_not_replaced(app):
    jo = await accounts.create("Jo Demo", "jo@testshire.example", {Scope.HR: None}, NOW, OPERATOR)
    await accounts.set_roles(jo.id, {Scope.PSW: None}, NOW, OPERATOR, seen=jo.roles)
    with pytest.raises(Conflict, match="Somebody else changed the roles"):
        await accounts.set_roles(jo.id, {Scope.CODER: None}, NOW, OPERATOR, seen=jo.roles)
    assert (await accounts.with_id(jo.id)).roles == {Scope.PSW: None}
