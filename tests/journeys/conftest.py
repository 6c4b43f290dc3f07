"""Journeys over HTTP use the application of the API tests."""

from tests.api.conftest import app, client, key_for

__all__ = ["app", "client", "key_for"]
