"""Delete what is over its time, rule by rule: each in a unit of work of its own, and in the trail."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from service import clock
from service.access import audit
from service.access.actor import Actor
from service.enrolments import people_imports
from service.personal import store
from service.personal.rules import days_of
from service.settings import Settings
from service.storage.transaction import unit_of_work
from service.surveys.sealing import Vault

Find = Callable[[datetime, datetime, Settings], Awaitable[list[Any]]]
"""(now, what is older goes, settings) -> keys of what goes."""
Act = Callable[[list[Any], datetime, Settings], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Done:
    """What one rule found and did. ``deleted`` is 0 in a dry run; ``days`` None: see the rule."""

    rule: str
    days: int | None
    before: datetime
    found: int
    deleted: int


async def run(now: datetime, by: Actor, settings: Settings, *, dry_run: bool) -> list[Done]:
    """All rules in order. Without ``dry_run`` each writes one entry into the audit trail."""
    done = []
    for rule, (find, act) in RULES.items():
        days = days_of(rule, settings)
        before = now - timedelta(days=days or 0)
        async with unit_of_work():
            found = await find(now, before, settings)
            if found and not dry_run:
                await act(found, now, settings)
            if not dry_run:
                await audit.record(
                    by,
                    "retention.ran",
                    subject_kind="retention",
                    subject_id=rule,
                    before=None,
                    after={"days": days, "deleted": len(found)},
                    now=now,
                )
        done.append(Done(rule, days, before, len(found), 0 if dry_run else len(found)))
    return done


# --- the rules -----------------------------------------------------------------------------------


async def _sessions(now: datetime, _: datetime, settings: Settings) -> list[Any]:
    return await store.over_sessions(
        now - timedelta(hours=settings.session_hours),
        now - timedelta(minutes=settings.session_idle_minutes),
    )


def _at(find: Callable[[datetime], Awaitable[list[Any]]]) -> Find:
    async def found(_: datetime, before: datetime, __: Settings) -> list[Any]:
        return await find(before)

    return found


def _on(find: Callable[[Any], Awaitable[list[Any]]]) -> Find:
    async def found(_: datetime, before: datetime, __: Settings) -> list[Any]:
        return await find(before.astimezone(clock.LONDON).date())

    return found


def _simply(act: Callable[[list[Any]], Awaitable[None]]) -> Act:
    async def acted(found: list[Any], _: datetime, __: Settings) -> None:
        await act(found)

    return acted


async def _erase_accounts(found: list[Any], now: datetime, _: Settings) -> None:
    for each in found:
        await store.erase_account(each, now)


async def _erase_members(found: list[Any], now: datetime, _: Settings) -> None:
    await store.erase_members(found)
    await store.uncode("member", found)
    await store.end_feeds([str(each) for each in found], now)


async def _erase_starters(found: list[Any], _: datetime, __: Settings) -> None:
    await store.erase_starters(found)
    await store.uncode("starter", found)


async def _unconfirmed(now: datetime, _: datetime, settings: Settings) -> list[Any]:
    return await people_imports.expiring(now, settings)


async def _expire(_: list[Any], now: datetime, settings: Settings) -> None:
    await people_imports.expire_within(now, settings)


async def _erase_words(found: list[Any], _: datetime, settings: Settings) -> None:
    vault = Vault(settings)
    for each in found:
        await store.set_words(each, vault.seal_text("", each))


RULES: dict[str, tuple[Find, Act]] = {
    "sessions": (_sessions, _simply(store.delete_sessions)),
    "sign-in-links": (_at(store.over_links), _simply(store.delete_links)),
    "attempts": (_at(store.over_attempts), _simply(store.delete_attempts)),
    "disabled-accounts": (_at(store.closed_accounts), _erase_accounts),
    "former-members": (_at(store.former_members), _erase_members),
    "withdrawn-starters": (_on(store.withdrawn_starters), _erase_starters),
    "commitments": (_on(store.past_commitments), _simply(store.delete_commitments)),
    "unconfirmed-people": (_unconfirmed, _expire),
    "unconfirmed-interviews": (
        _at(store.unconfirmed_interviews),
        _simply(store.delete_interview_imports),
    ),
    "ended-feeds": (_at(store.ended_feeds), _simply(store.forget_fetches)),
    "exit-words": (_on(store.coded_words), _erase_words),
    "exit-links": (_at(store.ended_exit_links), _simply(store.forget_exit_links)),
    "survey-links": (_on(store.unused_survey_links), _simply(store.delete_survey_links)),
}
"""In the order of their names in the documents, each with what it finds and what it does."""
