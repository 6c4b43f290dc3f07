"""Starters, proposals and the waiting list as JSON. A registration number goes in and stays in."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from academy.allocation import Allocation
from academy.waiting import Waiting
from service.cohorts.schemas.findings import PlanFindingJson, findings_as_json
from service.enrolments.placing import Offer, Proposal
from service.enrolments.schemas.members import AT_ONCE, ItemKeys, MemberJson, Number, Weekdays
from service.enrolments.starters import Known, Said, Starting
from service.enrolments.store.members import EVERY_WEEKDAY
from service.enrolments.store.starters import FULL_TIME
from service.web.texts import Key, Line
from service.workforce.rendering import decimal_text

PLACES = 6
Fte = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(1(\.0{1,6})?|0\.[0-9]{0,5}[1-9]0{0,5})$",
        max_length=8,
        description="Above 0 and at most 1, as 0.6",
    ),
]


class StarterBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is known of somebody who starts.

    ``weekdays``: days they work, Monday = 0. ``completed``: items and modules they need not take.
    ``service``: the service they join, as SEND. ``registered_on``: with Social Work England.
    """

    name: Line
    start: date
    newly_qualified: bool
    post: Line | None = None
    team: Line | None = None
    base: Line | None = None
    manager: Line | None = None
    route: Line | None = None
    service: Line | None = None
    fte: Fte = "1"
    weekdays: Weekdays = msgspec.field(default_factory=lambda: list(EVERY_WEEKDAY))
    completed: ItemKeys = []
    qualified_on: date | None = None
    registered_on: date | None = None
    clearance_requested_on: date | None = None
    cleared_on: date | None = None


class NewStarter(StarterBody, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``registration_number`` becomes the keyed identity of the workforce returns."""

    registration_number: Number | None = None


class NewStarters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them are registered, or none."""

    starters: Annotated[list[NewStarter], msgspec.Meta(min_length=1, max_length=AT_ONCE)]


class StarterJson(msgspec.Struct, frozen=True):
    """``expected_clearance``: request and the average measured here; null once cleared.

    ``asye_start``: when their own ASYE year begins; null while it cannot.
    """

    id: UUID
    name: str
    start: date
    newly_qualified: bool
    post: str | None
    team: str | None
    base: str | None
    manager: str | None
    route: str | None
    service: str | None
    fte: str
    weekdays: list[int]
    completed: list[str]
    qualified_on: date | None
    registered_on: date | None
    clearance_requested_on: date | None
    cleared_on: date | None
    expected_clearance: date | None
    asye_start: date | None
    identified: bool
    state: str
    member: UUID | None
    revision: int
    created_at: datetime
    created_by: str


class Starters(msgspec.Struct, frozen=True):
    """By start and name."""

    starters: list[StarterJson]


class StarterPage(msgspec.Struct, frozen=True):
    """By start and name. ``next`` is the address of the following page, null on the last."""

    starters: list[StarterJson]
    next: str | None


class OfferJson(msgspec.Struct, frozen=True):
    """A run that can be joined. ``capacity`` null has no limit.

    ``blocks``: what keeps the draft of its cohort from being released; nobody is proposed to such a
    run.
    """

    cohort: UUID
    cohort_key: str
    cohort_title: str
    cohort_state: str
    run: str
    starts: date
    capacity: int | None
    taken: int
    blocks: list[PlanFindingJson]


class ProposalJson(msgspec.Struct, frozen=True):
    """``offer`` null is the waiting list. ``wait_weeks`` as text, to one decimal place."""

    starter: StarterJson
    offer: OfferJson | None
    wait_days: int | None
    wait_weeks: str | None
    findings: list[PlanFindingJson]


class Proposals(msgspec.Struct, frozen=True):
    """In order of start. Nothing is stored before somebody confirms.

    ``next`` is the address of the following page, null on the last; ``runs`` stand on each.
    """

    proposals: list[ProposalJson]
    runs: list[OfferJson]
    next: str | None


class WaitingJson(msgspec.Struct, frozen=True):
    """Since their start; below nothing before it."""

    starter: StarterJson
    days: int
    weeks: str


class ServedJson(msgspec.Struct, frozen=True):
    starter: UUID
    wait_days: int | None
    wait_weeks: str | None


class WaitingListJson(msgspec.Struct, frozen=True):
    """Longest wait first. ``served``: whom of them the further run that was asked about would take.

    ``next`` is the address of the following page, null on the last.
    """

    waiting: list[WaitingJson]
    served: list[ServedJson]
    next: str | None


class PlacementBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cohort: UUID
    run: Key = "home"


class Placement(msgspec.Struct, frozen=True):
    starter: StarterJson
    member: MemberJson


def said_of(body: StarterBody) -> Said:
    return Said(
        name=body.name.strip(),
        start=body.start,
        newly_qualified=body.newly_qualified,
        post=body.post,
        team=body.team,
        base=body.base,
        manager=body.manager,
        route=body.route,
        service=body.service,
        fte=_millionths(body.fte),
        weekdays=tuple(body.weekdays),
        completed=tuple(body.completed),
        qualified_on=body.qualified_on,
        registered_on=body.registered_on,
        clearance_requested_on=body.clearance_requested_on,
        cleared_on=body.cleared_on,
    )


def starting_of(body: NewStarter) -> Starting:
    return Starting(said_of(body), body.registration_number)


def _millionths(text: str) -> int:
    whole, _, decimals = text.partition(".")
    return int(whole) * FULL_TIME + int(decimals.ljust(PLACES, "0") or "0")


def starter_as_json(known: Known) -> StarterJson:
    record = known.record
    return StarterJson(
        id=record.id,
        name=record.name,
        start=record.start,
        newly_qualified=record.newly_qualified,
        post=record.post,
        team=record.team,
        base=record.base,
        manager=record.manager,
        route=record.route,
        service=record.service,
        fte=decimal_text(record.fte, PLACES),
        weekdays=list(record.weekdays),
        completed=list(record.completed),
        qualified_on=record.qualified_on,
        registered_on=record.registered_on,
        clearance_requested_on=record.clearance_requested_on,
        cleared_on=record.cleared_on,
        expected_clearance=known.expected_clearance,
        asye_start=known.asye_start,
        identified=record.worker is not None,
        state=record.state,
        member=record.member,
        revision=record.revision,
        created_at=record.created_at,
        created_by=record.created_by,
    )


def starters_as_json(found: Iterable[Known]) -> Starters:
    return Starters([starter_as_json(each) for each in found])


def offer_as_json(offer: Offer) -> OfferJson:
    record = offer.cohort.record
    return OfferJson(
        cohort=record.id,
        cohort_key=record.key,
        cohort_title=record.title,
        cohort_state=record.state,
        run=offer.offer.run,
        starts=offer.offer.starts,
        capacity=offer.offer.capacity,
        taken=offer.offer.taken,
        blocks=findings_as_json(offer.blocks),
    )


def proposals_as_json(
    found: Iterable[Proposal], runs: Iterable[Offer], following: str | None
) -> Proposals:
    return Proposals(
        [
            ProposalJson(
                starter=starter_as_json(each.known),
                offer=offer_as_json(each.offer) if each.offer else None,
                wait_days=each.allocation.wait_days,
                wait_weeks=_weeks(each.allocation),
                findings=findings_as_json(each.allocation.findings),
            )
            for each in found
        ],
        [offer_as_json(each) for each in runs],
        following,
    )


def waiting_as_json(
    waiting: Sequence[tuple[Known, Waiting]],
    served: Iterable[tuple[Known, Allocation]],
    following: str | None,
) -> WaitingListJson:
    """``waiting``: one page. ``served``: of the whole list."""
    here = {known.record.id for known, _ in waiting}
    return WaitingListJson(
        [_waiting(known, each) for known, each in waiting],
        [
            ServedJson(known.record.id, each.wait_days, _weeks(each))
            for known, each in served
            if known.record.id in here
        ],
        following,
    )


def _waiting(known: Known, waiting: Waiting) -> WaitingJson:
    return WaitingJson(starter_as_json(known), waiting.days, str(waiting.weeks))


def _weeks(allocation: Allocation) -> str | None:
    return None if allocation.wait_weeks is None else str(allocation.wait_weeks)
