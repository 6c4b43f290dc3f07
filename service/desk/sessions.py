"""Who is signed in: a cookie that names the key it was opened with, sealed and short-lived.

The cookie holds no key. It says which key opened the session and until when, under a MAC that only
this service can make; the key itself is looked up at each request, so a revoked key ends its
sessions at once. A session that was signed out lives on nowhere but in a copy of the cookie, until
its time is over (ADR 0018).
"""

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

from service import problems
from service.settings import Settings, SettingsError
from service.workforce.identity import identity_key

LASTS = timedelta(hours=4)
_TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})")


def cookie_name(settings: Settings) -> str:
    """With https the name itself forbids other hosts and plain http to set it."""
    return "__Host-academy-desk" if _is_secure(settings) else "academy-desk"


def _is_secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")


def opened(key_id: UUID, now: datetime, settings: Settings) -> str:
    """The cookie of a new session. Raises Unavailable where the service has no identity key."""
    said = f"{key_id.hex}.{int((now + LASTS).timestamp())}"
    return f"{said}.{_mac(said, settings)}"


def key_of(token: str, now: datetime, settings: Settings) -> UUID | None:
    """The key a session was opened with; None for what is forged, altered or over."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    said, _, mac = token.rpartition(".")
    if not hmac.compare_digest(mac, _mac(said, settings)):
        return None
    return UUID(found[1]) if now < datetime.fromtimestamp(int(found[2]), UTC) else None


def _mac(said: str, settings: Settings) -> str:
    try:
        key = identity_key(settings)
    except SettingsError:
        raise problems.Unavailable(
            "Nobody can sign in: the service has no identity key. "
            "The operator has to set SCORECARD_IDENTITY_KEY."
        ) from None
    derived = hmac.digest(key, b"academy desk session v1", "sha256")
    return urlsafe_b64encode(hmac.digest(derived, said.encode(), "sha256")).rstrip(b"=").decode()
