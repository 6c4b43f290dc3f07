"""A released plan as a timetable to print: day by day, with rooms and who leads.

``people`` decides whether names stand in it. Without them it has the roles of the programme, as a
timetable that goes to many hands should.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from academy.engagements import rooms_of
from academy.programme import Audience, Item, Kind, Programme
from academy.session import Session, Status
from service.cohorts import cohorts, releasing
from service.cohorts.drafts import Draft, SessionChange, session_name
from service.cohorts.store.releases import ReleaseEntry
from service.web.english import date_words, day_words, days_words, span_words

FOR_WHOM = {
    Audience.NEWLY_QUALIFIED: "Newly qualified only",
    Audience.EXPERIENCED: "Experienced only",
    Audience.MANAGERS: "Managers",
    Audience.NAMED: "By invitation",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One session. ``rest``: a lunch or break."""

    hours: str
    title: str
    notes: tuple[str, ...]
    place: str
    led_by: str
    cancelled: bool
    rest: bool


@dataclass(frozen=True, slots=True)
class TimetableDay:
    title: str
    words: str
    place: str
    """Where the whole day is, when it is in one place."""
    facilitators: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a run."""

    title: str
    when: str
    days: tuple[TimetableDay, ...]


@dataclass(frozen=True, slots=True)
class TimetableRun:
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """``release`` is None before the first release; there are no runs then."""

    cohort: UUID
    title: str
    programme: str
    release: ReleaseEntry | None
    runs: tuple[TimetableRun, ...]

    @property
    def released(self) -> str:
        return date_words(self.release.released_at) if self.release else ""

    @property
    def days(self) -> int:
        return sum(len(part.days) for run in self.runs for part in run.parts)


async def timetable(cohort_id: UUID, *, people: bool) -> Timetable:
    """Raises NoSuchCohort."""
    cohort = await cohorts.one(cohort_id)
    version = cohort.record.released_version
    record = await releasing.one_release(cohort_id, version) if version else None
    draft = await releasing.released_draft(cohort)
    released = [each.session for each in await releasing.released_sessions(cohort_id)]
    runs = () if draft is None else laid_out(released, draft, cohort.programme, people=people)
    return Timetable(
        cohort_id,
        cohort.record.title,
        cohort.programme.title,
        record.entry if record else None,
        runs,
    )


def laid_out(
    sessions: Iterable[Session], draft: Draft, programme: Programme, *, people: bool
) -> tuple[TimetableRun, ...]:
    """Sessions of a plan by run, block and day."""
    by_run: dict[str, list[Session]] = {}
    for each in sessions:
        by_run.setdefault(each.run, []).append(each)
    leading = Leading(draft, programme, people=people)
    order = [run.key for run in draft.runs]
    keys = sorted(by_run, key=lambda key: (order.index(key) if key in order else len(order), key))
    return tuple(
        TimetableRun(
            run.title if (run := draft.run(key)) else key,
            _parts(by_run[key], programme, leading),
        )
        for key in keys
    )


def _parts(
    sessions: Sequence[Session], programme: Programme, leading: "Leading"
) -> tuple[Part, ...]:
    titles = {block.key: block.title for block in programme.blocks}
    by_block: dict[str, list[Session]] = {}
    for session in sessions:
        by_block.setdefault(session.block, []).append(session)
    parts = []
    for key, own in by_block.items():
        by_day: dict[date, list[Session]] = {}
        for session in own:
            by_day.setdefault(session.day, []).append(session)
        days = sorted(by_day)
        parts.append(
            Part(
                titles.get(key, key),
                days_words(days[0], days[-1]),
                tuple(
                    _day(f"Day {number}" if len(days) > 1 else "", day, by_day[day], leading)
                    for number, day in enumerate(days, 1)
                ),
            )
        )
    return tuple(parts)


def _day(title: str, day: date, sessions: Sequence[Session], leading: "Leading") -> TimetableDay:
    ordered = sorted(sessions, key=lambda s: (s.start, s.end, s.title, s.group or 0, s.uid))
    sites = {s.site_address or s.site for s in ordered if s.status is Status.CONFIRMED} - {None}
    one = sites.pop() if len(sites) == 1 else None
    return TimetableDay(
        title,
        day_words(day),
        one or "",
        ", ".join(dict.fromkeys(who for s in ordered for who in leading.facilitators(s))),
        tuple(line(s, ", ".join(leading.presenters(s)), known_site=one) for s in ordered),
    )


def line(session: Session, led_by: str, *, known_site: str | None = None) -> Line:
    """``known_site`` is said of the whole day, so it is left out here."""
    rest = session.kind in {Kind.LUNCH, Kind.BREAK}
    notes = [] if session.group is None else [f"Group {session.group}"]
    for_whom = (FOR_WHOM.get(each) for each in (session.audience, *session.also))
    notes += [] if rest else [words for words in for_whom if words]
    notes += [] if session.mandatory or rest else ["If required"]
    site = session.site_address or session.site or ""
    rooms = " and ".join(rooms_of(session))
    if site == (known_site or ""):
        place = rooms
    elif site.startswith(rooms):  # as small sites print it, with one room of the same name
        place = site
    else:
        place = f"{rooms}, {site}" if site else rooms
    return Line(
        span_words(session.start, session.end),
        session.title,
        tuple(notes),
        "" if rest else place,
        "" if rest else led_by,
        session.status is Status.CANCELLED,
        rest,
    )


class Leading:
    """Who leads a session, as names or as roles of the programme."""

    def __init__(self, draft: Draft, programme: Programme, *, people: bool) -> None:
        self._people = people
        self._items = {item.key: item for _, item in programme.items()}
        self._roles = {
            role for item in self._items.values() for role in (*item.facilitators, *item.presenters)
        }
        self._runs = {run.key: run.sessions for run in draft.runs}

    def presenters(self, session: Session) -> Sequence[str]:
        if self._people:
            return session.presenters
        item, change = self._behind(session)
        said = None if change is None else change.presenters
        return self._of_roles(said if said is not None else item.presenters if item else ())

    def facilitators(self, session: Session) -> Sequence[str]:
        if self._people:
            return session.facilitators
        item, change = self._behind(session)
        said = None if change is None else change.facilitators
        return self._of_roles(said if said is not None else item.facilitators if item else ())

    def _behind(self, session: Session) -> tuple[Item | None, SessionChange | None]:
        name = session_name(session.item, session.group)
        return self._items.get(session.item), self._runs.get(session.run, {}).get(name)

    def _of_roles(self, said: Sequence[str]) -> list[str]:
        """What was typed for one session alone may be somebody's name, so only roles are taken."""
        return [role for role in said if role in self._roles]
