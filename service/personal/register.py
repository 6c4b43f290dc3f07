"""The register: every column of every table, whether it holds personal data, whose, and for how long.

``data/register.tsv`` is written by hand, so that a new column is decided on before it is filled; a
test walks all tables and fails for one that is not there. The privacy pages, the rules of retention
and a person's export take their words from it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Whose(StrEnum):
    """In the order in which most people meet it."""

    WORKERS = "workers"
    MEMBERS = "members"
    LEAVERS = "leavers"
    ANSWERERS = "answerers"
    ACCOUNTS = "accounts"
    NAMED = "named"
    DOERS = "doers"
    SUBSCRIBERS = "subscribers"


@dataclass(frozen=True, slots=True)
class Line:
    """Columns of one table that hold one thing. ``whose`` and ``kept`` are None for nobody's."""

    table: str
    columns: tuple[str, ...]
    whose: Whose | None
    kept: str | None
    """A rule of retention."""
    what: str


@cache
def register() -> tuple[Line, ...]:
    """All lines as they are written."""
    text = (files("service.personal") / "data" / "register.tsv").read_text("utf-8")
    return tuple(_line(line) for line in text.splitlines()[1:])


def of(whose: Whose) -> tuple[Line, ...]:
    return tuple(line for line in register() if line.whose is whose)


def _line(text: str) -> Line:
    table, columns, whose, kept, what = text.split("\t")
    return Line(
        table,
        tuple(columns.split()),
        None if whose == "-" else Whose(whose),
        None if kept == "-" else kept,
        what,
    )
