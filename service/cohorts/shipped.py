"""Data shipped with the planner: bank holidays of England and programme templates."""

import json
from datetime import date
from importlib.resources import files
from typing import Any

from academy.errors import ProgrammeInvalid
from academy.planning import BlockSpec
from academy.working_days import bank_holidays

DATA = files("academy").joinpath("data")


def shipped_holidays() -> tuple[dict[date, str], date]:
    """Holidays by day, and the last day the bundled list speaks of."""
    return bank_holidays(json.loads(DATA.joinpath("bank-holidays.json").read_text("utf-8")))


def programme_keys() -> tuple[str, ...]:
    folder = DATA.joinpath("programmes")
    return tuple(
        sorted(f.name.removesuffix(".json") for f in folder.iterdir() if f.name.endswith(".json"))
    )


def programme_document(key: str) -> dict[str, Any]:
    """The shipped template as plain data; raises ProgrammeInvalid for an unknown key."""
    if key not in programme_keys():
        raise ProgrammeInvalid(
            f"there is none called {key!r}; there are: {', '.join(programme_keys())}"
        )
    document: dict[str, Any] = json.loads(
        DATA.joinpath("programmes", f"{key}.json").read_text("utf-8")
    )
    return document


def block_specs(key: str) -> tuple[BlockSpec, ...]:
    return tuple(
        BlockSpec(
            key=block["key"],
            title=block["title"],
            offset_weeks=block["offset_weeks"],
            working_days=block["working_days"],
            starts_on_monday=block["starts_on_monday"],
            consecutive=block["consecutive"],
        )
        for block in programme_document(key)["blocks"]
    )
