"""A plan as a table that opens in a spreadsheet: one session a row, no text run as a formula."""

import csv
import io
import re
from collections.abc import Iterable

from academy.session import Session

COLUMNS = (
    "run",
    "block",
    "date",
    "weekday",
    "start",
    "end",
    "title",
    "kind",
    "audience",
    "group",
    "site",
    "room",
    "facilitators",
    "presenters",
    "status",
    "uid",
)
_FORMULA = re.compile("\\s*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
"""What a spreadsheet may run, full-width forms too, also behind spaces and after a line break."""


def plan_csv(sessions: Iterable[Session]) -> bytes:
    """UTF-8 without a byte order mark, lines ended by CR LF, quoted as RFC 4180 says."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _row(session)] for session in sessions)
    return out.getvalue().encode()


def _row(session: Session) -> tuple[str, ...]:
    return (
        session.run,
        session.block,
        session.day.isoformat(),
        f"{session.day:%A}",
        f"{session.start:%H:%M}",
        f"{session.end:%H:%M}",
        session.title,
        session.kind.value,
        session.audience.value,
        "" if session.group is None else str(session.group),
        session.site or "",
        session.room or "",
        "; ".join(session.facilitators),
        "; ".join(session.presenters),
        session.status.value,
        session.uid,
    )


def harmless(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
