"""What is one's own: a key of one person sees that person's, a manager's the team's."""

from dataclasses import replace
from uuid import UUID

from academy.session import Session
from service.access.actor import Actor, Scope
from service.enrolments import members
from service.enrolments.refusals import NoSuchMember
from service.enrolments.register import Register
from service.enrolments.store.members import MemberRecord


async def member_for(actor: Actor, member_id: UUID) -> MemberRecord:
    """The member, where the key may see them. Raises NoSuchMember in the same words otherwise."""
    record = await members.one(member_id)
    if not may_see(actor, record):
        raise NoSuchMember(f"There is no member {member_id}.")
    return record


def may_see(actor: Actor, record: MemberRecord) -> bool:
    match actor.personal:
        case None:
            return True
        case Scope.STARTER:
            return actor.subject == str(record.id)
        case Scope.MANAGER:
            return record.team is not None and actor.subject == record.team and not record.removed
        case _:
            return False


def register_for(actor: Actor, register: Register) -> Register:
    """All of it, or of a facilitator's key the sessions they lead."""
    if actor.personal is None:
        return register
    lines = [
        (session, member)
        for session, member in register.lines
        if actor.subject in (*session.facilitators, *session.presenters)
    ]
    return replace(register, lines=tuple(lines))


def leads(actor: Actor, session: Session) -> bool:
    """Whether the key may keep the register of a session."""
    if actor.personal is None:
        return True
    return actor.personal is Scope.FACILITATOR and actor.subject in (
        *session.facilitators,
        *session.presenters,
    )
