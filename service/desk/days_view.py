"""What somebody who leads sessions sees: their days, and the register of each to take on a phone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from academy.attendance import Attended
from academy.revision import begins
from academy.session import Session, Status
from service import clock
from service.access.actor import Actor
from service.cohorts import operations as cohorts
from service.enrolments import attendance, own
from service.enrolments import operations as enrolments
from service.enrolments.attendance import BEFOREHAND, Mark, Sheet
from service.enrolments.refusals import NotExpected
from service.problems import Conflict
from service.web.english import day_words, moment_words, near_words, span_words

CHOICES = {
    Attended.ATTENDED: "Attended",
    Attended.PART: "Attended a part",
    Attended.ABSENT_AUTHORISED: "Absent, agreed",
    Attended.ABSENT: "Absent",
}
WORDS = {
    **CHOICES,
    Attended.EXEMPT: "Exempt",
    Attended.COMPLETED_ELSEWHERE: "Completed elsewhere",
}


class MarkedMeanwhile(Conflict):
    slug = "marked-meanwhile"
    title = "Somebody else has marked the register since you opened it"
    advice = "Look at what they marked, and decide again."


@dataclass(frozen=True, slots=True)
class Lead:
    """One session to lead. ``expected`` and ``marked`` count members."""

    uid: str
    hours: str
    title: str
    place: str
    expected: int
    marked: int
    cancelled: bool

    @property
    def register(self) -> str:
        if not self.expected:
            return "Nobody is expected"
        people = "1 person" if self.expected == 1 else f"{self.expected} people"
        return f"{people} expected, {self.marked or 'nobody'} marked"


@dataclass(frozen=True, slots=True)
class LeadDay:
    words: str
    near: str
    sessions: tuple[Lead, ...]


@dataclass(frozen=True, slots=True)
class MyDays:
    """``ahead``: from today on. ``to_finish``: days gone by on which somebody is not marked."""

    ahead: tuple[LeadDay, ...]
    to_finish: tuple[LeadDay, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """``state`` is what the register says, ``chosen`` what the form has; ``fixed``: not to change here."""

    member: UUID
    name: str
    team: str
    state: str
    said: str
    chosen: str
    fixed: bool
    fault: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    uid: str
    title: str
    day: str
    hours: str
    place: str
    choices: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    cancelled: bool
    ahead: bool


async def my_days(actor: Actor, now: datetime) -> MyDays:
    """The released sessions that ``actor`` leads."""
    released = await cohorts.all_released_sessions()
    sessions = [each.session for each in released if own.leads(actor, each.session)]
    expected: dict[str, int] = {}
    marked: dict[str, int] = {}
    for cohort in await cohorts.listing():
        if cohort.record.released_version and any(
            each.cohort == cohort.record.key for each in sessions
        ):
            register = await enrolments.register_of(cohort.record.id)
            for session, member in register.lines:
                expected[session.uid] = expected.get(session.uid, 0) + 1
                known = (session.uid, str(member.id)) in register.states
                marked[session.uid] = marked.get(session.uid, 0) + known
    return days_of(sessions, expected, marked, now.astimezone(clock.LONDON).date())


def days_of(
    sessions: Iterable[Session],
    expected: Mapping[str, int],
    marked: Mapping[str, int],
    today: date,
) -> MyDays:
    """In order of time; what is over stays until everybody is marked, the latest first."""
    ordered = sorted(sessions, key=lambda each: (each.day, each.start, each.uid))
    by_day: dict[date, list[Lead]] = {}
    for each in ordered:
        lead = Lead(
            each.uid,
            span_words(each.start, each.end),
            each.title + (f" (group {each.group})" if each.group is not None else ""),
            _place(each),
            expected.get(each.uid, 0),
            marked.get(each.uid, 0),
            each.status is Status.CANCELLED,
        )
        if each.day >= today or (lead.marked < lead.expected and not lead.cancelled):
            by_day.setdefault(each.day, []).append(lead)
    found = [
        (day, LeadDay(day_words(day), near_words(day, today), tuple(leads)))
        for day, leads in by_day.items()
    ]
    return MyDays(
        tuple(each for day, each in found if day >= today),
        tuple(each for day, each in reversed(found) if day < today),
    )


def _place(session: Session) -> str:
    place = ", ".join(filter(None, (session.room, session.site_address or session.site)))
    return place or "Room to be confirmed"


async def register_page(
    uid: str,
    actor: Actor,
    now: datetime,
    *,
    chosen: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> RegisterPage:
    """Raises NoSuchSession. ``chosen`` and ``faults`` by member, after a form that was refused."""
    return page_of(await attendance.sheet(uid, actor), now, chosen or {}, faults or {})


def page_of(
    sheet: Sheet, now: datetime, chosen: Mapping[str, str], faults: Mapping[str, str]
) -> RegisterPage:
    session = sheet.session
    ahead = now < begins(session)
    lines = []
    for member in sheet.expected:
        known = sheet.lines.get(member.id)
        state = known.state if known else ""
        said = (
            f"{WORDS[Attended(known.state)]}, marked by {known.by} at {moment_words(known.at)}"
            if known
            else ""
        )
        lines.append(
            Line(
                member.id,
                member.name,
                member.team or "",
                state,
                said,
                chosen.get(str(member.id), state),
                bool(state) and Attended(state) not in CHOICES,
                faults.get(str(member.id), ""),
            )
        )
    return RegisterPage(
        session.uid,
        session.title + (f" (group {session.group})" if session.group is not None else ""),
        day_words(session.day),
        span_words(session.start, session.end),
        _place(session),
        tuple(
            (state.value, words)
            for state, words in CHOICES.items()
            if not ahead or state in BEFOREHAND
        ),
        tuple(lines),
        session.status is Status.CANCELLED,
        ahead,
    )


@dataclass(frozen=True, slots=True)
class Marked:
    """What a form says of one member: what it showed, and what is to be marked."""

    member: UUID
    shown: str
    wanted: str


def read_form(fields: Mapping[str, str], expected: Sequence[UUID]) -> list[Marked]:
    """Of the members expected, those of whom the form says something."""
    everybody = fields.get("all", "")
    found = []
    for member in expected:
        shown = fields.get(f"was-{member}", "")
        wanted = fields.get(f"state-{member}", "") or (everybody if not shown else "")
        if wanted:
            found.append(Marked(member, shown, wanted))
    return found


async def take(uid: str, actor: Actor, fields: Mapping[str, str], now: datetime) -> int:
    """Mark what the form says; how many lines were marked or corrected.

    Raises NoSuchSession, MarkedMeanwhile (``lines``: members), NotExpected.
    """
    sheet = await attendance.sheet(uid, actor)
    said = read_form(fields, [member.id for member in sheet.expected])
    states = {member: line.state for member, line in sheet.lines.items()}
    if unknown := [each for each in said if each.wanted not in CHOICES]:
        raise NotExpected(
            "Nothing was marked.",
            errors=[{"pointer": f"/{each.member}", "detail": "is no answer"} for each in unknown],
        )
    changed = [
        each for each in said if each.wanted not in {each.shown, states.get(each.member, "")}
    ]
    meanwhile = [each for each in changed if each.shown != states.get(each.member, "")]
    if meanwhile:
        raise MarkedMeanwhile("Nothing was marked.", lines=[str(each.member) for each in meanwhile])
    if changed:
        marks = [Mark(each.member, Attended(each.wanted)) for each in changed]
        await attendance.mark(uid, marks, actor, now)
    return len(changed)
