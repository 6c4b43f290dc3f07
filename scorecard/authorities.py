"""Local authorities with children's services by DfE's three-digit code, and what became of some.

A return can be joint: DfE keys Kingston upon Thames and Richmond upon Thames as ``314 / 318``.
Authorities end and begin with boundary changes; their codes are never used again.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

JOINED_BY = " / "
_CODE = re.compile(r"[0-9]{3}", re.ASCII)
_JOINT = re.compile(r"[0-9]{3}(?:\s*/\s*[0-9]{3})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Authority:
    """``first_year`` and ``last_year`` of its census returns where a boundary change set them."""

    code: str
    name: str
    first_year: int | None = None
    last_year: int | None = None
    successors: tuple[str, ...] = ()


@cache
def authorities() -> dict[str, Authority]:
    """Every authority known, by code; read once from the data file, which names its sources."""
    text = files("scorecard").joinpath("data", "authorities-1.json").read_text("utf-8")
    return {
        each["code"]: Authority(**{**each, "successors": tuple(each.get("successors", ()))})
        for each in json.loads(text)["authorities"]
    }


def is_code(text: str) -> bool:
    """Whether ``text`` is one three-digit code."""
    return _CODE.fullmatch(text) is not None


def members_of(key: str) -> tuple[str, ...]:
    """The codes of a key: ``("314", "318")`` of ``314 / 318``; empty when it is none."""
    if _JOINT.fullmatch(key) is None:
        return ()
    return tuple(part.strip() for part in key.split("/"))


def joint_key(key: str) -> str:
    """A key as DfE writes it: ``314/318`` as ``314 / 318``."""
    return JOINED_BY.join(members_of(key))


def name_of(code: str) -> str:
    """The name of an authority; the code itself where it is not known."""
    known = authorities().get(code)
    return known.name if known else code


def why_without_figures(code: str, year: int) -> str:
    """Why an authority has no figures of ``year``, as far as its history tells; else empty."""
    known = authorities().get(code)
    if known is None:
        return f"{code} is not the code of an authority that is known here."
    if known.last_year is not None and year > known.last_year:
        now = " and ".join(f"{name_of(each)} ({each})" for each in known.successors)
        return f"{known.name} made its last return for {known.last_year}; since then: {now}."
    if known.first_year is not None and year < known.first_year:
        return f"{known.name} made its first return for {known.first_year}."
    return ""
