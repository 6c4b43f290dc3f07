"""What the pages of the office are, for whom, and in what order: one line for each part.

The top navigation and the start page are made from it, so nobody is led to a page that is not open
to them. ``tests/architecture/test_permissions.py`` compares it with the guards.
"""

from dataclasses import dataclass

from service.access.account_store import Roles
from service.access.actor import Scope


@dataclass(frozen=True, slots=True)
class Entry:
    """``section`` marks the part in the navigation; ``about`` says on the start page what it is for."""

    section: str
    text: str
    address: str
    scopes: tuple[Scope, ...]
    about: str


ENTRIES = (
    Entry(
        "academy",
        "Cohorts",
        "/academy",
        (Scope.ACADEMY,),
        "Plans with what stands against them, registers and timetables to print.",
    ),
    Entry(
        "subscriptions",
        "Calendars",
        "/academy/subscriptions",
        (Scope.ACADEMY,),
        "Who has signed up to which calendar, and which are dead.",
    ),
    Entry(
        "team",
        "My team",
        "/team",
        (Scope.MANAGER,),
        "Academy dates of your people, cover for them, and first years in practice.",
    ),
    Entry(
        "my-days",
        "My days",
        "/my-days",
        (Scope.FACILITATOR,),
        "The sessions that you lead, and their registers.",
    ),
)


def entries_for(roles: Roles) -> list[Entry]:
    """What somebody with these roles may open, in order."""
    return [entry for entry in ENTRIES if not roles.keys().isdisjoint(entry.scopes)]
