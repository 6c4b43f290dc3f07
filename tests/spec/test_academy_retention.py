"""Retention of academy cohorts: who completed, and who of them is still here (AC17)."""

from __future__ import annotations

import pytest

from tests.spec.record_tables import Made, asye_years, employed, members

ROWS = 44


def lancashire() -> Made:
    """44 completed, 1 left the authority, 2 moved to adult services."""
    people = [f"w{n:02}" for n in range(ROWS)]
    left = {"w00": "2026-05-31 | 1", "w01": "2026-06-30 | 7", "w02": "2026-09-30 | 7"}
    spells = "\n".join(f"{each} | {left.get(each, '- | -')}" for each in people)
    completed = "\n".join(f"{each} | 2025-10-01" for each in people)
    return Made(
        staff=employed(f"worker | ended | reason\n{spells}"),
        cohort_members=members(f"worker | completed\n{completed}"),
    )


def test_ac17_as_lancashire_published_it():
    made = lancashire()
    assert made.said("academy-retention-authority") == "43 / 44 = 97.7"
    assert made.said("academy-retention-childrens") == "41 / 44 = 93.2"
    low, high = made("academy-retention-authority").interval or (0, 0)
    assert (str(low), str(high)) == ("88.2", "99.6")


def test_by_cohort_and_route():
    made = Made(
        staff=employed("""
        worker | ended      | reason
        ann    | -          | -
        ben    | 2026-05-31 | 1
        cat    | 2026-05-31 | 7
        """),
        cohort_members=members("""
        worker | cohort | route   | completed
        ann    | Spring | Step Up | 2025-10-01
        ben    | Spring | -       | 2025-10-01
        cat    | Autumn | Step Up | 2026-03-01
        """),
    )
    assert made.groups("academy-retention-authority", "cohort") == ["Autumn", "Spring"]
    by_cohort = [
        made.said("academy-retention-authority", group=each, by="cohort")
        for each in ("Autumn", "Spring")
    ]
    assert by_cohort == ["1 / 1 = 100.0", "1 / 2 = 50.0"]
    assert made.said("academy-retention-childrens", group="Step Up", by="route") == "1 / 2 = 50.0"
    assert made.said("academy-retention-childrens", group="not-stated", by="route") == "0 / 1 = 0.0"


@pytest.mark.parametrize(
    ("spells", "said"),
    [
        ("ann | 2020-01-06 | -          | -     | -", "1 and 1 of 1"),
        # on the last day somebody who leaves has left
        ("ann | 2020-01-06 | 2026-09-30 | left  | 1", "0 and 0 of 1"),
        ("ann | 2020-01-06 | 2026-10-01 | left  | 1", "1 and 1 of 1"),
        # left and came back
        ("ann | 2020-01-06 | 2024-05-31 | left  | 1\nann | 2025-01-06 | - | - | -", "1 and 1 of 1"),
        # gave up a second post and stays in the first
        ("ann | 2020-01-06 | 2024-05-31 | left  | 7\nann | 2020-01-06 | - | - | -", "1 and 1 of 1"),
        # the last leaving counts
        (
            "ann | 2020-01-06 | 2022-05-31 | left | 7\nann | 2023-01-06 | 2024-01-31 | left | 1",
            "0 and 0 of 1",
        ),
        # not there yet, moved to where nothing was sent of, a spell that ends before it starts
        ("ann | 2026-10-01 | -          | -     | -", "unknown"),
        ("ann | 2020-01-06 | 2024-05-31 | moved | -", "unknown"),
        ("ann | 2020-01-06 | 2019-05-31 | left  | 1", "unknown"),
        ("ben | 2020-01-06 | -          | -     | -", "unknown"),
    ],
)
def test_whether_somebody_is_still_here_is_read_from_the_returns(spells: str, said: str):
    made = Made(
        staff=employed(f"worker | started | ended | end | reason\n{spells}"),
        cohort_members=members("worker | completed\nann | 2020-12-01"),
    )
    if said == "unknown":
        assert made.said("academy-retention-authority") == "0 / x = x (member-not-found 1)"
        return
    authority, childrens = made("academy-retention-authority"), made("academy-retention-childrens")
    assert f"{authority.numerator} and {childrens.numerator} of {authority.denominator}" == said


def test_what_the_academy_knows_wins_over_the_returns():
    made = Made(
        staff=employed("worker\nann\nben"),
        cohort_members=members("""
        worker | completed  | left_authority | left_childrens
        ann    | 2025-10-01 | 2026-05-01     | -
        ben    | 2025-10-01 | -              | 2026-05-01
        -      | 2025-10-01 | -              | 2026-05-01
        """),
    )
    assert made.said("academy-retention-authority") == "2 / 3 = 66.7"
    assert made.said("academy-retention-childrens") == "0 / 3 = 0.0"


def test_only_those_who_completed_count_by_the_programme_or_by_the_asye():
    made = Made(
        staff=employed("worker\nann\nben\ncat\ndan"),
        cohort_members=members("""
        worker | cohort | completed
        ann    | Spring | 2025-10-01
        ben    | Spring | -
        cat    | Spring | -
        dan    | Spring | 2026-10-01
        -      | Spring | -
        """),
        asye_years=asye_years("""
        worker | cohort | completed
        ben    | Spring | 2026-02-02
        cat    | Autumn | 2026-02-02
        -      | Spring | 2026-02-02
        """),
    )
    assert made.said("academy-retention-authority") == "2 / 2 = 100.0"


def test_never_recorded_is_unavailable_and_nobody_completed_is_not():
    assert Made().said("academy-retention-authority") == "x / x = x"
    some = Made(staff=employed("worker\nann"), cohort_members=members("worker\nann"))
    assert some.said("academy-retention-authority") == "0 / 0 = z"
