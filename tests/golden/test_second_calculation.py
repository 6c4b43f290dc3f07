"""Every figure of the returns agrees with a second calculation in plain SQL from the files as sent.

The files go both ways: through the readers, the fold and the measures of the product; and, as rows
of text, into SQLite, where `second_measures` asks for each number as an analyst would. Each cell of
each measure is compared (council, team, area, role, contract, experience; every category): the
exact numerator and denominator, and the published number or symbol.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO

import pytest

from scorecard.definition import Figure, Symbol
from scorecard.measures import FROM_RETURNS
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import half_year_ending
from scorecard.scorecard import build
from scorecard.workforce import Workforce
from service.clock import LONDON
from service.demo.files import ReturnFile
from service.demo.months import MARCH_2026, SEPTEMBER_2026
from service.demo.story import Sending, story
from service.workforce.facts import workforce_from
from service.workforce.folding import Held
from service.workforce.holdings import ANY_SIZE
from service.workforce.reading import Options, Reading, is_refused, read
from service.workforce.receiving import measured
from service.workforce.records import Kind
from service.workforce.tabular.known_names import KnownNames
from tests.golden.as_sent import rows_of, sheet_of, written
from tests.golden.second_calculation import Cell, Row, SecondCalculation
from tests.golden.second_measures import MEASURES, Answer
from tests.golden.untidy_workforce import untidy_workforce

RECEIVED = datetime(2026, 10, 21, 12, 0, tzinfo=LONDON)
BY_ID = {measure.id: measure for measure in MEASURES}


def read_by_us(files: Iterable[ReturnFile]) -> Workforce:
    """The facts in force when the files have been taken in one after another."""
    held, names = Held(), {}
    for number, file in enumerate(files, 1):
        options = Options(sheet=file.sheet)
        parsed = read(
            measured(BytesIO(file.content)),
            Reading(file.kind, file.filename, options, b"k" * 32, KnownNames(), RECEIVED, ANY_SIZE),
        )
        assert not is_refused(parsed, options), parsed.findings[:3]
        held.take_in(number, parsed.records, census=False)
        names[number] = str(number)
    return workforce_from(held.facts, names)


def read_by_them(file: ReturnFile) -> tuple[str, list[Row]]:
    if file.sheet is not None:
        return file.kind.value, sheet_of(file.content, file.sheet)
    text = file.content
    encoding = "utf-8-sig" if _is_utf8(text) else "cp1252"
    return file.kind.value, rows_of(text, encoding, ";" if b";" in text.splitlines()[0] else ",")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def ours(facts: Workforce, end: date) -> dict[Cell, Answer]:
    made = build(facts, half_year_ending(end), DEFAULT_PARAMETERS)
    return {
        (f.measure, f.dimension.value, f.group, f.category): _as_answer(f) for f in made.figures
    }


def _as_answer(figure: Figure) -> Answer:
    numerator, denominator, value = (
        part.value if isinstance(part, Symbol) else part
        for part in (figure.numerator, figure.denominator, figure.value)
    )
    return Answer(_exact(numerator), _exact(denominator), value)  # type: ignore[arg-type] -- a loop over three unlike parts


def _exact(part: Decimal | str | None) -> Fraction | str | None:
    return Fraction(part) if isinstance(part, Decimal) else part


def disagreements(mine: dict[Cell, Answer], theirs: dict[Cell, Answer]) -> list[object]:
    """Cells that differ. Where one side has no cell, the other must have counted nothing."""
    whole = {cell[:3]: answer.denominator for cell, answer in theirs.items()}
    found: list[object] = []
    for cell, answer in mine.items():
        again = theirs.get(cell)
        if again is None:
            measure = BY_ID[cell[0]]
            of_all = whole.get(cell[:3]) if measure.of_all else None
            again = measure.answer(0, int((of_all or 0) * measure.under))
        if answer != again:
            found.append((cell, answer, again))
    return found + [
        (cell, None, answer)
        for cell, answer in theirs.items()
        if cell not in mine and (answer.numerator or answer.denominator)
    ]


def agree(files: list[ReturnFile], ends: Iterable[date], cells: int) -> None:
    facts = read_by_us(files)
    second = SecondCalculation(map(read_by_them, files))
    compared = 0
    for end in ends:
        period = half_year_ending(end)
        theirs = second.answers(
            opening=period.opening.isoformat(),
            year_opening=period.year_opening.isoformat(),
            end=end.isoformat(),
        )
        mine = ours(facts, end)
        assert disagreements(mine, theirs) == []
        compared += len(mine)
    assert compared >= cells


def test_every_measure_of_the_returns_is_calculated_twice() -> None:
    assert [measure.id for measure in MEASURES] == [measure.id for measure in FROM_RETURNS]


def test_the_demo_council_agrees_in_every_figure() -> None:
    files = [step.file for step in story() if isinstance(step, Sending) and not step.refused]
    agree(files, (SEPTEMBER_2026,), cells=2_500)


@pytest.mark.parametrize("seed", [3, 14, 16])
def test_random_councils_agree_in_every_figure(seed: int) -> None:
    """Things not stated, units and teams mixed, posts described again, a 29 February."""

    files = [
        ReturnFile(Kind(kind), f"{kind}.csv", content)
        for kind, content in written(untidy_workforce(seed))
    ]
    agree(files, (date(2024, 9, 30), MARCH_2026, SEPTEMBER_2026), cells=3_000)
