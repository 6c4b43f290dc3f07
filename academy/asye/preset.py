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


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
