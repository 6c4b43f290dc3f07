"""Fields of a form as a browser sends it, read into plain values."""

from datetime import date

from litestar.datastructures import FormMultiDict


def text(fields: FormMultiDict, name: str) -> str:
    """What was typed, without space around it; empty when the field is missing or a file.

    Browsers send a line break as two characters, whatever the person typed (HTML standard).
    """
    given = fields.get(name)
    return given.replace("\r\n", "\n").strip() if isinstance(given, str) else ""


def whole(written: str) -> int | None:
    """A whole number of 0 or more in plain digits; None for anything else."""
    if written.isascii() and written.isdigit() and len(written) < 10:
        return int(written)
    return None


def day(written: str) -> date | None:
    """A day written as 2026-09-30; None for anything else."""
    try:
        return date.fromisoformat(written) if len(written) == 10 else None
    except ValueError:
        return None
