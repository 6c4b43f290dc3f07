"""What is over its time goes; a person gets everything, and is forgotten without a figure changing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.access import audit
from service.access.actor import Actor, command_line
from service.personal import people, retention, store
from service.personal.people import BY, STAYS, Named
from service.personal.register import Whose, register
from service.problems import Conflict, NotFound, Unprocessable
from service.publication.verification import verify
from service.scorecards import operations as scorecards
from service.settings import Settings
from service.storage.database import Database, all_tables
from service.storage.tables.access import ApiKey, AuditEntry
from service.storage.tables.accounts import AccountRole, AccountRow
from service.storage.tables.enrolments import MemberRow
from service.storage.tables.surveys import CommentRow
from service.storage.tables.workforce import EmploymentRow
from service.storage.transaction import unit_of_work
from service.surveys.sealing import Vault
from service.workforce.identity import identify
from tests.conftest import IDENTITY_KEY
from tests.small_council import SEPTEMBER, published_september
from tests.storage.samples import ACCOUNT, AT, COMMENT, INTERVIEW, MEMBER, ROWS, WORKER, put

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
MUCH_LATER = datetime(2040, 1, 1, tzinfo=UTC)
OPERATOR = command_line("tester")
ADDRESS = "zoe@testshire.example"
NAME = "Åsa “Zoë” 漢字 😀"


async def everything(*, without: set[str] = frozenset()) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    return {
        name: await table.select()
        for table in all_tables()
        if (name := table._meta.tablename) not in without
    }


async def put_person(database: Database, settings: Settings) -> None:
    """The sample rows, as those of one person who has left: with words, a key, and an entry."""
    await put(database, ROWS.keys() - {"audit_entry"})  # its keys count on
    async with unit_of_work():
        sealed = Vault(settings).seal_text("Too many cases.", COMMENT)
        await CommentRow.update({CommentRow.sealed: sealed}, force=True)
        await ApiKey.update({ApiKey.subject: str(MEMBER)}, force=True)
        await AccountRole.update({AccountRole.scope: "starter", AccountRole.subject: str(MEMBER)}, force=True)  # fmt: skip
        await MemberRow.update({MemberRow.removed_at: AT}, force=True)
        await audit.record(
            Actor("Zoë “Demo” 漢字", frozenset(), account_id=ACCOUNT), "task.ticked",
            subject_kind="task", subject_id="x", before=None, after=None, now=AT,
        )  # fmt: skip


# --- retention -----------------------------------------------------------------------------------


async def test_what_is_over_its_time_goes_rule_by_rule(database: Database, settings: Settings):
    await put_person(database, settings)
    before = await everything()
    dry = await retention.run(MUCH_LATER, OPERATOR, settings, dry_run=True)
    assert await everything() == before
    assert [each.rule for each in dry] == list(retention.RULES)
    assert all(each.deleted == 0 for each in dry)

    done = await retention.run(MUCH_LATER, OPERATOR, settings, dry_run=False)
    gone_with_their_member = {"commitments", "ended-feeds"}
    for one, other in zip(done, dry, strict=True):
        assert one.found == other.found or one.rule in gone_with_their_member
    counts = {each.rule: each.deleted for each in done}
    for rule in ("sessions", "sign-in-links", "attempts", "former-members",
                 "exit-words", "exit-links"):  # fmt: skip
        assert counts[rule] >= 1, counts
    entries = await AuditEntry.select().where(AuditEntry.action == "retention.ran")
    assert {each["subject_id"] for each in entries} == set(retention.RULES)
    assert sorted(counts) == sorted(each["subject_id"] for each in entries)
    [comment] = [each for each in await CommentRow.select() if each["id"] == COMMENT]
    assert (comment["length"], comment["struck"], comment["quotable"]) == (0, True, False)
    assert Vault(settings).open_text(bytes(comment["sealed"]), COMMENT) == ""
    assert NAME not in str(await everything(without={"audit_entry", "starter"}))

    again = await retention.run(MUCH_LATER, OPERATOR, settings, dry_run=False)
    assert {each.rule: each.found for each in again if each.found} == {}


async def test_nothing_goes_before_its_day(database: Database, settings: Settings):
    """The day itself counts in the setting: a commitment that ended 30 days ago, kept for 30 or 29."""
    await put(database)
    [row] = (await everything())["commitment"]
    then = datetime(row["last"].year, row["last"].month, row["last"].day, 12, tzinfo=UTC)
    now = then + timedelta(days=30)
    for days, found in ((30, 0), (29, 1)):
        keep = dict(settings.keep_days) | {"commitments": days}
        done = await retention.run(
            now, OPERATOR, replace(settings, keep_days=tuple(keep.items())), dry_run=True
        )
        assert {each.rule: each.found for each in done}["commitments"] == found, days


# --- everything that is held ---------------------------------------------------------------------


def test_every_personal_column_is_found_or_is_said_not_to_be():
    said = {name for each in STAYS for name in each["what"].split()}
    for line in register():
        by_name = line.whose in {Whose.NAMED, Whose.DOERS}
        assert line.whose is None or line.table in BY or line.table in said or by_name, line


async def test_an_export_has_every_personal_column(database: Database, settings: Settings):
    await put_person(database, settings)
    found = await people.export(Named(email=ADDRESS.upper()), NOW, OPERATOR, settings)
    held: Any = found["held"]
    columns = {(each["table"], name) for each in held for row in each["rows"] for name in row}
    assert columns == {
        (line.table, name)
        for line in register()
        if line.whose is not None and line.table in BY
        for name in line.columns
    }
    text = str(found)
    for theirs in (NAME, ADDRESS, WORKER, "Too many cases.", "iOS/17.0"):
        assert theirs in text
    for named in (Named(member=str(MEMBER)),):
        same = await people.export(named, NOW, OPERATOR, settings)
        assert same["held"] == held
    [one, other] = await AuditEntry.select().where(AuditEntry.action == "person.exported")
    assert NAME not in str(one) + str(other)


async def test_nobody_is_found_under_what_leads_to_nobody(database: Database, settings: Settings):
    await put_person(database, settings)
    for named in (
        Named(email="nobody@testshire.example"), Named(number="SW1"),
        Named(member="00000000-0000-0000-0000-000000000007"),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            await people.export(named, NOW, OPERATOR, settings)
    with pytest.raises(Unprocessable):
        await people.export(Named(member="x"), NOW, OPERATOR, settings)


# --- the identity goes ---------------------------------------------------------------------------


async def test_erased_is_erased_wherever_it_was(database: Database, settings: Settings):
    await put_person(database, settings)
    done = await people.erase(Named(email=ADDRESS), NOW, OPERATOR, settings)
    left = str(await everything(without={"audit_entry"}))
    for gone in (NAME, ADDRESS, WORKER, "login.example", "248289761001", "iOS/17.0"):
        assert gone not in left, gone
    codes = {row["worker"] for row in await EmploymentRow.select()}
    assert len(codes) == 1
    assert codes == {row["worker"] for row in await MemberRow.select()}
    [account] = await AccountRow.select().where(AccountRow.id == ACCOUNT)
    assert (account["name"], account["disabled_at"]) == (store.ERASED, NOW)
    assert done["stays"] == [dict(each) for each in STAYS]
    [entry] = await AuditEntry.select().where(AuditEntry.action == "person.erased")
    assert entry["subject_id"] == done["reference"]
    for gone in (NAME, ADDRESS, WORKER, str(MEMBER), str(INTERVIEW)):
        assert gone not in str(entry)
    with pytest.raises(NotFound):
        await people.export(Named(email=ADDRESS), NOW, OPERATOR, settings)


async def test_who_is_still_here_is_not_erased(database: Database, settings: Settings):
    await put_person(database, settings)
    async with unit_of_work():
        await MemberRow.update({MemberRow.removed_at: None}, force=True)
    before = await everything()
    with pytest.raises(Conflict, match="cohort that goes on"):
        await people.erase(Named(member=str(MEMBER)), NOW, OPERATOR, settings)
    assert await everything() == before


async def test_figures_stay_when_a_leaver_is_erased(database: Database, settings: Settings):
    """SW3 left on 30 June: the edition verifies, and the draft says what it said."""
    entry = await published_september(settings)
    before = await scorecards.draft(SEPTEMBER, NOW, settings)
    code = identify("SW1003", IDENTITY_KEY)
    assert code in str(await everything())
    with pytest.raises(Conflict, match="in post"):
        await people.erase(Named(number="SW1001"), NOW, OPERATOR, settings)

    await people.erase(Named(number="sw 1003"), NOW, OPERATOR, settings)
    assert [name for name, rows in (await everything()).items() if code in str(rows)] == []
    with pytest.raises(NotFound):
        await people.export(Named(number="SW1003"), NOW, OPERATOR, settings)
    assert await scorecards.draft(SEPTEMBER, NOW, settings) == before
    verdict = await verify(entry.id, settings)
    assert verdict.agrees, verdict
