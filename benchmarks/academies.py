"""A cohort of the shipped programme, released, for benchmarks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from service.access import audit
from service.access.actor import Actor, Scope
from service.cohorts import cohorts, drafts, operations
from service.enrolments import operations as enrolments
from service.enrolments.expected import about_members
from service.feeds import address
from service.storage.tables.enrolments import MemberRow
from service.storage.tables.feeds import FeedRow
from service.storage.transaction import unit_of_work

LEAD = Actor("benchmark", frozenset({Scope.ACADEMY}))
ANCHOR = date(2027, 1, 11)
AUDIENCES = ("newly-qualified", "newly-qualified", "experienced")
COMPLETED = ("[]", '["lcs"]', '["mash"]', '["lcs","mash"]')


async def released_cohort(key: str, now: datetime, anchor: date = ANCHOR) -> UUID:
    """Findings that stand against the plan are overridden."""
    cohort = await cohorts.create(
        key=key,
        title=key.title(),
        programme="lancashire",
        version=None,
        anchor=anchor,
        actor=LEAD,
        now=now,
    )
    cohort_id = cohort.record.id
    await release(cohort_id, now)
    return cohort_id


async def release(cohort_id: UUID, now: datetime) -> None:
    """Release the draft as it stands, whatever stands against it."""
    preview = await operations.preview(cohort_id, further=about_members)
    for code in sorted({each.finding.code for each in preview.refusing}):
        await cohorts.override(
            cohort_id,
            code=code,
            message=None,
            why="It will do.",
            actor=LEAD,
            now=now,
            further=about_members,
        )
    revision = preview.cohort.record.draft_revision
    await enrolments.release(cohort_id, revision, "as agreed", LEAD, now)


async def private_feeds(cohort_id: UUID, members: int, now: datetime) -> list[str]:
    """Enrol this many starters of twelve different courses, each with a feed; the feeds' secrets.

    Straight into the tables: what is measured is what comes after.
    """
    fresh = [address.make() for _ in range(members)]
    ids = [uuid4() for _ in range(members)]
    async with unit_of_work() as work:
        await work.copy_rows(
            MemberRow,
            (
                *("id", "cohort", "run", "display_name", "audience", "team", "completed", "named"),
                *("chosen", "repeats", "catch_up", "weekdays", "cleared", "revision"),
                *("joined_at", "changed_at"),
            ),
            [
                (
                    *(member, cohort_id, "home", f"Starter {number}", AUDIENCES[number % 3]),
                    *(f"Team {number % 10}", COMPLETED[number % 4]),
                    *("[]", "[]", "[]", "[]", "[0,1,2,3,4]"),
                    *(True, 1, now, now),
                )
                for number, member in enumerate(ids)
            ],
        )
        await work.copy_rows(
            FeedRow,
            (
                *("id", "kind", "subject", "cohort", "secret_hash", "created_at", "created_by"),
                *("changed_at", "fetches"),
            ),
            [
                (uuid4(), "member", str(member), cohort_id, one.secret_hash, now, "bench", now, 0)
                for member, one in zip(ids, fresh, strict=True)
            ],
        )
        await audit.record(
            LEAD,
            "member.added",
            subject_kind="cohort",
            subject_id=str(cohort_id),
            before=None,
            after={"members": members},
            now=now,
        )
    return [one.secret for one in fresh]


async def move_a_session(cohort_id: UUID, weeks: int, now: datetime) -> None:
    """Move the first session, which everybody attends, by so many weeks, and release it."""
    cohort = await operations.one(cohort_id)
    session = next(
        each.session
        for each in await operations.released_sessions(cohort_id)
        if each.session.item == "introductions"
    )
    day = cohort.record.anchor + timedelta(weeks=weeks, days=1)

    def moved(known: operations.Cohort) -> drafts.Draft:
        home = known.draft.home
        change = drafts.SessionChange(reason="as asked", day=day)
        runs = [
            msgspec.structs.replace(run, sessions={**run.sessions, session.item: change})
            if run is home
            else run
            for run in known.draft.runs
        ]
        return msgspec.structs.replace(known.draft, runs=runs)

    await cohorts.edit(cohort_id, cohort.record.draft_revision, moved, LEAD, now)
    await release(cohort_id, now)
