"""Where to go on in a list, as a token that says nothing to the reader.

Pages follow one another by key (the rows behind the last one seen), so a row that arrives in between
shifts nothing. The key is a number of the database; what leaves the service is this token.
"""

import base64
import binascii

from service.problems import InvalidParameter

_FORM = b"c1."
"""In front of the number, so that a token of another form is told apart."""
_LARGEST = 2**63 - 1
"""The largest number either database can count to."""


def cursor(position: int) -> str:
    """The token for a position, 1 or more."""
    return base64.urlsafe_b64encode(_FORM + str(position).encode()).decode().rstrip("=")


def position(token: str, parameter: str) -> int:
    """The position that ``cursor`` wrote. Raises InvalidParameter for any other text."""
    padded = token.encode() + b"=" * (-len(token) % 4)
    try:
        digits = base64.b64decode(padded, altchars=b"-_", validate=True).removeprefix(_FORM)
        found = int(digits) if digits.isdigit() else 0
    except (binascii.Error, ValueError):
        found = 0
    if not 1 <= found <= _LARGEST or cursor(found) != token:
        raise InvalidParameter(
            f"The value of {parameter} does not name a page. Leave it out to begin at the first "
            "page, and go on with the address that next gives.",
            errors=[{"parameter": parameter, "detail": "not a value that next has given"}],
        )
    return found
