"""An ASYE year as JSON: the plan, what was recorded, and how the two compare."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from service.cohorts.schemas.findings import PlanFindingJson


class TermsJson(msgspec.Struct, frozen=True):
    """As agreed. ``preset`` keeps the version that the person started on."""

    preset: str
    preset_title: str
    preset_source: str
    start: date
    fte: str
    unit: str
    full: str | None
    ceiling: str | None
    scale_part_time: bool
    first_cases_on: date | None
    contracted_minutes: int
    count_academy: bool
    needs_registration: bool
    registered_on: date | None
    exception_on: date | None
    exception_by: str | None
    route: str | None
    assessor: str | None


class MilestoneJson(msgspec.Struct, frozen=True, rename={"on": "date"}):
    """``review_day``: the cohort's last review day on or before ``due``, ``gap_days`` before ``on``."""

    key: str
    title: str
    on: date
    due: date
    optional: bool
    held_on: date | None
    overdue: bool
    review_day: date | None
    gap_days: int | None


class PanelJson(msgspec.Struct, frozen=True):
    """The moderation panel. ``asked``: the preset names one. One of the days at most is there."""

    asked: bool
    planned_for: date | None
    met_on: date | None


class TargetJson(msgspec.Struct, frozen=True, rename={"on": "date"}):
    on: date
    due: date
    band: str
    minutes: int | None


class CapJson(msgspec.Struct, frozen=True, rename={"first": "from", "last": "to"}):
    """``cap`` null: it cannot be known."""

    first: date
    last: date
    cap: int | None
    unit: str


class BandJson(msgspec.Struct, frozen=True):
    """``kept`` null: nothing was due yet. Gaps in days, pauses left out."""

    band: str
    first: date
    last: date
    required: int
    held: int
    short: int
    cancelled: int
    longest_gap: int
    allowed_gap: str
    kept: bool | None


class LedgerJson(msgspec.Struct, frozen=True):
    """Minutes. ``promised`` to two decimal places, as text; null where nothing is promised."""

    promised: str | None
    planned: int
    taken: int
    lost: int
    open: int
    lost_to: dict[str, int]
    academy_left_out: int
    kept: bool | None


class AcknowledgementJson(msgspec.Struct, frozen=True):
    on: date
    by: str
    actions: list[str]
    until: date


class BreachJson(msgspec.Struct, frozen=True):
    """``day``: which day of it, from 1. ``largest``: by how many at the worst."""

    first_on: date
    last_on: date
    cases: int
    cap: int
    size: int
    largest: int
    day: int
    escalated_to: list[str]
    open: bool
    closed_on: date | None
    ended_on: date | None
    acknowledged: AcknowledgementJson | None


class CaseloadJson(msgspec.Struct, frozen=True):
    """``standing`` unknown: no recent snapshot in the unit of a cap that is known; never ok."""

    standing: str
    cap: CapJson | None
    latest_on: date | None
    latest_cases: int | None
    latest_unit: str | None
    breaches: list[BreachJson]
    unmatched_acknowledgements: list[AcknowledgementJson]


class DueJson(msgspec.Struct, frozen=True):
    """``number`` of ``piece`` by ``by``, in all. ``met`` null: not due yet."""

    piece: str
    milestone: str
    by: date
    number: int
    there: int
    met: bool | None


class EntryJson(msgspec.Struct, frozen=True):
    """What was recorded, when and by whom. ``value`` has the fields of its kind."""

    id: UUID
    kind: str
    day: date
    value: dict[str, Any]
    at: datetime
    by: str


class YearSummary(msgspec.Struct, frozen=True):
    id: UUID
    member: UUID
    name: str
    team: str | None
    cohort: UUID
    start: date
    ends: date
    state: str
    supervisor: str | None
    caseload: str | None
    open_breach: BreachJson | None
    findings: list[PlanFindingJson]
    revision: int


class YearJson(msgspec.Struct, frozen=True):
    """``caseload`` is null for a supervisor's key. ``identified``: returns can name them."""

    id: UUID
    member: UUID
    name: str
    team: str | None
    cohort: UUID
    as_at: date
    state: str
    ended_on: date | None
    ends: date
    identified: bool
    supervisor: str | None
    terms: TermsJson
    milestones: list[MilestoneJson]
    panel: PanelJson
    supervision: list[TargetJson]
    caps: list[CapJson]
    bands: list[BandJson]
    employer_standard: list[BandJson]
    protected_time: LedgerJson
    caseload: CaseloadJson | None
    open_work: list[str]
    evidence_due: list[DueJson]
    entries: list[EntryJson]
    findings: list[PlanFindingJson]
    revision: int


class Years(msgspec.Struct, frozen=True):
    """By start."""

    years: list[YearSummary]


class BreachEntry(msgspec.Struct, frozen=True):
    year: UUID
    member: UUID
    name: str
    team: str | None
    breach: BreachJson


class Breaches(msgspec.Struct, frozen=True):
    """The oldest first."""

    breaches: list[BreachEntry]


class PresetJson(msgspec.Struct, frozen=True):
    """``panel``: the source names a moderation panel; it states no day."""

    key: str
    title: str
    source: str
    retrieved: date
    months: int
    maximum_months: int
    unit: str
    full: str | None
    ceiling: str | None
    protected_share: str | None
    weight_in_averages: str | None
    panel: bool
    levels: dict[str, int]
    notes: list[str]


class Presets(msgspec.Struct, frozen=True):
    presets: list[PresetJson]


class LineJson(msgspec.Struct, frozen=True):
    """``met`` null: it cannot be said, or was not due yet."""

    what: str
    promised: str
    happened: str
    met: bool | None
    source: str


class SectionJson(msgspec.Struct, frozen=True):
    key: str
    title: str
    lines: list[LineJson]


class PackJson(msgspec.Struct, frozen=True):
    """The evidence pack for the moderation panel."""

    council: str
    name: str
    team: str | None
    year: UUID
    revision: int
    as_at: date
    start: date
    ends: date
    state: str
    preset: str
    preset_source: str
    assessor: str | None
    supervisor: str | None
    sections: list[SectionJson]
