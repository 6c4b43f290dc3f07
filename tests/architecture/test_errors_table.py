"""Every error that a domain can raise has its row in the one table of problems."""

from __future__ import annotations

import importlib
import pkgutil
import re
from types import ModuleType

import academy
import scorecard
import service
from academy.errors import AcademyError
from scorecard.errors import ScorecardError
from service import problems


def load_everything_in(package: ModuleType) -> None:
    """Subclasses are known only once their module has been imported."""
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def test_every_domain_error_has_its_row() -> None:
    load_everything_in(scorecard)
    load_everything_in(academy)
    raised = {*problems.subclasses(ScorecardError), *problems.subclasses(AcademyError)}
    assert raised == set(problems.DOMAIN_ERRORS)


def test_a_slug_means_one_thing() -> None:
    load_everything_in(service)
    classes = [problems.Problem, *problems.subclasses(problems.Problem)]
    meanings: dict[str, set[tuple[int, str]]] = {}
    for each in [*classes, *problems.DOMAIN_ERRORS.values()]:
        meanings.setdefault(each.slug, set()).add((each.status, each.title))
    assert [slug for slug, found in meanings.items() if len(found) > 1] == []
    assert [slug for slug in meanings if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_every_problem_has_words_for_people() -> None:
    load_everything_in(service)
    wordless = [
        kind.slug
        for kind in problems.kinds()
        if not (kind.title and kind.advice.endswith("."))
        or kind.title.endswith(".")
        or not 400 <= kind.status <= 599
    ]
    assert wordless == []


def test_what_no_domain_raised_is_not_in_the_table() -> None:
    assert problems.from_domain(ValueError("x")) is None
