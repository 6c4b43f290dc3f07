"""A reader with a solver against the protected view of random councils, edition after edition.

What is shown here of every council: no number of 1 to 4 people can be bounded more closely than by
the threshold (its possible values span at least 5), and none shown as c is one number only.
"""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from scorecard.definition import Dimension
from scorecard.disclosure import POLICIES, Policy, decide, decision_document, nesting_of, public
from scorecard.disclosure.blocks import COUNCIL, Why
from scorecard.disclosure.subjects import END, TOLD_BY, Subject
from scorecard.parameters import DEFAULT_PARAMETERS
from scorecard.periods import HalfYear
from scorecard.scorecard import as_document, build
from scorecard.workforce import Workforce
from tests.disclosure_attack import Attack, findings, recovered
from tests.random_councils import council

ENDS = [date(2025, 3, 31), date(2025, 9, 30), date(2026, 3, 31), date(2026, 9, 30)]
[POLICY] = POLICIES
Json = dict[str, Any]


def whole(facts: Workforce, opening: date, end: date, version: int = 1) -> Json:
    period = HalfYear(opening=opening, end=end)
    return {
        **as_document(build(facts, period, DEFAULT_PARAMETERS), DEFAULT_PARAMETERS),
        "status": "edition", "edition": f"{end} v{version}", "version": version, "council": "",
        "published_at": "", "reason": None, "changes": None,
    }  # fmt: skip


def places(subject: Subject, dimension: str, group: str) -> set[str]:
    """How the reader names a cell; one of the whole council only by the lines of its subject."""
    place = f"{dimension}/{group}//{subject.at}"
    if dimension == "category":
        return {place, f"council//{group}/{subject.at}"}
    if (dimension, group) != COUNCIL:
        return {place}
    return {f"{line}/{place}" for line, cells in TOLD_BY.items() if (subject.name, END) in cells}


class Publisher:
    """Publishes editions of a council and keeps both views of each."""

    def __init__(self, *, small_cells_only: bool = False, policy: Policy = POLICY) -> None:
        self.small_cells_only = small_cells_only
        self.policy = policy
        self.wholes: list[Json] = []
        self.publics: list[Json] = []
        self.nesting: set[tuple[str, str]] = set()
        self.reported: set[str] = set()
        """Places and dates of numbers that the decision itself says cannot be protected any more."""

    def publish(self, facts: Workforce, opening: date, end: date, version: int = 1) -> None:
        document = whole(facts, opening, end, version)
        nesting = nesting_of([*facts.employments, *facts.agency, *facts.posts])
        self.nesting |= set(nesting)
        decision = decide(document, self.policy, nesting, self.wholes)
        for subject, closing in decision.closings.items():
            self.reported |= {
                each for node in closing.unprotected for each in places(subject, *node)
            }
            if self.small_cells_only:
                closing.closed = {n: why for n, why in closing.closed.items() if why is Why.SMALL}
        document["disclosure"] = decision_document(decision)
        self.publics.append(public(document, ""))
        self.wholes.append(document)

    def attacked(self) -> Attack:
        attack = Attack(self.nesting)
        for shown, document in zip(self.publics, self.wholes, strict=True):
            attack.read(shown, document, self.policy.threshold)
        return attack


def publisher(seed: int, **how: Any) -> Publisher:
    facts = council(seed)
    made = Publisher(**how)
    for opening, end in pairwise(ENDS):
        made.publish(facts, opening, end)
    return made


@pytest.mark.parametrize("seed", range(8))
def test_no_small_number_is_found_in_a_random_council(seed: int) -> None:
    made = publisher(seed)
    attack = made.attacked()
    assert made.reported == set()
    assert attack.targets, "nothing to find"
    assert list(findings(attack, POLICY.threshold, whole_numbers=False)) == []
    assert list(recovered(attack)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8, 12))
def test_nor_in_many_more(seed: int) -> None:
    test_no_small_number_is_found_in_a_random_council(seed)


@pytest.mark.parametrize("seed", range(3))
def test_nor_by_a_reader_who_knows_that_people_are_whole(seed: int) -> None:
    attack = publisher(seed).attacked()
    assert list(findings(attack, POLICY.threshold, whole_numbers=True)) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_reader_finds_much_where_only_small_cells_are_closed(seed: int) -> None:
    attack = publisher(seed, small_cells_only=True).attacked()
    assert len(list(findings(attack, POLICY.threshold, whole_numbers=False))) > 10


@pytest.mark.parametrize(
    ("seed", "threshold", "breakdowns"),
    [(2, 10, (Dimension.TEAM,)), (3, 5, ()), (1, 3, (Dimension.AREA, Dimension.ROLE))],
)
def test_nor_under_another_policy(
    seed: int, threshold: int, breakdowns: tuple[Dimension, ...]
) -> None:
    policy = replace(POLICY, threshold=threshold, breakdowns=breakdowns)
    attack = publisher(seed, policy=policy).attacked()
    assert attack.targets, "nothing to find"
    assert list(findings(attack, threshold, whole_numbers=False)) == []
    assert list(recovered(attack)) == []


@pytest.mark.parametrize("seed", [0, 1, 2, 15, 28, 29])
def test_nor_after_late_reports_and_a_correction(seed: int) -> None:
    facts = council(seed)
    random = Random(seed)
    late = [row for row in facts.employments if random.random() < 0.03]
    before = Workforce(
        employments=tuple(row for row in facts.employments if row not in late),
        posts=facts.posts, agency=facts.agency, caseloads=facts.caseloads, absences=facts.absences,
    )  # fmt: skip
    made = Publisher()
    made.publish(before, ENDS[0], ENDS[1])
    made.publish(before, ENDS[1], ENDS[2])
    made.publish(facts, ENDS[1], ENDS[2], version=2)
    made.publish(facts, ENDS[0], ENDS[1], version=2)
    made.publish(facts, ENDS[2], ENDS[3])
    found = list(findings(made.attacked(), POLICY.threshold, whole_numbers=False))
    assert [words for words in found if not any(one in words for one in made.reported)] == []
