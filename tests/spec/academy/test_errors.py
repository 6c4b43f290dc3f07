"""Refusals of the planner carry their reason."""

from academy.errors import ProgrammeInvalid


def test_a_programme_that_cannot_be_used_says_why() -> None:
    refusal = ProgrammeInvalid("its blocks overlap")
    assert str(refusal) == "The programme cannot be used: its blocks overlap"
    assert refusal.reason == "its blocks overlap"
