"""From where a request comes: only proxies that the operator names are believed."""

from __future__ import annotations

import pytest

from service.setting_values import SettingsError
from service.settings import Settings, load
from service.web.clients import believed

BEHIND = load({"SCORECARD_TRUSTED_PROXIES": "10.0.0.0/24, 192.0.2.7 ::1"})


@pytest.mark.parametrize(
    ("peer", "forwarded", "settings", "client"),
    [
        # connected     X-Forwarded-For                   proxies     the client
        ("203.0.113.9", "",                               Settings(), "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1",                   Settings(), "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1",                   BEHIND,     "203.0.113.9"),
        ("10.0.0.3",    "198.51.100.1",                   BEHIND,     "198.51.100.1"),
        ("10.0.0.3",    "1.1.1.1, 198.51.100.1",          BEHIND,     "198.51.100.1"),
        ("10.0.0.3",    "1.1.1.1,198.51.100.1, 10.0.0.9", BEHIND,     "198.51.100.1"),
        ("::1",         "10.0.0.9, 192.0.2.7",            BEHIND,     "10.0.0.9"),
        ("10.0.0.3",    "",                               BEHIND,     "10.0.0.3"),
        ("10.0.0.3",    "198.51.100.1, nonsense",         BEHIND,     "10.0.0.3"),
        ("",            "198.51.100.1",                   BEHIND,     "unknown"),
    ],
)  # fmt: skip
def test_the_last_address_that_is_no_proxy_of_ours(peer, forwarded, settings, client):
    assert believed(peer, forwarded, settings) == client


def test_a_wrong_network_is_refused_with_a_sentence():
    with pytest.raises(SettingsError, match="SCORECARD_TRUSTED_PROXIES is 'everybody'"):
        load({"SCORECARD_TRUSTED_PROXIES": "everybody"})
