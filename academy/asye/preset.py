"""What an employer or scheme promises a newly qualified social worker, as cited, dated data.

Nothing here knows of 12 months or 3/6/9/12: lengths, milestones, caps and supervision bands all
come from the preset, because the national scheme is due to change and employers differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from academy.errors import AcademyError


class PresetInvalid(AcademyError):  # noqa: N818 -- named for what happened
    """A preset breaks its own rules. ``key`` names it."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"The preset {key!r} cannot be used: {reason}")
        self.key = key
        self.reason = reason


class Unit(StrEnum):
    """What a caseload cap counts. A figure without a unit is refused (P7)."""

    CHILD = "child"
    FAMILY = "family"
    CASE = "case"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class MilestoneSpec:
    key: str
    title: str
    months: int
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SupervisionBand:
    """Every ``every_days`` days (or ``every_months`` months) up to and including its limit.

    The limit is ``until_days`` after the start or the milestone ``until_milestone``; the last band
    without a limit runs to the end.
    """

    key: str
    every_days: int | None
    every_months: int | None
    until_days: int | None
    until_milestone: str | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class CapStage:
    """From ``from_months`` on: ``share`` of a full caseload, or a ``fixed`` number."""

    from_months: int
    share: Fraction | None
    fixed: Fraction | None


class Work(StrEnum):
    """Kinds of work in the order in which the source programme brings them in (P8)."""

    ASSESSMENT = "assessment"
    CHILD_IN_NEED = "child-in-need"
    CHILD_PROTECTION = "child-protection"
    PRE_PROCEEDINGS = "pre-proceedings"
    COURT = "court"
    LOOKED_AFTER = "looked-after"
    PERMANENCE = "permanence"


@dataclass(frozen=True, slots=True)
class Gate:
    """``work`` belongs to the stage that begins after ``from_months`` of the person's own clock.

    ``joint``: it is held jointly at any stage.
    """

    work: Work
    from_months: int
    joint: bool


@dataclass(frozen=True, slots=True)
class LeadIn:
    """What is due around the milestones (P3). None or 0: not asked for."""

    reflection_log_days: int | None = None
    """Calendar days before a review."""
    observations: int = 0
    feedback_people: int = 0
    feedback_colleagues: int = 0
    self_assessments: bool = False
    portfolio_working_days: int | None = None
    """Working days after the last milestone."""


@dataclass(frozen=True, slots=True)
class Preset:
    key: str
    title: str
    source: str
    retrieved: date
    months: int
    maximum_months: int
    milestones: tuple[MilestoneSpec, ...]
    supervision: tuple[SupervisionBand, ...]
    caps: tuple[CapStage, ...]
    unit: Unit
    full: Fraction | None
    """A full caseload where the source states one; otherwise the caller must."""
    ceiling: Fraction | None
    protected_share: Fraction | None
    """Protected time as a share of contracted hours."""
    weight_in_averages: Fraction | None
    """How much of one worker counts when caseloads are averaged (Devon: 0.6)."""
    notes: tuple[str, ...]
    complexity: tuple[Gate, ...] = ()
    """Kinds of work by stage; a kind that is not named may be held at any."""
    lead_in: LeadIn = LeadIn()
    levels: tuple[tuple[str, int], ...] = ()
    """Recommended caseloads by experience, in words, where the source prints them."""
    panel: bool = False
    """The source names a moderation panel, of which it states no day."""


def preset_from(document: Mapping[str, Any]) -> Preset:
    """Read a preset from plain data; raises PresetInvalid with the reason."""
    key = str(document.get("key", ""))
    try:
        preset = Preset(
            key=key,
            title=document["title"],
            source=document["source"],
            retrieved=date.fromisoformat(document["retrieved"]),
            months=int(document["months"]),
            maximum_months=int(document["maximum_months"]),
            milestones=tuple(
                MilestoneSpec(m["key"], m["title"], int(m["months"]), bool(m.get("optional")))
                for m in document["milestones"]
            ),
            supervision=tuple(_band(band) for band in document["supervision"]),
            caps=tuple(_stage(stage) for stage in document["caps"]),
            unit=Unit(document["unit"]),
            full=_fraction(document.get("full")),
            ceiling=_fraction(document.get("ceiling")),
            protected_share=_fraction(document.get("protected_share")),
            weight_in_averages=_fraction(document.get("weight_in_averages")),
            notes=tuple(document.get("notes", ())),
            complexity=tuple(_gate(gate) for gate in document.get("complexity", ())),
            lead_in=_lead_in(document.get("lead_in", {})),
            levels=tuple((str(who), int(cases)) for who, cases in document.get("levels", ())),
            panel=bool(document.get("panel")),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise PresetInvalid(key, f"{type(fault).__name__} at {fault}") from fault
    _check(preset)
    return preset


def _check(preset: Preset) -> None:
    months = [milestone.months for milestone in preset.milestones]
    if not months or months != sorted(months):
        raise PresetInvalid(preset.key, "its milestones must be in order, and there must be one")
    stages = [stage.from_months for stage in preset.caps]
    if stages != sorted(set(stages)) or (stages and stages[0] != 0):
        raise PresetInvalid(preset.key, "its cap stages must begin at month 0 and rise")
    if months[-1] > preset.months:
        raise PresetInvalid(preset.key, "a milestone lies after its end")
    gates = [gate.work for gate in preset.complexity]
    if len(gates) > len(set(gates)):
        raise PresetInvalid(preset.key, "it names a kind of work twice")
    known = {milestone.key for milestone in preset.milestones}
    for band in preset.supervision:
        if (band.every_days is None) == (band.every_months is None):
            raise PresetInvalid(preset.key, f"the band {band.key} needs days or months, not both")
        if (band.every_days or band.every_months or 0) < 1:
            raise PresetInvalid(preset.key, f"the band {band.key} must repeat after a day or more")
        if band.until_milestone is not None and band.until_milestone not in known:
            raise PresetInvalid(preset.key, f"the band {band.key} ends at an unknown milestone")


def _band(data: Mapping[str, Any]) -> SupervisionBand:
    return SupervisionBand(
        key=data["key"],
        every_days=data.get("every_days"),
        every_months=data.get("every_months"),
        until_days=data.get("until_days"),
        until_milestone=data.get("until_milestone"),
        minutes=data.get("minutes"),
    )


def _stage(data: Mapping[str, Any]) -> CapStage:
    share, fixed = _fraction(data.get("share")), _fraction(data.get("fixed"))
    if (share is None) == (fixed is None):
        raise ValueError("a cap stage needs a share or a fixed number, not both")
    return CapStage(int(data["from_months"]), share, fixed)


def _gate(data: Mapping[str, Any]) -> Gate:
    return Gate(Work(data["work"]), int(data["from_months"]), bool(data.get("joint")))


def _lead_in(data: Mapping[str, Any]) -> LeadIn:
    return LeadIn(
        reflection_log_days=data.get("reflection_log_days"),
        observations=int(data.get("observations", 0)),
        feedback_people=int(data.get("feedback_people", 0)),
        feedback_colleagues=int(data.get("feedback_colleagues", 0)),
        self_assessments=bool(data.get("self_assessments")),
        portfolio_working_days=data.get("portfolio_working_days"),
    )


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
