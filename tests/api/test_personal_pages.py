"""One person's data in the browser: what is held is shown, copied, and erased once it is confirmed."""

from __future__ import annotations

import pytest

from service.access import accounts
from service.access.actor import Scope
from service.storage.tables.access import AuditEntry
from tests.api.conftest import NOW, OPERATOR
from tests.small_council import sent

PAGE = "/accounts/person"


@pytest.fixture(autouse=True)
def on_one_database(engine_name: str):
    if engine_name != "sqlite":
        pytest.skip("tests/storage/test_personal_data.py does the same on both")


async def test_a_copy_is_taken_and_somebody_is_erased(sign_in_as, settings):
    await sent(settings)
    admin = await sign_in_as(Scope.ADMIN, name="Ada Demo")
    jo = await accounts.create("Jo Demo", "jo@testshire.example", {Scope.HR: None}, NOW, OPERATOR)
    assert (await admin.get(PAGE)).text.count("Show what is held") == 1
    for fields, status, said in (
        ({"way": "email", "value": ""}, 422, "Say how they are known here"),
        ({"way": "email", "value": "<b>x</b>"}, 404, "Nobody with this e-mail address"),
        ({"way": "member", "value": "x"}, 422, "no id of a member"),
        ({"way": "number", "value": "SW1001", "do": "erase", "confirm": "yes"}, 409, "in post"),
        ({"way": "number", "value": "SW1003", "do": "erase"}, 422, 'href="#confirm">Tick the box'),
    ):
        answer = await admin.post(PAGE, fields)
        assert (answer.status_code, said in answer.text) == (status, True), fields
        assert "<b>x</b>" not in answer.text

    leaver = {"way": "number", "value": "sw1003"}
    shown = await admin.post(PAGE, leaver | {"do": "find"})
    assert "First and last day, where they came from" in shown.text
    copy = await admin.post(PAGE, leaver | {"do": "export"})
    assert copy.headers["content-disposition"] == 'attachment; filename="personal-data.json"'
    assert copy.headers["cache-control"] == "private, no-store"
    assert "2026-06-30" in str(copy.json()["held"])

    by_mail = {"way": "email", "value": jo.email, "do": "erase", "confirm": "yes"}
    for fields in (leaver | {"do": "erase", "confirm": "yes"}, by_mail):
        gone = await admin.post(PAGE, fields)
        assert gone.status_code == 200
        assert "What stays, and why" in gone.text
        assert (await admin.post(PAGE, fields | {"do": "find"})).status_code == 404
    only = by_mail | {"value": "p1@testshire.example"}
    assert "only administrator" in (await admin.post(PAGE, only)).text
    actions = [row["action"] for row in await AuditEntry.select().order_by(AuditEntry.id)]
    assert actions[-3:] == ["person.exported", "person.erased", "person.erased"]
    assert jo.email not in str(await AuditEntry.select())
