"""Who can sign in at the demo council: one invented person for each role, and a fresh link for each."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from academy.programme import Audience
from service.access import accounts
from service.access.account_store import Account
from service.access.actor import Scope
from service.access.letters import link_address
from service.access.refusals import AddressTaken, NoSuchAccount
from service.demo.academy import FACILITATOR, STAFF, THIS_YEAR, starters
from service.demo.academy_steps import member_id
from service.demo.actors import LOADER
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Person:
    role: Scope
    name: str
    subject: str | None = None

    @property
    def email(self) -> str:
        return f"{self.role}@demoshire.example"


def people() -> tuple[Person, ...]:
    """One for each role; the starter and the team are those of the printed feeds."""
    first = next(each for each in starters(THIS_YEAR) if each.audience is Audience.NEWLY_QUALIFIED)
    return (
        Person(Scope.PSW, STAFF["Principal social worker"]),
        Person(Scope.HR, "Wagtail Demo"),
        Person(Scope.ACADEMY, STAFF["Academy lead 2"]),
        Person(Scope.READ, "Dunnock Demo"),
        Person(Scope.CODER, "Siskin Demo"),
        Person(Scope.FACILITATOR, FACILITATOR, FACILITATOR),
        Person(Scope.MANAGER, "Linnet Demo", first.team),
        Person(Scope.STARTER, first.name, str(member_id(THIS_YEAR, first))),
        Person(Scope.AUDITOR, "Bittern Demo"),
        Person(Scope.ADMIN, "Curlew Demo"),
    )


async def sign_in_links(settings: Settings, now: datetime) -> dict[Scope, str]:
    """An address for each role that signs one in once, like any invitation."""
    lasts = timedelta(hours=settings.invitation_hours)
    return {
        person.role: link_address(
            settings, await accounts.invitation(await _account(person, now), now, lasts)
        )
        for person in people()
    }


async def _account(person: Person, now: datetime) -> Account:
    try:
        return await accounts.with_address(person.email)
    except NoSuchAccount:
        pass
    try:
        roles = {person.role: person.subject}
        return await accounts.create(person.name, person.email, roles, now, LOADER)
    except AddressTaken:  # by another run of the demo at the same moment
        return await accounts.with_address(person.email)
