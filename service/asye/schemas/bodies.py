"""What is sent about an ASYE year. Numbers that have to be exact are texts; no text is free."""

from datetime import date
from fractions import Fraction
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from service.asye.years import Wish
from service.enrolments.schemas.members import Weekdays
from service.web.texts import DecimalText, Key, Line

UnitWord = Literal["child", "family", "case", "points"]
CauseWord = Literal[
    "duty", "court", "caseload", "cover", "sickness", "leave", "training-cancelled", "other"
]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=10_080)]
Cases = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class TermsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The terms of a year. ``fte``, ``full`` and ``ceiling`` are numbers in a text, as ``"0.8"``.

    ``full``: a full caseload, where the preset states a share of one; with it or ``ceiling`` goes
    ``unit``. ``needs_registration``: the clock starts on ``registered_on`` if that is later.
    """

    preset: Key
    start: date
    fte: DecimalText
    unit: UnitWord | None = None
    full: DecimalText | None = None
    ceiling: DecimalText | None = None
    scale_part_time: bool = False
    first_cases_on: date | None = None
    contracted_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] = 2_220
    count_academy: bool = True
    needs_registration: bool = False
    registered_on: date | None = None
    exception_on: date | None = None
    exception_by: Line | None = None
    route: Line | None = None
    assessor: Line | None = None


class EndBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``on``: the last day of the year. ``withdrawn``: stays, but takes part no more."""

    on: date
    state: Literal["completed", "left", "withdrawn"]


class ReturnBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``on``: the first day back. ``member``: who they are now, where they were enrolled again."""

    on: date
    member: UUID | None = None


class FteChangeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``weekdays``: days worked from then on, Monday = 0. At least one of the two."""

    on: date
    fte: DecimalText | None = None
    weekdays: Weekdays | None = None


class PauseBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both days included. Capability is no reason for a pause, and is not in the list."""

    first: date
    last: date
    reason: Literal[
        "long-term-sickness",
        "bereavement",
        "maternity",
        "paternity",
        "adoption",
        "parental-leave",
        "employer-failed-to-support",
    ]


class SignatureBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A personal key signs for its own: starter, manager, or the assessor who supervises."""

    signatory: Literal["newly-qualified", "assessor", "manager", "co-ordinator"]


class ReviewBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``milestone``: its key, or ``panel`` for the moderation panel, whose day may be to come."""

    milestone: Key
    held_on: date


class PieceBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a piece of evidence is there, and since when; never what it says."""

    piece: Literal[
        "reflection-log",
        "observation",
        "feedback-people",
        "feedback-colleagues",
        "self-assessment",
        "portfolio",
    ]
    on: date


class SupervisionBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Held for ``minutes``; or cancelled, with 0 minutes, by whom and why."""

    on: date
    minutes: Minutes
    cancelled_by: Literal["supervisor", "newly-qualified", "service"] | None = None
    cause: CauseWord | None = None


class ProtectedTimeBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes. ``academy``: it was spent at the academy, which the terms may not count."""

    on: date
    planned: Minutes
    taken: Minutes = 0
    lost: Minutes = 0
    cause: CauseWord | None = None
    academy: bool = False


class CaseMixBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of a kind are held, and how many of these jointly. Kinds and counts, nothing else."""

    on: date
    work: Literal[
        "assessment",
        "child-in-need",
        "child-protection",
        "pre-proceedings",
        "court",
        "looked-after",
        "permanence",
    ]
    cases: Cases
    supported: Cases = 0
    co_worker: Literal["advanced-practitioner", "senior-social-worker", "other"] | None = None


class WorkloadBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What all work held on a day weighs in the points of the council's scheme, stable ones included."""

    on: date
    points: Cases


class SupervisorBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who supervises from ``first`` on, under the name that plans and keys use."""

    first: date
    name: Line


class AcknowledgementBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plan for the open breach, and by when. It stays open until a caseload is within the cap."""

    actions: Annotated[
        list[
            Literal[
                "no-new-cases",
                "reallocate",
                "close-or-step-down",
                "co-worker",
                "extra-supervision",
                "temporary-cover",
            ]
        ],
        msgspec.Meta(min_length=1, max_length=6),
    ]
    until: date


def wish_of(body: TermsBody) -> Wish:
    return Wish(
        preset=body.preset,
        start=body.start,
        fte=Fraction(body.fte),
        unit=body.unit,
        full=None if body.full is None else Fraction(body.full),
        ceiling=None if body.ceiling is None else Fraction(body.ceiling),
        scale_part_time=body.scale_part_time,
        first_cases_on=body.first_cases_on,
        contracted_minutes=body.contracted_minutes,
        count_academy=body.count_academy,
        needs_registration=body.needs_registration,
        registered_on=body.registered_on,
        exception_on=body.exception_on,
        exception_by=body.exception_by,
        route=body.route,
        assessor=body.assessor,
    )
