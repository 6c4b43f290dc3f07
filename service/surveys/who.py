"""Who acts: coders are told apart by their key or account, leavers and staff by nothing."""

from dataclasses import dataclass
from datetime import datetime

from service.access.actor import Actor
from service.settings import Settings
from service.surveys.sealing import Vault

LEAVER = Actor("A leaver, by private link", frozenset())
"""In the audit trail for what comes through an exit interview's link."""
_NAME = 180


def coder_of(actor: Actor) -> str:
    """The name of a coder, with the beginning of the id of their key or account.

    Two may bear one name, and a second coder is somebody else than the first.
    """
    known_by = actor.key_id or actor.account_id
    if known_by is None:
        return actor.name[:_NAME]
    return f"{actor.name[:_NAME]} #{str(known_by)[:8]}"


@dataclass(frozen=True, slots=True)
class By:
    """Who does something, when, and under which key words are sealed."""

    actor: Actor
    now: datetime
    settings: Settings

    @property
    def coder(self) -> str:
        return coder_of(self.actor)

    @property
    def vault(self) -> Vault:
        return Vault(self.settings)
