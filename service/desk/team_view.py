"""What a manager sees of the own team: dates, what stands against them, cover, first years."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from academy.asye.breaches import Standing as CaseloadStanding
from academy.asye.year import State
from academy.session import Status
from service import clock
from service.access.actor import Actor
from service.asye import reading
from service.asye.reading import Held
from service.cohorts import operations as cohorts
from service.enrolments import team
from service.enrolments.commitments import Standing
from service.enrolments.team import TeamView
from service.problems import Conflict
from service.settings import Settings
from service.web.english import date_words, day_words, span_words

WEEKS = (4, 13, 26, 52)
UNDER_WAY = frozenset({State.NOT_STARTED, State.ON_TIME, State.PAUSED, State.LATE})
COMMITMENTS = {"leave": "Leave", "court": "Court", "duty": "Duty", "other": "Something else"}
STATES = {
    State.NOT_STARTED: "Not started",
    State.ON_TIME: "On time",
    State.PAUSED: "Paused",
    State.LATE: "Late",
}
BADGES = {
    CaseloadStanding.OVER: ("missed", "Over the limit"),
    CaseloadStanding.WITHIN: ("met", "Within the limit"),
    CaseloadStanding.NO_CAP: ("none", "No limit in force"),
    CaseloadStanding.UNKNOWN: ("none", "Not known today"),
}
UNITS = {"child": "children", "family": "families", "case": "cases", "points": "points"}


class SessionMoved(Conflict):
    slug = "session-moved"
    title = "A session has changed since you opened the page"
    advice = "Look at the sessions as they are now, and confirm cover for them again."


@dataclass(frozen=True, slots=True)
class Away:
    """One session, who of the team is away in it, and who confirmed cover.

    ``value`` names the session and the state it is in, so that nobody confirms another one.
    """

    uid: str
    value: str
    hours: str
    title: str
    place: str
    who: str
    confirmed: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class TeamDay:
    words: str
    sessions: tuple[Away, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """What stands against the plan of one member: ``lines`` in words."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FirstYear:
    """``standing``: met, missed or none, as badges are coloured; ``caseload`` says it in words.

    ``counted``: what was counted when, beside the limit.
    """

    name: str
    week: str
    state: str
    late: bool
    next: str
    standing: str
    caseload: str
    counted: str


@dataclass(frozen=True, slots=True)
class TeamPage:
    team: str
    weeks: int
    until: str
    days: tuple[TeamDay, ...]
    open: int
    clashes: tuple[Clash, ...]
    years: tuple[FirstYear, ...]


async def team_page(actor: Actor, weeks: int, now: datetime, settings: Settings) -> TeamPage:
    """From today on, for so many weeks. ``actor`` is the manager of one team."""
    name = actor.subject or ""
    today = now.astimezone(clock.LONDON).date()
    last = today + timedelta(weeks=weeks)
    view = await team.view(name, today, last)
    sequences = await _sequences()
    years = await reading.seen_by(actor, today, settings.asye)
    days = days_of(view, sequences)
    return TeamPage(
        name,
        weeks,
        day_words(last),
        days,
        sum(not (each.confirmed or each.cancelled) for day in days for each in day.sessions),
        clashes_of(view.standing, today),
        years_of(years, today),
    )


async def confirm(actor: Actor, values: Sequence[str], now: datetime) -> None:
    """Cover for the chosen sessions, as they were shown. Raises SessionMoved, NotExpected."""
    chosen = [(uid, sequence) for uid, _, sequence in (each.partition("/") for each in values)]
    sequences = await _sequences()
    moved = [uid for uid, sequence in chosen if sequence != str(sequences.get(uid, ""))]
    if moved:
        raise SessionMoved("Nothing was confirmed.", sessions=moved)
    await team.acknowledge(actor.subject or "", [uid for uid, _ in chosen], actor, now)


async def _sequences() -> dict[str, int]:
    return {each.session.uid: each.sequence for each in await cohorts.all_released_sessions()}


def days_of(view: TeamView, sequences: Mapping[str, int]) -> tuple[TeamDay, ...]:
    """The sessions of the team by day, in order of time."""
    by_day: dict[date, list[Away]] = {}
    for each in view.cover:
        session = each.session
        known = view.acknowledged.get(session.uid) if each.acknowledged else None
        by_day.setdefault(session.day, []).append(
            Away(
                session.uid,
                f"{session.uid}/{sequences.get(session.uid, '')}",
                span_words(session.start, session.end),
                session.title,
                ", ".join(filter(None, (session.room, session.site_address or session.site))),
                ", ".join(sorted(view.members[member].name for member in each.members)),
                f"{known.by}, {date_words(known.at)}" if known else "",
                session.status is Status.CANCELLED,
            )
        )
    return tuple(TeamDay(day_words(day), tuple(found)) for day, found in by_day.items())


def clashes_of(standing: Iterable[Standing], today: date) -> tuple[Clash, ...]:
    """By name; nobody without anything ahead that stands against their dates."""
    found = []
    for each in standing:
        lines = []
        for conflict in each.conflicts:
            if conflict.session.day < today:
                continue
            said = (
                f"{COMMITMENTS[conflict.commitment.kind.value]} against {conflict.session.title} on "
                f"{day_words(conflict.session.day)}: {conflict.minutes} minutes lost."
            )
            if conflict.replacement is not None:
                said += f" The same session is held again on {day_words(conflict.replacement.day)}."
            lines.append(said)
        if lines:
            found.append(Clash(each.member.name, tuple(lines)))
    return tuple(sorted(found, key=lambda clash: clash.name.casefold()))


def years_of(years: Iterable[Held], today: date) -> tuple[FirstYear, ...]:
    """First years in practice that are not over, by name."""
    found = [_year(each, today) for each in years if each.standing.state in UNDER_WAY]
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def _year(held: Held, today: date) -> FirstYear:
    standing = held.standing
    due = next(
        (
            each.milestone
            for each in standing.reviews
            if each.on is None and not each.milestone.optional
        ),
        None,
    )
    start = held.year.terms.clock_starts
    return FirstYear(
        held.member.name,
        week_words(start, standing.plan.ends, today) if start else "Waits for registration",
        STATES[standing.state],
        standing.state is State.LATE,
        f"{due.title}, {'was' if due.due < today else 'is'} due {day_words(due.due)}"
        if due
        else "",
        *_caseload(held),
    )


def week_words(start: date, ends: date, today: date) -> str:
    """``Week 14 of 52``; before it begins ``Begins Monday 5 October 2026``."""
    if today < start:
        return f"Begins {day_words(start)}"
    week, whole = (today - start).days // 7 + 1, (ends - start).days // 7
    return f"Week {week} of {whole}" if week <= whole else f"Week {week}, planned for {whole}"


def _caseload(held: Held) -> tuple[str, str, str]:
    caseload = held.standing.caseload
    cap, latest = caseload.cap, caseload.latest
    counted = (
        f"{latest.cases} {UNITS[latest.unit.value]} on {day_words(latest.on)}"
        if latest is not None
        else "Nothing counted yet"
    )
    if cap is not None and cap.cap is not None:
        counted += f". The limit today is {cap.cap}"
    badge, words = BADGES[caseload.standing]
    return badge, words, counted
