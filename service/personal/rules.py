"""How long personal data is kept, in words and days. What each rule does is in ``retention.py``."""

from service.settings import Settings

WORDS = {
    "with-the-figures": "Published figures are frozen with what they rest on, for as long as they "
    "stand, so that they can be checked.",
    "with-the-records": "With the records that it is about.",
    "sessions": "A session ends after {idle} minutes without a page, and after {hours} hours in any "
    "case.",
    "sign-in-links": "Links to sign in: {days} after they ended.",
    "attempts": "Attempts to sign in: {days}.",
    "disabled-accounts": "An account: {days} after it was closed. Then its name and address go.",
    "former-members": "A member of the academy: {days} after they left it. Then their name goes, and "
    "nothing leads back to them.",
    "withdrawn-starters": "Somebody who was to start and withdrew: {days} after that first day.",
    "commitments": "Leave and other commitments: {days} after they ended.",
    "unconfirmed-people": "What was read of a file that nobody confirms is deleted after {check}.",
    "unconfirmed-interviews": "A file of interviews that nobody confirms: {days}.",
    "ended-feeds": "Which calendar program asked: {days} after the address was ended.",
    "exit-words": "The words of an exit interview: {days} after the last day, once they are sorted "
    "into themes. The themes stay, without a word of it.",
    "exit-links": "Links to an exit interview: {days} after they ended.",
    "survey-links": "Links to a survey that were not used: {days} after its last day.",
}


def days_of(rule: str, settings: Settings) -> int | None:
    """Days a rule waits; None where something else than days ends it."""
    if rule == "unconfirmed-people":
        return settings.people_check_days
    return dict(settings.keep_days).get(rule)


def how_long(rule: str, settings: Settings) -> str:
    """A sentence for the public."""
    return WORDS[rule].format(
        days=_in_words(days_of(rule, settings) or 0),
        check=_in_words(settings.people_check_days),
        idle=settings.session_idle_minutes,
        hours=settings.session_hours,
    )


def _in_words(days: int) -> str:
    if days >= 365 and days % 365 == 0:
        years = days // 365
        return "one year" if years == 1 else f"{years} years"
    return "1 day" if days == 1 else f"{days} days"
