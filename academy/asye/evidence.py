"""The evidence pack for the moderation panel (P13): what was promised, what happened, and who says so.

The panel asks whether supervision took place as often as specified, whether the workload was
reduced, and how the tenth of the time was used. Every line has its source; nothing here is about a
case, and nothing is said of what was talked about.
"""

from calendar import day_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from academy.asye.breaches import Breach, Standing
from academy.asye.caps import CapPeriod
from academy.asye.complexity import unsupported
from academy.asye.lead_in import Piece
from academy.asye.preset import Unit
from academy.asye.supervision import BandKept
from academy.asye.year import Year, YearStanding

RECORDS = "ASYE record"
RETURNS = "Caseload returns"

PIECES = {
    Piece.REFLECTION_LOG: "Critical reflection log",
    Piece.OBSERVATION: "Direct observations of practice",
    Piece.FEEDBACK_PEOPLE: "Feedback from children, young people and families",
    Piece.FEEDBACK_COLLEAGUES: "Feedback from colleagues and other professionals",
    Piece.SELF_ASSESSMENT: "Self-assessment against the knowledge and skills statement",
    Piece.PORTFOLIO: "Portfolio handed in",
}


@dataclass(frozen=True, slots=True)
class Line:
    """``met`` None: it cannot be said, or was not due yet."""

    what: str
    promised: str
    happened: str
    met: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    lines: tuple[Line, ...]


def evidence(year: Year, standing: YearStanding) -> tuple[Section, ...]:
    """The sections of the moderation checklist, in its order. A section may have no line."""
    return (
        Section("supervision", "Supervision", tuple(_supervision(year, standing))),
        Section("workload", "Reduced workload", tuple(_workload(year, standing))),
        Section("complexity", "Complexity of the work", tuple(_complexity(year, standing))),
        Section("protected-time", "Protected time", tuple(_protected(year, standing))),
        Section("reviews", "Reviews", tuple(_reviews(year, standing))),
        Section("evidence", "Observations, feedback and portfolio", tuple(_pieces(standing))),
        Section("changes", "Pauses and changes", tuple(_changes(year))),
    )


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def span(first: date, last: date) -> str:
    return f"{in_words(first)} to {in_words(last)}"


def hours(minutes: Fraction | int) -> str:
    """``3 h 42 min``; whole minutes, half up."""
    whole = (2 * Fraction(minutes) + 1) // 2
    return f"{whole // 60} h {whole % 60} min"


def _supervision(year: Year, standing: YearStanding) -> Iterator[Line]:
    for kept in standing.supervision:
        yield _band_line(kept, year.terms.preset.title, f"Preset: {year.terms.preset.title}")
    for kept in standing.standard:
        yield _band_line(kept, "Employer standards", "DfE employer standards, standard 5")


def _band_line(kept: BandKept, whose: str, source: str) -> Line:
    band = kept.band
    every = f"every {band.every_days} days" if band.every_days else "every month"
    if band.every_months and band.every_months > 1:
        every = f"every {band.every_months} months"
    length = f", at least {band.minutes} minutes" if band.minutes else ""
    short = f", {kept.short} shorter" if kept.short else ""
    cancelled = f", {kept.cancelled} cancelled" if kept.cancelled else ""
    return Line(
        what=f"{whose}: {span(band.first, band.last)}",
        promised=f"{every}{length}: {kept.required} due so far",
        happened=(
            f"{kept.held} held{short}{cancelled}; longest gap {kept.longest_gap} days "
            f"({_decimal(kept.allowed_gap)} allowed, pauses left out)"
        ),
        met=kept.kept,
        source=f"{source}; {RECORDS}",
    )


def _decimal(value: Fraction) -> str:
    """Whole days times a setting of three decimal places at most: it never goes on."""
    return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"


def _workload(year: Year, standing: YearStanding) -> Iterator[Line]:
    last = standing.as_at if year.ended_on is None else min(standing.as_at, year.ended_on)
    for period in standing.plan.caps:
        if period.first <= last:
            yield _cap_line(year, period, last)
    for breach in standing.caseload.breaches:
        yield _breach_line(year, breach, standing.as_at)
    if standing.caseload.standing is Standing.UNKNOWN:
        yield Line(
            f"On {in_words(standing.as_at)}", "a recent caseload", "not known", None, _source(year)
        )


def _cap_line(year: Year, period: CapPeriod, last: date) -> Line:
    seen = [
        each
        for each in year.snapshots
        if period.first <= each.on <= min(period.last, last) and each.unit is period.unit
    ]
    cap = "not known" if period.cap is None else f"at most {period.cap} ({period.unit.value})"
    told = "recorded" if _source(year) == RECORDS else "returned"
    happened, kept = f"no caseload was {told}", None
    if seen:
        most = max(seen, key=lambda each: each.cases)
        happened = f"{len(seen)} {told}; most {most.cases} on {in_words(most.on)}"
        kept = None if period.cap is None else most.cases <= period.cap
    return Line(
        f"Cap {span(period.first, period.last)}",
        cap,
        happened,
        kept,
        f"Preset: {year.terms.preset.title}; {_source(year)}",
    )


def _source(year: Year) -> str:
    """Where caseloads come from: no return counts points."""
    return RECORDS if year.terms.preset.unit is Unit.POINTS else RETURNS


def _breach_line(year: Year, breach: Breach, as_at: date) -> Line:
    told = "not acknowledged"
    if breach.acknowledged is not None:
        actions = ", ".join(
            action.value.replace("-", " ") for action in breach.acknowledged.actions
        )
        told = (
            f"acknowledged by {breach.acknowledged.by} ({actions}), to be mended by "
            f"{in_words(breach.acknowledged.until)}"
        )
    over = f"{breach.cases} held, {breach.largest} over at the worst"
    if breach.closed_on is not None:
        end = f"closed by the caseload of {in_words(breach.closed_on)}"
    elif breach.ended_on is not None:
        end = "open when the year ended"
    else:
        end = f"open, day {breach.day(as_at)}"
    return Line(
        f"Breach since {in_words(breach.first_on)}",
        f"at most {breach.cap}",
        f"{over}; {end}; {told}",
        met=False,
        source="; ".join(dict.fromkeys([_source(year), RECORDS])),
    )


def _complexity(year: Year, standing: YearStanding) -> Iterator[Line]:
    gates = {gate.work: gate for gate in year.terms.preset.complexity}
    for day, holding in sorted(year.case_mix, key=lambda each: (each[0], each[1].work)):
        if standing.clock is None or day > standing.as_at or holding.work not in gates:
            continue
        gate = gates[holding.work]
        opens = standing.clock.at(gate.from_months)
        found = unsupported(year.terms.preset.complexity, standing.clock, day, [holding])
        who = f" with {holding.co_worker.value.replace('-', ' ')}" if holding.co_worker else ""
        yield Line(
            f"{holding.work.value.replace('-', ' ').capitalize()}, {in_words(day)}",
            f"jointly before {in_words(opens)}" + (" and after" if gate.joint else ""),
            f"{holding.cases} held, {holding.supported} of them jointly{who}",
            met=not found,
            source=f"Preset: {year.terms.preset.title}; {RECORDS}",
        )


def _protected(year: Year, standing: YearStanding) -> Iterator[Line]:
    ledger = standing.protected
    lost = ", ".join(f"{hours(n)} to {cause.value}" for cause, n in ledger.lost_to.items())
    happened = f"{hours(ledger.taken)} taken, {hours(ledger.planned)} planned"
    if ledger.lost:
        happened += f", {hours(ledger.lost)} lost ({lost})"
    if ledger.open:
        happened += f", {hours(ledger.open)} not accounted for"
    if ledger.academy_left_out:
        happened += f"; {hours(ledger.academy_left_out)} at the academy are not counted"
    yield Line(
        f"Up to {in_words(standing.as_at)}",
        "nothing" if ledger.promised is None else hours(ledger.promised),
        happened,
        ledger.kept,
        f"Preset: {year.terms.preset.title}; {RECORDS}",
    )


def _reviews(year: Year, standing: YearStanding) -> Iterator[Line]:
    last = standing.as_at if year.ended_on is None else min(standing.as_at, year.ended_on)
    for held in standing.reviews:
        if not held.review:
            continue
        due = held.milestone.due
        optional = " (optional)" if held.milestone.optional else ""
        if held.on is not None:
            happened, met = f"held on {in_words(held.on)}", held.on <= due
        else:
            happened, met = "no day is recorded", None
            if held.overdue(last):
                met = False
        yield Line(held.milestone.title + optional, f"by {in_words(due)}", happened, met, RECORDS)
    if year.panel is not None:
        said = "met on" if year.panel <= standing.as_at else "planned for"
        panel = f"{said} {in_words(year.panel)}"
        yield Line("Internal moderation panel", "", panel, None, RECORDS)


def _pieces(standing: YearStanding) -> Iterator[Line]:
    for each in standing.dues:
        due = each.due
        yield Line(
            PIECES[due.piece],
            f"{due.number} by {in_words(due.by)}",
            f"{each.there} there",
            each.met,
            RECORDS,
        )


def _changes(year: Year) -> Iterator[Line]:
    terms = year.terms
    if terms.clock_starts is not None and terms.clock_starts != terms.start:
        yield Line(
            "Registered at Social Work England",
            "",
            f"the clock began on {in_words(terms.clock_starts)}",
            None,
            RECORDS,
        )
    for agreed in year.pauses:
        missing = ", ".join(each.value for each in agreed.missing)
        yield Line(
            f"Pause {span(agreed.pause.first, agreed.pause.last)}",
            agreed.reason.value.replace("-", " "),
            f"not signed by {missing}: the clock went on" if missing else "signed by all four",
            None,
            RECORDS,
        )
    for spell in year.away:
        yield Line(f"Away {span(spell.first, spell.last)}", "", "left and came back", None, RECORDS)
    for change in year.fte_changes:
        yield Line(f"From {in_words(change.on)}", "", f"{_fte(change.fte)} FTE", None, RECORDS)
    for pattern in year.patterns:
        days = ", ".join(day_name[day] for day in sorted(pattern.weekdays))
        yield Line(f"From {in_words(pattern.on)}", "", f"works on {days}", None, RECORDS)
    if year.terms.exception:
        yield Line("Longer than the limit", "", "an exception was agreed", None, RECORDS)


def _fte(fte: Fraction) -> str:
    """Decimal places as they are: FTE is kept in millionths."""
    whole, rest = divmod(fte * 1_000_000, 1_000_000)
    return f"{whole}.{int(rest):06d}".rstrip("0").rstrip(".")
