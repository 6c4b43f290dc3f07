"""The council's stock counted a second time, spell by spell, before anything is published.

The ledger's stocks are running sums of its flows, so within it the identity cannot fail. What could
fail is the ledger: therefore what is in post at the opening and at the end is counted again here,
from the definition alone, and must be the same in FTE and in heads.
"""

from datetime import date

from scorecard.definition import WHOLE, Dimension
from scorecard.errors import IdentityBroken
from scorecard.ledger import Ledger
from scorecard.lines import Line
from scorecard.presence import is_in_post
from scorecard.workforce import Workforce


def recount(facts: Workforce, ledger: Ledger) -> None:
    """Compare the stocks of a ledger of one window. Raises IdentityBroken when one differs."""
    window = ledger.windows[0]
    for day, fte_line, heads_line in (
        (window.opening, Line.OPENING_FTE, Line.OPENING_HEADS),
        (window.end, Line.IN_POST_FTE, Line.IN_POST_HEADS),
    ):
        fte, people = _in_post(facts, day)
        for unit, line, expected in (("FTE", fte_line, fte), ("heads", heads_line, people)):
            found = ledger.accounts[line].cells[Dimension.COUNCIL][WHOLE].item(0)
            if found != expected:
                raise IdentityBroken(
                    dimension=Dimension.COUNCIL,
                    group=WHOLE,
                    unit=unit,
                    as_at=day,
                    expected=expected,
                    found=found,
                )


def _in_post(facts: Workforce, day: date) -> tuple[int, int]:
    there = [one for one in facts.employments if is_in_post(one, day)]
    return sum(one.fte or 0 for one in there), len({one.worker for one in there})
