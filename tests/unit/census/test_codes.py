"""Every code is raised by an example, documented with its severity, and no other is documented."""

import re
from pathlib import Path

import pytest

from service.workforce.census.faults import FAULTS
from tests.unit.census.examples import EXAMPLES

DOCUMENT = Path(__file__).parents[3] / "docs" / "returns" / "census.md"
_ROW = re.compile(
    r"^\| `(CENSUS_[A-Z0-9_]+)` \| (reject|warn|info) \| (.+?) \| (.+?) \|$", re.MULTILINE
)


def test_every_code_has_an_example():
    assert sorted(EXAMPLES) == sorted(FAULTS)


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_the_example_raises_its_code_with_words_for_a_person(code):
    raised = [each for each in EXAMPLES[code]() if each.code == code]
    assert {each.severity for each in raised} == {FAULTS[code].severity}
    for each in raised:
        assert each.message.endswith(".")
        assert each.hint.endswith(".")


def test_every_code_is_documented_with_its_severity_and_no_other():
    documented = {code: severity for code, severity, _, _ in _ROW.findall(DOCUMENT.read_text())}
    assert documented == {code: fault.severity.value for code, fault in FAULTS.items()}
