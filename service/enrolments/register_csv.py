"""The register of a cohort as a table for a spreadsheet: one member and session a row."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from academy.session import Session
from service.cohorts.plan_csv import harmless
from service.enrolments.store.members import MemberRecord

COLUMNS = ("date", "start", "end", "title", "group", "room", "member", "team", "attendance", "uid")

Line = tuple[Session, MemberRecord]


def register_csv(lines: Iterable[Line], states: Mapping[tuple[str, str], str]) -> bytes:
    """``states``: attendance by (UID, member); empty where it is not marked yet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for session, member in lines:
        row = _row(session, member, states.get((session.uid, str(member.id)), ""))
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode()


def _row(session: Session, member: MemberRecord, state: str) -> Sequence[str]:
    return (
        session.day.isoformat(),
        f"{session.start:%H:%M}",
        f"{session.end:%H:%M}",
        session.title,
        "" if session.group is None else str(session.group),
        session.room or "",
        member.name,
        member.team or "",
        state,
        session.uid,
    )
