"""The internal moderation panel (P3): a day that people choose, before or after the year's end.

No rule gives its distance from a review, so no clock moves it. A day to come is planned; once it is
there the panel has met.
"""

from collections.abc import Sequence
from datetime import date

from academy.asye.clock import Pause
from academy.asye.plan import Milestone
from academy.asye.preset import Preset
from academy.findings import PlanFinding, Severity

PANEL = "panel"
"""Key of the panel among the reviews."""


def to_be_set(preset: Preset) -> list[PlanFinding]:
    """What is said where no day is set, and the preset's source names a panel."""
    if not preset.panel:
        return []
    return [
        PlanFinding(
            "PANEL_TO_BE_SET",
            Severity.INFO,
            f"{preset.title} has a moderation panel, and its source does not say when: its day is "
            "still to be set.",
        )
    ]


def about(
    on: date, final: Milestone | None, final_held: date | None, still: Sequence[Pause]
) -> list[PlanFinding]:
    """Whether ``on`` comes before the final review, or while the clock stands still.

    ``final`` None: the plan has no review that must be held. ``final_held``: the day it was.
    """
    found = []
    held = final_held is not None and final_held <= on
    if final is not None and on < final.due and not held:
        found.append(
            PlanFinding(
                "PANEL_BEFORE_FINAL",
                Severity.WARN,
                f"The moderation panel of {on.isoformat()} comes before the day on which the "
                f"{final.title.lower()} is due, {final.due.isoformat()}: set another day.",
            )
        )
    found += [
        PlanFinding(
            "PANEL_IN_PAUSE",
            Severity.WARN,
            f"The moderation panel of {on.isoformat()} lies in {pause}, when the clock stands "
            "still: set another day.",
        )
        for pause in still
        if pause.first <= on <= pause.last
    ]
    return found
