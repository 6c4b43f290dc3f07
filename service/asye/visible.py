"""Who sees an ASYE year and who may write in it: at their own scope, and in the same words refused."""

from collections.abc import Sequence
from datetime import date

from service.access.actor import Actor, Scope
from service.asye.entries import supervisor_on
from service.asye.store import EntryRecord
from service.enrolments.operations import MemberRecord

OFFICE = frozenset({Scope.ACADEMY, Scope.PSW})


def may_see(
    actor: Actor, member: MemberRecord, entries: Sequence[EntryRecord], today: date
) -> bool:
    """The lead and the principal social worker, the person, their manager, their supervisor."""
    match actor.personal:
        case None:
            return bool(actor.scopes & OFFICE)
        case Scope.STARTER:
            return actor.subject == str(member.id)
        case Scope.MANAGER:
            return member.team is not None and actor.subject == member.team and not member.removed
        case _:
            return actor.subject is not None and actor.subject == supervisor_on(entries, today)
