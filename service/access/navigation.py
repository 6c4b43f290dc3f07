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
        "prepare",
        "Prepare a scorecard",
        "/prepare",
        (Scope.PSW, Scope.HR),
        "Check the numbers, write the words, look at the preview, publish and correct.",
    ),
    Entry(
        "import",
        "Import",
        "/data/import",
        (Scope.HR,),
        "Send a file of your HR system: it is checked, and changes nothing before you confirm.",
    ),
    Entry(
        "people",
        "People and posts",
        "/data/people",
        (Scope.HR, Scope.PSW),
        "People in post, posts, leavers and agency workers as they are held, with filters.",
    ),
    Entry(
        "exit-interviews",
        "Exit interviews",
        "/exit-interviews",
        (Scope.HR, Scope.PSW, Scope.CODER),
        "Offer interviews to leavers, make their private links, and see how each stands.",
    ),
    Entry(
        "coding",
        "Coding",
        "/coding",
        (Scope.CODER,),
        "What leavers and staff wrote, to be sorted by theme.",
    ),
    Entry(
        "quotations",
        "Quotations",
        "/quotations",
        (Scope.PSW, Scope.CODER),
        "Words that may be quoted: with consent, without personal data, approved one by one.",
    ),
    Entry(
        "follow-ups",
        "Follow-ups",
        "/follow-ups",
        (Scope.HR, Scope.PSW),
        "Leavers who were offered somebody to talk to, and how far that is.",
    ),
    Entry(
        "staff-surveys",
        "Staff surveys",
        "/staff-surveys",
        (Scope.HR, Scope.PSW),
        "Make a survey, hand out its links, see how many responded, and read the results.",
    ),
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
    Entry(
        "my-academy",
        "My academy",
        "/my-academy",
        (Scope.STARTER,),
        "What is next, all your dates, and how to get them into your calendar.",
    ),
    Entry(
        "my-tasks",
        "Tasks and evidence",
        "/my-tasks",
        (Scope.STARTER,),
        "E-learning with its days, your reviews and supervision, and your evidence pack.",
    ),
    Entry(
        "audit",
        "Audit trail",
        "/audit",
        (Scope.AUDITOR, Scope.PSW),
        "Who did what, and when: with filters, and as a file.",
    ),
    Entry(
        "accounts",
        "Accounts",
        "/accounts",
        (Scope.ADMIN,),
        "Who may sign in, and as what: invite, change roles, disable.",
    ),
)


def entries_for(roles: Roles) -> list[Entry]:
    """What somebody with these roles may open, in order."""
    return [entry for entry in ENTRIES if not roles.keys().isdisjoint(entry.scopes)]
