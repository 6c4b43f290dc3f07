"""What is recorded of a year, read into the values that the planner measures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from academy.asye.agreement import AgreedPause, PauseReason, Signatory
from academy.asye.breaches import Acknowledgement, Action, Snapshot
from academy.asye.clock import FteChange, Pattern, Pause
from academy.asye.complexity import CoWorker, Holding
from academy.asye.lead_in import Piece
from academy.asye.preset import Unit, Work, preset_from
from academy.asye.protected_time import ProtectedTime
from academy.asye.supervision import CancelledBy, Cause, Supervision
from academy.asye.year import Terms, Year
from service.asye.store import COMPLETED, EntryKind, EntryRecord, YearRecord
from service.workforce.caseloads import Held


def terms_of(record: YearRecord) -> Terms:
    return Terms(
        start=record.start,
        fte=record.fte,
        preset=replace(preset_from(record.preset), unit=Unit(record.unit)),
        full=record.full,
        ceiling=record.ceiling,
        scale_part_time=record.scale_part_time,
        first_cases_on=record.first_cases_on,
        contracted=record.contracted_minutes,
        count_academy=record.count_academy,
        exception=record.exception_on is not None,
        needs_registration=record.needs_registration,
        registered_on=record.registered_on,
    )


def year_of(
    record: YearRecord, entries: Iterable[EntryRecord], caseloads: Sequence[Held] = ()
) -> Year:
    """``caseloads`` are those of the returns, which count no points: these are recorded here."""
    by_kind: dict[EntryKind, list[EntryRecord]] = {kind: [] for kind in EntryKind}
    for entry in entries:
        by_kind[entry.kind].append(entry)
    return Year(
        terms=terms_of(record),
        fte_changes=tuple(
            FteChange(entry.day, Fraction(entry.value["fte"]))
            for entry in by_kind[EntryKind.FTE_CHANGE]
            if entry.value["fte"] is not None
        ),
        patterns=tuple(
            Pattern(entry.day, frozenset(entry.value["weekdays"]))
            for entry in by_kind[EntryKind.FTE_CHANGE]
            if entry.value.get("weekdays")
        ),
        pauses=tuple(map(agreed_pause, by_kind[EntryKind.PAUSE])),
        away=tuple(map(_away, by_kind[EntryKind.AWAY])),
        reviews={entry.key or "": entry.day for entry in by_kind[EntryKind.REVIEW]},
        pieces=tuple(
            (Piece(entry.value["piece"]), entry.day) for entry in by_kind[EntryKind.PIECE]
        ),
        supervision=tuple(map(supervision, by_kind[EntryKind.SUPERVISION])),
        protected=tuple(map(protected_time, by_kind[EntryKind.PROTECTED_TIME])),
        case_mix=tuple(
            (entry.day, holding(entry))
            for entry in by_kind[EntryKind.CASE_MIX]
            if points_of(entry) is None
        ),
        acknowledgements=tuple(map(acknowledgement, by_kind[EntryKind.ACKNOWLEDGEMENT])),
        snapshots=_points(record, by_kind[EntryKind.CASE_MIX])
        or snapshots(caseloads, Unit(record.unit)),
        ended_on=record.ended_on,
        completed=record.state == COMPLETED,
    )


def snapshots(caseloads: Sequence[Held], unit: Unit) -> tuple[Snapshot, ...]:
    """One a day: where a day has several units, the one that the cap counts."""
    by_day: dict[date, Held] = {}
    for held in caseloads:
        if held.on not in by_day or held.unit == unit.value:
            by_day[held.on] = held
    return tuple(Snapshot(held.on, held.cases, Unit(held.unit)) for held in by_day.values())


def points_of(entry: EntryRecord) -> int | None:
    """What all work held on a day weighs; None of an entry that says something else."""
    return entry.value.get("points") if entry.kind is EntryKind.CASE_MIX else None


def _points(record: YearRecord, entries: Iterable[EntryRecord]) -> tuple[Snapshot, ...]:
    """Empty unless the cap is in points."""
    if Unit(record.unit) is not Unit.POINTS:
        return ()
    weighed = [(entry.day, points_of(entry)) for entry in entries]
    return tuple(
        Snapshot(day, points, Unit.POINTS) for day, points in weighed if points is not None
    )


def agreed_pause(entry: EntryRecord) -> AgreedPause:
    return AgreedPause(
        Pause(entry.day, date.fromisoformat(entry.value["last"])),
        PauseReason(entry.value["reason"]),
        {
            Signatory(who): date.fromisoformat(signed["on"])
            for who, signed in entry.value["signed"].items()
        },
    )


def _away(entry: EntryRecord) -> Pause:
    return Pause(entry.day, date.fromisoformat(entry.value["last"]))


def supervision(entry: EntryRecord) -> Supervision:
    value = entry.value
    return Supervision(
        entry.day,
        value["minutes"],
        CancelledBy(value["cancelled_by"]) if value["cancelled_by"] else None,
        Cause(value["cause"]) if value["cause"] else None,
    )


def protected_time(entry: EntryRecord) -> ProtectedTime:
    value = entry.value
    return ProtectedTime(
        entry.day,
        value["planned"],
        value["taken"],
        value["lost"],
        Cause(value["cause"]) if value["cause"] else None,
        value["academy"],
    )


def holding(entry: EntryRecord) -> Holding:
    value = entry.value
    return Holding(
        Work(value["work"]),
        value["cases"],
        value["supported"],
        CoWorker(value["co_worker"]) if value["co_worker"] else None,
    )


def acknowledgement(entry: EntryRecord) -> Acknowledgement:
    return Acknowledgement(
        entry.day,
        tuple(Action(action) for action in entry.value["actions"]),
        date.fromisoformat(entry.value["until"]),
        entry.by,
    )


def supervisor_on(entries: Iterable[EntryRecord], day: date) -> str | None:
    """Who supervises on ``day``; None before the first."""
    begun = [entry for entry in entries if entry.kind is EntryKind.SUPERVISOR and entry.day <= day]
    return max(begun, key=lambda entry: entry.day).value["name"] if begun else None
