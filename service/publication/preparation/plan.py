"""When a half-year is to be released, and who sees it before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from scorecard.commentary import fault_of
from service.publication.due import Plan
from service.publication.preparation import store
from service.publication.preparation.parts import Parts, write
from service.publication.preparation.refusals import WordsInvalid
from service.publication.preparation.store import Part, PartKind
from service.publication.preparation.words import LINE, Writer
from service.publication.release_moment import release_moment

Json = dict[str, Any]
REASON_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with access before the release, as the public page names them."""

    name: str
    role: str
    reason: str


async def planned() -> list[Plan]:
    """The release plan of every half-year that ever had one."""
    latest = {each.period_end: each for each in await store.plans()}
    return [
        Plan(each.period_end, moment_of(each) if each.stands else None, each.at)
        for each in latest.values()
    ]


def moment_of(plan: Part) -> datetime:
    return datetime.fromisoformat(plan.content["release_at"])


def plan_in(parts: Parts) -> datetime | None:
    """The moment that is planned for the half-year; None where none is."""
    found = parts.of(PartKind.PLAN)
    return moment_of(found[0]) if found else None


async def set_plan(writer: Writer, release_at: str, seen: int | None) -> Part:
    """Announce the moment, which is public at once.

    Raises ReleaseUnreadable, ReleaseInThePast, PreparationOvertaken.
    """
    moment = release_moment(release_at, writer.now)
    content = {"release_at": moment.isoformat()}
    return await write(writer.change(PartKind.PLAN, "", content, seen))


async def set_person(
    writer: Writer, person_id: UUID | None, person: Person, seen: int | None = None
) -> Part:
    """Name somebody with pre-release access. Raises WordsInvalid, PreparationOvertaken."""
    faults = {
        "/name": fault_of(person.name, LINE),
        "/role": fault_of(person.role, LINE),
        "/reason": fault_of(person.reason, REASON_LIMIT),
    }
    errors = [{"pointer": name, "detail": fault} for name, fault in faults.items() if fault]
    if errors:
        told = "; ".join(f"{each['pointer'][1:]} {each['detail']}" for each in errors)
        raise WordsInvalid(f"The person was not added: {told}.", errors=errors)
    content = {"name": person.name, "role": person.role, "reason": person.reason}
    return await write(writer.change(PartKind.PERSON, str(person_id or uuid4()), content, seen))
