"""The text of one setting read into its value; raises SettingsError with a sentence for the operator."""

import base64
import re
from calendar import monthrange
from collections.abc import Mapping
from fractions import Fraction
from ipaddress import ip_network
from urllib.parse import urlsplit

from academy.asye.breaches import ESCALATION, Escalation
from academy.asye.supervision import LONGEST_GAP

HalfYearEnds = tuple[tuple[int, int], ...]
"""(month, day) of each scorecard date."""
HOW_TO_SIGN = (
    'python -c "import base64, secrets; '
    "print('whsec_' + base64.b64encode(secrets.token_bytes(32)).decode())\""
)
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LEAP_YEAR = 2024


class SettingsError(ValueError):
    """A setting is missing or unusable; the sentence says which and what to do."""


def check_webhook(address: str) -> None:
    try:
        parts = urlsplit(address)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or len(address) > 2000:
        raise SettingsError(f"SCORECARD_WEBHOOKS has {address[:100]!r}, which is no web address")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingsError(f"SCORECARD_WEBHOOKS has {address[:100]!r}: use https")


def webhook_secret(text: str) -> bytes:
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


def code(text: str, name: str) -> str:
    code = text.strip()
    if code and not (code.isascii() and code.isdigit() and len(code) == 3):
        raise SettingsError(f"{name} is {text!r}: write a three-digit code, as in 888")
    return code


def codes(text: str) -> tuple[str, ...]:
    parts = [part for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(code(part, "SCORECARD_COMPARE_WITH") for part in parts))


def address(text: str, name: str) -> str:
    """An address to fetch from: https, or http on this computer."""
    address = text.strip().rstrip("/")
    parts = urlsplit(address)
    near = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "::1", "localhost"}
    good = (parts.scheme == "https" and parts.hostname) or near
    if address and (not good or parts.query or parts.fragment or "@" in parts.netloc):
        raise SettingsError(f"{name} is {text!r}: write an address that begins with https://")
    return address


def networks(text: str) -> tuple[str, ...]:
    try:
        return tuple(str(ip_network(each)) for each in text.replace(",", " ").split())
    except ValueError:
        raise SettingsError(
            f"SCORECARD_TRUSTED_PROXIES is {text!r}: write addresses or networks of your proxies, as "
            "in 10.0.0.5 or 10.0.0.0/24, with spaces between"
        ) from None


def councils(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in filter(str.strip, text.split(",")):
        name, equals, where = part.partition("=")
        if not equals or not name.strip() or not where.strip():
            raise SettingsError(
                f"SCORECARD_OTHER_COUNCILS has {part.strip()!r}: write NAME=https://ADDRESS, and "
                "commas between councils"
            )
        found.append((name.strip(), address(where, "SCORECARD_OTHER_COUNCILS")))
    if len({name for name, _ in found}) < len(found):
        raise SettingsError("SCORECARD_OTHER_COUNCILS names a council twice")
    return tuple(found)


def flag(env: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"0", "no", "false"}:
        return False
    if text in {"1", "yes", "true"}:
        return True
    raise SettingsError(f"{name} is {text!r}: write yes or no")


def whole(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise SettingsError(f"{name} is {text!r}: write a whole number above 0")
    return int(text)


def keep_days(text: str, defaults: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    days = dict(defaults)
    for part in text.split():
        name, _, number = part.partition("=")
        if name not in defaults or not (number.isascii() and number.isdigit() and int(number)):
            raise SettingsError(
                f"SCORECARD_KEEP_DAYS has {part!r}: write rules with whole days above 0, as "
                f"commitments=365 exit-words=730. The rules are {', '.join(defaults)}"
            )
        days[name] = int(number)
    return tuple(days.items())


def escalation(text: str) -> Escalation:
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


def gap(text: str) -> Fraction:
    if not text.strip():
        return LONGEST_GAP
    if re.fullmatch(r"[1-9][0-9]?(\.[0-9]{1,3})?", text.strip(), re.ASCII):
        return Fraction(text.strip())
    raise SettingsError(
        f"SCORECARD_SUPERVISION_GAP is {text!r}: write how many intervals may lie between two "
        "supervisions, at least 1, as in 1.5"
    )


def half_year_ends(text: str, default: HalfYearEnds) -> HalfYearEnds:
    if not text.strip():
        return default
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
