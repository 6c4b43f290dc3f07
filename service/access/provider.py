"""Signing in through an OpenID Connect provider, any one: authorisation code, PKCE, state and nonce.

State, nonce and verifier of one sign-in grow from one secret in a cookie of the browser, so nothing
is stored for somebody who only sets out, and an answer that another browser asked for fits nobody.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from service.access.one_time import same
from service.setting_values import LOOPBACK
from service.settings import Settings

SECONDS = 10.0
SIGNED_WITH = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
"""Only with a key of the provider's: neither unsigned nor with the secret that we share."""
LEEWAY_SECONDS = 60
CALLBACK = "/sign-in/provider/answer"


class NotVouched(Exception):  # noqa: N818 -- an outcome of signing in, not an error of ours
    """The provider did not say who this is; the sentence is for the log."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider says it is. ``email`` is None unless it says that it was verified."""

    issuer: str
    subject: str
    email: str | None


async def address_to_ask(secret: str, settings: Settings) -> str:
    """Where the browser goes to sign in. Raises NotVouched."""
    async with _client() as client:
        known = await _discovered(client, settings)
    address: str = prepare_grant_uri(
        _endpoint(known, "authorization_endpoint"),
        settings.oidc_client_id,
        "code",
        redirect_uri=settings.public_url + CALLBACK,
        scope="openid email",
        state=_grown(secret, "state"),
        nonce=_grown(secret, "nonce"),
        code_challenge=create_s256_code_challenge(_grown(secret, "verifier")),
        code_challenge_method="S256",
    )
    return address


async def vouched(secret: str, code: str, state: str, settings: Settings) -> Vouched:
    """Who it is that came back with this code. Raises NotVouched."""
    if not same(state, _grown(secret, "state")):
        raise NotVouched("the answer is not to what this browser asked")
    try:
        async with _client() as client:
            known = await _discovered(client, settings)
            token = await _token(client, code, _grown(secret, "verifier"), known, settings)
            keys = await client.get(_endpoint(known, "jwks_uri"))
            keys.raise_for_status()
        return _claims(token, keys.json(), _grown(secret, "nonce"), known, settings)
    except (httpx.HTTPError, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
        raise NotVouched(f"no good answer of the provider ({type(error).__name__})") from None


async def _token(
    client: httpx.AsyncClient, code: str, verifier: str, known: dict[str, Any], settings: Settings
) -> dict[str, Any]:
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": settings.public_url + CALLBACK,
        "code_verifier": verifier,
    }
    named = (settings.oidc_client_id, settings.oidc_client_secret)
    if "client_secret_basic" in known.get(
        "token_endpoint_auth_methods_supported", ["client_secret_basic"]
    ):
        # RFC 6749, 2.3.1: both are form-encoded before they go into the header.
        answer = await client.post(
            _endpoint(known, "token_endpoint"),
            data=fields,
            auth=(quote_plus(named[0]), quote_plus(named[1])),
        )
    else:
        fields |= {"client_id": named[0], "client_secret": named[1]}
        answer = await client.post(_endpoint(known, "token_endpoint"), data=fields)
    answer.raise_for_status()
    token: dict[str, Any] = answer.json()
    return token


def _claims(
    token: dict[str, Any], keys: Any, nonce: str, known: dict[str, Any], settings: Settings
) -> Vouched:
    offered = known.get("id_token_signing_alg_values_supported", SIGNED_WITH)
    decoded = jwt.decode(
        token["id_token"],
        KeySet.import_key_set(keys),
        algorithms=[each for each in SIGNED_WITH if each in offered],
    )
    claims = CodeIDToken(
        decoded.claims,
        decoded.header,
        {
            "iss": {"essential": True, "value": settings.oidc_issuer},
            "aud": {"essential": True, "value": settings.oidc_client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        },
        {
            "nonce": nonce,
            "client_id": settings.oidc_client_id,
            "access_token": token.get("access_token"),
        },
    )
    claims.validate(leeway=LEEWAY_SECONDS)
    verified = claims.get("email_verified") is True
    email = claims.get("email")
    return Vouched(
        settings.oidc_issuer,
        str(claims["sub"]),
        email if verified and isinstance(email, str) else None,
    )


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=SECONDS)


async def _discovered(client: httpx.AsyncClient, settings: Settings) -> dict[str, Any]:
    """What the provider says of itself; it must name itself as the settings do."""
    try:
        answer = await client.get(
            f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
        )
        answer.raise_for_status()
        known = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise NotVouched(f"the provider is out of reach ({type(error).__name__})") from None
    if not isinstance(known, dict) or known.get("issuer") != settings.oidc_issuer:
        raise NotVouched("the provider calls itself otherwise than SCORECARD_OIDC_ISSUER")
    found: dict[str, Any] = known
    return found


def _endpoint(known: dict[str, Any], name: str) -> str:
    address = known.get(name)
    parts = urlsplit(address) if isinstance(address, str) else urlsplit("")
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise NotVouched(f"the provider has no {name} with https")
    return str(address)


def _grown(secret: str, what: str) -> str:
    digest = hmac.digest(secret.encode(), f"openid {what} v1".encode(), "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
