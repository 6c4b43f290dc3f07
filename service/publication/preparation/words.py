"""Commentary, actions, dated events and quotations, as they are written for a half-year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from scorecard.commentary import (
    ACTION_LIMIT,
    CLOSED,
    COMMENT_LIMIT,
    EVENT_LIMIT,
    OPEN,
    fault_of,
    headline_fault,
    is_shown,
)
from scorecard.measures import MEASURES
from scorecard.periods import half_year_ending
from service import clock
from service.access.actor import Actor
from service.publication import store as editions
from service.publication.preparation.parts import Change, Parts, parts_of, write
from service.publication.preparation.refusals import (
    ActionClosed,
    NoSuchPart,
    QuotationNotApproved,
    WordsInvalid,
)
from service.publication.preparation.store import Part, PartKind
from service.settings import Settings
from service.surveys import quotations

Json = dict[str, Any]
LINE = 200
"""Characters of a name."""
FURTHEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes for which half-year, and when."""

    period_end: date
    actor: Actor
    now: datetime
    settings: Settings

    @property
    def today(self) -> date:
        return self.now.astimezone(clock.LONDON).date()

    def change(
        self, kind: PartKind, key: str, content: Json | None, seen: int | None = None
    ) -> Change:
        """Raises NotAHalfYearEnd (scorecard.errors)."""
        half_year_ending(self.period_end, self.settings.half_year_ends)
        return Change(self.period_end, kind, key, content, seen, self.actor, self.now)


@dataclass(frozen=True, slots=True)
class Comment:
    words: str
    owner: str
    written_on: date | None
    """None: today."""


@dataclass(frozen=True, slots=True)
class Action:
    words: str
    owner: str
    due: date
    measure: str | None
    state: str
    outcome: str | None
    """What came of it, when it is closed."""


async def set_headline(writer: Writer, words: str, seen: int | None) -> Part:
    """Raises WordsInvalid, PreparationOvertaken."""
    _refuse({"/words": headline_fault(words)}, "The headline was not kept")
    return await write(writer.change(PartKind.HEADLINE, "", {"words": words}, seen))


async def set_comment(writer: Writer, measure: str, comment: Comment, seen: int | None) -> Part:
    """The comment on a measure. Raises WordsInvalid, PreparationOvertaken, NoSuchPart."""
    _require_measure(measure)
    written_on = comment.written_on or writer.today
    _refuse(
        {
            "/words": fault_of(comment.words, COMMENT_LIMIT, lines=True),
            "/owner": fault_of(comment.owner, LINE),
            "/written_on": "is in the future" if written_on > writer.today else "",
        },
        "The comment was not kept",
    )
    content = {
        "words": comment.words,
        "owner": comment.owner,
        "written_on": written_on.isoformat(),
    }
    return await write(writer.change(PartKind.COMMENT, measure, content, seen))


async def add_action(writer: Writer, action: Action) -> Part:
    """Raises WordsInvalid."""
    content = _action(writer, action, since=writer.period_end.isoformat(), closed_in=None)
    return await write(writer.change(PartKind.ACTION, str(uuid4()), content))


async def change_action(writer: Writer, action_id: UUID, action: Action, seen: int | None) -> Part:
    """Change, close or open again what stands in this half-year; later ones go on from it.

    Raises WordsInvalid, PreparationOvertaken, NoSuchPart, ActionClosed.
    """
    standing = _shown(await parts_of(writer.period_end), action_id)
    await _refuse_closed(standing)
    content = _action(
        writer,
        action,
        since=standing.content["since"],
        closed_in=standing.content["closed_in"],
    )
    return await write(writer.change(PartKind.ACTION, str(action_id), content, seen))


async def remove_action(writer: Writer, action_id: UUID, seen: int | None) -> None:
    """Take back one that was set by mistake. Raises ActionClosed when an edition has told of it."""
    standing = _shown(await parts_of(writer.period_end), action_id)
    if await _is_published(date.fromisoformat(standing.content["since"])):
        raise ActionClosed(
            "A published edition tells of this action: close it and say what came of it."
        )
    await write(writer.change(PartKind.ACTION, str(action_id), None, seen))


async def set_event(
    writer: Writer, event_id: UUID | None, on: date, words: str, seen: int | None = None
) -> Part:
    """Something that happened on a day, for the charts. Raises WordsInvalid, PreparationOvertaken."""
    later = "is after the half-year: it belongs to a later one" if on > writer.period_end else ""
    _refuse({"/words": fault_of(words, EVENT_LIMIT), "/on": later}, "The event was not kept")
    key = str(event_id or uuid4())
    return await write(
        writer.change(PartKind.EVENT, key, {"on": on.isoformat(), "words": words}, seen)
    )


async def add_quotation(writer: Writer, quotation_id: UUID) -> Part:
    """Take an approved quotation in. Raises QuotationNotApproved, PreparationOvertaken."""
    await approved_words([str(quotation_id)])
    return await write(writer.change(PartKind.QUOTATION, str(quotation_id), {}))


async def remove(writer: Writer, kind: PartKind, key: str, seen: int | None) -> None:
    """Take a part away; its history stays. Raises PreparationOvertaken, NoSuchPart."""
    await write(writer.change(kind, key, None, seen))


async def approved_words(wanted: list[str]) -> Mapping[str, str]:
    """The words of quotations by id. Raises QuotationNotApproved, naming those that are not."""
    if not wanted:
        return {}
    approved = {
        str(each.id): each.words for each in await quotations.listing(quotations.State.APPROVED)
    }
    if missing := [each for each in wanted if each not in approved]:
        raise QuotationNotApproved(
            f"The quotation {missing[0]} is not approved, or the consent to it was withdrawn.",
            quotations=missing,
        )
    return {each: approved[each] for each in wanted}


def shown_actions(parts: Parts) -> list[Part]:
    """The actions of the half-year, the first due first."""
    shown = [each for each in parts.of(PartKind.ACTION) if is_shown(each.content, parts.period_end)]
    return sorted(shown, key=lambda each: (each.content["due"], each.key))


def _shown(parts: Parts, action_id: UUID) -> Part:
    for each in shown_actions(parts):
        if each.key == str(action_id):
            return each
    raise NoSuchPart("There is no such action in this half-year.")


async def _refuse_closed(action: Part) -> None:
    closed_in = action.content["closed_in"]
    if closed_in and await _is_published(date.fromisoformat(closed_in)):
        raise ActionClosed(
            f"The scorecard to {date.fromisoformat(closed_in):%-d %B %Y} says that it is closed."
        )


async def _is_published(period_end: date) -> bool:
    return any(not each.cancelled for each in await editions.versions_of(period_end))


def _action(writer: Writer, action: Action, *, since: str, closed_in: str | None) -> Json:
    closed = action.state == CLOSED
    outcome = action.outcome or ""
    no_outcome = "is asked for when the action is closed: what came of it?"
    _refuse(
        {
            "/words": fault_of(action.words, ACTION_LIMIT),
            "/owner": fault_of(action.owner, LINE),
            "/due": _due_fault(action.due, since),
            "/measure": _measure_fault(action.measure),
            "/state": "" if action.state in {OPEN, CLOSED} else "is open or closed",
            "/outcome": (fault_of(outcome, ACTION_LIMIT) if outcome else no_outcome)
            if closed
            else ("is of a closed action only" if outcome else ""),
        },
        "The action was not kept",
    )
    return {
        "words": action.words,
        "owner": action.owner,
        "due": action.due.isoformat(),
        "measure": action.measure,
        "since": since,
        "state": action.state,
        "closed_in": (closed_in or writer.period_end.isoformat()) if closed else None,
        "outcome": outcome if closed else None,
    }


def _due_fault(due: date, since: str) -> str:
    opened = date.fromisoformat(since)
    if due.year > opened.year + FURTHEST_YEARS:
        return f"is more than {FURTHEST_YEARS} years away: check the year"
    return "is before the action was set: it cannot be done by then" if due < opened else ""


def _measure_fault(measure: str | None) -> str:
    return "" if measure is None or measure in MEASURES else "is not the id of a measure"


def _require_measure(measure: str) -> None:
    if measure not in MEASURES:
        raise NoSuchPart(f"There is no measure “{measure[:60]}” to comment on.")


def _refuse(faults: Mapping[str, str], beginning: str) -> None:
    errors = [{"pointer": pointer, "detail": fault} for pointer, fault in faults.items() if fault]
    if errors:
        told = "; ".join(f"{each['pointer'][1:]} {each['detail']}" for each in errors)
        raise WordsInvalid(f"{beginning}: {told}.", errors=errors)
