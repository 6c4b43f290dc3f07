"""What an academy lead sees of cohorts: where each stands, its plan, what stands against it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from academy.programme import Audience
from academy.thresholds import Thresholds
from service import clock
from service.cohorts import operations as cohorts
from service.cohorts.cohorts import CLOSED
from service.cohorts.drafts import differences
from service.cohorts.operations import Cohort, Preview
from service.cohorts.timetable import Timetable, TimetableRun, laid_out, timetable
from service.desk.academy.dates_view import RunDates, dates_of
from service.desk.academy.findings_view import Kind, kinds_of
from service.desk.academy.to_do import to_do
from service.enrolments import operations as enrolments
from service.enrolments.expected import about_members
from service.enrolments.operations import MemberRecord, Register
from service.storage.transaction import snapshot
from service.web.english import date_words, day_words, span_words

IN_WORDS = {
    Audience.NEWLY_QUALIFIED: "newly qualified",
    Audience.EXPERIENCED: "experienced",
    Audience.MANAGERS: "managers",
    Audience.NAMED: "for single sessions",
    Audience.ALL: "others",
}
STATES = {
    "draft": "Draft: not released yet",
    "published": "Released",
    "running": "Running",
    "closed": "Closed",
}
ATTENDED = {
    "attended": "attended",
    "part": "part of it",
    "absent-authorised": "absent, agreed",
    "absent": "absent",
    "exempt": "exempt",
    "completed-elsewhere": "completed elsewhere",
}


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One cohort in the list. ``members`` in words, ``unreleased``: edits nobody is told of yet.

    ``to_do``: what the lead does next with it.
    """

    id: UUID
    title: str
    state: str
    starts: str
    version: int
    members: str
    unreleased: int
    to_do: tuple[str, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class CohortPage:
    """``dates`` and ``runs`` are the plan as it would be released now."""

    line: CohortLine
    programme: str
    programme_version: int
    released: str
    ready: str
    kinds: tuple[Kind, ...]
    dates: tuple[RunDates, ...]
    runs: tuple[TimetableRun, ...]

    @property
    def refusing(self) -> int:
        return sum(kind.refusing for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class RegisterDay:
    day: date
    words: str
    sessions: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One session and who is expected: name, team, and what is marked already."""

    title: str
    hours: str
    place: str
    led_by: str
    lines: tuple[tuple[str, str, str], ...]


async def listing(thresholds: Thresholds) -> tuple[CohortLine, ...]:
    async with snapshot():
        return tuple([await _listed(each, thresholds) for each in await cohorts.listing()])


async def _listed(cohort: Cohort, thresholds: Thresholds) -> CohortLine:
    """A closed plan is laid out no more: nobody can change it."""
    if cohort.record.state == CLOSED:
        return await _line(cohort, None)
    preview = await cohorts.preview(cohort.record.id, further=about_members, thresholds=thresholds)
    return await _line(cohort, preview)


async def cohort_page(cohort_id: UUID, thresholds: Thresholds) -> CohortPage:
    """Raises NoSuchCohort."""
    preview = await cohorts.preview(cohort_id, further=about_members, thresholds=thresholds)
    cohort = preview.cohort
    released = await timetable(cohort_id, people=True)
    ready = (await enrolments.readiness_of(cohort_id)).percent
    return CohortPage(
        await _line(cohort, preview),
        cohort.programme.title,
        cohort.programme.version,
        date_words(released.release.released_at) if released.release else "",
        f"{ready}%" if ready is not None and released.release else "",
        kinds_of(preview.standing),
        dates_of(preview.plan),
        laid_out(preview.plan.sessions, cohort.draft, cohort.programme, people=True),
    )


async def printed(cohort_id: UUID) -> Timetable:
    """What is released, with names. Raises NoSuchCohort."""
    async with snapshot():
        return await timetable(cohort_id, people=True)


async def _line(cohort: Cohort, preview: Preview | None) -> CohortLine:
    record = cohort.record
    released = await cohorts.released_draft(cohort)
    members = await enrolments.stored_members(record.id)
    unreleased = 0 if released is None else len(differences(released, cohort.draft))
    days = [each.day for each in preview.plan.sessions] if preview else []
    return CohortLine(
        record.id,
        record.title,
        STATES[record.state],
        day_words(record.anchor),
        record.released_version,
        _counted(members),
        unreleased,
        to_do(
            state=record.state,
            refusing=len(preview.refusing) if preview else 0,
            unreleased=unreleased,
            members=len(members),
            first=min(days, default=None),
            last=max(days, default=None),
            today=clock.today(),
        ),
        record.state == CLOSED,
    )


def _counted(members: Iterable[MemberRecord]) -> str:
    counted = Counter(member.audience for member in members)
    if not counted:
        return "Nobody is enrolled yet"
    return ", ".join(
        f"{counted[each]} {words}" for each, words in IN_WORDS.items() if counted[each]
    )


# --- registers -----------------------------------------------------------------------------------


def register_days(register: Register) -> tuple[RegisterDay, ...]:
    counted = Counter(
        day for day, _ in {(session.day, session.uid) for session, _ in register.lines}
    )
    return tuple(RegisterDay(day, day_words(day), counted[day]) for day in sorted(counted))


def sheets(register: Register, day: date) -> tuple[Sheet, ...]:
    """The sessions of a day in order of time; nothing where nobody is expected."""
    by_uid: dict[str, list[MemberRecord]] = {}
    sessions = {}
    for session, member in register.lines:
        if session.day == day:
            sessions[session.uid] = session
            by_uid.setdefault(session.uid, []).append(member)
    found = []
    for uid, session in sessions.items():
        lines = tuple(
            (
                member.name,
                member.team or "",
                ATTENDED.get(register.states.get((uid, str(member.id)), ""), ""),
            )
            for member in by_uid[uid]
        )
        group = f" (group {session.group})" if session.group is not None else ""
        place = ", ".join(filter(None, (session.room, session.site_address or session.site)))
        leads = dict.fromkeys((*session.presenters, *session.facilitators))
        found.append(
            Sheet(
                session.title + group,
                span_words(session.start, session.end),
                place or "Room to be confirmed",
                ", ".join(leads),
                lines,
            )
        )
    return tuple(found)
