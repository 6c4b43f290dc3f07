"""The figure of the mutation test is that of a whole run, or there is none."""

import pytest

from tools.mutants import figure

COUNTS = ("killed", "timeout", "survived", "no_tests", "skipped", "suspicious")


@pytest.mark.parametrize(
    ("counts", "code", "told"),
    [
        ((90, 1, 7, 2, 0, 0), 0, (91, 100)),  # what no test reaches counts as survived
        ((85, 1, 7, 1, 5, 1), 0, (86, 95)),
        ((90, 1, 7, 2, 5, 0), 0, None),
        ((2, 2, 4, 7, 0, 0), 0, None),  # it ended after 15 of 100
        ((90, 1, 7, 2, 0, 0), 1, None),  # the tests fail without any change, or it was stopped
        ((0, 0, 0, 0, 100, 0), 0, None),
    ],
)
def test_a_run_that_is_not_whole_has_no_figure(
    counts: tuple[int, ...], code: int, told: tuple[int, int] | None
) -> None:
    assert figure({"total": 100, **dict(zip(COUNTS, counts, strict=True))}, code) == told
