"""From which address does a request come? Only proxies that the operator names are believed."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from litestar.connection import ASGIConnection

from service.settings import Settings

UNKNOWN = "unknown"


def client_address(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The address of whoever asks: behind a trusted proxy the last one that is no such proxy.

    What stands further left in X-Forwarded-For was written by the client and may be anything.
    """
    settings: Settings = connection.app.state.settings
    peer = connection.client.host if connection.client else ""
    forwarded = ",".join(connection.headers.getall("x-forwarded-for", []))
    return believed(peer, forwarded, settings)


def believed(peer: str, forwarded: str, settings: Settings) -> str:
    """``peer`` is who is connected, ``forwarded`` what it says."""
    found = peer or UNKNOWN
    if not settings.trusted_proxies:
        return found
    for said in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not _is_trusted(found, settings) or not _is_address(said):
            break
        found = said
    return found


def _is_trusted(address: str, settings: Settings) -> bool:
    return _is_address(address) and any(
        ip_address(address) in network for network in _networks(settings.trusted_proxies)
    )


@cache
def _networks(written: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(each) for each in written)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
