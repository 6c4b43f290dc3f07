"""What a starter sees who is signed in, beside their dates: tasks, the year, and what is written of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from academy.asye.caps import CapPeriod
from academy.deadlines import Deadline
from academy.session import Status
from service.access.actor import Actor
from service.asye import reading
from service.asye.pack import STATES
from service.asye.reading import Held
from service.desk.team_view import BADGES, UNITS, week_words
from service.enrolments import operations as enrolments
from service.feeds.holdings import Holdings
from service.settings import Settings
from service.web.english import day_words, days_words, near_words


@dataclass(frozen=True, slots=True)
class Task:
    """``badge`` colours ``state``: met, missed, near or none."""

    title: str
    due: str
    badge: str
    state: str


@dataclass(frozen=True, slots=True)
class Limit:
    """How many cases may be held in a stretch of the year."""

    when: str
    cases: str
    now: bool


@dataclass(frozen=True, slots=True)
class Review:
    title: str
    due: str
    badge: str
    state: str


@dataclass(frozen=True, slots=True)
class OwnYear:
    """``counted``: what was counted when; ``badge`` and ``standing`` say how that is to the limit."""

    id: UUID
    week: str
    state: str
    badge: str
    standing: str
    counted: str
    limits: tuple[Limit, ...]
    reviews: tuple[Review, ...]
    supervision: str
    supervisor: str


async def own_tasks(member_id: UUID, holdings: Holdings, today: date) -> tuple[Task, ...]:
    """E-learning and other duties with a due day, in order. Raises NoSuchMember."""
    record = await enrolments.one(member_id)
    cohort = await holdings.members(record.cohort)
    due = cohort.attending.deadlines(cohort.members[str(member_id)])
    # What is done stands in no calendar any more, and is to be seen all the same.
    done = [
        each
        for each in cohort.plan.deadlines
        if each.run == record.run and each.task in record.completed
    ]
    by_uid = {each.uid: each for each in (*done, *due)}
    return tasks_of(by_uid.values(), frozenset(record.completed), today)


def tasks_of(due: Iterable[Deadline], completed: frozenset[str], today: date) -> tuple[Task, ...]:
    return tuple(
        Task(each.title, day_words(each.day), *_task_state(each, completed, today))
        for each in sorted(due, key=lambda each: (each.day, each.title))
        if each.status is Status.CONFIRMED or each.task in completed
    )


def _task_state(task: Deadline, completed: frozenset[str], today: date) -> tuple[str, str]:
    if task.task in completed:
        return "met", "Done"
    if task.day < today:
        return "none", "The day is over: not recorded as done here"
    near = near_words(task.day, today)
    return "near" if (task.day - today).days <= 14 else "none", f"Due {near}"


async def own_years(
    member_id: UUID, actor: Actor, today: date, settings: Settings
) -> tuple[OwnYear, ...]:
    """First years in practice of the member. Raises NoSuchMember."""
    held = await reading.of_member(member_id, actor, today, settings.asye)
    return tuple(_year(each, today) for each in held)


def _year(held: Held, today: date) -> OwnYear:
    standing = held.standing
    start = held.year.terms.clock_starts
    latest = standing.caseload.latest
    badge, words = BADGES[standing.caseload.standing]
    return OwnYear(
        held.record.id,
        week_words(start, standing.plan.ends, today) if start else "Waits for registration",
        STATES[standing.state.value],
        badge,
        words,
        f"{latest.cases} {UNITS[latest.unit.value]} on {day_words(latest.on)}"
        if latest is not None
        else "Nothing counted yet",
        limits_of(standing.plan.caps, today),
        tuple(
            Review(
                each.milestone.title,
                day_words(each.milestone.due),
                *_review_state(each.on, overdue=each.overdue(today)),
            )
            for each in standing.reviews
            if each.review
        ),
        _supervision([each.on for each in held.year.supervision if each.held and each.on <= today]),
        held.supervisor or "",
    )


def limits_of(caps: Sequence[CapPeriod], today: date) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            days_words(each.first, each.last),
            f"{each.cap} {UNITS[each.unit.value]}" if each.cap is not None else "Not known yet",
            each.first <= today <= each.last,
        )
        for each in caps
    )


def _review_state(on: date | None, *, overdue: bool) -> tuple[str, str]:
    if on is not None:
        return "met", f"Held on {day_words(on)}"
    return ("missed", "Overdue") if overdue else ("none", "Not held yet")


def _supervision(held: Sequence[date]) -> str:
    if not held:
        return "None is recorded yet"
    return f"{len(held)} recorded, the last on {day_words(max(held))}"
