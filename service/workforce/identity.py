"""Who a worker is without saying so, and the sealing of what was received.

A worker is known by a keyed hash of the registration number. Anybody who holds the number and not
the key can make nothing of it, and the same number gives the same worker in every file for as long
as the key stays the same. The bytes received contain the numbers, so they are kept sealed.

Changing the key makes everybody a stranger and every kept file unreadable. Each sealed piece
therefore refuses to open under another key, and that is checked before anything is compared.
"""

import hashlib
import secrets
from collections.abc import Callable
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from service.problems import Problem
from service.setting_values import SettingsError
from service.settings import Settings

DEMO_IDENTITY_KEY = b"the-invented-demo-council-only-this-key-is-no-secret"
"""Printed here for everybody to read: fit for invented people and for nothing else."""

CHUNK_BYTES = 1024 * 1024
"""A received file is sealed in pieces of this size, so that none is ever held whole in memory."""

_NONCE_BYTES = 12
_FORMAT = b"\x01"


class KeyDoesNotFit(Problem):
    status = 503
    slug = "identity-key-does-not-fit"
    title = "The identity key is not the one the stored files were sealed with"
    advice = (
        "Sending it again does not help. Tell the operator, who has to start the service with the "
        "SCORECARD_IDENTITY_KEY that was in use when the files were received."
    )

    def __init__(self) -> None:
        super().__init__(
            "What is stored was sealed under another identity key, or has been altered. "
            "Ask the operator to set SCORECARD_IDENTITY_KEY to the key that was in use when it was "
            "received. Nothing was read and nothing was changed."
        )


def identity_key(settings: Settings) -> bytes:
    """The key from the settings; the demo has its own. Raises SettingsError where there is none."""
    if settings.identity_key is not None:
        return settings.identity_key
    if settings.debug_demo:
        return DEMO_IDENTITY_KEY
    raise SettingsError(
        "SCORECARD_IDENTITY_KEY is not set. Workers are known by a keyed hash of their "
        "registration number, so returns cannot be read without it. Make a key once, keep it safe "
        'and never change it: python -c "import secrets; print(secrets.token_hex(32))"'
    )


def normalised(number: str) -> str:
    """The number as it is compared: without any white space, upper case."""
    return "".join(number.split()).upper()


def identify(number: str, key: bytes) -> str:
    """Worker key of a registration number: 32 hex digits (HMAC-SHA256, first half)."""
    return identifier(key)(number)


@lru_cache(maxsize=4)
def identifier(key: bytes) -> Callable[[str], str]:
    """``identify`` under one key, for the hundreds of thousands of numbers of a return."""
    inner, outer = _keyed(key)
    copy_inner, copy_outer = inner.copy, outer.copy

    def identify_under_key(number: str) -> str:
        inside, outside = copy_inner(), copy_outer()
        inside.update("".join(number.split()).upper().encode())  # normalised, without a call
        outside.update(inside.digest())
        return outside.hexdigest()[:32]

    return identify_under_key


def _keyed(key: bytes) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """The two hashes of HMAC (RFC 2104) with the key taken in already.

    Copying these is twice as fast as ``hmac.digest``, which begins with the key each time.
    """
    block = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))
    return inner, outer


_BLOCK = 64
"""Bytes in a block of SHA-256."""


class Seal:
    """Seals and opens pieces of received files and registration numbers under one identity key."""

    def __init__(self, key: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"scorecard received v1")
        self._cipher = AESGCM(derived.derive(key))

    def seal_chunk(self, plain: bytes, *, file: UUID, ordinal: int, last: bool) -> bytes:
        """One piece of a file, bound to its file and place: moved or missing pieces show."""
        return self._seal(plain, _place(file, ordinal, last=last))

    def open_chunk(self, sealed: bytes, *, file: UUID, ordinal: int, last: bool) -> bytes:
        """The piece as it was received. Raises KeyDoesNotFit."""
        return self._open(sealed, _place(file, ordinal, last=last))

    def seal_number(self, number: str, *, worker: str) -> bytes:
        return self._seal(normalised(number).encode(), b"number:" + worker.encode())

    def open_number(self, sealed: bytes, *, worker: str) -> str:
        return self._open(sealed, b"number:" + worker.encode()).decode()

    def _seal(self, plain: bytes, place: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + nonce + self._cipher.encrypt(nonce, plain, place)

    def _open(self, sealed: bytes, place: bytes) -> bytes:
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _FORMAT or len(nonce) != _NONCE_BYTES:
            raise KeyDoesNotFit
        try:
            return self._cipher.decrypt(nonce, body, place)
        except InvalidTag:
            raise KeyDoesNotFit from None


def _place(file: UUID, ordinal: int, *, last: bool) -> bytes:
    return b"chunk:%b:%d:%d" % (file.bytes, ordinal, last)
