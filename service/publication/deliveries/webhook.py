"""One signed POST, as Standard Webhooks has it (https://www.standardwebhooks.com).

The receiver recomputes the signature over ``id.timestamp.body`` with the secret, refuses what is old,
and knows by the id what it had before. Only 2xx within the time allowed counts; redirects are not
followed, so that nothing is sent to where the operator did not point.
"""

import asyncio
import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID

import httpx

from service.mail import NotTaken

SECONDS = 15.0
"""For the whole exchange: a receiver that trickles is cut off as one that says nothing is."""


def signature(secret: bytes, identifier: str, timestamp: str, body: bytes) -> str:
    """``v1,`` and the HMAC-SHA256 of ``id.timestamp.body`` in base 64."""
    signed = b".".join((identifier.encode(), timestamp.encode(), body))
    digest = hmac.new(secret, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


async def send(
    address: str,
    *,
    identifier: UUID,
    body: bytes,
    secret: bytes,
    now: datetime,
    seconds: float = SECONDS,
) -> str:
    """Post it once; returns what the receiver answered. Raises NotTaken."""
    timestamp = str(int(now.timestamp()))
    headers = {
        "content-type": "application/json",
        "user-agent": "social-work-scorecard",
        "webhook-id": str(identifier),
        "webhook-timestamp": timestamp,
        "webhook-signature": signature(secret, str(identifier), timestamp, body),
    }
    try:
        async with (
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds) as client,
            asyncio.timeout(seconds),
            client.stream("POST", address, content=body, headers=headers) as answer,
        ):
            status = answer.status_code  # the body is of no interest, however long it is
    except TimeoutError:
        raise NotTaken(f"no answer within {seconds:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NotTaken(f"could not be reached ({type(error).__name__})") from None
    if not 200 <= status < 300:
        raise NotTaken(f"answered {status}")
    return f"answered {status}"
