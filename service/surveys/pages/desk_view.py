"""What HR sees of exit interviews: where each stands, without names and without a word too many."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scorecard.codes import LeaverDestination, LeavingReason
from scorecard.periods import MonthDay
from service.clock import LONDON
from service.surveys import links
from service.surveys.comments import Comment
from service.surveys.half_years import half_year_of
from service.surveys.interviews import LEAVER_ADVICE, Interview, Leaver, Status
from service.surveys.links import Standing

STATUSES = {
    Status.OFFERED: "Offered",
    Status.DECLINED: "Declined",
    Status.DONE: "Done",
}
_MARKS = {Status.OFFERED: "near", Status.DECLINED: "none", Status.DONE: "met"}
LEAVERS = {
    Leaver.FOUND: "In the HR returns",
    Leaver.OTHER_DAY: "On another day in the HR returns",
    Leaver.NOT_FOUND: "Not in the HR returns",
}
DESTINATIONS = {
    LeaverDestination.SW_OTHER_LA_ENGLAND: "Social worker in another local authority in England",
    LeaverDestination.SW_OUTSIDE_ENGLAND: "Social worker outside England",
    LeaverDestination.AGENCY: "Agency or consultancy",
    LeaverDestination.OTHER_SW_ROLE: "Other social work role, not in a local authority",
    LeaverDestination.OTHER_SOCIAL_CARE: "Other social care role",
    LeaverDestination.OUTSIDE_SOCIAL_CARE: (
        "Outside social care or England, not in work, or career break"
    ),
    LeaverDestination.OTHER: "Other",
    LeaverDestination.NOT_KNOWN: "Not known",
    LeaverDestination.NOT_YET_COLLECTED: "Not yet collected",
}
REASONS = {
    LeavingReason.RESIGNATION: "Resignation",
    LeavingReason.VOLUNTARY_REDUNDANCY: "Voluntary redundancy",
    LeavingReason.COMPULSORY_REDUNDANCY: "Compulsory redundancy",
    LeavingReason.DISMISSED: "Dismissed",
    LeavingReason.RETIRED: "Retired",
    LeavingReason.DECEASED: "Deceased",
    LeavingReason.MOVED_OUT_OF_CHILDRENS_WITHIN_LA: (
        "Moved to a social work role outside children's services in the council"
    ),
    LeavingReason.OTHER: "Other",
    LeavingReason.NOT_KNOWN: "Not known",
    LeavingReason.NOT_YET_COLLECTED: "Not yet collected",
}
QUESTIONS = {
    "why": "Why they are leaving",
    "good": "What was good",
    "stay": "What would have made them stay",
    "other": "Anything else",
}
HALF_YEARS_OFFERED = 6


def day_words(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}"


def link_words(interview: Interview, now: datetime) -> str:
    """How the private link stands; empty where there is none to speak of."""
    record = interview.record
    if record.secret_hash is None or record.link_expires_at is None:
        return "No link" if record.status == Status.OFFERED else ""
    standing = links.standing(record, now)
    until = day_words(record.link_expires_at.astimezone(LONDON).date())
    if standing is Standing.OPEN:
        return f"Open until {until}"
    return {
        Standing.ANSWERED: "Answered by link" if record.way == "link" else "",
        Standing.DECLINED: "",
        Standing.ENDED: "Ended",
    }[standing]


@dataclass(frozen=True, slots=True)
class InterviewLine:
    id: str
    left: str
    status: str
    mark: str
    link: str
    leaver: str
    known: bool
    answers: int


@dataclass(frozen=True, slots=True)
class DeskPage:
    """``counts``: offered in all, and of them declined, done and still open."""

    lines: tuple[InterviewLine, ...]
    sentence: str
    half_years: tuple[tuple[str, str], ...]
    half_year: str
    statuses: tuple[tuple[str, str], ...]
    status: str
    filtered: bool


def desk_page(
    found: Sequence[Interview],
    *,
    half_year: str,
    status: str,
    now: datetime,
    today: date,
    ends: tuple[MonthDay, ...],
) -> DeskPage:
    return DeskPage(
        tuple(interview_line(each, now) for each in reversed(found)),
        counted(found),
        tuple((end.isoformat(), f"Half-year to {day_words(end)}") for end in recent(today, ends)),
        half_year,
        tuple((each.value, words) for each, words in STATUSES.items()),
        status,
        bool(half_year or status),
    )


def counted(found: Iterable[Interview]) -> str:
    """``12 interviews: 7 done, 2 declined, 3 still open.``."""
    by_status = Counter(each.record.status for each in found)
    total = sum(by_status.values())
    return (
        f"{total} {'interview' if total == 1 else 'interviews'}: {by_status[Status.DONE]} done, "
        f"{by_status[Status.DECLINED]} declined, {by_status[Status.OFFERED]} still open."
    )


def recent(today: date, ends: tuple[MonthDay, ...]) -> tuple[date, ...]:
    """The half-year that runs and those before it, newest first."""
    found = [half_year_of(today, ends)]
    while len(found) < HALF_YEARS_OFFERED:
        found.append(half_year_of(found[-1].opening, ends))
    return tuple(each.end for each in found)


def interview_line(interview: Interview, now: datetime) -> InterviewLine:
    record = interview.record
    status = Status(record.status)
    return InterviewLine(
        str(record.id),
        day_words(record.leaving_date),
        STATUSES[status],
        _MARKS[status],
        link_words(interview, now),
        LEAVERS[interview.leaver],
        interview.leaver is Leaver.FOUND,
        len(interview.comments),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as this person may read it."""

    id: str
    question: str
    text: str
    verbatim: bool
    quotable: bool
    struck: bool
    progress: str
    revision: int


@dataclass(frozen=True, slots=True)
class InterviewPage:
    line: InterviewLine
    revision: int
    half_year: str
    facts: tuple[tuple[str, str], ...]
    advice: str
    said: tuple[Said, ...]
    open: bool
    linked: bool
    withdrawn: bool
    may_answer: bool


PROGRESS = {
    "to-code": "To be coded",
    "coded": "Coded",
    "undecided": "Two coders differ",
}


def interview_page(
    interview: Interview,
    said: Sequence[Comment],
    *,
    now: datetime,
    ends: tuple[MonthDay, ...],
) -> InterviewPage:
    record = interview.record
    status = Status(record.status)
    facts = (
        ("Leaving date", day_words(record.leaving_date)),
        ("Counts in", f"Half-year to {day_words(half_year_of(record.leaving_date, ends).end)}"),
        ("Leaver", LEAVERS[interview.leaver]),
        ("Went to", _code(record.destination, DESTINATIONS)),
        ("Reason HR recorded", _code(record.reason, REASONS)),
        ("Offered on", day_words(record.offered_on) or "Not noted"),
        ("Done on", day_words(record.done_on) or "Not done"),
        ("Private link", link_words(interview, now) or "None in use"),
    )
    return InterviewPage(
        interview_line(interview, now),
        record.revision,
        day_words(half_year_of(record.leaving_date, ends).end),
        facts,
        LEAVER_ADVICE.get(interview.leaver, ""),
        tuple(said_line(each) for each in said),
        status is Status.OFFERED,
        links.standing(record, now) is Standing.OPEN,
        record.withdrawn_at is not None,
        status is not Status.DECLINED and record.withdrawn_at is None,
    )


def said_line(comment: Comment) -> Said:
    record = comment.record
    return Said(
        str(record.id),
        record.question or QUESTIONS[record.question_kind],
        comment.text,
        comment.verbatim,
        record.quotable,
        record.struck,
        PROGRESS[comment.progress.value],
        record.revision,
    )


def _code(code: str | None, words: Mapping[Any, str]) -> str:
    if code is None:
        return "Not stated"
    return words.get(code, code)
