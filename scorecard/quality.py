"""Findings about the facts: what somebody should look at before relying on a figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """One kind of trouble and all rows that show it. ``refs`` lead to the lines of the files."""

    code: str
    words: str
    hint: str
    refs: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.refs)
