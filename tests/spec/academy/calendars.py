"""The shipped calendar and presets, read as the service reads them."""

from datetime import date

from academy.planning import BlockSpec
from academy.working_days import Closure, WorkingDays
from service.cohorts.shipped import block_specs, shipped_holidays

LANCASHIRE: tuple[BlockSpec, ...] = block_specs("lancashire")


def england(*closures: Closure) -> WorkingDays:
    holidays, known = shipped_holidays()
    return WorkingDays(holidays, known, closures)


def d(text: str) -> date:
    return date.fromisoformat(text)
