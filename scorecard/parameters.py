"""Values that somebody decided: dated, cited, and printed with every scorecard.

A council changes one with ``dataclasses.replace(DEFAULT_PARAMETERS, ...)``: the new value carries
its own date and source, and nothing in the formulas changes.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from scorecard.canonical import decimal_string
from scorecard.exact_test import ONE_IN_TWENTY
from scorecard.formulas import as_decimal
from scorecard.periods import has_leap_day

NEWLY_QUALIFIED = "newly-qualified"

EARLY_YEARS = 2
"""The source papers count staff under two years."""


@dataclass(frozen=True, slots=True)
class ExperienceBand:
    """``under_years``: less than so many years since first qualified; ``None`` for the last."""

    code: str
    words: str
    under_years: int | None


@dataclass(frozen=True, slots=True)
class CaseloadLimits:
    """Most cases a full-time worker of each experience band should hold, from ``since`` on."""

    since: date
    limits: tuple[tuple[str, int], ...]
    """(experience band, cases); a band without a limit is not compared."""
    source: str

    def of(self, band: str) -> int | None:
        return dict(self.limits).get(band)


@dataclass(frozen=True, slots=True)
class Parameters:
    """Everything the measures need that is a decision rather than a fact or a formula."""

    experience_bands: tuple[ExperienceBand, ...]
    """After the newly qualified band (which comes first), in order, the last one open."""
    newly_qualified_months: int
    """Newly qualified for so many months from qualifying, where no ASYE is recorded."""
    asye_longest_months: int
    """An ASYE with no end keeps somebody newly qualified for at most so long after its start."""
    experience_source: str
    caseload_limits: tuple[CaseloadLimits, ...]
    snapshot_days: int
    """A caseload snapshot counts for a period when taken within so many days up to its end."""
    implausible_cases_per_fte: int
    """More cases per FTE than this is reported as a finding (and still counted)."""
    implausible_source: str
    working_days: int
    working_days_leap: int
    """Working days in twelve months, without and with a 29 February in them."""
    working_days_source: str
    interviews_needed: int
    """With fewer exit interviews than this in six months, themes are counted over twelve."""
    trend_interviews: int
    """A trend over four half-years needs so many interviews in each."""
    trend_chance: Fraction
    """A change is called one where chance alone would do as much more rarely than this."""
    exit_interviews_source: str

    def limits_on(self, day: date) -> CaseloadLimits | None:
        """Return the caseload limits in force on ``day``, or None before the first."""
        known = [one for one in self.caseload_limits if one.since <= day]
        return max(known, key=lambda one: one.since) if known else None

    def working_days_between(self, opening: date, end: date) -> int:
        """Return the working days of the twelve months (opening, end]."""
        return self.working_days_leap if has_leap_day(opening, end) else self.working_days

    def early_bands(self) -> tuple[str, ...]:
        """Return the bands of the newly qualified and of those qualified under two years."""
        return (
            NEWLY_QUALIFIED,
            *(
                band.code
                for band in self.experience_bands
                if band.under_years is not None and band.under_years <= EARLY_YEARS
            ),
        )

    def band_codes(self) -> tuple[str, ...]:
        return (NEWLY_QUALIFIED, *(band.code for band in self.experience_bands))


DEFAULT_PARAMETERS = Parameters(
    experience_bands=(
        ExperienceBand("under-2-years", "Under 2 years, no longer newly qualified", 2),
        ExperienceBand("2-to-3-years", "2 years to under 3", 3),
        ExperienceBand("3-to-5-years", "3 years to under 5", 5),
        ExperienceBand("5-to-10-years", "5 years to under 10", 10),
        ExperienceBand("10-years-or-more", "10 years or more", None),
    ),
    newly_qualified_months=12,
    asye_longest_months=24,
    experience_source=(
        "Bands of the caseload recommendation in Lancashire's recruitment and retention strategy "
        "2015 (newly qualified, 1 to 3 years, 3 years and over), divided further at 2, 5 and 10 years"
    ),
    caseload_limits=(
        CaseloadLimits(
            since=date(2015, 11, 1),
            limits=(
                (NEWLY_QUALIFIED, 15),
                ("under-2-years", 20),
                ("2-to-3-years", 20),
                ("3-to-5-years", 23),
                ("5-to-10-years", 23),
                ("10-years-or-more", 23),
            ),
            source="Lancashire recruitment and retention strategy 2015",
        ),
    ),
    snapshot_days=31,
    implausible_cases_per_fte=50,
    implausible_source="DfE leaves workers above 50 cases per FTE out of its caseload table",
    working_days=253,
    working_days_leap=254,
    working_days_source=(
        "The only divisors that reproduce every local authority's absence rate published by DfE "
        "for 2017 to 2025"
    ),
    interviews_needed=10,
    trend_interviews=5,
    trend_chance=ONE_IN_TWENTY,
    exit_interviews_source=(
        "Design decision of this scorecard: with ten to thirty leavers in six months, one change says "
        "nothing. Two-sided Fisher exact test, or four half-years in one direction"
    ),
)


def parameters_document(parameters: Parameters) -> dict[str, Any]:
    """Return the parameters as plain JSON values, each with its source."""
    return {
        "experience_bands": {
            "values": [
                {"code": NEWLY_QUALIFIED, "words": "Newly qualified", "under_years": None},
                *(
                    {"code": band.code, "words": band.words, "under_years": band.under_years}
                    for band in parameters.experience_bands
                ),
            ],
            "source": parameters.experience_source,
        },
        "newly_qualified_months": {
            "value": parameters.newly_qualified_months,
            "source": "One year: the assessed and supported year in employment (ASYE)",
        },
        "asye_longest_months": {
            "value": parameters.asye_longest_months,
            "source": "A record without an end is taken to be unfinished for two years at most",
        },
        "caseload_limits": [
            {
                "since": limits.since.isoformat(),
                "limits": dict(limits.limits),
                "source": limits.source,
            }
            for limits in parameters.caseload_limits
        ],
        "caseload_snapshot_days": {
            "value": parameters.snapshot_days,
            "source": "The month of the period's end",
        },
        "implausible_cases_per_fte": {
            "value": parameters.implausible_cases_per_fte,
            "source": parameters.implausible_source,
        },
        "working_days_in_twelve_months": {
            "value": parameters.working_days,
            "with_29_february": parameters.working_days_leap,
            "source": parameters.working_days_source,
        },
    }


def exit_interviews_document(parameters: Parameters) -> dict[str, Any]:
    """Return what is decided about exit interviews, for scorecards that count them."""
    return {
        "exit_interviews": {
            "interviews_for_six_months": parameters.interviews_needed,
            "interviews_for_a_trend": parameters.trend_interviews,
            "chance_of_a_trend": decimal_string(as_decimal(parameters.trend_chance)),
            "source": parameters.exit_interviews_source,
        },
    }
