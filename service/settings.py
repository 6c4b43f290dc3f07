"""Settings from the environment: read once, checked, handed down. Documented in docs/operate/."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from academy import thresholds as planning_thresholds
from academy.asye import thresholds as year_thresholds
from academy.asye.thresholds import YearThresholds
from academy.thresholds import Thresholds
from scorecard.disclosure.policy import Policy, PolicyError, read_policies
from service.setting_values import (
    HOW_TO_SIGN,
    SettingsError,
    address,
    check_webhook,
    code,
    codes,
    councils,
    escalation,
    flag,
    gap,
    half_year_ends,
    keep_days,
    networks,
    webhook_secret,
    whole,
)

KEEP_DAYS = {
    "sign-in-links": 7,
    "attempts": 1,
    "disabled-accounts": 365,
    "former-members": 2190,
    "withdrawn-starters": 365,
    "commitments": 365,
    "unconfirmed-interviews": 14,
    "ended-feeds": 365,
    "exit-words": 1095,
    "exit-links": 30,
    "survey-links": 30,
}
"""For how many days what a rule of retention is about is kept, where the council says nothing else."""


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str = "sqlite:///var/scorecard.sqlite"
    identity_key: bytes | None = None
    """Secret behind worker keys and the sealing of received files. Required outside the demo."""
    keep_registration_numbers: bool = False
    council_name: str = "Council"
    contact: str = ""
    """Where to ask about a published figure: an e-mail address or telephone number."""
    half_year_ends: tuple[tuple[int, int], ...] = ((3, 31), (9, 30))
    """(month, day) of the scorecard dates."""
    max_upload_bytes: int = 64 * 1024 * 1024
    max_expanded_bytes: int = 512 * 1024 * 1024
    public_url: str = "http://127.0.0.1:8000"
    webhooks: tuple[str, ...] = ()
    """Addresses that are told of every edition."""
    webhook_secret: bytes = b""
    """Signs what is sent to them."""
    mail_server: str = ""
    """``smtp://``, ``smtps://`` or ``folder:``; empty when no mail is sent."""
    mail_from: str = ""
    mail_to: tuple[str, ...] = ()
    """Who is told of every edition."""
    trusted_proxies: tuple[str, ...] = ()
    """Networks, as 10.0.0.0/24. Whose X-Forwarded-For is believed; of nobody else's."""
    requests_per_minute: int = 1200
    """Of one API key, in all processes together."""
    authority_code: str = ""
    """The council's three-digit code in DfE's tables; empty: no region and no neighbours."""
    compare_with: tuple[str, ...] = ()
    """Codes of other authorities whose published figures stand beside the council's."""
    statistics_api: str = ""
    """Address of Explore Education Statistics; empty: nothing is ever fetched from it."""
    disclosure: tuple[Policy, ...] = ()
    """The council's own decisions about small numbers; before the first of them the house rule."""
    other_councils: tuple[tuple[str, str], ...] = ()
    """(name, address) of other councils' scorecards that were agreed to be compared with."""
    starter_late_days: int = 14
    """Who starts this many days or fewer after a run began has just missed it."""
    starter_long_wait_weeks: int = 6
    """A longer wait for a run suggests a mop-up run."""
    clearance_days: int = 20
    """Days to clearance as long as none are measured: just under three weeks (Leeds 2006)."""
    people_check_days: int = 14
    """What was read of a file of people is deleted when nobody confirms it for so many days."""
    keep_days: tuple[tuple[str, int], ...] = tuple(KEEP_DAYS.items())
    """Days by rule of retention, all of KEEP_DAYS."""
    oidc_issuer: str = ""
    """Of an OpenID Connect provider, exactly as it calls itself; empty: nobody signs in through one."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    """What the button on the sign-in page calls it."""
    session_idle_minutes: int = 30
    """Who is signed in and opens no page for so long has to sign in again."""
    session_hours: int = 10
    """Nobody stays signed in for longer."""
    sign_in_link_minutes: int = 15
    """A link to sign in that was asked for works so long, and once."""
    invitation_hours: int = 72
    """The first link, which somebody is given without asking for it."""
    asye_needs_registration: bool = True
    """The ASYE year does not begin before registration with Social Work England."""
    asye_months: int = 12
    two_person_sign_off: bool = False
    """A scorecard is published only when somebody else has signed the draft off."""
    planning: Thresholds = planning_thresholds.PROPOSED
    """Of plans, where no source states them."""
    asye: YearThresholds = year_thresholds.PROPOSED
    """Of ASYE years, likewise."""
    debug_demo: bool = False
    """The process serves the invented demo council: lifts the demand for an identity key."""


MINIMUM_KEY_BYTES = 32
DEMO_COUNCIL_NAME = "Demoshire County Council (invented)"
DEMO_AUTHORITY = "999"
"""Demoshire's code in the tables that it is compared with; no authority has it."""


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings; raises SettingsError with a sentence for the operator."""
    env = os.environ if environ is None else environ
    defaults = Settings()
    key_text = env.get("SCORECARD_IDENTITY_KEY", "")
    if key_text and len(key_text.encode()) < MINIMUM_KEY_BYTES:
        raise SettingsError(
            f"SCORECARD_IDENTITY_KEY is shorter than {MINIMUM_KEY_BYTES} bytes: "
            'make one with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    demo = flag(env, "SCORECARD_DEMO")
    council_name = DEMO_COUNCIL_NAME if demo else defaults.council_name
    return Settings(
        database_url=env.get("DATABASE_URL", defaults.database_url),
        identity_key=key_text.encode() or None,
        keep_registration_numbers=flag(env, "SCORECARD_KEEP_REGISTRATION_NUMBERS"),
        council_name=env.get("SCORECARD_COUNCIL_NAME") or council_name,
        contact=env.get("SCORECARD_CONTACT", "").strip(),
        half_year_ends=half_year_ends(
            env.get("SCORECARD_HALF_YEAR_ENDS", ""), Settings().half_year_ends
        ),
        max_upload_bytes=whole(env, "SCORECARD_MAX_UPLOAD_BYTES", defaults.max_upload_bytes),
        max_expanded_bytes=whole(env, "SCORECARD_MAX_EXPANDED_BYTES", defaults.max_expanded_bytes),
        public_url=env.get("SCORECARD_PUBLIC_URL", defaults.public_url).rstrip("/"),
        authority_code=code(env.get("SCORECARD_AUTHORITY_CODE", ""), "SCORECARD_AUTHORITY_CODE")
        or (DEMO_AUTHORITY if demo else ""),
        compare_with=codes(env.get("SCORECARD_COMPARE_WITH", "")),
        statistics_api=address(env.get("SCORECARD_STATISTICS_API", ""), "SCORECARD_STATISTICS_API"),
        disclosure=_disclosure(env),
        other_councils=councils(env.get("SCORECARD_OTHER_COUNCILS", "")),
        starter_late_days=whole(env, "SCORECARD_STARTER_LATE_DAYS", defaults.starter_late_days),
        starter_long_wait_weeks=whole(
            env, "SCORECARD_STARTER_LONG_WAIT_WEEKS", defaults.starter_long_wait_weeks
        ),
        clearance_days=whole(env, "SCORECARD_CLEARANCE_DAYS", defaults.clearance_days),
        people_check_days=whole(env, "SCORECARD_PEOPLE_CHECK_DAYS", defaults.people_check_days),
        keep_days=keep_days(env.get("SCORECARD_KEEP_DAYS", ""), KEEP_DAYS),
        trusted_proxies=networks(env.get("SCORECARD_TRUSTED_PROXIES", "")),
        requests_per_minute=whole(
            env, "SCORECARD_REQUESTS_PER_MINUTE", defaults.requests_per_minute
        ),
        session_idle_minutes=whole(
            env, "SCORECARD_SESSION_IDLE_MINUTES", defaults.session_idle_minutes
        ),
        session_hours=whole(env, "SCORECARD_SESSION_HOURS", defaults.session_hours),
        sign_in_link_minutes=whole(
            env, "SCORECARD_SIGN_IN_LINK_MINUTES", defaults.sign_in_link_minutes
        ),
        invitation_hours=whole(env, "SCORECARD_INVITATION_HOURS", defaults.invitation_hours),
        asye_needs_registration=flag(
            env, "SCORECARD_ASYE_NEEDS_REGISTRATION", default=defaults.asye_needs_registration
        ),
        asye_months=whole(env, "SCORECARD_ASYE_MONTHS", defaults.asye_months),
        two_person_sign_off=flag(env, "SCORECARD_TWO_PERSON_SIGN_OFF"),
        planning=Thresholds(
            stretch=whole(env, "SCORECARD_LONGEST_STRETCH_MINUTES", defaults.planning.stretch),
            day=whole(env, "SCORECARD_CONTRACTED_DAY_MINUTES", defaults.planning.day),
            lunch=whole(env, "SCORECARD_LEAST_LUNCH_MINUTES", defaults.planning.lunch),
            percent_on_one=whole(
                env, "SCORECARD_MOST_PERCENT_ON_ONE", defaults.planning.percent_on_one
            ),
            notice=whole(env, "SCORECARD_SHORT_NOTICE_HOURS", defaults.planning.notice),
            people=whole(env, "SCORECARD_LARGEST_GROUP", defaults.planning.people),
        ),
        asye=YearThresholds(
            stale_days=whole(env, "SCORECARD_CASELOAD_STALE_DAYS", defaults.asye.stale_days),
            escalation=escalation(env.get("SCORECARD_BREACH_ESCALATION_DAYS", "")),
            early_days=whole(env, "SCORECARD_PORTFOLIO_EARLY_DAYS", defaults.asye.early_days),
            longest_gap=gap(env.get("SCORECARD_SUPERVISION_GAP", "")),
        ),
        debug_demo=demo,
        **_told(env, demo=demo),
        **_provider(env),
    )


DEMO_MAIL = {
    "mail_server": "folder:var/mail",
    "mail_from": "scorecard@demoshire.example",
    "mail_to": ("councillors@demoshire.example",),
}
"""The demo sends nothing: its mail is written to a folder, where it can be looked at."""
_MAIL_ADDRESS = re.compile(r"[^\s@,<>\"]+@[^\s@,<>\"]+")


def _told(env: Mapping[str, str], *, demo: bool) -> dict[str, Any]:
    """Who is told of editions, and how."""
    webhooks = tuple(env.get("SCORECARD_WEBHOOKS", "").split())
    for each in webhooks:
        check_webhook(each)
    secret = webhook_secret(env.get("SCORECARD_WEBHOOK_SECRET", "").strip())
    if webhooks and not secret:
        raise SettingsError(
            "SCORECARD_WEBHOOKS needs SCORECARD_WEBHOOK_SECRET, so that receivers can tell who sent "
            f"it: make one with: {HOW_TO_SIGN}"
        )
    mail: dict[str, Any] = {
        "mail_server": env.get("SCORECARD_MAIL_SERVER", "").strip(),
        "mail_from": env.get("SCORECARD_MAIL_FROM", "").strip(),
        "mail_to": tuple(env.get("SCORECARD_MAIL_TO", "").replace(",", " ").split()),
    }
    if demo and not any(mail.values()):
        mail = DEMO_MAIL
    if any(mail.values()) and not (mail["mail_server"] and mail["mail_from"]):
        raise SettingsError(
            "Mail needs both of SCORECARD_MAIL_SERVER and SCORECARD_MAIL_FROM, or none of the "
            "settings of mail"
        )
    for each in filter(None, (mail["mail_from"], *mail["mail_to"])):
        if not _MAIL_ADDRESS.fullmatch(each):
            raise SettingsError(f"{each!r} is not a mail address")
    if mail["mail_server"] and not mail["mail_server"].startswith(
        ("smtp://", "smtps://", "folder:")
    ):
        raise SettingsError(
            "SCORECARD_MAIL_SERVER is smtp://host:587, smtps://host:465 or folder:PATH"
        )
    return {"webhooks": webhooks, "webhook_secret": secret, **mail}


def _provider(env: Mapping[str, str]) -> dict[str, Any]:
    """Through whom people sign in."""
    named = {
        "oidc_issuer": "SCORECARD_OIDC_ISSUER",
        "oidc_client_id": "SCORECARD_OIDC_CLIENT_ID",
        "oidc_client_secret": "SCORECARD_OIDC_CLIENT_SECRET",
    }
    found = {setting: env.get(name, "").strip() for setting, name in named.items()}
    if any(found.values()) and not all(found.values()):
        raise SettingsError(
            "Signing in through a provider needs all of " + ", ".join(named.values())
        )
    address(found["oidc_issuer"], "SCORECARD_OIDC_ISSUER")
    name = env.get("SCORECARD_OIDC_NAME", "").strip()
    return {**found, "oidc_name": name or "Your council's sign-in"}


def _disclosure(env: Mapping[str, str]) -> tuple[Policy, ...]:
    _, (month, _) = half_year_ends(
        env.get("SCORECARD_HALF_YEAR_ENDS", ""), Settings().half_year_ends
    )
    try:
        return read_policies(env.get("SCORECARD_DISCLOSURE_POLICY", ""), rolling_year_month=month)
    except PolicyError as fault:
        raise SettingsError(f"SCORECARD_DISCLOSURE_POLICY: {fault}") from None
