"""A ledger whose stock is not what a second count finds is never published."""

from dataclasses import replace
from datetime import date

import pytest

from scorecard.errors import IdentityBroken
from scorecard.ledger import keep
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.recount import recount
from scorecard.windows import Window
from scorecard.workforce import Workforce
from tests.spec.tables import staff


def test_another_fte_or_another_person_is_refused() -> None:
    [ann] = staff("worker | started | ended\nann | 2020-01-06 | -")
    window = Window.of(half_year_ending(date(2026, 9, 30)))
    ledger = keep(Workforce(employments=[ann]), [window], DEFAULT_PARAMETERS)
    recount(Workforce(employments=[ann]), ledger)
    for others, unit in (
        ([replace(ann, fte=(ann.fte or 0) - 100_000)], "FTE"),
        ([ann, replace(ann, worker="bob", fte=0)], "heads"),
    ):
        with pytest.raises(IdentityBroken) as refused:
            recount(Workforce(employments=others), ledger)
        assert (refused.value.unit, refused.value.as_at) == (unit, window.opening)
