"""Everyday English words, as shipped: what is neither a slip of another word nor a name."""

from functools import cache
from importlib.resources import files


@cache
def common_words() -> frozenset[str]:
    """The shipped list, in lower case."""
    text = files("scorecard").joinpath("data", "common-words.txt").read_text("utf-8")
    return words_in(text)


def words_in(text: str) -> frozenset[str]:
    """Words of a list: several to a line, lines that begin with # are notes."""
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )
