"""What is written and planned for an edition, as JSON.

Texts are taken as they are; what is wrong with one is found by the operations, which say where.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from service.publication.preparation.parts import Parts
from service.publication.preparation.plan import moment_of
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.tasks import TITLES, Preparation
from service.publication.preparation.words import shown_actions
from service.scorecards.view_log import Seen

Text = Annotated[str, msgspec.Meta(max_length=200_000)]
"""Longer than any limit: the sentence that says how long it may be comes from the operation."""
State = Literal["open", "closed"]
Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class HeadlineBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two sentences at most, on one line."""

    words: Text


class CommentBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the figure is as it is. Lines are ended by LF; at most 4,000 characters."""

    words: Text
    owner: Text
    written_on: date | None = None
    """Left out: today."""


class ActionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: Text
    owner: Text
    due: date
    measure: str | None = None
    """Left out: an action for all measures."""
    state: State = "open"
    outcome: Text | None = None
    """What came of it: asked for when it is closed."""


class EventBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened on a day, in at most 60 characters: it is drawn on the charts."""

    on: date
    words: Text


class PlanBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    release_at: Text
    """``2026-11-26`` (09:30 in England), ``2026-11-26T09:30`` (as clocks in England show it), or with
    an offset. Public at once: people can rely on it."""


class PersonBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody with access before the release; published with the edition."""

    name: Text
    role: Text
    reason: Text


class LookedAt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is ticked or signed: ``of`` of the preparation that was looked at."""

    of: Hash


class PartJson(msgspec.Struct, frozen=True):
    """Who wrote it last, and the revision that goes into If-Match of a change."""

    revision: int
    at: datetime
    by: str


class HeadlineJson(PartJson, frozen=True):
    words: str


class CommentJson(PartJson, frozen=True):
    measure: str
    words: str
    owner: str
    written_on: date


class ActionJson(PartJson, frozen=True):
    id: UUID
    words: str
    owner: str
    due: date
    measure: str | None
    since: date
    """The half-year for which it was set."""
    state: str
    closed_in: date | None
    outcome: str | None


class EventJson(PartJson, frozen=True):
    id: UUID
    on: date
    words: str


class QuotationJson(PartJson, frozen=True):
    id: UUID


class PlanJson(PartJson, frozen=True):
    release_at: datetime


class PersonJson(PartJson, frozen=True):
    id: UUID
    name: str
    role: str
    reason: str


class CommentaryJson(msgspec.Struct, frozen=True):
    """Everything that is written for a half-year and not published yet."""

    period: date
    headline: HeadlineJson | None
    comments: list[CommentJson]
    actions: list[ActionJson]
    events: list[EventJson]
    quotations: list[QuotationJson]


class TaskJson(msgspec.Struct, frozen=True):
    task: str
    title: str
    state: str
    """``to-do``, ``done``, or ``out-of-date``: ticked for a draft that has changed since."""
    words: str
    of: str | None
    """What a tick is of; null for a task that is worked out."""
    by: str | None
    at: datetime | None


class ToldJson(msgspec.Struct, frozen=True):
    """A number in the words that reads like one which the public sees as c."""

    where: str
    key: str
    measure: str
    number: str


class PreparationJson(msgspec.Struct, frozen=True):
    """How far the edition of a half-year is."""

    period: date
    tasks: list[TaskJson]
    missing_comments: list[str]
    """Measures with a missed target and no comment: publishing is refused."""
    confidential_numbers: list[ToldJson]
    plan: PlanJson | None
    pre_release_access: list[PersonJson]
    two_person_sign_off: bool


class SeenJson(msgspec.Struct, frozen=True):
    day: date
    who: str
    at: datetime


class DraftViews(msgspec.Struct, frozen=True):
    """Who saw the draft, once for each person and day, the latest first."""

    views: list[SeenJson]


_KINDS: dict[PartKind, tuple[type[PartJson], str]] = {
    PartKind.HEADLINE: (HeadlineJson, ""),
    PartKind.COMMENT: (CommentJson, "measure"),
    PartKind.ACTION: (ActionJson, "id"),
    PartKind.EVENT: (EventJson, "id"),
    PartKind.QUOTATION: (QuotationJson, "id"),
    PartKind.PERSON: (PersonJson, "id"),
}


def part_as_json(part: Part) -> PartJson:
    """Who wrote it when, its key by its name, and what is in it."""
    if part.kind is PartKind.PLAN:
        return PlanJson(part.revision, part.at, part.by, moment_of(part))
    known = {"revision": part.revision, "at": part.at, "by": part.by}
    shape, key = _KINDS[part.kind]
    return msgspec.convert(
        {**known, **({key: part.key} if key else {}), **part.content}, shape, strict=False
    )


def commentary_as_json(parts: Parts) -> CommentaryJson:
    headline = parts.of(PartKind.HEADLINE)
    return msgspec.convert(
        {
            "period": parts.period_end,
            "headline": part_as_json(headline[0]) if headline else None,
            "comments": [part_as_json(each) for each in parts.of(PartKind.COMMENT)],
            "actions": [part_as_json(each) for each in shown_actions(parts)],
            "events": [part_as_json(each) for each in parts.of(PartKind.EVENT)],
            "quotations": [part_as_json(each) for each in parts.of(PartKind.QUOTATION)],
        },
        CommentaryJson,
    )


def preparation_as_json(found: Preparation) -> PreparationJson:
    plan = found.parts.of(PartKind.PLAN)
    return msgspec.convert(
        {
            "period": found.period_end,
            "tasks": [
                TaskJson(
                    each.task, TITLES[each.task], each.state, each.words, each.of, each.by, each.at
                )
                for each in found.lines
            ],
            "missing_comments": list(found.missing_comments),
            "confidential_numbers": list(found.told),
            "plan": part_as_json(plan[0]) if plan else None,
            "pre_release_access": [part_as_json(each) for each in found.parts.of(PartKind.PERSON)],
            "two_person_sign_off": found.two_person,
        },
        PreparationJson,
    )


def views_as_json(seen: list[Seen]) -> DraftViews:
    return DraftViews([SeenJson(each.day, each.who, each.at) for each in seen])
