"""Settings from the environment: read once, checked, handed down. Documented in docs/operate/."""

import base64
import os
import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

from academy import thresholds as planning_thresholds
from academy.asye import thresholds as year_thresholds
from academy.asye.breaches import ESCALATION, Escalation
from academy.asye.supervision import LONGEST_GAP
from academy.asye.thresholds import YearThresholds
from academy.thresholds import Thresholds
from scorecard.disclosure.policy import Policy, PolicyError, read_policies

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


class SettingsError(ValueError):
    """A setting is missing or unusable; the sentence says which and what to do."""


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
    demo = _flag(env, "SCORECARD_DEMO")
    council_name = DEMO_COUNCIL_NAME if demo else defaults.council_name
    return Settings(
        database_url=env.get("DATABASE_URL", defaults.database_url),
        identity_key=key_text.encode() or None,
        keep_registration_numbers=_flag(env, "SCORECARD_KEEP_REGISTRATION_NUMBERS"),
        council_name=env.get("SCORECARD_COUNCIL_NAME") or council_name,
        contact=env.get("SCORECARD_CONTACT", "").strip(),
        half_year_ends=_half_year_ends(env.get("SCORECARD_HALF_YEAR_ENDS", "")),
        max_upload_bytes=_whole(env, "SCORECARD_MAX_UPLOAD_BYTES", defaults.max_upload_bytes),
        max_expanded_bytes=_whole(env, "SCORECARD_MAX_EXPANDED_BYTES", defaults.max_expanded_bytes),
        public_url=env.get("SCORECARD_PUBLIC_URL", defaults.public_url).rstrip("/"),
        authority_code=_code(env.get("SCORECARD_AUTHORITY_CODE", ""), "SCORECARD_AUTHORITY_CODE")
        or (DEMO_AUTHORITY if demo else ""),
        compare_with=_codes(env.get("SCORECARD_COMPARE_WITH", "")),
        statistics_api=_address(
            env.get("SCORECARD_STATISTICS_API", ""), "SCORECARD_STATISTICS_API"
        ),
        disclosure=_disclosure(env),
        other_councils=_councils(env.get("SCORECARD_OTHER_COUNCILS", "")),
        starter_late_days=_whole(env, "SCORECARD_STARTER_LATE_DAYS", defaults.starter_late_days),
        starter_long_wait_weeks=_whole(
            env, "SCORECARD_STARTER_LONG_WAIT_WEEKS", defaults.starter_long_wait_weeks
        ),
        clearance_days=_whole(env, "SCORECARD_CLEARANCE_DAYS", defaults.clearance_days),
        people_check_days=_whole(env, "SCORECARD_PEOPLE_CHECK_DAYS", defaults.people_check_days),
        keep_days=_keep_days(env.get("SCORECARD_KEEP_DAYS", "")),
        trusted_proxies=_networks(env.get("SCORECARD_TRUSTED_PROXIES", "")),
        requests_per_minute=_whole(
            env, "SCORECARD_REQUESTS_PER_MINUTE", defaults.requests_per_minute
        ),
        session_idle_minutes=_whole(
            env, "SCORECARD_SESSION_IDLE_MINUTES", defaults.session_idle_minutes
        ),
        session_hours=_whole(env, "SCORECARD_SESSION_HOURS", defaults.session_hours),
        sign_in_link_minutes=_whole(
            env, "SCORECARD_SIGN_IN_LINK_MINUTES", defaults.sign_in_link_minutes
        ),
        invitation_hours=_whole(env, "SCORECARD_INVITATION_HOURS", defaults.invitation_hours),
        asye_needs_registration=_flag(
            env, "SCORECARD_ASYE_NEEDS_REGISTRATION", default=defaults.asye_needs_registration
        ),
        asye_months=_whole(env, "SCORECARD_ASYE_MONTHS", defaults.asye_months),
        two_person_sign_off=_flag(env, "SCORECARD_TWO_PERSON_SIGN_OFF"),
        planning=Thresholds(
            stretch=_whole(env, "SCORECARD_LONGEST_STRETCH_MINUTES", defaults.planning.stretch),
            day=_whole(env, "SCORECARD_CONTRACTED_DAY_MINUTES", defaults.planning.day),
            lunch=_whole(env, "SCORECARD_LEAST_LUNCH_MINUTES", defaults.planning.lunch),
            percent_on_one=_whole(
                env, "SCORECARD_MOST_PERCENT_ON_ONE", defaults.planning.percent_on_one
            ),
            notice=_whole(env, "SCORECARD_SHORT_NOTICE_HOURS", defaults.planning.notice),
            people=_whole(env, "SCORECARD_LARGEST_GROUP", defaults.planning.people),
        ),
        asye=YearThresholds(
            stale_days=_whole(env, "SCORECARD_CASELOAD_STALE_DAYS", defaults.asye.stale_days),
            escalation=_escalation(env.get("SCORECARD_BREACH_ESCALATION_DAYS", "")),
            early_days=_whole(env, "SCORECARD_PORTFOLIO_EARLY_DAYS", defaults.asye.early_days),
            longest_gap=_gap(env.get("SCORECARD_SUPERVISION_GAP", "")),
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
        _check_webhook(each)
    secret = _webhook_secret(env.get("SCORECARD_WEBHOOK_SECRET", "").strip())
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
    _address(found["oidc_issuer"], "SCORECARD_OIDC_ISSUER")
    name = env.get("SCORECARD_OIDC_NAME", "").strip()
    return {**found, "oidc_name": name or "Your council's sign-in"}


HOW_TO_SIGN = (
    'python -c "import base64, secrets; '
    "print('whsec_' + base64.b64encode(secrets.token_bytes(32)).decode())\""
)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _check_webhook(address: str) -> None:
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or len(address) > 2000:
        raise SettingsError(f"SCORECARD_WEBHOOKS has {address[:100]!r}, which is no web address")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingsError(f"SCORECARD_WEBHOOKS has {address[:100]!r}: use https")


def _webhook_secret(text: str) -> bytes:
    if not text:
        return b""
    try:
        secret = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        secret = b""
    if not text.startswith("whsec_") or len(secret) < 24:
        raise SettingsError(
            f"SCORECARD_WEBHOOK_SECRET is whsec_ and at least 24 bytes in base 64: make one with: {HOW_TO_SIGN}"
        )
    return secret


def _code(text: str, name: str) -> str:
    code = text.strip()
    if code and not (code.isascii() and code.isdigit() and len(code) == 3):
        raise SettingsError(f"{name} is {text!r}: write a three-digit code, as in 888")
    return code


def _codes(text: str) -> tuple[str, ...]:
    parts = [part for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(_code(part, "SCORECARD_COMPARE_WITH") for part in parts))


def _address(text: str, name: str) -> str:
    """An address to fetch from: https, or http on this computer."""
    address = text.strip().rstrip("/")
    parts = urlsplit(address)
    near = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    good = (parts.scheme == "https" and parts.hostname) or near
    if address and (not good or parts.query or parts.fragment or "@" in parts.netloc):
        raise SettingsError(f"{name} is {text!r}: write an address that begins with https://")
    return address


def _networks(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(each)) for each in text.replace(",", " ").split())
    except ValueError:
        raise SettingsError(
            f"SCORECARD_TRUSTED_PROXIES is {text!r}: write addresses or networks of your proxies, as "
            "in 10.0.0.5 or 10.0.0.0/24, with spaces between"
        ) from None


def _councils(text: str) -> tuple[tuple[str, str], ...]:
    councils = []
    for part in filter(str.strip, text.split(",")):
        name, equals, address = part.partition("=")
        if not equals or not name.strip() or not address.strip():
            raise SettingsError(
                f"SCORECARD_OTHER_COUNCILS has {part.strip()!r}: write NAME=https://ADDRESS, and "
                "commas between councils"
            )
        councils.append((name.strip(), _address(address, "SCORECARD_OTHER_COUNCILS")))
    if len({name for name, _ in councils}) < len(councils):
        raise SettingsError("SCORECARD_OTHER_COUNCILS names a council twice")
    return tuple(councils)


def _disclosure(env: Mapping[str, str]) -> tuple[Policy, ...]:
    _, (month, _) = _half_year_ends(env.get("SCORECARD_HALF_YEAR_ENDS", ""))
    try:
        return read_policies(env.get("SCORECARD_DISCLOSURE_POLICY", ""), rolling_year_month=month)
    except PolicyError as fault:
        raise SettingsError(f"SCORECARD_DISCLOSURE_POLICY: {fault}") from None


def _flag(env: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"0", "no", "false"}:
        return False
    if text in {"1", "yes", "true"}:
        return True
    raise SettingsError(f"{name} is {text!r}: write yes or no")


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise SettingsError(f"{name} is {text!r}: write a whole number above 0")
    return int(text)


def _keep_days(text: str) -> tuple[tuple[str, int], ...]:
    days = dict(KEEP_DAYS)
    for part in text.split():
        name, _, number = part.partition("=")
        if name not in KEEP_DAYS or not (number.isascii() and number.isdigit() and int(number)):
            raise SettingsError(
                f"SCORECARD_KEEP_DAYS has {part!r}: write rules with whole days above 0, as "
                f"commitments=365 exit-words=730. The rules are {', '.join(KEEP_DAYS)}"
            )
        days[name] = int(number)
    return tuple(days.items())


def _escalation(text: str) -> Escalation:
    if not text.strip():
        return ESCALATION
    days = [part.strip() for part in text.split(",")]
    numbers = [int(day) for day in days if day.isascii() and day.isdigit()]
    if len(numbers) != len(days) or len(days) != len(ESCALATION) or numbers != sorted({*numbers}):
        numbers = []
    if not numbers or numbers[0] == 0:
        raise SettingsError(
            f"SCORECARD_BREACH_ESCALATION_DAYS is {text!r}: write three days of a breach, each later "
            "than the one before, as in 1,7,28"
        )
    return tuple((day, who) for day, (_, who) in zip(numbers, ESCALATION, strict=True))


def _gap(text: str) -> Fraction:
    if not text.strip():
        return LONGEST_GAP
    if re.fullmatch(r"[1-9][0-9]?(\.[0-9]{1,3})?", text.strip(), re.ASCII):
        return Fraction(text.strip())
    raise SettingsError(
        f"SCORECARD_SUPERVISION_GAP is {text!r}: write how many intervals may lie between two "
        "supervisions, at least 1, as in 1.5"
    )


_LEAP_YEAR = 2024


def _half_year_ends(text: str) -> tuple[tuple[int, int], ...]:
    if not text.strip():
        return Settings().half_year_ends
    ends = []
    for part in text.split(","):
        month, _, day = part.strip().partition("-")
        if not (
            month.isdecimal()
            and day.isdecimal()
            and 1 <= int(month) <= 12
            and 1 <= int(day) <= monthrange(_LEAP_YEAR, int(month))[1]
        ):
            raise SettingsError(
                f"SCORECARD_HALF_YEAR_ENDS is {text!r}: write two dates as MM-DD,MM-DD"
            )
        ends.append((int(month), int(day)))
    if len(ends) != 2:
        raise SettingsError("SCORECARD_HALF_YEAR_ENDS needs two dates, as in 03-31,09-30")
    (first, _), (second, _) = ends
    if abs(first - second) != 6:
        raise SettingsError(
            f"SCORECARD_HALF_YEAR_ENDS is {text!r}: the two dates are to be six months apart, as in "
            "03-31,09-30"
        )
    return tuple(sorted(ends))
