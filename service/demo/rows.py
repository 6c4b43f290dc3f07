"""The council's rows as its systems knew them on a day: no leaver, no end before it is known."""

from collections.abc import Iterator, Mapping
from datetime import date

from scorecard.workforce import EndType
from service.demo.months import working_days
from service.demo.people import Assignment, Council, Leave, Snapshot, Spell
from service.demo.workbook import Cell

Row = dict[str, Cell]
"""Column name -> cell."""


def fte_text(millionths: int | None) -> str | None:
    """Return an FTE as people write it: 1, 0.8, 0.733333."""
    if millionths is None:
        return None
    whole, rest = divmod(millionths, 1_000_000)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")


def post_rows(council: Council, known_on: date) -> Iterator[Row]:
    """Yield every post opened by ``known_on``."""
    for post in council.posts:
        if post.opened <= known_on:
            closed = post.closed if post.closed is not None and post.closed <= known_on else None
            yield {
                "post": post.post,
                "team": post.team.name,
                "area": post.team.area,
                "role": post.role.value,
                "fte": fte_text(post.fte),
                "opened": post.opened,
                "closed": closed,
            }


def spells_known(council: Council, since: date | None, known_on: date) -> list[Spell]:
    """Return spells begun by ``known_on`` that lasted beyond ``since``, in order of starting."""
    known = [
        spell
        for spell in council.spells
        if spell.started <= known_on
        and (since is None or spell.ended is None or spell.ended > since)
    ]
    return sorted(known, key=lambda spell: (spell.started, spell.worker.number, spell.post.post))


def employment_row(spell: Spell, known_on: date) -> Row:
    """Return the row of one spell as known on a day."""
    over = spell.ended is not None and spell.ended <= known_on
    left = over and spell.end_type is EndType.LEFT
    worker = spell.worker
    asye_over = worker.asye_ended is not None and worker.asye_ended <= known_on
    return {
        "registration_number": worker.number,
        "post": spell.post.post,
        "team": spell.post.team.name,
        "area": spell.post.team.area,
        "role": spell.role.value,
        "contract": spell.contract.value,
        "fte": fte_text(spell.fte),
        "started": spell.started,
        "start_type": spell.start_type.value,
        "start_origin": spell.origin.value if spell.origin is not None else None,
        "ended": spell.ended if over else None,
        "end_type": spell.end_type.value if over and spell.end_type is not None else None,
        "leaver_destination": (
            spell.destination.value if left and spell.destination is not None else None
        ),
        "leaving_reason": spell.reason.value if left and spell.reason is not None else None,
        "qualified_on": worker.qualified_on,
        "asye_started": worker.asye_started,
        "asye_ended": worker.asye_ended if asye_over else None,
    }


def agency_rows(council: Council, since: date | None, known_on: date) -> Iterator[Row]:
    """Yield assignments begun by ``known_on`` that lasted beyond ``since``."""
    for assignment in sorted(council.assignments, key=_assignment_order):
        if assignment.started > known_on:
            continue
        if since is not None and assignment.ended is not None and assignment.ended <= since:
            continue
        over = assignment.ended is not None and assignment.ended <= known_on
        yield {
            "registration_number": assignment.worker.number,
            "team": assignment.team.name,
            "area": assignment.team.area,
            "role": assignment.role.value,
            "fte": fte_text(assignment.fte),
            "started": assignment.started,
            "ended": assignment.ended if over else None,
            "covers_vacancy": "yes" if assignment.covers_vacancy else "no",
        }


def absence_rows(council: Council, since: date | None, known_on: date) -> Iterator[Row]:
    """Yield leave begun by ``known_on`` that lasted beyond ``since``, with days lost so far."""
    for leave in council.leave:
        if leave.first_day > known_on or (since is not None and leave.last_day <= since):
            continue
        over = leave.last_day <= known_on
        yield {
            "registration_number": leave.worker.number,
            "kind": leave.kind.value,
            "first_day": leave.first_day,
            "last_day": leave.last_day if over else None,
            "days_lost": _days_text(_days_lost(leave, min(leave.last_day, known_on))),
        }


def snapshot_rows(council: Council, since: date | None, known_on: date) -> Iterator[Row]:
    """Yield caseload snapshots taken after ``since`` and by ``known_on``."""
    for snapshot in sorted(council.snapshots, key=_snapshot_order):
        if snapshot.taken_on <= known_on and (since is None or snapshot.taken_on > since):
            yield {
                "registration_number": snapshot.worker.number,
                "snapshot_date": snapshot.taken_on,
                "team": snapshot.team.name,
                "cases": snapshot.cases,
                "fte": fte_text(snapshot.fte),
                "unit": "child",
                "agency": "yes" if snapshot.agency else "no",
            }


def in_order(row: Mapping[str, Cell], columns: tuple[str, ...]) -> list[Cell]:
    """Return the row's cells in the order of the columns; every column must be there."""
    return [row[column] for column in columns]


def _days_lost(leave: Leave, until: date) -> int:
    """Return working days lost by ``until`` in hundredths, for the hours the worker works."""
    days = working_days(leave.first_day, until) * 100
    if leave.half_day:
        days -= 50
    return (days * leave.fte + 500_000) // 1_000_000


def _days_text(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def _assignment_order(assignment: Assignment) -> tuple[date, str, str]:
    return (assignment.started, assignment.worker.number, assignment.team.name)


def _snapshot_order(snapshot: Snapshot) -> tuple[date, str, str]:
    return (snapshot.taken_on, snapshot.team.name, snapshot.worker.number)
