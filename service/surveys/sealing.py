"""What people wrote is kept sealed under the identity key, as received files are (ADR 12)."""

from uuid import UUID

from service.settings import Settings
from service.workforce.identity import Seal, identity_key


class Vault:
    """Seals and opens texts and files; each is bound to the id of its row."""

    def __init__(self, settings: Settings) -> None:
        self._seal = Seal(identity_key(settings))

    def seal(self, plain: bytes, row: UUID) -> bytes:
        return self._seal.seal_chunk(plain, file=row, ordinal=0, last=True)

    def open(self, sealed: bytes, row: UUID) -> bytes:
        """Raises KeyDoesNotFit."""
        return self._seal.open_chunk(sealed, file=row, ordinal=0, last=True)

    def seal_text(self, text: str, row: UUID) -> bytes:
        return self.seal(text.encode("utf-8"), row)

    def open_text(self, sealed: bytes, row: UUID) -> str:
        return self.open(sealed, row).decode("utf-8")
