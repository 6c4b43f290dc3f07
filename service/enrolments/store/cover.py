"""Cover that managers have confirmed, for a session as it was then."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.storage.tables.enrolments import Acknowledgement


async def acknowledged(team: str) -> dict[str, int]:
    """SEQUENCE at the time of acknowledging, by UID."""
    rows = await Acknowledgement.select(Acknowledgement.session, Acknowledgement.sequence).where(
        Acknowledgement.team == team
    )
    return {str(row["session"]): row["sequence"] for row in rows}


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
