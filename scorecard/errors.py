"""What the computation refuses, with the values that explain why.

::

    ScorecardError
    ├── NotAHalfYearEnd      the scorecard was asked for a date on which no half-year ends
    ├── UnknownFigure        a drill-through names a measure, breakdown, group or category that is not there
    ├── NoRowsBehind         a drill-through names a figure of records, which have no rows of a file
    ├── NoPublishedFigures   the national table has no row of an authority and year
    └── IdentityBroken       opening + starters - leavers + moves is not closing: a defect, never data
"""

from datetime import date


class ScorecardError(Exception):
    """Any refusal of the scorecard computation."""


class NotAHalfYearEnd(ScorecardError):  # noqa: N818 -- named after what happened
    """``end`` is not a day on which a half-year ends; ``ends`` are the (month, day) that are."""

    def __init__(self, end: date, ends: tuple[tuple[int, int], ...]) -> None:
        self.end = end
        self.ends = ends
        days = " or ".join(f"{date(2000, month, day):%-d %B}" for month, day in ends)
        super().__init__(f"No half-year ends on {end:%-d %B %Y}. Half-years end on {days}.")


class UnknownFigure(ScorecardError):  # noqa: N818 -- named after what happened
    """No such figure: ``part`` says which of its names is not known, ``name`` what was asked.

    ``known`` are the names there are, where that is worth saying.
    """

    def __init__(self, part: str, name: str, known: tuple[str, ...] = ()) -> None:
        self.part = part
        self.name = name
        self.known = known
        listed = f" Name one of these: {', '.join(known)}." if known else ""
        super().__init__(f"There is no {part} called “{name}” in this scorecard.{listed}")


class NoRowsBehind(ScorecardError):  # noqa: N818 -- named after what happened
    """``measure`` is counted from records entered in the service: no file has rows of it."""

    def __init__(self, measure: str) -> None:
        self.measure = measure
        super().__init__(
            f"The measure “{measure}” is counted from records entered in this service, not from rows of "
            "a file. Whoever may read the records finds them where they are kept."
        )


class NoPublishedFigures(ScorecardError):  # noqa: N818 -- named after what happened
    """A national table has no row of ``authority`` for ``year``; ``why`` says what is known of it."""

    def __init__(self, authority: str, year: int, why: str) -> None:
        self.authority = authority
        self.year = year
        self.why = why
        super().__init__(
            f"There are no published figures of the authority “{authority}” for {year}. {why}"
        )


class IdentityBroken(ScorecardError):  # noqa: N818 -- named after what happened
    """Stock and flow disagree for one group at one date: nothing may be published."""

    def __init__(
        self, *, dimension: str, group: str, unit: str, as_at: date, expected: int, found: int
    ) -> None:
        self.dimension = dimension
        self.group = group
        self.unit = unit
        self.as_at = as_at
        self.expected = expected
        self.found = found
        super().__init__(
            f"Opening + starters - leavers + moves is {expected} but {found} are in post "
            f"({unit}, {dimension} “{group}”, {as_at.isoformat()})."
        )
