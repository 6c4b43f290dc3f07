"""What is held of whom, why and how long, in words for the public; and the cookies."""

from dataclasses import dataclass

from service.access.provider_pages import MINUTES, way_cookie_name
from service.access.visitors import cookie_name
from service.feeds.visits import COOKIE, KEPT
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of personal data. ``what`` includes what is left out on purpose."""

    whose: str
    what: str
    why: str
    how_long: str
    who_sees: str


@dataclass(frozen=True, slots=True)
class CookieLine:
    name: str
    purpose: str
    how_long: str


def held(settings: Settings) -> tuple[Held, ...]:
    """In the order in which most people meet it."""
    numbers = (
        "Registration numbers are kept beside it."
        if settings.keep_registration_numbers
        else "Registration numbers and names are not kept: a keyed code stands in their place."
    )
    return (
        Held(
            "Social workers of the council",
            "What the returns say of their posts, contracts, teams, absence and caseload numbers. "
            + numbers,
            "To work out vacancies, turnover, absence and caseloads.",
            "Published figures are frozen with the returns they rest on, so that they can be "
            "checked. The files received are sealed.",
            "Human resources and the principal social worker. The public sees totals only, and no "
            "small numbers.",
        ),
        Held(
            "Members of the academy",
            "Name, team, manager, working days, dates attended or missed, and "
            "the weeks of the first year in practice. Nothing of a case and nothing of health: an "
            "absence is a kind and a time.",
            "To plan dates that each can attend, and to see that nobody misses a session.",
            "Until the council takes them out: the service deletes none of it by itself. What was "
            f"read of a file that nobody confirms is deleted after {settings.people_check_days} "
            "days.",
            "The academy lead; a manager for the own team; whoever leads a session, for its "
            "register; and the member.",
        ),
        Held(
            "People who leave",
            "What they say in an exit interview, with a keyed code in the place of their number. "
            "The words are sealed and are sorted into themes by people.",
            "To learn why people leave, and what would have kept them.",
            "With the half-year they belong to. Names that should not be there are taken out for "
            "good.",
            "The exit desk and whoever sorts the answers. The public sees counts, and words only "
            "where the leaver agreed.",
        ),
        Held(
            "People who answer a staff survey",
            "The answers alone. A response has no name, no time and no link to who was asked: the "
            "link is deleted with its use.",
            "To report what working here is like.",
            "With the survey they belong to.",
            "Results are shown when the survey is closed, and only of groups that are large enough.",
        ),
        Held(
            "People who sign in, and who hold a key of the API",
            "Name, work e-mail address, roles, and when they were last here. No password is kept; "
            "keys, links and sessions are kept as codes that cannot be turned back.",
            "So that everybody sees what their work needs and no more.",
            f"A session ends after {settings.session_idle_minutes} minutes without a page, and "
            f"after {settings.session_hours} hours in any case.",
            "Whoever looks after accounts.",
        ),
        Held(
            "Everybody who changes something",
            "Who changed what and when: the audit trail.",
            "So that figures can be accounted for, and mistakes undone.",
            "With the records that it is about. Nothing in it can be changed.",
            "The auditor and the principal social worker.",
        ),
        Held(
            "People who subscribe to a calendar",
            "The calendar program and when it last asked. Private addresses are kept as codes that "
            "cannot be turned back.",
            "To tell whose calendar is dead, and must be told another way.",
            "Until the address is replaced or ended.",
            "The academy lead.",
        ),
    )


def cookies(settings: Settings) -> tuple[CookieLine, ...]:
    """All there are with these settings."""
    on_the_way = CookieLine(
        way_cookie_name(settings),
        "Recognises you when you come back from your organisation's own sign-in page.",
        f"{MINUTES} minutes at most",
    )
    return (
        *((on_the_way,) if settings.oidc_issuer else ()),
        CookieLine(
            cookie_name(settings),
            "Keeps you signed in. It is set when you sign in, and at no other time.",
            f"Until you sign out or close the browser, {settings.session_hours} hours at most",
        ),
        CookieLine(
            COOKIE,
            "Remembers when you last looked at your own academy page, to show what changed since "
            "then. When you are signed in, its name goes on with a number of your account. It stays "
            "in your browser: we keep nothing of it.",
            f"{KEPT.days} days",
        ),
    )
