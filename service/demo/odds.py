"""How likely things are in the demo council: per ten thousand and month unless said otherwise."""

from scorecard.workforce import LeaverDestination, LeavingReason, Role, StartOrigin

LEAVING = {1: 130, 2: 110, 3: 180, 4: 200, 5: 125, 6: 125, 7: 150, 8: 215, 9: 140, 10: 110, 11: 95, 12: 120}  # fmt: skip
"""Chance of leaving in each month: after the financial year and before the school year."""
HARD_YEARS = {2021: 105, 2022: 110, 2023: 106, 2024: 100, 2025: 90, 2026: 92}
"""Per cent of the usual leaving in each calendar year."""
FILLING = {1: 1350, 2: 750, 3: 600, 4: 900, 5: 650, 6: 650, 7: 700, 8: 550, 9: 3900, 10: 2900, 11: 800, 12: 300}  # fmt: skip
"""Chance that a case holder's post vacant at the start of the month is filled in it."""

SENIORITY = {
    Role.SENIOR_PRACTITIONER: (Role.CASE_HOLDER, 3),
    Role.FIRST_LINE_MANAGER: (Role.SENIOR_PRACTITIONER, 5),
    Role.MIDDLE_MANAGER: (Role.FIRST_LINE_MANAGER, 8),
    Role.SENIOR_MANAGER: (Role.MIDDLE_MANAGER, 10),
    Role.QUALIFIED_WITHOUT_CASES: (Role.SENIOR_PRACTITIONER, 6),
}
"""Role -> (role promoted from, years qualified needed)."""

REASONS = (
    (LeavingReason.RESIGNATION, 76),
    (LeavingReason.RETIRED, 8),
    (LeavingReason.MOVED_OUT_OF_CHILDRENS_WITHIN_LA, 6),
    (LeavingReason.VOLUNTARY_REDUNDANCY, 1),
    (LeavingReason.DISMISSED, 2),
    (LeavingReason.OTHER, 4),
    (LeavingReason.NOT_KNOWN, 3),
)
DESTINATIONS = (
    (LeaverDestination.SW_OTHER_LA_ENGLAND, 40),
    (LeaverDestination.AGENCY, 17),
    (LeaverDestination.OTHER_SW_ROLE, 10),
    (LeaverDestination.OTHER_SOCIAL_CARE, 8),
    (LeaverDestination.OUTSIDE_SOCIAL_CARE, 14),
    (LeaverDestination.SW_OUTSIDE_ENGLAND, 2),
    (LeaverDestination.NOT_KNOWN, 9),
)
ORIGINS = (
    (StartOrigin.SW_OTHER_LA_ENGLAND, 46),
    (StartOrigin.AGENCY, 20),
    (StartOrigin.OTHER_SW_ROLE, 10),
    (StartOrigin.OTHER_SOCIAL_CARE, 7),
    (StartOrigin.OUTSIDE_SOCIAL_CARE, 7),
    (StartOrigin.SW_OUTSIDE_ENGLAND, 4),
    (StartOrigin.NOT_KNOWN, 6),
)

LEAVING_BY_YEARS = ((1, 90), (4, 145), (12, 100), (100, 85))
"""Years qualified below which leaving is this per cent of the usual: the second year is the worst."""
FILLING_SENIOR = 500
"""Chance that any other vacant post is filled from outside."""
PROMOTION = 1300
"""Chance that a vacant senior post goes to somebody inside."""
NEWLY_QUALIFIED = {9: 8000, 10: 8000, 1: 2500, 2: 2500}
"""Month -> chance, of all starting case holders, to be newly qualified."""
