"""Cover that managers have confirmed, for a session as it was then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from service.storage.tables.enrolments import Acknowledgement


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """``sequence``: that of the session when it was acknowledged."""

    sequence: int
    at: datetime
    by: str


async def acknowledged(team: str) -> dict[str, Acknowledged]:
    """By UID."""
    rows = await Acknowledgement.select().where(Acknowledgement.team == team)
    return {
        str(row["session"]): Acknowledged(row["sequence"], row["at"], row["by"]) for row in rows
    }


async def put(team: str, sequences: Sequence[tuple[str, int]], by: str, now: datetime) -> None:
    uids = [UUID(uid) for uid, _ in sequences]
    if not uids:
        return
    await Acknowledgement.delete().where(
        Acknowledgement.team == team, Acknowledgement.session.is_in(uids)
    )
    await Acknowledgement.insert(
        *(
            Acknowledgement(team=team, session=UUID(uid), sequence=sequence, at=now, by=by)
            for uid, sequence in sequences
        )
    )
